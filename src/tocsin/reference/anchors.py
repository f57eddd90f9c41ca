"""Dates that news hangs other things on: elections, exercises, anniversaries, summits.

Comes in: an anchor's id and a stretch of days, or a text. Goes out: the dates that were public knowledge
by `as_of`, or the anchors that the text names. It does not know what day it is, and an `as_of` hides every
date that was announced later, so that a back-test cannot see the future (anchors.yaml holds the facts).
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from tocsin.reference.phrases import plain
from tocsin.reference.tables import parse_table
from tocsin.terms import Record, Span

_ALWAYS_KNOWN = dt.date.min


class Anchor(Record):
    """One named kind of date, as anchors.yaml gives it."""

    id: str
    name: str
    rule: Literal["us-presidential-election", "us-midterm-election", "yearly", "listed", "group"]
    basis: str
    names: tuple[str, ...] = ()
    bare: str | None = None
    bare_month: int | None = None
    bare_with: str | None = None
    first: int = 1
    month: int | None = None
    day: int | None = None
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


class AnchorMention(NamedTuple):
    """An anchor named in a text, with the month and year that the same phrase gives."""

    span: Span
    anchor: str
    month: int | None
    year: int | None


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


def find_anchors(text: str) -> list[AnchorMention]:
    """Every anchor that the text names, with a month or year that stands right before or after the name."""
    words = _small(text)
    if not _HINT.search(words):
        return []
    found = [
        _mention(words, match, list(anchors())[int(str(match.lastgroup)[1:])])
        for match in _pattern().finditer(words)
    ]
    return sorted(found + list(_bare(words, found)))


_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_BEFORE = re.compile(rf"(?:(?:the|this|next)\s)?(?:{_MONTH}(?:'s)?\s)?(?:(?P<year>(?:19|20)\d\d)\s)?$")
_AFTER = re.compile(
    rf"(?:(?:,? (?:due |set |scheduled |planned )?(?:in|on|of|for|this|next|late in|early in))? {_MONTH})?"
    r"(?:(?:,? (?:in|of))? (?P<year>(?:19|20)\d\d)\b)?"
)
_HINT = re.compile(
    r"election|vote|poll|mid-?term|inaugurat|drill|exercise|war games|resolve|eagle|freedom|ulchi|spirit"
    r"|summit|meeting|day|anniversary|assembly|congress|race|contest"
)
_FAR_FROM_A_NAME = 30  # characters before a name in which its month or year is looked for


def _small(text: str) -> str:
    """`text` in small letters with the same length (a few letters grow when made small; they stay)."""
    words = plain(text)
    small = words.lower()
    return (
        small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in words)
    )


def _mention(words: str, match: re.Match[str], anchor: str) -> AnchorMention:
    near = max(0, match.start() - _FAR_FROM_A_NAME)
    before = _BEFORE.search(words[near : match.start()])
    after = _AFTER.match(words, match.end())
    assert before is not None  # both patterns also match nothing at all
    assert after is not None
    month = before["month"] or after["month"]
    year = before["year"] or after["year"]
    return AnchorMention(
        span=Span(near + before.start(), after.end()),
        anchor=anchor,
        month=_MONTHS.index(month) + 1 if month else None,
        year=int(year) if year else None,
    )


def _bare(words: str, found: list[AnchorMention]) -> Iterator[AnchorMention]:
    """Short names ("the presidential election in November") that only month and company make an anchor."""
    taken = [mention.span for mention in found]
    for entry in anchors().values():
        if entry.bare is None or entry.bare_with is None or not re.search(entry.bare_with, words):
            continue
        for match in re.finditer(rf"(?<![\w-]){entry.bare}(?![\w-])", words):
            mention = _mention(words, match, entry.id)
            is_free = not any(
                mention.span.start < other.end and other.start < mention.span.end for other in taken
            )
            if mention.month == entry.bare_month and is_free:
                taken.append(mention.span)
                yield mention


@cache
def _pattern() -> re.Pattern[str]:
    parts = [
        f"(?P<a{number}>{'|'.join(entry.names)})"
        for number, entry in enumerate(anchors().values())
        if entry.names
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


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
    if entry.rule == "yearly":
        if (year - entry.first) % entry.every == 0:
            day = dt.date(year, entry.month or 1, entry.day or 1)
            yield Occurrence(entry.id, day, day, _ALWAYS_KNOWN, exact=True)
    elif year % 4 == (0 if entry.rule == "us-presidential-election" else 2):
        day = us_election_day(year)
        yield Occurrence(entry.id, day, day, _ALWAYS_KNOWN, exact=True)


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
