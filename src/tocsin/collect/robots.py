"""Ask a site's robots.txt whether a page may be fetched, and how far apart requests should be.

Comes in: an address, and a way to fetch. Goes out: yes or no, and a pace in seconds. A site without the
file allows all; one whose file cannot be had now allows nothing until it can (RFC 9309). Knows nothing
about what is on the page.
"""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from protego import Protego

from tocsin.collect.addresses import urlsplit_safely

_MOST_BYTES = 500_000  # RFC 9309 asks for as much
_HOURS = 6 * 3600.0  # seconds until a site is asked again
_LONGEST_DELAY = 30.0  # seconds between two requests: a longer wish is read as this

Fetch = Callable[[str], bytes | None]  # the file's bytes; None where there is none; raises where unknown


class Rules(NamedTuple):
    """What a site allows; `rules` None means everything, `is_known` False nothing for now."""

    rules: Protego | None
    is_known: bool
    until: float

    def allows(self, url: str, agent: str) -> bool:
        """Whether the page may be fetched."""
        return self.is_known and (self.rules is None or bool(self.rules.can_fetch(url, agent)))

    def delay(self, agent: str) -> float:
        """Seconds between two requests that the site asks for."""
        asked = self.rules.crawl_delay(agent) if self.rules else None
        return min(asked or 0.0, _LONGEST_DELAY)


class Robots:
    """The rules of the sites that were met, each asked for once in a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sites: dict[str, Rules] = {}
        self._asking: dict[str, threading.Lock] = {}

    def rules_for(self, url: str, fetch: Fetch) -> Rules:
        """The rules of the site that the address is on."""
        parts = urlsplit_safely(url)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            known = self._sites.get(site)
            if known is None or known.until < time.monotonic():
                known = self._sites[site] = _ask(f"{site}/robots.txt", fetch)
            return known


def _ask(url: str, fetch: Fetch) -> Rules:
    until = time.monotonic() + _HOURS
    try:
        body = fetch(url)
    except ConnectionError:
        return Rules(None, is_known=False, until=time.monotonic() + 60.0)
    return Rules(read_rules(body) if body else None, is_known=True, until=until)


def read_rules(body: bytes) -> Protego:
    """The rules that a robots.txt holds; what cannot be understood rules nothing."""
    return Protego.parse(body[:_MOST_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
