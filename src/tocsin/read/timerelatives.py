"""Readers of relative times, durations and sets: "two weeks ago", "the coming months", "daily".

Comes in: a match with named groups, a moment. Goes out: a `Value`. It does not know texts; lexicon/times.yaml
says which pattern goes to which reader.
"""

import datetime as dt
from collections.abc import Callable

from tocsin.read import timevalues as tv
from tocsin.read.timevalues import Value
from tocsin.read.timewords import (
    CLOCK_UNITS,
    Match,
    Moment,
    month_of,
    number_of,
    unit_of,
    weekday_of,
)

_STEPS = {
    "last": -1,
    "previous": -1,
    "past": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "this": 0,
    "current": 0,
}


# How far "the coming weeks" and "recent months" reach, in units: a reader's six weeks, half a year, ten days.
_REACH = {"D": 10, "W": 6, "M": 6, "Q": 4, "Y": 5, "E": 3, "C": 2}


def _relative_unit(match: Match, moment: Moment) -> Value:
    step, unit = _STEPS[match["which"].lower().removeprefix("the ")], unit_of(match["unit"])
    return tv.around(tv.shift(moment.published, step, unit) if moment.published else None, unit)


def _relative_weekend(match: Match, moment: Moment) -> Value:
    if moment.published is None:
        return tv.weekend(None)
    which = (match["which"] or "").lower()
    last = moment.published - dt.timedelta(days=moment.published.weekday() + 1)  # the Sunday before this week
    if which in ("next", "coming", "this coming", "this") or moment.direction == "future":
        return tv.weekend(moment.published + dt.timedelta(days=7 if which == "next" else 0))
    return tv.weekend(moment.published if moment.published.weekday() == 6 else last)


def _ago(match: Match, moment: Moment) -> Value:
    unit, number = unit_of(match["unit"]), number_of(match["number"])
    sign = 1 if match["way"].lower() in ("later", "from now", "from today", "hence") else -1
    from_day = (
        moment.published
        if match["way"].lower() in ("ago", "from now", "from today", "hence")
        else (moment.last_named or moment.published)
    )
    return tv.around(tv.shift(from_day, sign * number, unit) if from_day else None, unit)


def _vague_ago(match: Match, _: Moment) -> Value:
    return Value("date", "PAST_REF" if match["way"].lower() in ("ago", "earlier") else "FUTURE_REF")


def _vague_stretch(match: Match, moment: Moment) -> Value:
    unit, is_ahead = (
        unit_of(match["unit"]),
        match["which"].lower().split()[-1] in ("coming", "next", "following"),
    )
    return Value("duration", f"PX{unit}", *_stretch(moment, _REACH[unit], unit, is_ahead=is_ahead))


def _counted_stretch(match: Match, moment: Moment) -> Value:
    unit, number = unit_of(match["unit"]), match["number"].lower()
    is_ahead = match["which"].lower().split()[-1] in ("coming", "next", "following")
    if number in ("few", "several", "couple of", "couple"):
        return Value("duration", f"PX{unit}", *_stretch(moment, _REACH[unit] // 2, unit, is_ahead=is_ahead))
    count = number_of(number)
    return Value("duration", f"P{_period(count, unit)}", *_stretch(moment, count, unit, is_ahead=is_ahead))


def _stretch(
    moment: Moment, count: int, unit: str, *, is_ahead: bool
) -> tuple[dt.date | None, dt.date | None]:
    if moment.published is None:
        return None, None
    other = tv.shift(moment.published, count if is_ahead else -count, unit)
    return (moment.published, other) if is_ahead else (other, moment.published)


def _period(count: int, unit: str) -> str:
    if unit in ("E", "C", "Q"):
        return f"{count * {'E': 10, 'C': 100, 'Q': 3}[unit]}{'M' if unit == 'Q' else 'Y'}"
    return f"{count}{unit}"


def _duration(match: Match, _: Moment) -> Value:
    return Value("duration", f"P{_period(number_of(match['number']), unit_of(match['unit']))}")


def _vague_duration(match: Match, _: Moment) -> Value:
    return Value("duration", f"PX{unit_of(match['unit'])}")


def _clock_duration(match: Match, _: Moment) -> Value:
    number = match["number"]
    count = "X" if number.lower().split()[-1] in ("few", "several", "some") else str(number_of(number))
    return Value("duration", f"PT{count}{CLOCK_UNITS[match['unit'].lower().rstrip('s')]}")


def _set(match: Match, _: Moment) -> Value:
    word = match["word"].lower()
    return Value("set", "P1" + {"d": "D", "w": "W", "m": "M"}.get(word[0], "Y"))


def _every(match: Match, _: Moment) -> Value:
    if match["weekday"]:
        return Value("set", f"XXXX-WXX-{weekday_of(match['weekday']) + 1}")
    if match["month"]:
        return Value("set", f"XXXX-{month_of(match['month']):02}")
    return Value("set", f"P1{unit_of(match['unit'])}")


def _following(match: Match, moment: Moment) -> Value:
    unit, word = unit_of(match["unit"]), match["which"].lower()
    step = {"same": 0, "that": 0, "next": 1, "following": 1, "previous": -1}[word.removeprefix("the ")]
    from_day = moment.last_named or moment.published
    return tv.around(tv.shift(from_day, step, unit) if from_day else None, unit)


def _reference(match: Match, _: Moment) -> Value:
    return Value("date", f"{match.lastgroup}_REF")


READERS: dict[str, Callable[[Match, Moment], Value | None]] = {
    "relative_unit": _relative_unit,
    "relative_weekend": _relative_weekend,
    "ago": _ago,
    "vague_ago": _vague_ago,
    "vague_stretch": _vague_stretch,
    "counted_stretch": _counted_stretch,
    "duration": _duration,
    "vague_duration": _vague_duration,
    "clock_duration": _clock_duration,
    "set": _set,
    "every": _every,
    "following": _following,
    "reference": _reference,
}
