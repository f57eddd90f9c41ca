"""Connect to public addresses only, to the very address that was checked, and for a limited time.

Comes in: a host and port to connect to. Goes out: a stream of bytes, or a refusal. A name is looked up
once, every address that it stands for is checked, and the connection goes to one of those: a name that
changes its address between check and use gains nothing. Knows nothing about what is asked there.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import httpcore2

from tocsin.collect.addresses import is_public

Resolve = Callable[[str, int], Sequence[str]]
Opened = TypeVar("Opened")


class AddressRefused(Exception):
    """A host stands at an inner address that nobody named."""


class NameUnknown(Exception):
    """No address is known for a host; `is_passing` where the name service could not be asked."""

    def __init__(self, is_passing: bool) -> None:
        self.is_passing = is_passing
        super().__init__()


def look_up(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host, as the system's resolver gives them.

    Raises:
        NameUnknown: there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NameUnknown(getattr(fault, "errno", None) == socket.EAI_AGAIN) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def connect(host: str, port: int, *, allowed: str, seconds: float, resolve: Resolve) -> socket.socket:
    """A socket to the host, at an address that was checked; `allowed` (host:port) may be an inner one.

    Raises:
        AddressRefused: the host stands at an inner address.
        NameUnknown: it stands at none.
        OSError: it does not answer.
    """
    addresses = choose_addresses(host, port, allowed, resolve)
    return _first_to_answer(addresses, lambda address: socket.create_connection((address, port), seconds))


def choose_addresses(host: str, port: int, allowed: str, resolve: Resolve) -> Sequence[str]:
    """The addresses to connect to, checked one and all: a host with one inner address is refused."""
    try:
        addresses: Sequence[str] = [str(ipaddress.ip_address(host.strip("[]").split("%")[0]))]
    except ValueError:
        addresses = resolve(host, port)
    if f"{host.strip('[]').lower()}:{port}" != allowed:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address.split("%")[0])):
                raise AddressRefused(address)
    if not addresses:
        raise NameUnknown(is_passing=False)
    return addresses


def _first_to_answer(addresses: Sequence[str], open_one: Callable[[str], Opened]) -> Opened:
    """What opens first, tried in order; the last fault where none does."""
    last: Exception = OSError("no address")
    for address in addresses:
        try:
            return open_one(address)
        except (OSError, httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
            last = fault
    raise last


class CheckedBackend(httpcore2.NetworkBackend):
    """What httpx2 connects with: each connection checked, each stream cut off at the thread's deadline."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._plain = httpcore2.SyncBackend()
        self._terms = threading.local()

    @contextmanager
    def bounded(self, seconds: float, allowed: str) -> Iterator[None]:
        """Everything that this thread asks for inside ends `seconds` from now."""
        self._terms.until, self._terms.allowed = time.monotonic() + seconds, allowed
        try:
            yield
        finally:
            self._terms.until, self._terms.allowed = 0.0, ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore2.NetworkStream:
        """A stream to the checked address; `local_address` and `socket_options` are never used here."""
        until: float = self._terms.until
        addresses = choose_addresses(host, port, self._terms.allowed, self._resolve)

        def open_one(address: str) -> httpcore2.NetworkStream:
            left = max(0.1, until - time.monotonic())
            return self._plain.connect_tcp(address, port, min(timeout or left, left))

        return _TimedStream(_first_to_answer(addresses, open_one), until)


class _TimedStream(httpcore2.NetworkStream):
    """A stream that ends at a moment, however steadily it drips."""

    def __init__(self, inner: httpcore2.NetworkStream, until: float) -> None:
        self._inner, self._until = inner, until

    def _left(self, timeout: float | None) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout
        return min(left, timeout) if timeout else left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _TimedStream(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
