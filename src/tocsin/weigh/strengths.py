"""Says how much one report counts toward an indicator, with the reasons: plain and fresh is 1.

An item, what the indicator asks for, the grade of the information and the as-of date come in; a strength
in [0, 1] with words goes out. The numbers are in strengths.yaml; it does not know origins or states.
"""

import datetime as dt
import math
from functools import cache
from typing import NamedTuple

from tocsin.terms import Grade, Letter, Match, Record, Stance, Status
from tocsin.weigh.items import Item
from tocsin.weigh.settings import read_table

# Who fears or believes something calls it possible: no discount where an indicator asks for that.
_SPEAK_OF_THE_POSSIBLE: tuple[Stance, ...] = ("fears", "believes")


class Strengths(Record):
    """The table strengths.yaml; factors in [0, 1], ages in days."""

    counts_from: float
    learn_from: int
    learn_of_each: int
    learn_range: tuple[float, float]
    stance: dict[Stance, float]
    status: dict[Status, float]
    hedged: float
    unnamed: float
    party_in_passage: float
    party_in_document: float
    given_letter: dict[Letter, float]
    in_other_words: float
    credibility: dict[int, float]
    fresh_days: int
    half_life_days: int
    absence_most: float
    read_days: int
    read_least: float


class Factor(NamedTuple):
    """One discount, with what it is for."""

    value: float
    words: str


class Strength(NamedTuple):
    """The product of the discounts, with the words of those that discount anything."""

    value: float
    reasons: tuple[str, ...]


def weigh_item(
    item: Item, match: Match, grade: Grade, *, as_of: dt.date, horizon_days: int, factor: float = 1.0
) -> Strength:
    """How much one item counts toward an indicator that asks for `match`; `factor` is a discount made before.

    Example: an unnamed official (0.8) says that something "might" happen (0.4): 0.8 x 0.4 = 0.32.
    """
    factors = (
        min(_stance(item, match), _status(item, match), _hedge(item, match)),
        _source(item),
        _letter(grade),
        _grade(grade.credibility),
        _age(item, as_of, horizon_days),
    )
    value = factor
    for each in factors:
        value *= each.value
    return Strength(round(value, 4), tuple(each.words for each in factors if each.value < 1))


def is_mention(item: Item, *, as_of: dt.date, horizon_days: int) -> bool:
    """Whether a recent report speaks of the matter without denying it, however weakly."""
    is_recent = item.day is None or (as_of - item.day).days <= fresh_days(horizon_days)
    return is_recent and not item.is_denied and item.status != "did-not-occur"


def fresh_days(horizon_days: int) -> int:
    """For how long a report is fresh: the table's days, or the watch's horizon where that is shorter."""
    return min(strengths().fresh_days, horizon_days)


def counting_days(horizon_days: int) -> int:
    """From what age on no report counts any more: a plain and firm one has fallen below what counts.

    Example: 90 fresh days, then 45 for each halving; 0.15 is 2.74 halvings of 1, so 214 days.
    """
    halvings = math.log2(1 / strengths().counts_from)
    return fresh_days(horizon_days) + math.ceil(halvings * strengths().half_life_days)


def asks_for_denial(match: Match) -> bool:
    """Whether an indicator looks for what is said not to be so."""
    return "denies" in match.stances or "did-not-occur" in match.statuses


@cache
def strengths() -> Strengths:
    """The table of this room's discounts."""
    return read_table("strengths.yaml", Strengths)


def _stance(item: Item, match: Match) -> Factor:
    """The weakest stance among the claim and those around it; one that is asked for counts in full."""
    asked = {*match.stances, *(_SPEAK_OF_THE_POSSIBLE if "possible" in match.statuses else ())}
    weakest = Factor(1.0, "")
    for claim in item.claims:
        if claim.stance not in asked:
            weakest = min(weakest, Factor(strengths().stance[claim.stance], f"the source {claim.stance} it"))
    return weakest


def _status(item: Item, match: Match) -> Factor:
    if item.is_denied and not asks_for_denial(match):
        return Factor(0.0, "said not to be so")
    if item.status in match.statuses:
        return Factor(1.0, "")
    return Factor(strengths().status[item.status], f"told as {item.status}")


def _hedge(item: Item, match: Match) -> Factor:
    """The middle of what readers hear in the words; nothing where the indicator asks for what is possible."""
    if not item.is_hedged or "possible" in match.statuses:
        return Factor(1.0, "")
    certainty = item.claim.certainty if item.claim else None
    if certainty is None:
        return Factor(strengths().hedged, "hedged")
    return Factor(certainty.mid, f"hedged (“{certainty.words}”)")


def _source(item: Item) -> Factor:
    return Factor(strengths().unnamed, "the source is unnamed") if item.is_unnamed else Factor(1.0, "")


def _letter(grade: Grade) -> Factor:
    """A person's letter; a suggested one counts nothing."""
    value = strengths().given_letter[grade.reliability] if grade.by else 1.0
    return Factor(value, f"the source is graded {grade.reliability} by {grade.by}")


def _grade(credibility: int) -> Factor:
    return Factor(strengths().credibility[credibility], f"graded {credibility}")


def _age(item: Item, as_of: dt.date, horizon_days: int) -> Factor:
    """Halves with every half-life after the fresh days; a report of unknown age counts as fresh."""
    if item.day is None:
        return Factor(1.0, "")
    age = (as_of - item.day).days
    stale = max(0, age - fresh_days(horizon_days))
    return Factor(0.5 ** (stale / strengths().half_life_days), f"{age} days old")
