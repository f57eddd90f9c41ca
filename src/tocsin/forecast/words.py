"""How the forecast room says counts, stretches of time and rates in plain English.

Comes in: numbers. Goes out: words; dates and probabilities are said as everywhere else. Knows nothing
about probability yardsticks, which are the brief's business: here a number stays a number.
"""

from tocsin.reference.figures import say_date, say_month, say_percent

__all__ = ["say_count", "say_date", "say_month", "say_percent", "say_rate", "say_years"]


def say_count(number: int, one: str, many: str | None = None) -> str:
    """`1 event-day`, `3 event-days`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def say_years(days: float) -> str:
    """Days as years, or as days below two years: `180 days`, `10 years`, `2.7 years`."""
    years = days / 365.25
    if days < 730:
        return say_count(round(days), "day")
    return f"{years:.0f} years" if years >= 10 or abs(years - round(years)) < 0.05 else f"{years:.1f} years"


def say_rate(per_day: float) -> str:
    """A rate as events a year, two significant digits: `0.12 a year`, `18 a year`."""
    return f"{float(f'{per_day * 365.25:.2g}'):g} a year"
