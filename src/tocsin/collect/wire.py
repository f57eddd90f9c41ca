"""One request: sent over a checked connection, its answer read within limits, each failure named.

Comes in: an address. Goes out: the answer, redirects and "not modified" among them, or a FetchFault that
says why there is none. Knows nothing about redirects' targets, further tries, pace or robots.txt.
"""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpcore2
import httpx2

from tocsin.collect.addresses import mask
from tocsin.collect.answers import Answer, FetchFault
from tocsin.collect.connecting import AddressRefused, CheckedBackend, NameUnknown, Resolve
from tocsin.collect.permits import Permit, put_secret

AGENT = "Tocsin"
REDIRECTS = (301, 302, 303, 307, 308)
NEXT_TIME = "it is tried again at the next run"
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_GRACE = 5.0  # seconds in which a server may be as slow as it likes
_LONGEST_WAIT = 7 * 86_400.0  # seconds: a server that asks for more is asked again after a week
_MEANINGS = {
    401: "asks for a credential",
    403: "is forbidden to us",
    404: "is not there",
    410: "is gone for good",
    429: "asks for fewer requests",
    451: "is withheld for legal reasons",
    503: "is out of service",
}


class Limits(NamedTuple):
    """How much is taken of a server, and how much is borne from it."""

    max_bytes: int = 20_000_000  # of one answer, unpacked
    seconds: float = 30.0  # for one answer, from the first knock to the last byte
    slowest: int = 1_000  # bytes a second, after the first five seconds
    pace: float = 1.0  # seconds between two requests to one host
    tries: int = 3
    backoff: float = 1.0  # seconds before the second try; twice as long before each further one
    longest_wait: float = 5.0  # seconds: a server that asks for more is left until a later run
    redirects: int = 5
    items: int = 100  # documents taken from one channel in one run


class Wire:
    """Sends single requests; shared by the threads of a run."""

    def __init__(self, limits: Limits, contact: str | None, resolve: Resolve, tls: ssl.SSLContext) -> None:
        from tocsin import __version__

        self._limits = limits
        self._backend = CheckedBackend(resolve)
        self._client = httpx2.Client(
            transport=CheckedTransport(self._backend, tls),
            headers={"User-Agent": f"{AGENT}/{__version__}" + (f" ({contact})" if contact else "")},
            trust_env=False,
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def ask(self, url: str, now: datetime, permit: Permit, headers: Mapping[str, str]) -> Answer:
        """What the server answers to one request.

        Raises:
            FetchFault: nothing that can be used.
        """
        target, sent = put_secret(url, permit, dict(headers))
        seconds = self._limits.seconds
        with (
            _naming_faults(url, permit, seconds),
            self._backend.bounded(seconds, permit.allowed),
            self._client.stream("GET", target, headers=sent, timeout=seconds) as response,
        ):
            said = tuple((name.lower(), value) for name, value in response.headers.multi_items())
            answer = Answer(url, response.status_code, said, b"", None, 0.0)
            _check_status(answer, now, permit)
            if answer.status == 304 or answer.status in REDIRECTS:
                return answer
            return answer._replace(body=self._read(response, url, permit))

    def _read(self, response: httpx2.Response, url: str, permit: Permit) -> bytes:
        """The body, unpacked piece by piece and never more of it than the limit."""
        limits, started, body = self._limits, time.monotonic(), bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > limits.max_bytes:
                verb = "unpacks to" if response.headers.get("content-encoding") else "is"
                what = f"{verb} over the limit of {limits.max_bytes / 1e6:.1f} MB"
                raise name_fault(url, permit, what, "take it by hand")
            passed = time.monotonic() - started
            least = limits.slowest * passed if passed > _GRACE else 0
            if passed > limits.seconds or response.num_bytes_downloaded < least:
                raise name_fault(url, permit, "is too slow", NEXT_TIME, is_slow=True)
        return bytes(body)


class CheckedTransport(httpx2.HTTPTransport):
    """httpx2's own way to the network, over checked connections, none of which is used twice.

    A connection opened for one channel's inner address must not serve another's redirect to it.
    """

    def __init__(self, backend: CheckedBackend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls, max_keepalive_connections=0, network_backend=backend
        )


def name_fault(
    url: str,
    permit: Permit,
    what: str,
    remedy: str,
    *,
    is_passing: bool = False,
    is_slow: bool = False,
    wait: float | None = None,
    is_gone: bool = False,
) -> FetchFault:
    """A fault as people read it, without secrets."""
    return FetchFault(
        mask(url, permit.secrets),
        what,
        remedy,
        is_passing=is_passing or is_slow,
        is_slow=is_slow,
        wait=wait,
        is_gone=is_gone,
    )


@contextmanager
def _naming_faults(url: str, permit: Permit, seconds: float) -> Iterator[None]:
    """Turn what can go wrong with a request into one line."""
    try:
        yield
    except AddressRefused as refused:
        what = f"stands at the inner address {refused}, which is refused"
        remedy = "if you mean it, name it as a channel of its own with --allow-private"
        raise name_fault(url, permit, what, remedy) from None
    except NameUnknown as fault:
        what = "its host is unknown"
        raise name_fault(url, permit, what, "check the address", is_passing=fault.is_passing) from None
    except httpx2.TimeoutException:
        what = f"did not answer within {seconds:g} seconds"
        raise name_fault(url, permit, what, NEXT_TIME, is_slow=True) from None
    except httpx2.NetworkError as fault:
        is_untrusted = "CERTIFICATE" in str(fault)
        what = "its certificate is not valid" if is_untrusted else "cannot be reached"
        raise name_fault(url, permit, what, NEXT_TIME, is_passing=not is_untrusted) from None
    except httpx2.DecodingError:
        raise name_fault(url, permit, "is packed in a way that does not unpack", NEXT_TIME) from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as fault:
        what = f"does not speak HTTP as it should ({type(fault).__name__})"
        raise name_fault(url, permit, what, NEXT_TIME) from None


def _check_status(answer: Answer, now: datetime, permit: Permit) -> None:
    status = answer.status
    if status < 300 or status == 304 or status in REDIRECTS:
        return
    raise name_fault(
        answer.url,
        permit,
        _MEANINGS.get(status, "answered with an error") + f" (HTTP {status})",
        NEXT_TIME if status in _PASSING else "check the address in a browser",
        is_passing=status in _PASSING,
        wait=_read_wait(answer.header("retry-after"), now) if status in (429, 503) else None,
        is_gone=status == 410,
    )


def _read_wait(words: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, given as such or as a date."""
    if words is None:
        return None
    if words.strip().isascii() and words.strip().isdigit():
        return min(float(words.strip()[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(words)
        return min(max(0.0, (until - now).total_seconds()), _LONGEST_WAIT)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
