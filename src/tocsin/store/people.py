"""Keep who may sign in, what each may do and see, and the tokens of their programs.

Comes in: names, roles, hashes. Goes out: people and tokens as records, and the hash of a password. Names are
told apart by their key (letters of either case are the same). Knows nothing about how hashes are made.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Literal

from pydantic import AwareDatetime
from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from tocsin.errors import ConfigurationError
from tocsin.store import tables
from tocsin.terms import Record

Role = Literal["reader", "analyst", "editor", "admin"]  # each may do what those before it may

_p, _t, _a = tables.people.c, tables.tokens.c, tables.watch_access.c


class Person(Record):
    """Who may sign in. `watches`: the problems that they may see; None: all, as an admin always does."""

    name: str
    role: Role
    watches: tuple[str, ...] | None
    added: AwareDatetime
    stamp: str  # changes with password, role and access, and ends the sessions that were begun before


class Token(Record):
    """What a program signs in with, as far as it may be shown: whose it is, what it may do, until when."""

    id: str
    person: str
    name: str
    role: Role
    made: AwareDatetime
    expires: AwareDatetime


def key_of(name: str) -> str:
    """By what people are told apart."""
    return unicodedata.normalize("NFKC", name).casefold()


def put_person(
    connection: Connection, name: str, role: Role, password: str, stamp: str, at: dt.datetime
) -> None:
    """Add a person, who may see every problem.

    Raises:
        ConfigurationError: the name is taken.
    """
    if get_person(connection, name) is not None:
        raise ConfigurationError(name, "is there already", "take another name")
    row = {"key": key_of(name), "name": name, "role": role, "password": password, "sees_all": True}
    connection.execute(insert(tables.people).values(row | {"stamp": stamp, "added": _moment(at)}))


def get_person(connection: Connection, name: str) -> Person | None:
    """The person of that name."""
    query = select(tables.people).where(_p.key == key_of(name))
    row = connection.execute(query).mappings().one_or_none()
    return _person(connection, row) if row else None


def get_password(connection: Connection, name: str) -> str | None:
    """The hash of a person's password."""
    return connection.execute(select(_p.password).where(_p.key == key_of(name))).scalar_one_or_none()


def list_people(connection: Connection) -> list[Person]:
    """Everyone, by name."""
    query = select(tables.people).order_by(_p.key)
    return [_person(connection, row) for row in connection.execute(query).mappings().all()]


def count_people(connection: Connection) -> int:
    """How many may sign in."""
    return int(connection.execute(select(func.count()).select_from(tables.people)).scalar_one())


def set_role(connection: Connection, name: str, role: Role, stamp: str) -> None:
    """Let a person do more or less.

    Raises:
        ConfigurationError: there is no such person, or nobody would be left to look after the others.
    """
    if role != "admin":
        _keep_an_admin(connection, name)
    _change(connection, name, role=role, stamp=stamp)


def set_password(connection: Connection, name: str, password: str, stamp: str) -> None:
    """Give a person another password.

    Raises:
        ConfigurationError: there is no such person.
    """
    _change(connection, name, password=password, stamp=stamp)


def set_watches(connection: Connection, name: str, watches: Iterable[str] | None, stamp: str) -> None:
    """Let a person see these problems only, or all.

    Raises:
        ConfigurationError: there is no such person.
    """
    _change(connection, name, sees_all=watches is None, stamp=stamp)
    connection.execute(delete(tables.watch_access).where(_a.person == key_of(name)))
    rows = [{"person": key_of(name), "watch": watch} for watch in dict.fromkeys(watches or ())]
    if rows:
        connection.execute(insert(tables.watch_access), rows)


def drop_person(connection: Connection, name: str) -> None:
    """Let a person in no more; their tokens go too.

    Raises:
        ConfigurationError: there is no such person, or nobody would be left to look after the others.
    """
    _keep_an_admin(connection, name)
    if connection.execute(delete(tables.people).where(_p.key == key_of(name))).rowcount == 0:
        raise _unknown(name)


def put_token(connection: Connection, token: Token, hash: str) -> None:
    """Keep a token's hash with whose it is."""
    row = token.model_dump() | {"person": key_of(token.person), "hash": hash}
    row |= {"made": _moment(token.made), "expires": _moment(token.expires)}
    connection.execute(insert(tables.tokens).values(row))


def find_token(connection: Connection, hash: str) -> Token | None:
    """The token with that hash, whether or not its time is over."""
    query = select(tables.tokens).where(_t.hash == hash)
    row = connection.execute(query).mappings().one_or_none()
    return _token(row) if row else None


def list_tokens(connection: Connection, person: str | None = None) -> list[Token]:
    """Every token, or those of one person, the oldest first."""
    query = select(tables.tokens).order_by(_t.made, _t.id)
    if person is not None:
        query = query.where(_t.person == key_of(person))
    return [_token(row) for row in connection.execute(query).mappings()]


def drop_token(connection: Connection, id: str, person: str | None = None) -> Token:
    """Take a token back, if it is of that person where one is named.

    Raises:
        ConfigurationError: there is no such token.
    """
    known = {token.id: token for token in list_tokens(connection, person)}
    if id not in known:
        raise ConfigurationError(id, "is no token", "tocsin people tokens lists them")
    connection.execute(delete(tables.tokens).where(_t.id == id))
    return known[id]


def _change(connection: Connection, name: str, **values: object) -> None:
    query = update(tables.people).where(_p.key == key_of(name)).values(values)
    if connection.execute(query).rowcount == 0:
        raise _unknown(name)


def _keep_an_admin(connection: Connection, name: str) -> None:
    """The last admin stays one, unless nobody else is there at all."""
    others = select(func.count()).select_from(tables.people).where(_p.key != key_of(name))
    admins = others.where(_p.role == "admin")
    if connection.execute(others).scalar_one() and not connection.execute(admins).scalar_one():
        raise ConfigurationError(name, "is the last admin", "make another person admin first")


def _unknown(name: str) -> ConfigurationError:
    return ConfigurationError(name, "may not sign in: there is nobody of that name", "tocsin people list")


def _person(connection: Connection, row: RowMapping) -> Person:
    query = select(_a.watch).where(_a.person == row["key"]).order_by(_a.watch)
    sees_all = row["sees_all"] or row["role"] == "admin"
    return Person(
        name=row["name"],
        role=row["role"],
        watches=None if sees_all else tuple(connection.execute(query).scalars()),
        added=row["added"],
        stamp=row["stamp"],
    )


def _token(row: RowMapping) -> Token:
    return Token.model_validate({name: row[name] for name in Token.model_fields})


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()
