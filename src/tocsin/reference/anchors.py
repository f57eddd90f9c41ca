"""Dates that news hangs other things on: elections, exercises, anniversaries, summits.

Comes in: an anchor's id and a stretch of days. Goes out: the dates that were public knowledge by `as_of`.
It does not know what day it is nor how texts name an anchor (`anchor_names`), and an `as_of` hides every date
that was announced later, so that a back-test cannot see the future (anchors.yaml holds the facts).
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from pydantic import Field

from tocsin.reference.tables import parse_table
from tocsin.terms import Record

_ALWAYS_KNOWN = dt.date.min


class Anchor(Record):
    """One named kind of date, as anchors.yaml gives it."""

    id: str
    name: str
    rule: Literal[
        "us-presidential-election", "us-midterm-election", "yearly", "weekday", "easter", "listed", "group"
    ]
    basis: str
    names: tuple[str, ...] = ()
    bare: str | None = None
    bare_month: int | None = None
    bare_with: str | None = None
    first: int = 1
    month: int | None = None
    day: int | None = None
    weekday: int = 0
    nth: int = 1
    offset: int = 0
    is_plain: bool = Field(default=False, alias="plain")
    every: int = 1
    usual_month: int | None = None
    notice_days: int = 0
    none: tuple[tuple[int, dt.date], ...] = ()
    dates: tuple[tuple[dt.date, ...], ...] = ()
    members: tuple[str, ...] = ()


class Occurrence(NamedTuple):
    """One coming of an anchor; `known` is when its date was public, `exact` False if only the month is."""

    anchor: str
    start: dt.date
    end: dt.date
    known: dt.date
    exact: bool


@cache
def anchors() -> dict[str, Anchor]:
    """All anchors by id, in the order of the file."""
    text = resources.files(__package__).joinpath("anchors.yaml").read_text("utf-8")
    table: dict[str, dict[str, Any]] = parse_table(text)
    return {name: Anchor(id=name, **fields) for name, fields in table.items()}


def anchor_dates(
    anchor: str, start: dt.date, end: dt.date, as_of: dt.date | None = None
) -> tuple[dt.date, ...]:
    """First days of the anchor from `start` to `end`, both included, known by `as_of`.

    Where only the usual month was known, its first day stands for it. 2024: 5 November for the US
    presidential election.
    """
    return tuple(found.start for found in occurrences(anchor, start, end, as_of))


def occurrences(
    anchor: str, start: dt.date, end: dt.date, as_of: dt.date | None = None
) -> tuple[Occurrence, ...]:
    """The anchor's comings that begin from `start` to `end`, both included, known by `as_of`, in order."""
    entry = anchors()[anchor]
    if entry.rule == "group":
        found = [one for member in entry.members for one in occurrences(member, start, end, as_of)]
    else:
        years = range(max(start.year, entry.first), end.year + 1)
        found = [one for year in years for one in _in_year(entry, year, as_of) if start <= one.start <= end]
    return tuple(sorted(set(found), key=lambda one: (one.start, one.anchor)))


def _in_year(entry: Anchor, year: int, as_of: dt.date | None) -> Iterator[Occurrence]:
    """The anchor's comings in one year, as far as they were known by `as_of`."""
    if entry.rule != "listed":
        yield from _by_rule(entry, year)
        return
    if any(off == year and _is_known(known, as_of) for off, known in entry.none):
        return
    listed = [one for one in _listed(entry) if one.start.year == year and _is_known(one.known, as_of)]
    yield from listed
    if not listed and entry.usual_month:
        last = calendar.monthrange(year, entry.usual_month)[1]
        start = dt.date(year, entry.usual_month, 1)
        yield Occurrence(entry.id, start, start.replace(day=last), _ALWAYS_KNOWN, exact=False)


def _by_rule(entry: Anchor, year: int) -> Iterator[Occurrence]:
    day = _day_by_rule(entry, year)
    if day is not None:
        yield Occurrence(entry.id, day, day, _ALWAYS_KNOWN, exact=True)


def _day_by_rule(entry: Anchor, year: int) -> dt.date | None:
    if entry.rule == "yearly":
        is_due = (year - entry.first) % entry.every == 0
        return dt.date(year, entry.month or 1, entry.day or 1) if is_due else None
    if entry.rule == "weekday":
        return _nth_weekday(year, entry.month or 1, entry.weekday, entry.nth)
    if entry.rule == "easter":
        return easter(year) + dt.timedelta(days=entry.offset)
    is_due = year % 4 == (0 if entry.rule == "us-presidential-election" else 2)
    return us_election_day(year) if is_due else None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """The nth weekday (Monday is 0) of a month; -1 for the last."""
    if nth > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


def easter(year: int) -> dt.date:
    """Easter Sunday of the western churches, by the anonymous Gregorian rule: 2024 gives 31 March."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - correction - rest % 4) % 7
    late = (golden + 11 * correction + 22 * weekday) // 451
    month, day = divmod(correction + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def us_election_day(year: int) -> dt.date:
    """Tuesday after the first Monday of November: 2024 gives 5 November, 2022 gives 8 November."""
    first = dt.date(year, 11, 1)
    return first + dt.timedelta(days=(7 - first.weekday()) % 7 + 1)


@cache
def _listed_by_id() -> dict[str, tuple[Occurrence, ...]]:
    return {name: tuple(_read_dates(entry)) for name, entry in anchors().items() if entry.rule == "listed"}


def _listed(entry: Anchor) -> tuple[Occurrence, ...]:
    return _listed_by_id()[entry.id]


def _read_dates(entry: Anchor) -> Iterator[Occurrence]:
    for start, end, *known in entry.dates:
        public = known[0] if known else start - dt.timedelta(days=entry.notice_days)
        yield Occurrence(entry.id, start, end, public, exact=True)


def _is_known(known: dt.date, as_of: dt.date | None) -> bool:
    return as_of is None or known <= as_of
