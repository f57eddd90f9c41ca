"""The rules for time expressions: one row a way of writing time, with what it means.

Comes in: a match of a row's pattern and a `Moment` (the publication date, the direction that the words
around it point in, the date named last). Goes out: a `Value`, or None where the words mean no time after
all. It does not know texts; `tocsin.read.times` runs the rows and chooses between overlapping ones.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import yaml

from tocsin.read import timevalues as tv
from tocsin.read.timevalues import Value

Direction = Literal["past", "future", "unknown"]
Match = re.Match[str]


class Moment(NamedTuple):
    """From where a time expression is understood."""

    published: dt.date | None
    direction: Direction
    last_named: dt.date | None


class TimeRule(NamedTuple):
    """One way of writing time: what it looks like, and what it means from a moment."""

    pattern: re.Pattern[str]
    read: Callable[[Match, Moment], Value | None]


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C"}
_CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {
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
_ORDINALS = {
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
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_PARTS = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "noon": "T12:00",
    "midnight": "T24:00",
}


def _number(words: str) -> int:
    plain = words.lower().replace(",", "").replace("-", " ").replace(" of", "").strip()
    if plain.replace(".", "", 1).isdigit():
        return int(float(plain))
    if plain in _NUMBERS:
        return _NUMBERS[plain]
    return sum(_NUMBERS.get(word, 0) for word in plain.split() if word not in {"a", "an"})


def _month_number(words: str) -> int:
    return _MONTHS.index(words[:3].lower()) + 1


def _weekday_number(words: str) -> int:
    return _WEEKDAYS.index(words[:3].lower())


def _unit(words: str) -> str:
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


def _distance(moment: Moment, month: int, day: int | None, step: int) -> float:
    assert moment.published is not None
    value = tv.month(moment.published.year + step, month)
    if day is not None:
        value = tv.day_of(moment.published.year + step, month, day) or value
    assert value.start is not None
    assert value.end is not None
    if value.end < moment.published:
        return (moment.published - value.end).days * (0.45 if moment.direction == "past" else 1.0)
    ahead = max((value.start - moment.published).days, 0)
    return ahead * (0.25 if moment.direction == "future" else 1.0)


def weekday_date(moment: Moment, weekday: int) -> dt.date | None:
    """The weekday meant: the last one, or after a future cue the coming one; today counts for both."""
    if moment.published is None:
        return None
    if moment.direction == "future":
        return moment.published + dt.timedelta(days=(weekday - moment.published.weekday()) % 7)
    return moment.published - dt.timedelta(days=(moment.published.weekday() - weekday) % 7)


def _iso(match: Match, _: Moment) -> Value | None:
    return tv.day_of(int(match["y"]), int(match["m"]), int(match["d"]))


def _slashes(match: Match, _: Moment) -> Value | None:
    year = int(match["y"])
    year += 0 if year > 99 else (1900 if year > 50 else 2000)
    return tv.day_of(year, int(match["m"]), int(match["d"])) if int(match["m"]) <= 12 else None


def _month_day(match: Match, moment: Moment) -> Value | None:
    month, number = _month_number(match["month"]), int(re.sub(r"\D", "", match["day"]))
    year = int(match["y"]) if match["y"] else nearest_year(moment, month, number)
    first = tv.day_of(year, month, number)
    if first is None or not match.groupdict().get("until"):
        return first
    last = tv.day_of(year, month, int(match["until"]))
    if last is None or last.text < first.text:
        return first
    return Value("date", f"{first.text}/{last.text}", first.start, last.end)


def _month_year(match: Match, _: Moment) -> Value:
    return tv.month(int(match["y"]), _month_number(match["month"]))


def _month_of_relative_year(match: Match, moment: Moment) -> Value:
    step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    year = moment.published.year + step if moment.published else None
    return tv.month(year, _month_number(match["month"]))


def _bare_month(match: Match, moment: Moment) -> Value:
    number = _month_number(match["month"])
    which = (match["which"] or "").lower()
    if moment.published and which in ("last", "next"):
        passed = number < moment.published.month or (number == moment.published.month and which == "next")
        step = (0 if passed else -1) if which == "last" else (1 if passed else 0)
        return tv.month(moment.published.year + step, number)
    return tv.month(nearest_year(moment, number), number)


def _weekday(match: Match, moment: Moment) -> Value:
    which = (match["which"] or "").lower()
    if which in ("next", "this coming", "coming"):
        moment = moment._replace(direction="future")
        if which == "next" and moment.published:
            moment = moment._replace(published=moment.published + dt.timedelta(days=1))
    elif which in ("last", "this past", "past"):
        moment = moment._replace(direction="past")
        if moment.published and _weekday_number(match["day"]) == moment.published.weekday():
            return tv.day(moment.published - dt.timedelta(days=7))
    return tv.day(
        weekday_date(moment, _weekday_number(match["day"])), _PARTS.get((match["part"] or "").lower(), "")
    )


def _clock_day(match: Match, moment: Moment) -> Value:
    date = moment.published
    if match["weekday"]:
        date = weekday_date(moment, _weekday_number(match["weekday"]))
    elif match["month"]:
        month, number = _month_number(match["month"]), int(re.sub(r"\D", "", match["number"]))
        found = tv.day_of(nearest_year(moment, month, number), month, number)
        date = found.start if found else None
    elif (match["relative"] or "").lower() in ("yesterday", "tomorrow"):
        date = _near_day(match["relative"], moment)
    return tv.day(date, _clock(match))


def _clock(match: Match) -> str:
    if match["named"]:
        return _PARTS[match["named"].lower()]
    hour = (
        int(match["hour"]) % 12 + 12 * match["half"].lower().startswith("p")
        if match["half"]
        else int(match["hour"])
    )
    return f"T{hour:02}:{match['minute'] or '00'}"


def _near_day(word: str, moment: Moment) -> dt.date | None:
    if moment.published is None:
        return None
    return moment.published + dt.timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word.lower(), 0))


def _near(match: Match, moment: Moment) -> Value:
    return tv.day(_near_day(match["word"], moment), _PARTS.get((match["part"] or "").lower(), ""))


def _part_of_today(match: Match, moment: Moment) -> Value:
    words = match["words"].lower()
    part = "TNI" if words == "tonight" else _PARTS[words.split()[-1]]
    return tv.day(_near_day("yesterday" if words.startswith("last") else "today", moment), part)


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


def _relative_unit(match: Match, moment: Moment) -> Value:
    step, unit = _STEPS[match["which"].lower().removeprefix("the ")], _unit(match["unit"])
    return tv.around(tv.shift(moment.published, step, unit) if moment.published else None, unit)


def _relative_weekend(match: Match, moment: Moment) -> Value:
    if moment.published is None:
        return tv.weekend(None)
    which = (match["which"] or "").lower()
    last = moment.published - dt.timedelta(days=moment.published.weekday() + 1)  # the Sunday before this week
    if which in ("next", "coming", "this coming", "this") or moment.direction == "future":
        return tv.weekend(moment.published + dt.timedelta(days=7 if which == "next" else 0))
    return tv.weekend(moment.published if moment.published.weekday() == 6 else last)


def _relative_season(match: Match, moment: Moment) -> Value:
    code = _SEASONS[match["season"].lower()]
    if match["y"]:
        return tv.season(int(match["y"]), code)
    if moment.published is None:
        return tv.season(None, code)
    which = (match["which"] or "").lower()
    step = {"last": -1, "next": 1}.get(which, 0)
    this_year = tv.season(moment.published.year, code)
    assert this_year.end is not None
    if step == -1 and this_year.end < moment.published:
        step = 0
    return tv.season(moment.published.year + step, code)


def _ago(match: Match, moment: Moment) -> Value:
    unit, number = _unit(match["unit"]), _number(match["number"])
    sign = 1 if match["way"].lower() in ("later", "from now", "from today", "hence") else -1
    from_day = (
        moment.published
        if match["way"].lower() in ("ago", "from now", "from today", "hence")
        else (moment.last_named or moment.published)
    )
    return tv.around(tv.shift(from_day, sign * number, unit) if from_day else None, unit)


def _vague_ago(match: Match, _: Moment) -> Value:
    return Value("date", "PAST_REF" if match["way"].lower() in ("ago", "earlier") else "FUTURE_REF")


# How far "the coming weeks" and "recent months" reach, in units: a reader's six weeks, half a year, ten days.
_REACH = {"D": 10, "W": 6, "M": 6, "Q": 4, "Y": 5, "E": 3, "C": 2}


def _vague_stretch(match: Match, moment: Moment) -> Value:
    unit, is_ahead = (
        _unit(match["unit"]),
        match["which"].lower().split()[-1] in ("coming", "next", "following"),
    )
    return Value("duration", f"PX{unit}", *_stretch(moment, _REACH[unit], unit, is_ahead=is_ahead))


def _counted_stretch(match: Match, moment: Moment) -> Value:
    unit, number = _unit(match["unit"]), match["number"].lower()
    is_ahead = match["which"].lower().split()[-1] in ("coming", "next", "following")
    if number in ("few", "several", "couple of", "couple"):
        return Value("duration", f"PX{unit}", *_stretch(moment, _REACH[unit] // 2, unit, is_ahead=is_ahead))
    count = _number(number)
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
    return Value("duration", f"P{_period(_number(match['number']), _unit(match['unit']))}")


def _vague_duration(match: Match, _: Moment) -> Value:
    return Value("duration", f"PX{_unit(match['unit'])}")


def _clock_duration(match: Match, _: Moment) -> Value:
    number = match["number"]
    count = "X" if number.lower().split()[-1] in ("few", "several", "some") else str(_number(number))
    return Value("duration", f"PT{count}{_CLOCK_UNITS[match['unit'].lower().rstrip('s')]}")


def _set(match: Match, _: Moment) -> Value:
    word = match["word"].lower()
    return Value("set", "P1" + {"d": "D", "w": "W", "m": "M"}.get(word[0], "Y"))


def _every(match: Match, _: Moment) -> Value:
    if match["weekday"]:
        return Value("set", f"XXXX-WXX-{_weekday_number(match['weekday']) + 1}")
    if match["month"]:
        return Value("set", f"XXXX-{_month_number(match['month']):02}")
    return Value("set", f"P1{_unit(match['unit'])}")


def _quarter(match: Match, moment: Moment) -> Value:
    number = _ORDINALS[match["which"].lower()]
    if match["y"] or match["year"]:
        return tv.quarter(int(match["y"] or match["year"]), number)
    year = nearest_year(moment, 3 * number, 28)
    if match["relative"] and moment.published:
        year = moment.published.year + {"last": -1, "this": 0, "next": 1}[match["relative"].lower()]
    return tv.quarter(year, number)


def _last_quarter(_: Match, moment: Moment) -> Value:
    return tv.around(tv.shift_months(moment.published, -3) if moment.published else None, "Q")


def _half(match: Match, moment: Moment) -> Value:
    number = _ORDINALS[match["which"].lower()]
    year = int(match["y"]) if match["y"] else (moment.published.year if moment.published else None)
    if (match["relative"] or "").lower() in ("last", "next") and year:
        year += -1 if match["relative"].lower() == "last" else 1
    return tv.half(year, number)


def _year(match: Match, _: Moment) -> Value:
    return tv.year(int(match["y"]))


def _decade(match: Match, _: Moment) -> Value:
    if match["y"]:
        return tv.decade(int(match["y"]) // 10 * 10)
    return tv.decade(1900 + _NUMBERS[match["word"].lower().replace("ies", "y").replace("tys", "ty")])


def _century(match: Match, _: Moment) -> Value:
    names = {"nineteenth": 19, "twentieth": 20, "twenty-first": 21, "eighteenth": 18}
    words = match["number"].lower()
    return tv.century((names.get(words) or int(re.sub(r"\D", "", words))) - 1)


def _following(match: Match, moment: Moment) -> Value:
    unit, word = _unit(match["unit"]), match["which"].lower()
    step = {"same": 0, "that": 0, "next": 1, "following": 1, "previous": -1}[word.removeprefix("the ")]
    from_day = moment.last_named or moment.published
    return tv.around(tv.shift(from_day, step, unit) if from_day else None, unit)


def _reference(match: Match, _: Moment) -> Value:
    return Value("date", f"{match.lastgroup}_REF")


_READERS: dict[str, Callable[[Match, Moment], Value | None]] = {
    "ago": _ago,
    "bare_month": _bare_month,
    "century": _century,
    "clock_day": _clock_day,
    "clock_duration": _clock_duration,
    "counted_stretch": _counted_stretch,
    "decade": _decade,
    "duration": _duration,
    "every": _every,
    "following": _following,
    "half": _half,
    "iso": _iso,
    "last_quarter": _last_quarter,
    "month_day": _month_day,
    "month_of_relative_year": _month_of_relative_year,
    "month_year": _month_year,
    "near": _near,
    "part_of_today": _part_of_today,
    "quarter": _quarter,
    "reference": _reference,
    "relative_season": _relative_season,
    "relative_unit": _relative_unit,
    "relative_weekend": _relative_weekend,
    "set": _set,
    "slashes": _slashes,
    "vague_ago": _vague_ago,
    "vague_duration": _vague_duration,
    "vague_stretch": _vague_stretch,
    "weekday": _weekday,
    "year": _year,
}


class Cues(NamedTuple):
    """Patterns for the words around a time: direction, and what makes a time of a named anchor."""

    direction: re.Pattern[str]  # groups `future` and `past`
    adjacent: re.Pattern[str]
    timed: re.Pattern[str]
    over: re.Pattern[str]


@cache
def time_rules() -> tuple[TimeRule, ...]:
    """The rules of lexicon/times.yaml, in order."""
    raw = _file()
    pieces: dict[str, str] = {}
    for name, pattern in raw["pieces"].items():
        pieces[name] = _fill(pattern, pieces)
    return tuple(
        TimeRule(re.compile(rf"(?<![\w$€£#-]){_fill(rule['like'], pieces)}(?!\w)"), _READERS[rule["read"]])
        for rule in raw["rules"]
    )


@cache
def time_cues() -> Cues:
    """The cues of lexicon/times.yaml."""
    raw = _file()
    future, past = raw["cues"]["future"], raw["cues"]["past"]
    timed, over = (rf"\b(?:{raw['anchor_cues'][name]})(?: \w+){{0,2}} $" for name in ("timed", "over"))
    direction = rf"\b(?:(?P<future>{future})|(?P<past>{past}))\b"
    adjacent = rf"\b(?:{raw['cues']['adjacent']})(?: the)? ?$"
    return Cues(re.compile(direction), re.compile(adjacent), re.compile(timed), re.compile(over))


def _fill(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([A-Z_]+)\}", lambda name: pieces[name[1]], pattern)


def _file() -> Any:
    return yaml.safe_load(files("tocsin.read").joinpath("lexicon/times.yaml").read_text("utf-8"))
