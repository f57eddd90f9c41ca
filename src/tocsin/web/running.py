"""Serves the site from this machine: binds first, prints the link, then answers until it is stopped.

Comes in: where to listen, where the store is. Goes out: pages, until Ctrl-C. It knows the server and
nothing of the pages.
"""

import socket
import sys
from collections.abc import Callable
from typing import NamedTuple

import uvicorn

from tocsin.collect.addresses import is_this_machine
from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.web.gate import Entrance
from tocsin.web.known import Known
from tocsin.web.sessions import Keys, Sessions
from tocsin.web.shelf import Shelf
from tocsin.web.site import build_site

MOST_AT_ONCE = 500  # connections; more are told to come again


class Place(NamedTuple):
    """Where to listen, under which further names the site is asked for, and which proxy stands before it.

    `proxy`: the address of a proxy that speaks TLS; what it says of scheme and origin is believed, of nobody
    else.
    """

    host: str
    port: int
    names: tuple[str, ...] = ()
    proxy: str = ""

    @property
    def is_this_machine(self) -> bool:
        """Whether only this machine can reach it."""
        return is_this_machine(self.host)


def serve_site(
    shelf: Callable[[], Shelf | None], place: Place, *, feed_key: str | None, address: str
) -> None:
    """Serve until stopped.

    Raises:
        ConfigurationError: the address cannot be listened on, or passwords would travel in the clear.
    """

    def store() -> Store | None:
        ready = shelf()
        return ready.store if ready else None

    known, sessions = Known(store), Sessions()
    if known.has_accounts and not place.is_this_machine and not place.proxy:
        what = "passwords would travel in the clear"
        raise ConfigurationError(f"--host {place.host}", what, "put a TLS proxy before it: --behind-proxy")
    with _bind(place) as listener:
        port = listener.getsockname()[1]
        site = f"http://{_bracketed(place.host)}:{port}"

        def announce(token: str) -> None:
            if known.has_accounts:
                _say(f"sign in: {address or site}/sign-in")
            else:
                _say(f"sign in (good once): {site}/sign-in?token={token}")

        entrance = Entrance(
            known,
            sessions,
            Keys(announce, sessions),
            hosts=_hosts(place, port),
            cookie="__Host-tocsin" if place.proxy else f"tocsin-{port}",
            feed_key=feed_key,
            is_https=bool(place.proxy),
        )
        config = uvicorn.Config(
            build_site(shelf, entrance, address=address or site),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=bool(place.proxy),
            forwarded_allow_ips=place.proxy or "",
            limit_concurrency=MOST_AT_ONCE,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _say(line: str) -> None:
    sys.stderr.write(f"tocsin: {line}\n")
    sys.stderr.flush()


def _bind(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family, backlog=64)
    except OSError as fault:
        what = f"cannot be listened on ({fault.strerror or type(fault).__name__})"
        raise ConfigurationError(f"{place.host}:{place.port}", what, "name another --port") from None


def _hosts(place: Place, port: int) -> frozenset[str]:
    """The Host headers that are ours: loopback's names, the address itself, and names given with --name."""
    names = {"127.0.0.1", "localhost", "[::1]"} if place.is_this_machine else {_bracketed(place.host)}
    named = {name.lower() for name in place.names}
    bare = (names | named) if port == 80 else named if place.proxy else set()
    return frozenset({f"{name}:{port}" for name in names | named} | bare)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
