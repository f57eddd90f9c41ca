"""Serves the site from this machine: binds first, prints the link, then answers until it is stopped.

Comes in: where to listen, where the store is. Goes out: pages, until Ctrl-C. It knows the server and
nothing of the pages.
"""

import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address
from typing import NamedTuple

import uvicorn

from tocsin.errors import ConfigurationError
from tocsin.web.gate import Keys
from tocsin.web.shelf import Shelf
from tocsin.web.site import build_site


class Place(NamedTuple):
    """Where to listen, and under which further names the site is asked for."""

    host: str
    port: int
    names: tuple[str, ...] = ()

    @property
    def is_this_machine(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host == "localhost" or _is_loopback(self.host)


def serve_site(
    shelf: Callable[[], Shelf | None], place: Place, *, feed_key: str | None, address: str
) -> None:
    """Serve until stopped.

    Raises:
        ConfigurationError: the address cannot be listened on.
    """
    with _bind(place) as listener:
        port = listener.getsockname()[1]
        site = f"http://{_bracketed(place.host)}:{port}"

        def announce(token: str) -> None:
            sys.stderr.write(f"tocsin: sign in (good once): {site}/sign-in?token={token}\n")
            sys.stderr.flush()

        app = build_site(
            shelf,
            Keys(announce),
            hosts=_hosts(place, port),
            cookie=f"tocsin-{port}",
            feed_key=feed_key,
            address=address or site,
        )
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none"
        )
        uvicorn.Server(config).run(sockets=[listener])


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
    names |= {name.lower() for name in place.names}
    return frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set()))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
