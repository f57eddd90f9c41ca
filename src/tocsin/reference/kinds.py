"""The table of warning kinds: which words tell of which kind of event.

Comes in: kinds.yaml. Goes out: frozen kinds, and an index from words to the rules that they may start. It
does not know sentences: `tocsin.read.events` looks the rules up where the words stand. A wrong table stops
the program at once with the kind and the line of thought to mend it.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import ValidationError

from tocsin.errors import ConfigurationError
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
Form = Literal["base", "present", "past", "progressive", "noun", "name", "exact"]


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


class Rule(NamedTuple):
    """One wording made ready for looking up: neighbours as sets of word sequences."""

    kind: Kind
    is_reversed: bool
    depth: int  # how many broader kinds it has: the narrowest wins
    order: int
    of: "Words"
    also: "Words"
    excluded: "Words"


class Act(NamedTuple):
    """What may start at a word: the words that follow, the grammatical form, and the rule."""

    rest: tuple[str, ...]
    form: Form
    rule: Rule


class Words(NamedTuple):
    """A set of single words and of longer sequences, keyed by first word."""

    single: frozenset[str]
    longer: dict[str, tuple[tuple[str, ...], ...]]

    def stand_in(self, words: list[str], start: int, end: int) -> bool:
        """Whether one of them begins in `words[start:end]`."""
        return self.position(words, start, end) is not None

    def position(self, words: list[str], start: int, end: int) -> int | None:
        """Where the first of them begins in `words[start:end]`, or None."""
        for place in range(max(start, 0), min(end, len(words))):
            word = words[place]
            if word in self.single:
                return place
            for rest in self.longer.get(word, ()):
                if tuple(words[place + 1 : place + 1 + len(rest)]) == rest:
                    return place
        return None

    def __bool__(self) -> bool:
        return bool(self.single or self.longer)


@cache
def kinds() -> dict[str, Kind]:
    """All warning kinds by id, in the order of the table.

    Raises:
        ConfigurationError: the table is wrong; the message names the kind.
    """
    return read_kinds(_file())


def kind_and_broader(id: str) -> tuple[str, ...]:
    """The kind and every kind that it is a case of: icbm-test, ballistic-missile-test, missile-test."""
    chain: list[str] = []
    step: str | None = id
    while step is not None and step not in chain:
        chain.append(step)
        step = kinds()[step].broader
    return tuple(chain)


@cache
def acts() -> dict[str, tuple[Act, ...]]:
    """First word of an act, in small letters -> what it may be; longer acts first."""
    return index_acts(kinds(), _file()["irregular"])


@cache
def never_before() -> Words:
    """Words that, right after an act, show another sense ("launch a campaign")."""
    return _words(tuple(_file()["never_before"]))


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


def index_acts(table: dict[str, Kind], irregular: dict[str, list[str]]) -> dict[str, tuple[Act, ...]]:
    """Every form of every act, by its first word; longer acts first."""
    index: dict[str, dict[tuple[object, ...], Act]] = {}
    order = 0
    for kind in table.values():
        for wording in kind.words:
            order += 1
            rule = _rule(kind, wording, table, order)
            for words, form in _forms(wording, irregular):
                act = Act(words[1:], form, rule)
                index.setdefault(words[0], {}).setdefault((words, form, order), act)
    return {
        first: tuple(sorted(found.values(), key=lambda act: -len(act.rest))) for first, found in index.items()
    }


def _rule(kind: Kind, wording: Wording, table: dict[str, Kind], order: int) -> Rule:
    depth, step = 0, kind
    while step.broader is not None:
        depth, step = depth + 1, table[step.broader]
    excluded = _words(kind.not_ + wording.not_)
    return Rule(
        kind, wording.reverse, depth, order, _words(wording.of, plurals=True), _words(wording.also), excluded
    )


def _forms(wording: Wording, irregular: dict[str, list[str]]) -> Iterator[tuple[tuple[str, ...], Form]]:
    for verb in wording.verbs:
        first, *rest = verb.split()
        for word, form in inflect(first, irregular.get(first)):
            yield (word, *rest), form
    for noun in wording.nouns:
        words = tuple(noun.split())
        yield words, "noun"
        yield (*words[:-1], plural(words[-1])), "noun"
    for phrase in wording.exact:
        yield tuple(phrase.split()), "exact"
    for name in wording.names:
        yield tuple(name.split()), "name"


def inflect(verb: str, irregular: list[str] | None = None) -> list[tuple[str, Form]]:
    """The forms of a verb: fire -> fire, fires, fired, firing."""
    if irregular:
        return [
            (verb, "base"),
            *((word, _irregular_form(word)) for word in irregular),
        ]  # "put" is base and past
    if verb.endswith("e"):
        past, progressive = verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, progressive = verb[:-1] + "ied", verb + "ing"
    else:
        past, progressive = verb + "ed", verb + "ing"
    return [(verb, "base"), (plural(verb), "present"), (past, "past"), (progressive, "progressive")]


def _irregular_form(word: str) -> Form:
    if word.endswith("ing"):
        return "progressive"
    return "present" if word.endswith("s") else "past"


def plural(word: str) -> str:
    """The plural of a noun, or the third person of a verb: launch -> launches, supply -> supplies."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _words(phrases: tuple[str, ...], *, plurals: bool = False) -> Words:
    single: set[str] = set()
    longer: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        first, *rest = phrase.split()
        if rest:
            longer.setdefault(first, []).append(tuple(rest))
        else:
            single |= {first, plural(first)} if plurals else {first}
    return Words(frozenset(single), {first: tuple(rests) for first, rests in longer.items()})


def _file() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("kinds.yaml").read_text("utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table
