"""Fetch one address from the web: politely, within limits, and never from an inner network unasked.

Comes in: an address. Goes out: the bytes that a server answered with, its headings and where they lay in
the end; or a FetchFault that says why not and whether to try again. Redirects are followed one by one,
each checked like the first. Knows nothing about what the bytes mean. It keeps no calendar (`now` comes
in) but measures seconds, since limits and pace are of the machine's time.
"""

import random
import ssl
import time
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin

from tocsin.collect.addresses import check_fetchable, host_of, mask
from tocsin.collect.answers import Answer, FetchFault
from tocsin.collect.connecting import Resolve, look_up
from tocsin.collect.pacing import Pace
from tocsin.collect.permits import Permit, hide_secret
from tocsin.collect.robots import Robots
from tocsin.collect.wire import AGENT, NEXT_TIME, REDIRECTS, Limits, Wire, name_fault
from tocsin.errors import UnreadableDocument
from tocsin.terms import identify

__all__ = ["Limits", "Permit", "Web"]

_FOR_GOOD = (301, 308)


class Web:
    """Fetches addresses; one for a whole run, shared by its threads. Close it, or use it in a `with`.

    `resolve` looks names up, `verify` says which certificates are trusted; `seed` settles the jitter of
    pauses, so that a run can be told again.
    """

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008  # frozen
        *,
        contact: str | None = None,
        seed: int = 0,
        resolve: Resolve = look_up,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        self.limits, self.resolve, self.tls = limits, resolve, verify or ssl.create_default_context()
        self._seed = seed
        self._pace, self._robots = Pace(), Robots()
        self._wire = Wire(limits, contact, resolve, self.tls)

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._wire.close()

    def get(
        self,
        url: str,
        *,
        now: datetime,
        permit: Permit = Permit(),  # noqa: B008  # frozen
        headers: Mapping[str, str] | None = None,
        obey_robots: bool = False,
    ) -> Answer:
        """What lies at the address, after redirects and, where that may help, further tries.

        Raises:
            FetchFault: it cannot be had.
        """
        for number in range(1, self.limits.tries + 1):
            try:
                return self._follow(url, now, permit, headers or {}, obey_robots)
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
        self, url: str, now: datetime, permit: Permit, headers: Mapping[str, str], obey_robots: bool
    ) -> Answer:
        started, place, moved, is_moved = time.monotonic(), url, None, True
        for _ in range(self.limits.redirects + 1):
            delay = self._ask_leave(place, now, permit) if obey_robots else 0.0
            answer = self._ask(place, now, permit, headers, delay)
            if answer.status not in REDIRECTS:
                seconds = time.monotonic() - started
                return hide_secret(answer._replace(moved_to=moved, seconds=seconds), permit)
            place = _next_place(place, answer, permit)
            is_moved = is_moved and answer.status in _FOR_GOOD
            moved = place if is_moved else moved
        raise name_fault(url, permit, f"redirects more than {self.limits.redirects} times", "check it")

    def _ask(
        self, url: str, now: datetime, permit: Permit, headers: Mapping[str, str], delay: float = 0.0
    ) -> Answer:
        self._pace.take_turn(host_of(url), max(self.limits.pace, delay))
        return self._wire.ask(url, now, permit, headers)

    def _ask_leave(self, url: str, now: datetime, permit: Permit) -> float:
        """Seconds between two requests that the site asks for; FetchFault where it allows none."""
        rules = self._robots.rules_for(url, lambda place: self._fetch_rules(place, now, permit))
        if not rules.is_known:
            what = "its site's robots.txt cannot be had"
            raise name_fault(url, permit, what, NEXT_TIME, is_passing=True)
        if not rules.allows(url, AGENT):
            remedy = "ask the site, or use its feed's own text"
            raise name_fault(url, permit, "robots.txt asks not to fetch it", remedy)
        return rules.delay(AGENT)

    def _fetch_rules(self, url: str, now: datetime, permit: Permit) -> bytes | None:
        """The bytes of a robots.txt; ConnectionError where it cannot be known what they are."""
        place = url
        try:
            for _ in range(self.limits.redirects):
                answer = self._ask(place, now, permit._replace(secret=None), {})
                if answer.status not in REDIRECTS:
                    return answer.body
                place = _next_place(place, answer, permit)
        except FetchFault as fault:
            if fault.is_passing:
                raise ConnectionError from None
        return None


def _next_place(place: str, answer: Answer, permit: Permit) -> str:
    target = answer.header("location")
    if not target:
        raise name_fault(place, permit, "redirects to nowhere", "check it in a browser")
    try:
        return check_fetchable(urljoin(place, target), mask(place, permit.secrets))
    except ValueError:
        raise name_fault(place, permit, "redirects to no address", "check it in a browser") from None
    except UnreadableDocument as fault:
        raise FetchFault(fault.where, fault.what, fault.remedy) from None
