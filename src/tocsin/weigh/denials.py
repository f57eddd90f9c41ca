"""Sets each denial beside what it denies, and notes who gains if a claim is believed.

Items come in; the keys of the claims that each denying claim denies go out, and a note of interest for a
claim. A denial is never subtracted from what it denies. The rules of interest are in interests.yaml.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from tocsin.reference.countries import country_name
from tocsin.terms import Record, SourceKind, Stance
from tocsin.weigh.grading import are_one_happening, grading
from tocsin.weigh.items import Item
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import content_words

_ITSELF = re.compile(r"(?:that\s+)?(?:it|its|they|their|he|she|we|our|I)\b", re.IGNORECASE)
_NOT_YET = frozenset({"planned", "possible", "conditional"})


class InterestRule(Record):
    """When a note of interest is due; empty lists ask nothing."""

    sources: tuple[SourceKind, ...]
    relation: Literal["own", "other", "unknown", "any"]
    stances: tuple[Stance, ...]
    only_unnamed: bool = False
    note: str
    unnamed_note: str | None = None


class _Interests(Record):
    rules: tuple[InterestRule, ...]


class Matters:
    """Claims laid out so that those about one matter are found without comparing all with all.

    `common` are the watch's own words, which every claim shares and none is about.
    """

    def __init__(self, items: Iterable[Item], *, common: frozenset[str]) -> None:
        self._items = [item for item in items if item.claim and not item.is_denied]
        self._common = common
        self._by_kind: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self._items):
            for kind in item.kinds[-1:]:
                self._by_kind[kind].append(number)
            for word in content_words(item.passage) - common:
                self._by_word[word].append(number)

    def find_denied(self, denial: Item) -> tuple[str, ...]:
        """Keys of the claims that a denying item denies, in the order of the items."""
        near = set(self._by_kind.get(denial.kinds[-1], ())) if denial.kinds else set()
        shared = Counter(
            number
            for word in content_words(denial.passage) - self._common
            for number in self._by_word.get(word, ())
        )
        near |= {number for number, count in shared.items() if count >= grading().shared_words}
        denied = (self._items[number] for number in sorted(near))
        keys = (item.holding.key for item in denied if is_denied_by(item, denial, common=self._common))
        return tuple(dict.fromkeys(keys))


def is_denied_by(item: Item, denial: Item, *, common: frozenset[str]) -> bool:
    """Whether `denial` speaks of the matter of `item`: the same kind, or words that overlap; actors agree."""
    if item.holding.key == denial.holding.key or not _is_in_reach(item, denial):
        return False
    if not have_agreeing_actors(item, denial):
        return False
    return item.is_of_kind_of(denial) or do_words_overlap(item.passage, denial.passage, common)


def _is_in_reach(item: Item, denial: Item) -> bool:
    """Whether the days agree: a denial that names a day denies what was then, any other what was lately.

    A plain "there was no launch" denies only what is told of that day, and what has yet to come is denied
    only by who disputes that it is coming.
    """
    disputes = any(claim.stance == "denies" for claim in denial.claims)
    if denial.is_dated and item.is_dated:
        return item.day == denial.day
    if denial.is_dated or not disputes:
        return item.status not in _NOT_YET and are_one_happening(item, denial)
    if item.day is None or denial.day is None:
        return True
    return abs((item.day - denial.day).days) <= grading().denial_reach_days


def have_agreeing_actors(one: Item, other: Item) -> bool:
    """Whether the actors of two items share a country, or one of them leaves it open."""
    mine = {actor.country for actor in one.actors if actor.country} if one.event else set()
    theirs = {actor.country for actor in other.actors if actor.country} if other.event else set()
    return not mine or not theirs or bool(mine & theirs)


def do_words_overlap(one: str, other: str, common: frozenset[str]) -> bool:
    """Whether enough content words of the shorter passage stand in the longer (grades.yaml says how many)."""
    limits = grading()
    first, second = content_words(one) - common, content_words(other) - common
    shared = len(first & second)
    return shared >= limits.shared_words and shared >= limits.overlap * min(len(first), len(second))


def note_interest(item: Item, acting: Sequence[str]) -> str | None:
    """Who gains if the claim is believed; `acting`: countries said to act in it, or in what it denies."""
    if item.source is None:
        return None
    rule = next((rule for rule in _rules() if _fits(rule, item, acting)), None)
    if rule is None:
        return None
    others = [code for code in acting if code != item.source.country] or list(acting)
    note = rule.unnamed_note if item.is_unnamed and rule.unnamed_note else rule.note
    speaker = country_name(item.source.country) if item.source.country else item.source.name
    return note.format(speaker=speaker, actor=country_name(others[0]) if others else "the other side")


def _fits(rule: InterestRule, item: Item, acting: Sequence[str]) -> bool:
    source = item.source
    if source is None or (rule.sources and source.kind not in rule.sources):
        return False
    if rule.stances and _stance(item) not in rule.stances:
        return False
    if rule.only_unnamed and not source.anonymous:
        return False
    own = "own" if _speaks_of_itself(item) else _relation(source.country, acting)
    return rule.relation in ("any", own)


def _stance(item: Item) -> Stance:
    return "denies" if item.is_denied else item.holding.stance


def _speaks_of_itself(item: Item) -> bool:
    """Whether a denial is of what the speaker itself is said to do ("that it buys weapons")."""
    return item.is_denied and _ITSELF.match(item.passage.strip()) is not None


def _relation(speaker: str | None, acting: Sequence[str]) -> Literal["own", "other", "unknown"]:
    if speaker is None or not acting:
        return "unknown"
    return "own" if speaker in acting else "other"


@cache
def _rules() -> tuple[InterestRule, ...]:
    return read_table("interests.yaml", _Interests).rules
