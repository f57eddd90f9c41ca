"""Readers of years and their parts as reports of a period speak of them: "the third quarter", "a year ago".

Comes in: a match with named groups, a moment. Goes out: a `Value`. It does not know texts; the quarter that a
report is about comes with the moment, since "a year earlier" in it means that quarter of the year before.
"""

import datetime as dt
from collections.abc import Callable

from tocsin.read import timevalues as tv
from tocsin.read.timevalues import Value
from tocsin.read.timewords import ORDINALS, Match, Moment, nearest_year, unit_of

_STEP = {"last": -1, "this": 0, "next": 1}


def _quarter(match: Match, moment: Moment) -> Value:
    number = ORDINALS[match["which"].lower()]
    if match["y"] or match["year"]:
        return tv.quarter(int(match["y"] or match["year"]), number)
    year = nearest_year(moment, 3 * number, 28)
    if match["relative"] and moment.published:
        year = moment.published.year + _STEP[match["relative"].lower()]
    return tv.quarter(year, number)


def _quarter_of_year(match: Match, moment: Moment) -> Value:
    """The report's quarter in another year: "the 1988 quarter"."""
    year = int(match["y"])
    return tv.quarter(year, _number(moment.quarter)) if moment.quarter else tv.year(year)


def _last_quarter(_: Match, moment: Moment) -> Value:
    if moment.quarter or moment.published is None:
        return tv.around(moment.quarter, "Q")
    return tv.around(tv.shift_months(moment.published, -3), "Q")


def _year_ago(match: Match, moment: Moment) -> Value:
    """The quarter of the year before that a report compares with, else the year: "a year ago"."""
    if match["which"]:
        now = moment.quarter or moment.published
        return tv.quarter(now.year - 1 if now else None, ORDINALS[match["which"].lower()])
    if moment.quarter:
        return tv.around(tv.shift_months(moment.quarter, -12), "Q")
    from_day = moment.beside or moment.published
    return tv.around(tv.shift_months(from_day, -12) if from_day else None, "Y")


def _half(match: Match, moment: Moment) -> Value:
    number = ORDINALS.get(match["which"].lower(), 2)
    year = int(match["y"]) if match["y"] else (moment.published.year if moment.published else None)
    return tv.half(year + _STEP.get((match["relative"] or "").lower(), 0) if year else None, number)


def _year_so_far(match: Match, moment: Moment) -> Value:
    """The year named in the sentence, else that of publication ("year-end"); "the year ended" is a length."""
    if match.groupdict().get("ended"):
        return Value("duration", "P1Y")
    return tv.around(moment.beside or moment.published, "Y")


def _within(match: Match, moment: Moment) -> Value:
    """The day or month of the date named in the sentence, else of publication: "later in the day"."""
    unit = unit_of(match["unit"])
    return tv.around(moment.beside or (moment.last_named if unit == "D" else None) or moment.published, unit)


def _number(day: dt.date) -> int:
    return (day.month + 2) // 3


READERS: dict[str, Callable[[Match, Moment], Value | None]] = {
    "quarter": _quarter,
    "quarter_of_year": _quarter_of_year,
    "last_quarter": _last_quarter,
    "year_ago": _year_ago,
    "half": _half,
    "year_so_far": _year_so_far,
    "within": _within,
}
