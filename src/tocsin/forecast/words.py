"""How the forecast room says dates, rates and shares in plain English.

Comes in: numbers and dates. Goes out: words. Knows nothing about probability yardsticks, which are the
brief's business: here a number stays a number.
"""

import datetime as dt

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_date(day: dt.date) -> str:
    """`25 May 2024`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_month(day: dt.date) -> str:
    """`May 2024`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def say_count(number: int, one: str, many: str | None = None) -> str:
    """`1 event-day`, `3 event-days`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def say_years(days: float) -> str:
    """Days as years, or as days below two years: `180 days`, `10 years`, `2.7 years`."""
    years = days / 365.25
    if days < 730:
        return say_count(round(days), "day")
    return f"{years:.0f} years" if years >= 10 or abs(years - round(years)) < 0.05 else f"{years:.1f} years"


def say_percent(probability: float) -> str:
    """`0.4 %`, `12 %`, `99.7 %`: whole numbers except near the ends, and never 0 or 100."""
    percent = 100 * probability
    if percent < 0.05:
        return "under 0.1 %"
    if percent > 99.95:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 9.95 or percent > 90.05 else f"{percent:.0f} %"


def say_rate(per_day: float) -> str:
    """A rate as events a year, two significant digits: `0.12 a year`, `18 a year`."""
    return f"{float(f'{per_day * 365.25:.2g}'):g} a year"
