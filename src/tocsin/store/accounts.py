"""The methods of a store by which people are let in, each change with its entry in the audit trail.

Comes in: names, roles, hashes, moments and who decides. Goes out: people and tokens as records, and one clear
StoreError for whatever a database can suffer. Knows nothing about how hashes are made.
"""

import datetime as dt
from collections.abc import Iterable

from tocsin.store import people, trail
from tocsin.store.connected import Connected
from tocsin.store.people import Person, Role, Token


class Accounts(Connected):
    """The methods of a store that serve those who sign in."""

    def people(self) -> list[Person]:
        """Everyone who may sign in, by name."""
        with self._read() as connection:
            return people.list_people(connection)

    def count_people(self) -> int:
        """How many may sign in."""
        with self._read() as connection:
            return people.count_people(connection)

    def person(self, name: str) -> Person | None:
        """The person of that name."""
        with self._read() as connection:
            return people.get_person(connection, name)

    def password_hash(self, name: str) -> str | None:
        """The hash of a person's password."""
        with self._read() as connection:
            return people.get_password(connection, name)

    def put_person(
        self, name: str, role: Role, password: str, *, stamp: str, at: dt.datetime, by: str, because: str
    ) -> None:
        """Let a person sign in; `password` is its hash."""
        with self._write() as connection:
            people.put_person(connection, name, role, password, stamp, at)
            what = f"let in as {role}: {because}"
            trail.add_entry(connection, at=at, who=by, what=what, record=f"person {name}")

    def set_role(self, name: str, role: Role, *, stamp: str, at: dt.datetime, by: str, because: str) -> None:
        """Let a person do more or less."""
        with self._write() as connection:
            people.set_role(connection, name, role, stamp)
            what = f"made {role}: {because}"
            trail.add_entry(connection, at=at, who=by, what=what, record=f"person {name}")

    def set_password(self, name: str, password: str, *, stamp: str, at: dt.datetime, by: str) -> None:
        """Give a person another password, as its hash."""
        with self._write() as connection:
            people.set_password(connection, name, password, stamp)
            trail.add_entry(connection, at=at, who=by, what="set a password", record=f"person {name}")

    def set_watches(
        self,
        name: str,
        watches: Iterable[str] | None,
        *,
        stamp: str,
        at: dt.datetime,
        by: str,
        because: str,
    ) -> None:
        """Let a person see these problems only, or all."""
        named = None if watches is None else tuple(watches)
        with self._write() as connection:
            people.set_watches(connection, name, named, stamp)
            told = "every problem" if named is None else ", ".join(named) or "no problem"
            what = f"let see {told}: {because}"
            trail.add_entry(connection, at=at, who=by, what=what, record=f"person {name}")

    def drop_person(self, name: str, *, at: dt.datetime, by: str, because: str) -> None:
        """Let a person in no more."""
        with self._write() as connection:
            people.drop_person(connection, name)
            what = f"let in no more: {because}"
            trail.add_entry(connection, at=at, who=by, what=what, record=f"person {name}")

    def put_token(self, token: Token, hash: str, *, by: str) -> None:
        """Keep a token's hash with whose it is."""
        with self._write() as connection:
            people.put_token(connection, token, hash)
            what = f"made a token as {token.role}, until {token.expires:%Y-%m-%d}"
            record = f"token {token.id} of {token.person}"
            trail.add_entry(connection, at=token.made, who=by, what=what, record=record)

    def find_token(self, hash: str) -> Token | None:
        """The token with that hash, whether or not its time is over."""
        with self._read() as connection:
            return people.find_token(connection, hash)

    def tokens(self, person: str | None = None) -> list[Token]:
        """Every token, or those of one person."""
        with self._read() as connection:
            return people.list_tokens(connection, person)

    def drop_token(self, id: str, *, person: str | None = None, at: dt.datetime, by: str) -> Token:
        """Take a token back, if it is of that person where one is named."""
        with self._write() as connection:
            gone = people.drop_token(connection, id, person)
            record = f"token {id} of {gone.person}"
            trail.add_entry(connection, at=at, who=by, what="took a token back", record=record)
            return gone
