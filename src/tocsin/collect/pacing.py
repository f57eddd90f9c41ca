"""Keep a polite distance between two requests to one host, however many threads ask.

Comes in: the host that is to be asked. Goes out: nothing, once it is its turn. Knows nothing about what
is asked.
"""

import threading
import time


class Pace:
    """Turns by host: each at least so many seconds after the one before it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def take_turn(self, host: str, seconds: float) -> None:
        """Wait for the host's next turn."""
        with self._lock:
            turn = max(time.monotonic(), self._next.get(host, 0.0))
            self._next[host] = turn + seconds
        time.sleep(max(0.0, turn - time.monotonic()))
