"""Calendar arithmetic: a day, week, month, quarter, season or year as a TimeML value with its interval.

Comes in: numbers and dates. Goes out: `Value`, the TimeML-style string with the first and last day that it
means. It does not know words or texts; parts that are unknown are written as X and have no interval.
"""

import calendar
import datetime as dt
from typing import Literal, NamedTuple

TimeKind = Literal["date", "time", "duration", "set"]
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


class Value(NamedTuple):
    """A TimeML-style value, and the days that it means where it means any."""

    kind: TimeKind
    text: str
    start: dt.date | None = None
    end: dt.date | None = None


def day(date: dt.date | None, part: str = "") -> Value:
    """A day, or with `part` ("TNI" for the night) a time of that day."""
    text = date.isoformat() if date else "XXXX-XX-XX"
    return Value("time" if part else "date", text + part, date, date)


def day_of(year: int | None, month: int, number: int) -> Value | None:
    """A day of the calendar, or None where the month has no such day."""
    try:
        date = dt.date(year or 2000, month, number)  # 2000 is a leap year: 29 February may be meant
    except ValueError:
        return None
    return day(date) if year else Value("date", f"XXXX-{month:02}-{number:02}")


def month(year: int | None, number: int) -> Value:
    """A month of a year."""
    if not year:
        return Value("date", f"XXXX-{number:02}")
    last = calendar.monthrange(year, number)[1]
    return Value("date", f"{year}-{number:02}", dt.date(year, number, 1), dt.date(year, number, last))


def week(date: dt.date | None) -> Value:
    """The ISO week, Monday to Sunday, that holds the day."""
    if date is None:
        return Value("date", "XXXX-WXX")
    year, number, weekday = date.isocalendar()
    monday = date - dt.timedelta(days=weekday - 1)
    return Value("date", f"{year}-W{number:02}", monday, monday + dt.timedelta(days=6))


def weekend(date: dt.date | None) -> Value:
    """Saturday and Sunday of the ISO week that holds the day."""
    found = week(date)
    saturday = found.start + dt.timedelta(days=5) if found.start else None
    return Value("date", found.text + "-WE", saturday, found.end)


def quarter(year: int | None, number: int) -> Value:
    """A quarter of a year."""
    if not year:
        return Value("date", f"XXXX-Q{number}")
    first, last = month(year, 3 * number - 2), month(year, 3 * number)
    return Value("date", f"{year}-Q{number}", first.start, last.end)


def half(year: int | None, number: int) -> Value:
    """A half of a year."""
    if not year:
        return Value("date", f"XXXX-H{number}")
    return Value("date", f"{year}-H{number}", month(year, 6 * number - 5).start, month(year, 6 * number).end)


def season(year: int | None, code: str) -> Value:
    """A northern season (SP, SU, FA, WI); the winter of a year is the one that begins in it."""
    if not year:
        return Value("date", f"XXXX-{code}")
    first, last = SEASON_MONTHS[code]
    end = month(year + (last < first), last).end
    return Value("date", f"{year}-{code}", dt.date(year, first, 1), end)


def year(number: int | None) -> Value:
    """A calendar year."""
    if not number or not 1 <= number <= 9998:
        return Value("date", "XXXX")
    return Value("date", f"{number:04}", dt.date(number, 1, 1), dt.date(number, 12, 31))


def decade(first_year: int) -> Value:
    """A decade by its first year: the 1990s are "199"."""
    first, last = dt.date(first_year, 1, 1), dt.date(first_year + 9, 12, 31)
    return Value("date", str(first_year)[:3], first, last)


def shift_months(date: dt.date, months: int) -> dt.date:
    """The same day some months away, or the last day of that month."""
    total = date.year * 12 + date.month - 1 + months
    to_year, to_month = min(max(total // 12, 1), 9998), total % 12 + 1
    return dt.date(to_year, to_month, min(date.day, calendar.monthrange(to_year, to_month)[1]))


def shift(date: dt.date, number: int, unit: str) -> dt.date:
    """A day `number` units (D, W, M, Y, ...) away, kept within the years of the calendar."""
    if unit in ("D", "W"):
        days = number * (7 if unit == "W" else 1)
        bounded = min(max(date.toordinal() + days, 1), dt.date.max.toordinal())
        return dt.date.fromordinal(bounded)
    return shift_months(date, number * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit])


def around(date: dt.date | None, unit: str) -> Value:
    """The day, week, month, quarter, year or decade that holds the day."""
    if unit == "D":
        return day(date)
    if unit == "W":
        return week(date)
    if date is None:
        return Value("date", {"M": "XXXX-XX", "Q": "XXXX-QX", "E": "XXX", "C": "XX"}.get(unit, "XXXX"))
    if unit == "M":
        return month(date.year, date.month)
    if unit == "Q":
        return quarter(date.year, (date.month + 2) // 3)
    if unit == "E":
        return decade(date.year // 10 * 10)
    return year(date.year) if unit == "Y" else century(date.year // 100)


def century(hundreds: int) -> Value:
    """A century by its hundreds: the 19th is "18"."""
    if not 1 <= hundreds <= 98:
        return Value("date", f"{hundreds:02}")
    return Value(
        "date", f"{hundreds:02}", dt.date(hundreds * 100, 1, 1), dt.date(hundreds * 100 + 99, 12, 31)
    )
