"""Fetch one address from the web: politely, within limits, and never from an inner network unasked.

Comes in: an address. Goes out: the bytes that a server answered with, its headings and where they lay in
the end; or a FetchFault that says why not and whether to try again. Redirects are followed one by one,
each checked like the first. Knows nothing about what the bytes mean. It keeps no calendar (`now` comes
in) but measures seconds, since limits and pace are of the machine's time.
"""

import base64
import random
import ssl
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import quote, urljoin

import httpcore2
import httpx2

from tocsin.collect.addresses import SECRET, check_fetchable, host_of, mask
from tocsin.collect.answers import Answer, FetchFault
from tocsin.collect.connecting import AddressRefused, CheckedBackend, NameUnknown, Resolve, look_up
from tocsin.collect.pacing import Pace
from tocsin.collect.robots import Robots
from tocsin.errors import UnreadableDocument
from tocsin.terms import identify

AGENT = "Tocsin"
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_GRACE = 5.0  # seconds in which a server may be as slow as it likes
_NEXT_TIME = "it is tried again at the next run"


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


class Permit(NamedTuple):
    """What one channel's requests may do: the inner host:port that it names, and its credential."""

    allowed: str = ""  # host:port
    secret: str | None = None
    home: str = ""  # host:port to which alone the credential goes


class Web:
    """Fetches addresses; one for a whole run, shared by its threads. Close it, or use it in a `with`."""

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008  # frozen
        *,
        contact: str | None = None,
        seed: int = 0,
        resolve: Resolve = look_up,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        from tocsin import __version__

        self.limits = limits
        self.tls = verify or ssl.create_default_context()
        self.resolve = resolve
        self._seed = seed
        self._pace, self._robots = Pace(), Robots()
        self._backend = CheckedBackend(resolve)
        self._client = httpx2.Client(
            transport=_Transport(self._backend, self.tls),
            headers={"User-Agent": f"{AGENT}/{__version__}" + (f" ({contact})" if contact else "")},
            trust_env=False,
        )

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        now: datetime,
        permit: Permit = Permit(),  # noqa: B008  # frozen
        headers: Mapping[str, str] | None = None,
        obey_robots: bool = False,
        max_bytes: int | None = None,
    ) -> Answer:
        """What lies at the address, after redirects and, where that may help, further tries.

        Raises:
            FetchFault: it cannot be had.
        """
        for number in range(1, self.limits.tries + 1):
            try:
                return self._follow(url, now, permit, headers or {}, obey_robots, max_bytes)
            except FetchFault as fault:
                pause = self._pause(url, number, fault)
                if pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError("the last try neither answered nor failed")

    def _pause(self, url: str, number: int, fault: FetchFault) -> float | None:
        """Seconds until the next try; None where none would help. Jitter by seed: the same on each run."""
        if not fault.is_passing or fault.is_slow or number >= self.limits.tries:
            return None
        if fault.wait is not None:
            return fault.wait if fault.wait <= self.limits.longest_wait else None
        jitter = random.Random(identify(self._seed, url, number)).uniform(0.5, 1.5)  # noqa: S311
        return float(self.limits.backoff * 2 ** (number - 1) * jitter)

    def _follow(
        self,
        url: str,
        now: datetime,
        permit: Permit,
        headers: Mapping[str, str],
        obey_robots: bool,
        max_bytes: int | None,
    ) -> Answer:
        started, place, moved, still_moved = time.monotonic(), url, None, True
        for _ in range(self.limits.redirects + 1):
            delay = self._ask_leave(place, now, permit) if obey_robots else 0.0
            answer = self._once(place, now, permit, headers, max_bytes, delay)
            if answer.status not in _REDIRECTS:
                seconds = time.monotonic() - started
                return _hide(answer._replace(moved_to=moved, seconds=seconds), _secrets(permit))
            place = self._next_place(place, answer, permit)
            still_moved = still_moved and answer.status in _FOR_GOOD
            moved = place if still_moved else moved
        raise self._fault(url, permit, f"redirects more than {self.limits.redirects} times", "check it")

    def _next_place(self, place: str, answer: Answer, permit: Permit) -> str:
        target = answer.header("location")
        if not target:
            raise self._fault(place, permit, "redirects to nowhere", "check it in a browser")
        try:
            return check_fetchable(urljoin(place, target), mask(place, _secrets(permit)))
        except ValueError:
            raise self._fault(place, permit, "redirects to no address", "check it in a browser") from None
        except UnreadableDocument as fault:
            raise FetchFault(fault.where, fault.what, fault.remedy) from None

    def _ask_leave(self, url: str, now: datetime, permit: Permit) -> float:
        """Seconds between two requests that the site asks for; FetchFault where it allows none."""
        rules = self._robots.rules_for(url, lambda place: self._fetch_rules(place, now, permit))
        if not rules.is_known:
            raise self._fault(url, permit, "its site's robots.txt cannot be had", _NEXT_TIME, is_passing=True)
        if not rules.allows(url, AGENT):
            raise self._fault(
                url, permit, "robots.txt asks not to fetch it", "ask the site, or use its feed's own text"
            )
        return rules.delay(AGENT)

    def _fetch_rules(self, url: str, now: datetime, permit: Permit) -> bytes | None:
        """The bytes of a robots.txt; ConnectionError where it cannot be known what they are."""
        place = url
        try:
            for _ in range(self.limits.redirects):
                answer = self._once(place, now, permit._replace(secret=None), {}, 500_000)
                if answer.status not in _REDIRECTS:
                    return answer.body
                place = self._next_place(place, answer, permit)
        except FetchFault as fault:
            if fault.is_passing:
                raise ConnectionError from None
        return None

    def _once(
        self,
        url: str,
        now: datetime,
        permit: Permit,
        headers: Mapping[str, str],
        max_bytes: int | None,
        delay: float = 0.0,
    ) -> Answer:
        """One request, with all that can go wrong with it named."""
        self._pace.take_turn(host_of(url), max(self.limits.pace, delay))
        target, sent = _put_secret(url, permit, dict(headers))
        try:
            with (
                self._backend.bounded(self.limits.seconds, permit.allowed),
                self._client.stream("GET", target, headers=sent, timeout=self.limits.seconds) as response,
            ):
                said = tuple((name.lower(), value) for name, value in response.headers.multi_items())
                answer = Answer(url, response.status_code, said, b"", None, 0.0)
                self._check_status(answer, now, permit)
                if answer.status == 304 or answer.status in _REDIRECTS:
                    return answer
                return answer._replace(body=self._read(response, url, permit, max_bytes))
        except AddressRefused as refused:
            raise self._fault(
                url,
                permit,
                f"stands at the inner address {refused}, which is refused",
                "if you mean it, name it as a channel of its own with --allow-private",
            ) from None
        except NameUnknown as fault:
            raise self._fault(
                url, permit, "its host is unknown", "check the address", is_passing=fault.is_passing
            ) from None
        except httpx2.TimeoutException:
            raise self._fault(
                url,
                permit,
                f"did not answer within {self.limits.seconds:g} seconds",
                _NEXT_TIME,
                is_slow=True,
            ) from None
        except (httpx2.ConnectError, httpx2.NetworkError) as fault:
            what = "its certificate is not valid" if "CERTIFICATE" in str(fault) else "cannot be reached"
            raise self._fault(
                url, permit, what, _NEXT_TIME, is_passing="CERTIFICATE" not in str(fault)
            ) from None
        except httpx2.DecodingError:
            raise self._fault(url, permit, "is packed in a way that does not unpack", _NEXT_TIME) from None
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError) as fault:
            name = type(fault).__name__
            raise self._fault(url, permit, f"does not speak HTTP as it should ({name})", _NEXT_TIME) from None

    def _check_status(self, answer: Answer, now: datetime, permit: Permit) -> None:
        status = answer.status
        if status < 300 or status == 304 or status in _REDIRECTS:
            return
        wait = _read_wait(answer.header("retry-after"), now) if status in (429, 503) else None
        what = _MEANINGS.get(status, "answered with an error") + f" (HTTP {status})"
        remedy = _NEXT_TIME if status in _PASSING else "check the address in a browser"
        raise self._fault(
            answer.url, permit, what, remedy, is_passing=status in _PASSING, wait=wait, is_gone=status == 410
        )

    def _read(self, response: httpx2.Response, url: str, permit: Permit, max_bytes: int | None) -> bytes:
        """The body, unpacked piece by piece and never more of it than the limit."""
        most = min(max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        started, body = time.monotonic(), bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > most:
                packed = " unpacks to" if response.headers.get("content-encoding") else " is"
                raise self._fault(
                    url, permit, f"{packed.strip()} over the limit of {most / 1e6:.1f} MB", "take it by hand"
                )
            passed = time.monotonic() - started
            if passed > self.limits.seconds or (
                passed > _GRACE and response.num_bytes_downloaded < self.limits.slowest * passed
            ):
                raise self._fault(url, permit, "is too slow", _NEXT_TIME, is_slow=True)
        return bytes(body)

    def _fault(
        self,
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
        """A fault named for people, without secrets."""
        return FetchFault(
            mask(url, _secrets(permit)),
            what,
            remedy,
            is_passing=is_passing or is_slow,
            is_slow=is_slow,
            wait=wait,
            is_gone=is_gone,
        )


_MEANINGS = {
    401: "asks for a credential",
    403: "is forbidden to us",
    404: "is not there",
    410: "is gone for good",
    429: "asks for fewer requests",
    451: "is withheld for legal reasons",
    503: "is out of service",
}


class _Transport(httpx2.HTTPTransport):
    """httpx2's own way to the network, over checked connections, none of which is used twice.

    A connection opened for one channel's inner address must not serve another's redirect to it.
    """

    def __init__(self, backend: CheckedBackend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool.close()
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls, max_keepalive_connections=0, network_backend=backend
        )


def _put_secret(url: str, permit: Permit, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The address and headings with the credential, for the channel's own host alone."""
    if permit.secret is None or host_of(url) != permit.home:
        return url, headers
    if SECRET in url or quote(SECRET) in url:
        secret = quote(permit.secret, safe="")
        return url.replace(SECRET, secret).replace(quote(SECRET), secret), headers
    if ":" in permit.secret:
        return url, headers | {
            "Authorization": "Basic " + base64.b64encode(permit.secret.encode()).decode("ascii")
        }
    return url, headers | {"Authorization": f"Bearer {permit.secret}"}


def _hide(answer: Answer, secrets: tuple[str, ...]) -> Answer:
    """The answer without the credential, where the server sent it back in an address or a heading."""
    if not secrets:
        return answer
    moved = mask(answer.moved_to, secrets) if answer.moved_to else None
    headers = tuple((name, mask(value, secrets)) for name, value in answer.headers)
    return answer._replace(url=mask(answer.url, secrets), headers=headers, moved_to=moved)


def _secrets(permit: Permit) -> tuple[str, ...]:
    return (permit.secret,) if permit.secret else ()


def _read_wait(words: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for, given as such or as a date."""
    if words is None:
        return None
    if words.strip().isascii() and words.strip().isdigit():
        return float(min(int(words.strip()[:9]), 7 * 86_400))
    try:
        until = parsedate_to_datetime(words)
        return min(max(0.0, (until - now).total_seconds()), 7 * 86_400.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
