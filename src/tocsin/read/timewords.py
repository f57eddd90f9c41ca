"""Words of time as numbers: months, weekdays, units, number words; and the moment they are seen from.

Comes in: single words and phrases. Goes out: numbers and letters of TimeML units. It does not know texts or
calendars beyond the year nearest to a date.
"""

import datetime as dt
import re
from typing import Literal, NamedTuple

from tocsin.read import timevalues as tv

Direction = Literal["past", "future", "unknown"]
Match = re.Match[str]


class Moment(NamedTuple):
    """From where a time expression is understood."""

    published: dt.date | None
    direction: Direction
    last_named: dt.date | None
    beside: dt.date | None = None  # the day named last, if in the same sentence
    quarter: dt.date | None = None  # the first day of the quarter that a report is about
    is_sure: bool = False  # whether the direction is known and no guess from the words around


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C"}
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **dict(zip(_ONES.split(), range(20), strict=True)),
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    "a": 1,
    "an": 1,
    "another": 1,
    "hundred": 100,
    "dozen": 12,
    "couple": 2,
    "a couple": 2,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
}
SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
PARTS_OF_DAY = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midday": "T12:00",
    "midnight": "T24:00",
}


def number_of(words: str) -> int:
    """A number in figures or words: "1,200", "twenty-one", "a couple of"; fractions are cut off."""
    plain = words.lower().replace(",", "").replace("-", " ").replace(" of", "").strip()
    if plain.replace(".", "", 1).isdigit():
        return int(float(plain))
    if plain in NUMBER_WORDS:
        return NUMBER_WORDS[plain]
    return sum(NUMBER_WORDS.get(word, 0) for word in plain.split() if word not in {"a", "an"})


def month_of(words: str) -> int:
    """The number of a month by its first three letters."""
    return _MONTHS.index(words[:3].lower()) + 1


def weekday_of(words: str) -> int:
    """The number of a weekday by its first three letters; Monday is 0."""
    return _WEEKDAYS.index(words[:3].lower())


def unit_of(words: str) -> str:
    """The letter of a unit: D, W, M, Q, Y, E (decade), C (century)."""
    singular = words.lower().rstrip("s").replace("centurie", "century")
    return _UNITS.get(singular) or _UNITS["century" if singular.startswith("centur") else singular]


def nearest_year(moment: Moment, month: int, day: int | None = None) -> int | None:
    """The year in which the month (or day) lies nearest to publication.

    The distance in the direction that the words point in counts less: past 0.45, future 0.25 (chosen on
    TimeBank, where this beat "past unless a future cue stands near").
    """
    if moment.published is None:
        return None
    return min((-1, 0, 1), key=lambda step: _distance(moment, month, day, step)) + moment.published.year


_SLIP = 3  # days by which a publication date may be early
_OUT = 10_000.0  # days beyond every distance: the wrong side of a direction that is known


def _distance(moment: Moment, month: int, day: int | None, step: int) -> float:
    assert moment.published is not None
    value = tv.month(moment.published.year + step, month)
    if day is not None:
        value = tv.day_of(moment.published.year + step, month, day) or value
    assert value.start is not None
    assert value.end is not None
    if value.end < moment.published:
        back = (moment.published - value.end).days * (0.45 if moment.direction == "past" else 1.0)
        return back + _OUT if moment.is_sure and moment.direction == "future" else back
    ahead = max((value.start - moment.published).days, 0)
    ahead_only = moment.is_sure and moment.direction == "past" and ahead > _SLIP
    return ahead * (0.25 if moment.direction == "future" else 1.0) + (_OUT if ahead_only else 0)


def weekday_date(moment: Moment, weekday: int) -> dt.date | None:
    """The weekday meant: the last one, or after a future cue the coming one; today counts for both."""
    if moment.published is None:
        return None
    if moment.direction == "future":
        return moment.published + dt.timedelta(days=(weekday - moment.published.weekday()) % 7)
    return moment.published - dt.timedelta(days=(moment.published.weekday() - weekday) % 7)
