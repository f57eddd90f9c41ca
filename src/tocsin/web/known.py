"""Who has an account, asked of the store anew only when the store has changed.

Comes in: names and the words of tokens. Goes out: people and what they may do. A role that is taken away is
gone with the next request. Knows nothing about requests and sessions.
"""

import threading
from collections.abc import Callable

from tocsin.clock import now
from tocsin.people import may, person_of_token
from tocsin.store import Store
from tocsin.store.people import Person
from tocsin.web.sessions import Session
from tocsin.web.visitors import DESK, Visitor

MOST_REMEMBERED = 1_000


class Known:
    """The accounts of a store, which may still be in the making; nobody has one then."""

    def __init__(self, store: Callable[[], Store | None]) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._version: int | None = None
        self._count = 0
        self._people: dict[str, Person | None] = {}

    @property
    def has_accounts(self) -> bool:
        """Whether anybody has an account: the terminal's link opens nothing then."""
        store = self._store()
        with self._lock:
            self._refresh(store)
            return self._count > 0

    def visitor(self, session: Session) -> Visitor | None:
        """Whose session it is, as they stand now; None where it is no longer good."""
        if session.name == DESK:
            return None if self.has_accounts else Visitor(DESK, "admin", None, session.csrf)
        person = self._person(session.name)
        if person is None or person.stamp != session.stamp:
            return None
        return _visitor(person, session.csrf)

    def bearer(self, words: str) -> Visitor | None:
        """Whose program shows that token; None where it is none, or its time is over."""
        store = self._store()
        found = person_of_token(store, words, at=now()) if store is not None else None
        if found is None:
            return None
        person, role = found
        return _visitor(person, "")._replace(role=role)

    def _person(self, name: str) -> Person | None:
        store = self._store()
        if store is None:
            return None
        with self._lock:
            self._refresh(store)
            if name not in self._people:
                if len(self._people) >= MOST_REMEMBERED:
                    self._people.clear()
                self._people[name] = store.person(name)
            return self._people[name]

    def _refresh(self, store: Store | None) -> None:
        if store is None:
            return
        version = store.version()
        if version != self._version:
            self._version, self._count = version, store.count_people()
            self._people.clear()


def _visitor(person: Person, csrf: str) -> Visitor:
    everything = person.watches is None or may(person.role, "admin")
    watches = None if everything else frozenset(person.watches or ())
    return Visitor(person.name, person.role, watches, csrf, is_account=True)
