"""How the plan room says dates, shares and statuses in plain English.

Comes in: a date, a probability or a status. Goes out: words. Knows nothing about probability yardsticks,
which are the brief's business: here a number stays a number.
"""

import datetime as dt

from tocsin.terms import Status

_MONTHS = "January February March April May June July August September October November December"

STATUS_WORDS: dict[Status, str] = {
    "occurred": "said to have happened",
    "ongoing": "said to be under way",
    "planned": "said to be planned",
    "possible": "said to be possible",
    "conditional": "made to hang on a condition",
    "did-not-occur": "said not to have happened",
    "general": "spoken of in general",
}


def say_date(day: dt.date) -> str:
    """`25 May 2024`, whatever the machine's language."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def say_percent(probability: float) -> str:
    """`0.4 %`, `12 %`; never 0 or 100."""
    percent = 100 * probability
    if percent < 0.05:
        return "under 0.1 %"
    if percent > 99.95:
        return "over 99.9 %"
    return f"{percent:.1f} %" if percent < 9.95 or percent > 99.05 else f"{percent:.0f} %"
