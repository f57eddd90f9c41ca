"""The words of the table of kinds made ready for looking up: from the first word of an act to its rules.

Comes in: the kinds. Goes out: an index of every form of every act, and the words that must or must not stand
near it. It does not know sentences: `tocsin.read.triggers` looks the rules up where the words stand.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tocsin.reference.countries import place_names
from tocsin.reference.inflection import Form, inflect, plural
from tocsin.reference.kinds import Kind, Wording, kinds, kinds_file

COUNTRY = "<country>"


class Rule(NamedTuple):
    """One wording made ready for looking up: neighbours as sets of word sequences."""

    kind: Kind
    is_reversed: bool
    depth: int  # how many broader kinds it has: the narrowest wins
    order: int
    of: "Words"
    also: "Words"
    excluded: "Words"
    takes_country: bool = False  # a country right before such an act does it, and is not its object


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
def acts() -> dict[str, tuple[Act, ...]]:
    """First word of an act, in small letters -> what it may be; longer acts first."""
    return index_acts(kinds(), kinds_file()["irregular"])


@cache
def never_before() -> Words:
    """Words that, right after an act, show another sense ("launch a campaign")."""
    return _words(tuple(kinds_file()["never_before"]))


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
    of = _words(_spelt_out(wording.of), plurals=True)
    excluded = _words(kind.not_ + wording.not_)
    also, takes_country = _words(wording.also), COUNTRY in wording.of
    return Rule(kind, wording.reverse, depth, order, of, also, excluded, takes_country)


def _spelt_out(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases, with the names of all countries in the place of COUNTRY."""
    if COUNTRY not in phrases:
        return phrases
    return (*(one for one in phrases if one != COUNTRY), *sorted(name.lower() for name in place_names()))


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
