"""Suggests a grade for a claim: a letter for the kind of source, a figure for the information.

An item, the items that tell of the same and the denials of it come in; a `Grade` with its reasons goes
out. The two are judged apart and never merged; a person accepts or changes both. The letters are in
grades.yaml; it knows no outlet by name.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.reference.outlets import find_outlet
from tocsin.terms import Figure, Grade, Letter, Record, SourceGrade, SourceKind
from tocsin.weigh.items import Item
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import number_of

_NOT_INFORMATION = {
    "asks": "it asks",
    "demands": "it demands",
    "hopes": "it hopes",
    "promises": "it promises",
    "threatens": "it threatens",
    "declines": "it declines to say",
}
_NOT_YET = {"possible": "what may come", "conditional": "what would follow", "planned": "what is planned"}


class Lettering(Record):
    """A letter with its reason."""

    letter: Letter
    reason: str


class Grading(Record):
    """The table grades.yaml; `written` is the day from which it holds."""

    written: dt.date
    reliability: dict[SourceKind, Lettering]
    unnamed: Lettering
    listed_outlet: Lettering
    author: Lettering
    same_happening_days: int
    denial_reach_days: int
    overlap: float
    shared_words: int


class Figured(NamedTuple):
    """A figure for the information, with its reason."""

    figure: Figure
    reason: str


def grade_item(
    item: Item,
    telling_same: Iterable[Item],
    *,
    given: SourceGrade | None = None,
    denied_by_interested: bool,
    denied_by_others: int,
) -> Grade:
    """The grade of the claim in `item`; `telling_same` are items of the same happening.

    The letter is the one that a person gave, else a suggestion. `denied_by_others`: how many independent
    origins without an interest on record deny it.
    """
    lettering = accept_letter(given) if given else letter_source(item)
    figured = figure_information(item, telling_same, denied_by_others=denied_by_others)
    reasons = [f"{lettering.letter}: {lettering.reason}", f"{figured.figure}: {figured.reason}"]
    if denied_by_interested:
        reasons.append("denied by a party with an interest; shown beside it and not subtracted")
    return Grade(
        reliability=lettering.letter,
        credibility=figured.figure,
        reasons=tuple(reasons),
        by=given.by if given else None,
    )


def accept_letter(given: SourceGrade) -> Lettering:
    """A person's letter with who gave it, when and why."""
    day = f"{given.at.day} {given.at:%B %Y}"
    on = f" on {given.topic}" if given.topic else ""
    return Lettering(letter=given.letter, reason=f"given{on} by {given.by} on {day}: {given.because}")


def letter_source(item: Item) -> Lettering:
    """The starting letter for the kind of source; F for whoever speaks unnamed."""
    if item.source is None:
        return grading().author
    if item.is_unnamed:
        return grading().unnamed
    is_outlet = item.source.kind in ("outlet", "state-media")
    if is_outlet and find_outlet(item.source.name) is not None:
        return grading().listed_outlet
    return grading().reliability[item.source.kind]


def figure_information(item: Item, telling_same: Iterable[Item], *, denied_by_others: int) -> Figured:
    """1-6 by rule; 1 needs two independent origins that say it firmly."""
    if reason := _why_no_figure(item):
        return Figured(6, reason)
    others = [each for each in telling_same if each.witness and each.witness != item.witness]
    witnesses = {item.witness, *(each.witness for each in others)}
    if denied_by_others and len(witnesses) < 2 and denied_by_others > 1:
        told = number_of(denied_by_others, "independent origin")
        return Figured(5, f"told by one origin alone and denied by {told} with no interest on record")
    if denied_by_others:
        return Figured(4, "denied by a source with no interest on record")
    if len(witnesses) < 2:
        return (
            Figured(6, "one unnamed source and nothing to set beside it") if item.is_unnamed else _alone(item)
        )
    firm = {each.witness for each in (item, *others) if is_firm(each)}
    if len(firm) >= 2:
        return Figured(1, f"told firmly by {number_of(len(firm), 'independent origin')}")
    return Figured(2, f"told by {number_of(len(witnesses), 'independent origin')}, not firmly by two")


def is_firm(item: Item) -> bool:
    """Whether it is plainly said, by a source with a name, that this happened or goes on."""
    plain = not (item.is_hedged or item.is_denied or item.is_unnamed)
    asserted = all(claim.stance == "asserts" for claim in item.claims)
    return plain and asserted and item.status in ("occurred", "ongoing")


def are_one_happening(one: Item, other: Item) -> bool:
    """Whether two items of one kind lie close enough in time; unknown days never do."""
    if one.day is None or other.day is None:
        return False
    return abs((one.day - other.day).days) <= grading().same_happening_days


def days_of_one_happening(day: dt.date) -> list[dt.date]:
    """The days on which a report may tell of the same happening as one of `day`."""
    reach = grading().same_happening_days
    return [day + dt.timedelta(days=step) for step in range(-reach, reach + 1)]


@cache
def grading() -> Grading:
    """The table of this room's grades."""
    return read_table("grades.yaml", Grading)


def _alone(item: Item) -> Figured:
    return Figured(
        3, "one origin, hedged" if item.is_hedged else "one origin, and nothing against it is known"
    )


def _why_no_figure(item: Item) -> str | None:
    stances: Sequence[str] = [claim.stance for claim in item.claims]
    for stance in stances:
        if stance in _NOT_INFORMATION:
            return f"{_NOT_INFORMATION[stance]}, which is neither true nor false"
    if item.status in _NOT_YET:
        return f"speaks of {_NOT_YET[item.status]}, which cannot be confirmed yet"
    if item.status == "general":
        return "an opinion or a general statement"
    return "no access of its own is shown" if item.origin is None else None
