"""Readers of dates: what a match of "27 May", "last Friday", "the third quarter" means from a moment.

Comes in: a match with named groups, a moment. Goes out: a `Value`, or None where the words mean no time. It
does not know texts; lexicon/times.yaml says which pattern goes to which reader.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from tocsin.read import timevalues as tv
from tocsin.read.timevalues import Value
from tocsin.read.timewords import (
    NUMBER_WORDS,
    PARTS_OF_DAY,
    SEASONS,
    Match,
    Moment,
    month_of,
    nearest_year,
    number_of,
    weekday_date,
    weekday_of,
)

_AHEAD_OF = re.compile(r"\b(?:ahead of|for|until|at|by|in) $")  # "ahead of Friday's vote"


def _iso(match: Match, _: Moment) -> Value | None:
    return tv.day_of(int(match["y"]), int(match["m"]), int(match["d"]))


def _slashes(match: Match, _: Moment) -> Value | None:
    year = int(match["y"])
    year += 0 if year > 99 else (1900 if year > 50 else 2000)
    return tv.day_of(year, int(match["m"]), int(match["d"])) if int(match["m"]) <= 12 else None


def _month_day(match: Match, moment: Moment) -> Value | None:
    month, number = month_of(match["month"]), int(re.sub(r"\D", "", match["day"]))
    year = int(match["y"]) if match["y"] else nearest_year(moment, month, number)
    first = tv.day_of(year, month, number)
    if first is None or not match.groupdict().get("until"):
        return first
    last = tv.day_of(year, month, int(match["until"]))
    if last is None or last.text < first.text:
        return first
    return Value("date", f"{first.text}/{last.text}", first.start, last.end)


def _month_year(match: Match, _: Moment) -> Value:
    return tv.month(int(match["y"]), month_of(match["month"]))


def _month_of_relative_year(match: Match, moment: Moment) -> Value:
    step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    year = moment.published.year + step if moment.published else None
    return tv.month(year, month_of(match["month"]))


def _bare_month(match: Match, moment: Moment) -> Value:
    number = month_of(match["month"])
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
        if moment.published and weekday_of(match["day"]) == moment.published.weekday():
            return tv.day(moment.published - dt.timedelta(days=7))
    elif match["own"] is not None and not _AHEAD_OF.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        moment = moment._replace(direction="past")  # "Friday's ruling" is known already
    return tv.day(
        weekday_date(moment, weekday_of(match["day"])), PARTS_OF_DAY.get((match["part"] or "").lower(), "")
    )


def _clock_day(match: Match, moment: Moment) -> Value:
    """A time of day: on the day beside it, else on the day named last; the day of publication is no guess."""
    date = moment.last_named
    if match["weekday"]:
        date = weekday_date(moment, weekday_of(match["weekday"]))
    elif match["month"]:
        month, number = month_of(match["month"]), int(re.sub(r"\D", "", match["number"]))
        found = tv.day_of(nearest_year(moment, month, number), month, number)
        date = found.start if found else None
    elif match["relative"]:
        date = _near_day(match["relative"], moment)
    return tv.day(date, _clock(match))


def _clock(match: Match) -> str:
    if match["named"]:
        return PARTS_OF_DAY[match["named"].lower()]
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
    return tv.day(_near_day(match["word"], moment), PARTS_OF_DAY.get((match["part"] or "").lower(), ""))


def _part_of_today(match: Match, moment: Moment) -> Value:
    words = match["words"].lower()
    part = "TNI" if words in ("tonight", "overnight") else PARTS_OF_DAY[words.split()[-1]]
    is_over = words.startswith(("last", "overnight"))
    return tv.day(_near_day("yesterday" if is_over else "today", moment), part)


def _year(match: Match, _: Moment) -> Value:
    return tv.year(int(match["y"]))


def _spelled_year(match: Match, _: Moment) -> Value:
    """A year as it is spoken: "nineteen ninety-six", "the year two thousand and one"."""
    number = (
        1900 + number_of(match["words"]) if match["words"] else 2000 + number_of(match["after"] or "zero")
    )
    return tv.month(number, month_of(match["month"])) if match["month"] else tv.year(number)


def _week_of(match: Match, moment: Moment) -> Value | None:
    day = _month_day(match, moment)
    return tv.week(day.start) if day else None


def _weekday_beside(match: Match, moment: Moment) -> Value:
    """A weekday seen from the day named last, not from publication: "the previous Friday"."""
    from_day, weekday = moment.last_named or moment.published, weekday_of(match["day"])
    if from_day is None:
        return tv.day(None)
    if match["which"].lower() == "previous":
        return tv.day(from_day - dt.timedelta(days=(from_day.weekday() - weekday - 1) % 7 + 1))
    return tv.day(from_day + dt.timedelta(days=(weekday - from_day.weekday() - 1) % 7 + 1))


def _decade(match: Match, _: Moment) -> Value:
    if match["y"]:
        return tv.decade(int(match["y"]) // 10 * 10)
    return tv.decade(1900 + NUMBER_WORDS[match["word"].lower().replace("ies", "y").replace("tys", "ty")])


def _century(match: Match, _: Moment) -> Value:
    names = {"nineteenth": 19, "twentieth": 20, "twenty-first": 21, "eighteenth": 18}
    words = match["number"].lower()
    return tv.century((names.get(words) or int(re.sub(r"\D", "", words))) - 1)


def _relative_season(match: Match, moment: Moment) -> Value:
    """The latest season that is over for "last", the first not yet begun for "next", else the nearest."""
    code = SEASONS[match["season"].lower()]
    if match["y"] or moment.published is None:
        return tv.season(int(match["y"]) if match["y"] else None, code)
    year, on, words = moment.published.year, moment.published, match["which"].lower().split()
    if words == ["this"]:
        return tv.season(year, code)
    if words[-1] in ("last", "past"):
        return next(one for one in _seasons(code, (year, year - 1, year - 2)) if one.end and one.end < on)
    if words[-1] in ("next", "coming"):
        return next(one for one in _seasons(code, (year, year + 1)) if one.start and one.start > on)
    return tv.season(nearest_year(moment, tv.SEASON_MONTHS[code][0]), code)


def _seasons(code: str, years: tuple[int, ...]) -> Iterator[Value]:
    return (tv.season(year, code) for year in years)


READERS: dict[str, Callable[[Match, Moment], Value | None]] = {
    "iso": _iso,
    "slashes": _slashes,
    "month_day": _month_day,
    "month_year": _month_year,
    "month_of_relative_year": _month_of_relative_year,
    "bare_month": _bare_month,
    "weekday": _weekday,
    "clock_day": _clock_day,
    "near": _near,
    "part_of_today": _part_of_today,
    "year": _year,
    "spelled_year": _spelled_year,
    "week_of": _week_of,
    "weekday_beside": _weekday_beside,
    "decade": _decade,
    "century": _century,
    "relative_season": _relative_season,
}
