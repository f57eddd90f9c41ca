"""Sets each denial beside what it denies, and notes who gains if a claim is believed.

Items come in; the keys of the claims that each denying claim denies go out, and a note of interest for a
claim. A denial is never subtracted from what it denies. The rules of interest are in interests.yaml.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from tocsin.reference.countries import country_name
from tocsin.terms import Record, SourceKind, Stance
from tocsin.weigh.grading import grading
from tocsin.weigh.items import Item
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import content_words


class InterestRule(Record):
    """When a note of interest is due; empty lists ask nothing."""

    sources: tuple[SourceKind, ...]
    relation: Literal["own", "other", "any"]
    stances: tuple[Stance, ...]
    only_unnamed: bool = False
    note: str
    unnamed_note: str | None = None


class _Interests(Record):
    rules: tuple[InterestRule, ...]


def find_denied(denial: Item, items: Iterable[Item], *, common: frozenset[str]) -> tuple[str, ...]:
    """Keys of the claims that a denying item denies, in the order of `items`.

    `common` are the watch's own words, which every claim shares and none is about.
    """
    denied = (item for item in items if item.claim and is_about_same(denial, item, common=common))
    return tuple(dict.fromkeys(item.holding.key for item in denied if not item.is_denied))


def is_about_same(one: Item, other: Item, *, common: frozenset[str]) -> bool:
    """Whether two items tell of one matter: the same kind by agreeing actors, or words that overlap."""
    if one.claim and other.claim and one.claim.key == other.claim.key:
        return False
    if set(one.kinds) & set(other.kinds):
        return have_agreeing_actors(one, other)
    return do_words_overlap(one.passage, other.passage, common) and have_agreeing_actors(one, other)


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
    return rule.relation == "any" or rule.relation == _relation(source.country, acting)


def _stance(item: Item) -> Stance:
    return "denies" if item.is_denied else item.holding.stance


def _relation(speaker: str | None, acting: Sequence[str]) -> Literal["own", "other", "any"]:
    if speaker is None or not acting:
        return "any"
    return "own" if speaker in acting else "other"


@cache
def _rules() -> tuple[InterestRule, ...]:
    return read_table("interests.yaml", _Interests).rules
