"""Who may sign in: names, roles, passwords and tokens as a person gives them, checked before they are kept.

Comes in: a store, and what a person asks for with who decides and why. Goes out: people and tokens; of
passwords and tokens the store gets hashes only (argon2id; SHA-256 for tokens, which nobody can guess). It
knows nothing about sessions and pages.
"""

import datetime as dt
import hashlib
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, get_args

from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.store.people import Person, Role, Token, key_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
SHORTEST, LONGEST = 12, 1000  # characters of a password
LONGEST_NAME = 64
TOKEN_DAYS = 90
MOST_TOKEN_DAYS = 366
TOKEN_MARK = "tocsin_"  # noqa: S105  by which a token in a file that should not hold it is found
_AT_ONCE = threading.BoundedSemaphore(2)  # a hash takes 64 MiB while it is made


def may(role: Role, needed: Role) -> bool:
    """Whether a role does what another is needed for."""
    return ROLES.index(role) >= ROLES.index(needed)


def add_person(
    store: Store, name: str, role: Role, password: str, *, at: dt.datetime, by: str, because: str
) -> Person:
    """Let a person sign in.

    Raises:
        ConfigurationError: the name or the password will not do, or the name is taken.
    """
    name = check_name(name)
    check_password(password, name)
    stamp = secrets.token_hex(8)
    store.put_person(name, role, hash_password(password), stamp=stamp, at=at, by=by, because=because)
    return known_person(store, name)


def change_password(store: Store, name: str, password: str, *, at: dt.datetime, by: str) -> None:
    """Give a person another password, which ends their sessions.

    Raises:
        ConfigurationError: there is no such person, or the password will not do.
    """
    known = known_person(store, name)
    check_password(password, known.name)
    store.set_password(known.name, hash_password(password), stamp=secrets.token_hex(8), at=at, by=by)


def change_role(store: Store, name: str, role: Role, *, at: dt.datetime, by: str, because: str) -> None:
    """Let a person do more or less, which ends their sessions.

    Raises:
        ConfigurationError: there is no such person, or no admin would be left.
    """
    known = known_person(store, name)
    store.set_role(known.name, role, stamp=secrets.token_hex(8), at=at, by=by, because=because)


def change_access(
    store: Store, name: str, watches: Iterable[str] | None, *, at: dt.datetime, by: str, because: str
) -> None:
    """Let a person see these problems only, or all (None); it ends their sessions.

    Raises:
        ConfigurationError: there is no such person.
    """
    known = known_person(store, name)
    stamp = secrets.token_hex(8)
    store.set_watches(known.name, watches, stamp=stamp, at=at, by=by, because=because)


def known_person(store: Store, name: str) -> Person:
    """The person of that name.

    Raises:
        ConfigurationError: there is none.
    """
    found = store.person(name)
    if found is None:
        raise ConfigurationError(name, "may not sign in: there is nobody of that name", "tocsin people list")
    return found


def check_name(name: str) -> str:
    """A name as it is kept: one line of letters, figures and a few signs.

    Raises:
        ConfigurationError: it will not do.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > LONGEST_NAME or not name[0].isalnum():
        raise ConfigurationError(
            repr(name)[:80], "is no name", f"give one of up to {LONGEST_NAME} letters; a role will do"
        )
    if not all(sign.isalnum() or sign in " .'-_@" or unicodedata.combining(sign) for sign in name):
        raise ConfigurationError(
            repr(name), "holds a sign that no name has", "use letters, figures and .'-_@"
        )
    return name


def check_password(password: str, name: str) -> None:
    """Refuse what is guessed first; any signs will do, and none are demanded.

    Raises:
        ConfigurationError: it will not do.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigurationError(
            "the password",
            f"has {len(password)} characters",
            f"give {SHORTEST} to {LONGEST}; a sentence is good",
        )
    if len(set(password)) < 5 or key_of(name) in key_of(password) or "password" in password.casefold():
        raise ConfigurationError(
            "the password", "would be among the first guessed", "give a sentence that only you would write"
        )


def hash_password(password: str) -> str:
    """An argon2id hash with its salt and cost (RFC 9106, second recommended choice: 64 MiB, three passes)."""
    with _AT_ONCE:
        return _hasher().hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; takes as long where there is none to compare with."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            _hasher().verify(stored or _nobodys(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def make_token(
    store: Store, person: str, *, name: str, role: Role | None, days: int, at: dt.datetime, by: str
) -> tuple[Token, str]:
    """A token for a person's program, and its words, which are shown this once and kept nowhere.

    `role`: the most that it may do; the person's own unless less is asked for.

    Raises:
        ConfigurationError: there is no such person, or the role, the name or the time will not do.
    """
    known = known_person(store, person)
    asked = role or known.role
    if not may(known.role, asked):
        raise ConfigurationError(
            f"role {asked}", f"is more than {known.name} may do", f"ask for {known.role}"
        )
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise ConfigurationError(f"{days} days", "is no time for a token", f"give 1 to {MOST_TOKEN_DAYS}")
    words = TOKEN_MARK + secrets.token_urlsafe(32)
    token = Token(
        id=secrets.token_hex(4),
        person=known.name,
        name=check_name(name),
        role=asked,
        made=at,
        expires=at + dt.timedelta(days=days),
    )
    store.put_token(token, hash_token(words), by=by)
    return token, words


def person_of_token(store: Store, words: str, *, at: dt.datetime) -> tuple[Person, Role] | None:
    """Whose token it is and what it may do: never more than the person may now; None where it is none."""
    token = store.find_token(hash_token(words))
    person = store.person(token.person) if token and token.expires > at else None
    if token is None or person is None:
        return None
    return person, ROLES[min(ROLES.index(token.role), ROLES.index(person.role))]


def hash_token(words: str) -> str:
    """By what a token is kept: it has 256 random bits, so that no slow hash is needed."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> "PasswordHasher":
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise ConfigurationError(
            "passwords", "the web parts are not installed", "pip install 'tocsin[web]'"
        ) from None
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has, to spend the same time on a name that nobody has."""
    return _hasher().hash(secrets.token_urlsafe(32))
