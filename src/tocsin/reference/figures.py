"""How dates and probabilities are said in plain English, the same in every room.

Comes in: a date or a probability. Goes out: words. Knows nothing about probability yardsticks, which are the
brief's business: here a number stays a number.
"""

import datetime as dt

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def say_date(day: dt.date) -> str:
    """`25 May 2024`, whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_month(day: dt.date) -> str:
    """`May 2024`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def say_percent(probability: float) -> str:
    """`0.4 %`, `12 %`, `99.7 %`: whole numbers except near the ends, and never 0 or 100."""
    percent = 100 * probability
    if percent < 0.05:
        return "under 0.1 %"
    if percent > 99.95:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 9.95 or percent > 90.05 else f"{percent:.0f} %"
