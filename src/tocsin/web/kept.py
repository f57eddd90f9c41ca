"""Pages that were made are kept until the store changes, so that fifty readers cost little more than one.

Comes in: what a page is made from, as a key, and how to make it. Goes out: the page. Two who ask for the same
at once wait for one making. Knows nothing about what is on a page, and holds no more than a number of
characters.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_CHARACTERS = 24_000_000
LONGEST_SECONDS = 60.0  # a page may tell how long something is silent


class Kept:
    """What was made, by its key, as long as it is still good."""

    def __init__(self, *, most: int = MOST_CHARACTERS, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._lock = threading.Lock()
        self._version: object = None
        self._size = 0
        self._made: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    def take(self, key: Hashable, version: object, make: Callable[[], str]) -> str:
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

    def _find(self, key: Hashable, version: object) -> str | None:
        if version != self._version:
            self._made.clear()
            self._version, self._size = version, 0
        at, made = self._made.get(key, (0.0, None))
        if made is None or self._now() - at > LONGEST_SECONDS:
            return None
        self._made.move_to_end(key)
        return made

    def _keep(self, key: Hashable, version: object, made: str) -> None:
        """Keep it, unless the store has changed since; what was asked for longest ago makes room."""
        with self._lock:
            if version != self._version or len(made) > self._most:
                return
            _, before = self._made.pop(key, (0.0, ""))
            self._made[key] = (self._now(), made)
            self._size += len(made) - len(before)
            while self._size > self._most:
                _, (_, gone) = self._made.popitem(last=False)
                self._size -= len(gone)
