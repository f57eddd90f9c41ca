"""Read the dates that a document gives, and refuse to believe the impossible ones.

Comes in: a draft's dates as words, the date that the user gives, and today's. Goes out: publication date
and time, and when we first saw it. Knows no clock.
"""

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tocsin.collect.drafts import Draft, Note

_FIRST_YEAR = 1600  # before the first newspaper; 0001-01-01 is what programs write for "unknown"
_LONGEST = 60  # characters: no way of writing a date takes more


class Dates(NamedTuple):
    """When it was published and first seen; None where nobody says so."""

    published: dt.date | None
    published_at: dt.datetime | None
    first_seen: dt.datetime | None
    first_seen_assumed: bool


class Moment(NamedTuple):
    """A date, and the exact time where the words give one with its zone."""

    date: dt.date
    at: dt.datetime | None


def read_dates(draft: Draft, published: dt.date | None, today: dt.date) -> tuple[Dates, tuple[Note, ...]]:
    """The draft's dates, with a note on each that cannot be; `published` stands in for a missing one."""
    notes: list[Note] = []
    printed = _read("published", draft.published, today, notes)
    exact = _read("published_at", draft.published_at, today, notes)
    seen = _read("first_seen", draft.first_seen, today, notes)
    at = (exact and exact.at) or (printed and printed.at) or None
    date = printed.date if printed else exact.date if exact else published
    if at and date and abs((at.date() - date).days) > 1:
        at = None  # the two disagree; the day is the one that the outlet prints
    first_seen = (seen.at or _midnight(seen.date)) if seen else (_midnight(date) if date else None)
    return Dates(date, at, first_seen, seen is None and date is not None), tuple(notes)


def _read(field: str, words: str | None, today: dt.date, notes: list[Note]) -> Moment | None:
    if words is None:
        return None
    moment = parse_moment(words)
    if moment is None or moment.date.year < _FIRST_YEAR:
        notes.append(_unreadable(field, words))
        return None
    if moment.date > today + dt.timedelta(days=1):  # it is tomorrow already east of here
        notes.append(_future(field, moment.date))
        return None
    return moment


def parse_moment(words: str) -> Moment | None:
    """A date or time in ISO 8601, or as mail headings write it."""
    words = words.strip()
    if len(words) > _LONGEST:
        return None
    try:
        return Moment(dt.date.fromisoformat(words), None)
    except ValueError:
        pass
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = parse(words)
            return Moment(time.date(), time.astimezone(dt.UTC) if time.tzinfo else None)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _midnight(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(), dt.UTC)


def _unreadable(field: str, words: str) -> Note:
    return Note(
        what=f"{field} {words[:40]!r} is not a date and was taken as unknown",
        remedy="write it as YYYY-MM-DD" + _offer(field),
    )


def _future(field: str, date: dt.date) -> Note:
    return Note(
        what=f"{field} {date} lies in the future and was taken as unknown",
        remedy="correct it" + _offer(field),
    )


def _offer(field: str) -> str:
    return "" if field == "first_seen" else ", or give the date with --published"
