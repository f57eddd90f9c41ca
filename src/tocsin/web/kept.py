"""Pages that were made are kept until the store changes, so that fifty readers cost little more than one.

Comes in: what a page is made from, as a key, and how to make it. Goes out: the page. Two who ask for the same
at once wait for one making. Knows nothing about what is on a page, and holds no more than a number of
characters.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import NamedTuple

MOST_CHARACTERS = 24_000_000
LONGEST_SECONDS = 60.0  # a page may tell how long something is silent


class _Made(NamedTuple):
    version: Hashable
    at: float
    text: str


class Kept:
    """What was made, by its key, as long as it is still good."""

    def __init__(self, *, most: int = MOST_CHARACTERS, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._lock = threading.Lock()
        self._size = 0
        self._made: OrderedDict[Hashable, _Made] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def take(self, key: Hashable, version: Hashable, make: Callable[[], str]) -> str:
        """What was made for that key from that version, made now if it was not."""
        with self._lock:
            if (found := self._find(key, version)) is not None:
                return found
            making = self._making.setdefault((key, version), threading.Lock())
        try:
            with making:
                with self._lock:
                    found = self._find(key, version)
                if found is None:
                    found = make()
                    self._keep(key, version, found)
                return found
        finally:
            with self._lock:
                self._making.pop((key, version), None)

    def _find(self, key: Hashable, version: Hashable) -> str | None:
        made = self._made.get(key)
        if made is None or made.version != version or self._now() - made.at > LONGEST_SECONDS:
            return None
        self._made.move_to_end(key)
        return made.text

    def _keep(self, key: Hashable, version: Hashable, text: str) -> None:
        """Keep it in place of what was there; what was asked for longest ago makes room."""
        if len(text) > self._most:
            return
        with self._lock:
            before = self._made.pop(key, None)
            self._made[key] = _Made(version, self._now(), text)
            self._size += len(text) - (len(before.text) if before else 0)
            while self._size > self._most:
                _, gone = self._made.popitem(last=False)
                self._size -= len(gone.text)
