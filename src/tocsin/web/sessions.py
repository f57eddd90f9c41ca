"""Sessions, the link of the terminal, and the brake on guessing: all in memory, and gone with the program.

Comes in: names, tokens and the time. Goes out: whose a session is. Nothing secret is kept: only hashes, and
the word that a session's forms carry. Knows nothing about requests.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.web.visitors import DESK

SESSION_SECONDS = 12 * 3600
IDLE_SECONDS = 2 * 3600
MOST_SESSIONS = 1_000
MOST_OF_ONE = 50
FREE_TRIES = 5  # of one name, before it has to wait
FREE_TRIES_FROM = 20  # from one address
SHORTEST_WAIT, LONGEST_WAIT = 30.0, 900.0  # seconds; doubled with each further try
FORGOTTEN_AFTER = 3600.0  # seconds without a try
MOST_REMEMBERED = 10_000

Now = Callable[[], float]


@dataclass
class Session:
    """Whose a session is, and what it may count on."""

    name: str
    stamp: str  # of the person when it began: another one ends it
    csrf: str
    ends: float
    idle_until: float


class Sessions:
    """Who is signed in."""

    def __init__(self, *, now: Now = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, Session] = {}  # by hash, in the order in which they began

    def begin(self, name: str, stamp: str = "") -> str:
        """A session under an id that nobody has seen before; the oldest make room."""
        session, now = secrets.token_urlsafe(32), self._now()
        with self._lock:
            mine = [key for key, each in self._known.items() if each.name == name]
            for old in [*mine[: -MOST_OF_ONE + 1], *list(self._known)[: -MOST_SESSIONS + 1]]:
                self._known.pop(old, None)
            self._known[_hash(session)] = Session(
                name, stamp, secrets.token_urlsafe(16), now + SESSION_SECONDS, now + IDLE_SECONDS
            )
        return session

    def find(self, session: str) -> Session | None:
        """The session of that id, if its time is not over; being asked for keeps it awake."""
        key, now = _hash(session), self._now()
        with self._lock:
            found = self._known.get(key)
            if found is None or now >= min(found.ends, found.idle_until):
                self._known.pop(key, None)
                return None
            found.idle_until = now + IDLE_SECONDS
            return found

    def end(self, session: str) -> None:
        """End a session, if it is one."""
        with self._lock:
            self._known.pop(_hash(session), None)


class Keys:
    """The link that is good now; `announce` is given each new token, to print the link on the terminal."""

    def __init__(self, announce: Callable[[str], None], sessions: Sessions) -> None:
        self._announce = announce
        self._sessions = sessions
        self._token = ""
        self._renew()

    def exchange(self, token: str) -> str | None:
        """A session for the token of the link, once; None for any other."""
        if not hmac.compare_digest(_hash(token), self._token):
            return None
        self._renew()
        return self._sessions.begin(DESK)

    def _renew(self) -> None:
        token = secrets.token_urlsafe(32)
        self._token = _hash(token)
        self._announce(token)


class Brake:
    """Slows down whoever guesses: by name, whether or not anybody has it, and by where they come from."""

    def __init__(self, *, now: Now = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._tries: dict[tuple[str, str], tuple[int, float, float]] = {}  # -> tries, last one, wait until

    def wait(self, name: str, address: str) -> float:
        """Count a try before it is looked at; seconds to wait first, or 0 where it may be looked at.

        It is counted beforehand, so that many at once are no way around it.
        """
        now = self._now()
        counted = {("name", _hash(name)): FREE_TRIES, ("from", address): FREE_TRIES_FROM}
        with self._lock:
            left = max(self._tries.get(key, (0, 0.0, 0.0))[2] - now for key in counted)
            if left > 0:
                return left
            for key, free in counted.items():
                self._count(key, free, now)
            return 0.0

    def is_waiting(self, name: str) -> bool:
        """Whether a name has to wait from now on."""
        with self._lock:
            return self._tries.get(("name", _hash(name)), (0, 0.0, 0.0))[2] > self._now()

    def clear(self, name: str) -> None:
        """Forget the tries of a name: its person is in. Those from the address stay counted."""
        with self._lock:
            self._tries.pop(("name", _hash(name)), None)

    def _count(self, key: tuple[str, str], free: int, now: float) -> None:
        tries, last, _ = self._tries.pop(key, (0, now, 0.0))
        tries = 1 if now - last > FORGOTTEN_AFTER else tries + 1
        over = tries - free
        wait = min(SHORTEST_WAIT * 2.0 ** min(over, 10), LONGEST_WAIT) if over >= 0 else 0.0
        while len(self._tries) >= MOST_REMEMBERED:
            del self._tries[next(iter(self._tries))]
        self._tries[key] = (tries, now, now + wait if wait else 0.0)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
