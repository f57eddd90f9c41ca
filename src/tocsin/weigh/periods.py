"""What stretch of the past a comparison speaks of: "since 2019", "in five years", "this month", "ever".

Comes in: the words behind a comparison, the time expressions of the document, the day that it is said of.
Goes out: a `Period`, or the reason why the words name none. Knows nothing about kinds and records.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.terms import Time

DAY = dt.timedelta(days=1)
ROUNDING = 0.05  # "in five years" is said of nearly five
LOOSE_ROUNDING = 0.2  # "almost seven years", "about a year"

_SINCE = re.compile(
    r"\bsince\b(?: at least| about| around| late| early| mid| the end of| the start of)?\s*", re.I
)
_SPAN = re.compile(
    r"\b(?:in|for) (?P<loose>nearly |almost |about |around |roughly |some |close to )?"
    r"(?:more than |over |at least )?(?:the (?:past|last) )?",
    re.I,
)
_VAGUE = re.compile(
    r"\b(?:in|for) (?:recent |many |several )?"
    r"(?:years|months|decades|ages|a long time|living memory|a generation)\b",
    re.I,
)
_INSIDE = re.compile(r"\b(?:so far )?(?:in |of |during |for |within )?(?:the (?:year|month) )?", re.I)
_OF_THE = re.compile(r"\bof the (year|month)\b|\bto date (?:this|in the) (year)\b", re.I)
_EVER = re.compile(
    r"\b(?:ever|on record|in history|in (?:its|the country's|the North's|North Korea's|recorded) history)\b",
    re.I,
)
_DURATION = re.compile(r"P(\d+)([YMWD])")
_LONG = {"Y": 365.25, "M": 30.44, "W": 7.0, "D": 1.0}


class Period(NamedTuple):
    """From `start` (None: ever) to `end`; `is_since` where the words name what came last before it."""

    start: dt.date | None
    end: dt.date
    is_since: bool
    words_end: int  # in the text that was searched
    unclear: str | None = None


def find_period(text: str, offset: int, times: Sequence[Time], day: dt.date) -> Period | None:
    """The first stretch that `text` names; `offset` is where it begins in the text that `times` count in."""
    found = [
        period
        for period in (
            _since(text, offset, times, day),
            _span(text, offset, times, day),
            _inside(text, offset, times, day),
            _vague(text, day),
            _ever(text, day),
        )
        if period is not None
    ]
    return min(found, key=lambda period: period.words_end, default=None)


def _since(text: str, offset: int, times: Sequence[Time], day: dt.date) -> Period | None:
    match = _SINCE.search(text)
    if match is None:
        return None
    named = _time_at(times, offset + match.end(), reach=12)
    if named is None or named.start is None or named.end is None:
        what = " ".join(text[match.start() :].split()[:4]).rstrip(".,")
        return Period(
            None,
            day,
            is_since=True,
            words_end=match.end(),
            unclear=f"“{what}” names no date that can be looked up",
        )
    start, end = named.start, named.end
    if end > day:  # "since December", told in October
        start, end = (_year_before(each) for each in (start, end))
    return Period(start, end, is_since=True, words_end=named.span.end - offset)


def _year_before(day: dt.date) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _span(text: str, offset: int, times: Sequence[Time], day: dt.date) -> Period | None:
    """`in five years`: so many days before `day`, less what such words are rounded by."""
    for match in _SPAN.finditer(text):
        named = _time_at(times, offset + match.end(), reach=2, over=offset + match.start())
        parts = _DURATION.fullmatch(named.value) if named and named.kind == "duration" else None
        if named is None or parts is None:
            continue
        words = text[match.start() : named.span.end - offset].lower()
        is_loose = any(
            word in words for word in ("nearly", "almost", "about", "around", "roughly", "some ", "close to")
        )
        length = int(parts[1]) * _LONG[parts[2]] * (1 - (LOOSE_ROUNDING if is_loose else ROUNDING))
        start = day - dt.timedelta(days=min(round(length), day.toordinal() - 1))
        return Period(start, day, is_since=False, words_end=named.span.end - offset)
    return None


def _inside(text: str, offset: int, times: Sequence[Time], day: dt.date) -> Period | None:
    """A stretch of the calendar (`this year`, `in 2022`), cut at `day` where that lies in it."""
    if of_the := _OF_THE.search(text):
        unit = (of_the[1] or of_the[2]).lower()
        start = day.replace(month=1, day=1) if unit == "year" else day.replace(day=1)
        return Period(start, day, is_since=False, words_end=of_the.end())
    for time in times:
        at = time.span.start - offset
        is_here = 0 <= at < len(text) and time.kind == "date" and time.start and time.end
        if is_here and time.start != time.end and not _SINCE.search(text[:at][-30:]):
            assert time.start is not None
            assert time.end is not None
            end = day if time.start <= day <= time.end else time.end
            return Period(time.start, end, is_since=False, words_end=time.span.end - offset)
    return None


def _vague(text: str, day: dt.date) -> Period | None:
    match = _VAGUE.search(text)
    if match is None:
        return None
    return Period(
        None, day, is_since=False, words_end=match.end(), unclear=f"“{match[0]}” names no number of years"
    )


def _ever(text: str, day: dt.date) -> Period | None:
    match = _EVER.search(text)
    return Period(None, day, is_since=False, words_end=match.end()) if match else None


def _time_at(times: Sequence[Time], at: int, *, reach: int, over: int | None = None) -> Time | None:
    """The time expression that begins at `at` or up to `reach` later (or, from `over` on, holds it)."""
    near = [
        time
        for time in times
        if at <= time.span.start <= at + reach
        or (over is not None and over <= time.span.start <= at < time.span.end)
    ]
    return min(near, key=lambda time: time.span.start, default=None)
