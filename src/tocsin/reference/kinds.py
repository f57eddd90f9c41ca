"""The table of warning kinds: which words tell of which kind of event.

Comes in: kinds.yaml. Goes out: frozen kinds. It does not know sentences, nor how words bend: `acts.py` makes
the words ready. A wrong table stops the program at once with the kind named.
"""

from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import ValidationError

from tocsin.errors import ConfigurationError
from tocsin.reference.tables import parse_table
from tocsin.terms import Record

WHERE = "tocsin/reference/kinds.yaml"
PloverClass = Literal[
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
]


class Wording(Record):
    """One way of telling a kind: acts (verbs, nouns, exact phrases) and the words they must stand with."""

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    reverse: bool = False
    of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()


class Kind(Record):
    """One warning kind, with its PLOVER class and mode and its CAMEO code."""

    id: str
    name: str
    class_: PloverClass | None
    mode: str | None = None
    cameo: str
    broader: str | None = None
    words: tuple[Wording, ...]
    not_: tuple[str, ...] = ()


@cache
def kinds() -> dict[str, Kind]:
    """All warning kinds by id, in the order of the table.

    Raises:
        ConfigurationError: the table is wrong; the message names the kind.
    """
    return read_kinds(kinds_file())


@cache
def class_kinds() -> dict[PloverClass, Kind]:
    """A kind for each PLOVER class, for acts that no warning kind tells of; its id is the class."""
    codes: dict[PloverClass, str] = kinds_file()["classes"]
    return {
        name: Kind(id=name, name=name.lower(), class_=name, cameo=cameo, words=())
        for name, cameo in codes.items()
    }


def kind_and_broader(id: str) -> tuple[str, ...]:
    """The kind and every kind that it is a case of: icbm-test, ballistic-missile-test, missile-test."""
    chain: list[str] = []
    step: str | None = id
    while step is not None and step not in chain:
        chain.append(step)
        step = kinds()[step].broader
    return tuple(chain)


def read_kinds(table: dict[str, Any]) -> dict[str, Kind]:
    """Check a table as YAML gave it, and make kinds of it.

    Raises:
        ConfigurationError: a key or value is wrong, an id stands twice, or a broader kind is not there.
    """
    found: dict[str, Kind] = {}
    for number, entry in enumerate(table.get("kinds", []), 1):
        kind = _read_kind(entry, number)
        if kind.id in found:
            raise ConfigurationError(WHERE, f"kind {kind.id!r} stands twice", "give each kind its own id")
        found[kind.id] = kind
    for kind in found.values():
        if kind.broader is not None and kind.broader not in found:
            raise ConfigurationError(
                WHERE,
                f"kind {kind.id!r} has the unknown broader kind {kind.broader!r}",
                "name one of the ids",
            )
    return found


def _read_kind(entry: dict[str, Any], number: int) -> Kind:
    name = entry.get("id", f"number {number}")
    try:
        wordings = tuple(Wording(**_renamed(words)) for words in entry.get("words", ()))
        kind = Kind(**_renamed({**entry, "words": wordings}))
    except (ValidationError, TypeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
        what = f"kind {name!r}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise ConfigurationError(WHERE, what, "see the head of the file for the keys") from error
    _check(kind)
    return kind


def _check(kind: Kind) -> None:
    if not any(words.verbs or words.nouns or words.exact or words.names for words in kind.words):
        raise ConfigurationError(
            WHERE, f"kind {kind.id!r} has no words", "give verbs, nouns or exact phrases"
        )
    if not kind.cameo.isdigit():
        raise ConfigurationError(
            WHERE, f"kind {kind.id!r}: CAMEO code {kind.cameo!r} is no number", "quote the digits"
        )


def _renamed(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with the keys that are Python words given their field names."""
    return {{"class": "class_", "not": "not_"}.get(key, key): value for key, value in entry.items()}


@cache
def kinds_file() -> dict[str, Any]:
    """kinds.yaml as it stands: the kinds, the odd verb forms, the words that show another sense."""
    text = resources.files(__package__).joinpath("kinds.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table
