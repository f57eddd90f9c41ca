"""Holds comparisons with the past against the record: true, false or not checkable, and by which rows.

Comes in: superlatives, a history, the as-of date. Goes out: a check for each. Knows nothing about words: what
a comparison means was read where it was found.

A row inside the stretch can refute a comparison; only full coverage of the stretch can confirm one. Where the
words mean only some events of the kinds that the record lists, a row proves nothing and silence still does.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tocsin.forecast.compared import Case
from tocsin.forecast.coverage import record_begins
from tocsin.forecast.trends import check_trend
from tocsin.forecast.words import say_count, say_date, say_month, say_years
from tocsin.terms import History, HistoryEvent, Superlative, SuperlativeCheck, Unit

DAY = dt.timedelta(days=1)
TOLD = 12  # rows that are kept behind a verdict


def check_superlatives(
    superlatives: Iterable[Superlative], history: History, *, as_of: dt.date
) -> tuple[SuperlativeCheck, ...]:
    """Each comparison held against what the record listed up to `as_of`."""
    return tuple(check_superlative(each, history, as_of=as_of) for each in superlatives)


def check_superlative(said: Superlative, history: History, *, as_of: dt.date) -> SuperlativeCheck:
    """One comparison held against the record."""
    if said.unclear is not None:
        return _cannot(said, f"{said.unclear[:1].upper()}{said.unclear[1:]}.")
    if said.measure in ("rising", "falling", "shift"):
        return check_trend(said, history, as_of=as_of)
    case = Case.of(said, history, as_of)
    if case.is_unlisted:
        return _cannot(
            said,
            f"The record lists none on or about {say_date(said.day)}: which one is meant cannot be told.",
        )
    return {
        "first": _check_first,
        "count": _check_count,
        "most": _check_most,
        "more": _check_more,
        "pause": _check_pause,
    }[said.measure](case)


# --- the five measures -----------------------------------------------------------------------------


def _check_first(case: Case) -> SuperlativeCheck:
    """True where no row lies in the stretch and all of it is covered; false where one does."""
    said = case.said
    last_day = min(case.day - DAY, case.as_of)
    inside = case.between(said.start, last_day)
    if inside and said.is_exact:
        count = say_count(_days(inside), "day", "days")
        text = (
            f"The record lists such events on {count} in that time, the last on {say_date(inside[-1].end)}."
        )
        return _judged(case, "false", text, inside[::-1])
    if inside:
        text = f"The record lists {_days(inside)} of the wider kind and cannot tell if one was as described."
        return _judged(case, "not checkable", text, inside[::-1])
    hole = case.hole(said.start, last_day)
    if hole:
        return _cannot(said, f"No such event is listed in that time, but {hole}.", case.own)
    before = case.between(None, last_day)
    if not before:
        return _judged(case, "true", "The record lists none before it.", case.own)
    gap = (case.day - before[-1].end).days
    text = f"The last one before was on {say_date(before[-1].end)}, {say_years(gap)} earlier."
    return _judged(case, "true", text, [*before[-1:], *case.own])


def _check_count(case: Case) -> SuperlativeCheck:
    """True where as many event-days lie in the stretch and all of it is covered."""
    said = case.said
    assert said.number is not None
    end = min(case.day, said.end or case.day)
    before = case.between(said.start, end)
    counted = _days(before) + 1
    rows = [*before, *case.own]
    told = f"By days, it is number {counted} in that time"
    if counted > said.number and said.is_exact:
        return _judged(case, "false", f"{told}.", rows)
    hole = case.hole(said.start, min(end, case.as_of))
    if hole:
        return _cannot(said, f"{told} as far as listed, but {hole}.", rows)
    if counted < said.number:
        return _judged(case, "false", f"{told}.", rows)
    if not said.is_exact:
        text = f"{told} with all of the wider kind, and the record cannot tell which were as described."
        return _cannot(said, text, rows)
    return _judged(case, "true", f"{told}.", rows)


def _check_most(case: Case) -> SuperlativeCheck:
    """True where no other whole year or month since `start` has as many event-days, and all are covered."""
    said, unit = case.said, case.said.unit or "year"
    first, last = _unit_of(case.day, unit)
    counted = _count(case, first, min(last, case.as_of))
    since = said.start if said.start and said.start < first else None
    others = list(_units_before(case, unit, since, first))
    name = _say_unit(first, unit)
    if not others:
        return _cannot(said, f"The record covers no whole {unit} before {name}.")
    best = max(others, key=lambda each: _count(case, *each))
    most = _count(case, *best)
    told = f"{name} has {say_count(counted, 'day', 'days')}, {_say_unit(best[0], unit)} {most}"
    rows = [e for e in case.rows if first <= e.start <= min(last, case.as_of)]
    if not said.is_exact:
        return _cannot(said, f"{told}, with all of the wider kind.", rows)
    if most >= counted and case.hole(first, min(last, case.as_of)) is None:
        return _judged(case, "false", f"{told}.", [e for e in case.rows if best[0] <= e.start <= best[1]])
    hole = case.hole(since or others[0][0], min(last, case.as_of))
    if hole:
        return _cannot(said, f"{told}, but {hole}.", rows)
    begins = _say_unit(others[0][0], unit)
    return _judged(case, "true", f"{told}, the most of any other {unit} from {begins} on.", rows)


def _check_more(case: Case) -> SuperlativeCheck:
    """True where the day's year or month so far has more event-days than the whole of another stretch."""
    said, unit = case.said, case.said.unit or "year"
    assert said.start is not None
    assert said.end is not None
    first = _unit_of(case.day, unit)[0]
    until = min(said.day, case.as_of)
    now, then = _count(case, first, until), _count(case, said.start, said.end)
    told = f"{now} by {say_date(until)}, against {then} from {say_date(said.start)} to {say_date(said.end)}"
    rows = [e for e in case.rows if first <= e.start <= until]
    if not said.is_exact:
        return _cannot(said, f"{told}, with all of the wider kind.", rows)
    hole_now, hole_then = case.hole(first, until), case.hole(said.start, said.end)
    if now <= then and hole_now is None:
        text = f"{told}."
        return _judged(case, "false", text, [e for e in case.rows if said.start <= e.start <= said.end])
    if hole_now or hole_then:
        return _cannot(said, f"{told} as far as listed, but {hole_now or hole_then}.", rows)
    return _judged(case, "true", f"{told}.", rows)


def _check_pause(case: Case) -> SuperlativeCheck:
    """True where no covered gap since `start` was as long as the one that ends with it, or is still open."""
    said = case.said
    days = sorted({e.start for e in case.rows if e.start < case.day})
    if not days or not said.is_exact:
        return _cannot(said, "The record lists no earlier event that a pause could follow.")
    now = (case.day - days[-1]).days
    gaps = [(b - a, a, b) for a, b in pairwise(days) if said.start is None or b >= said.start]
    longest = max(gaps, default=None)
    told = f"This one has {say_count(now, 'day', 'days')}, from {say_date(days[-1])}"
    if longest and longest[0].days >= now and case.hole(longest[1], longest[2]) is None:
        rows = [e for e in case.rows if e.start in longest[1:]]
        text = f"{told}; from {say_date(longest[1])} to {say_date(longest[2])} there were {longest[0].days}."
        return _judged(case, "false", text, rows)
    hole = case.hole(said.start or (None if said.is_from_start else days[0]), case.day - DAY)
    if hole:
        return _cannot(said, f"{told}, but {hole}.")
    rows = [e for e in case.rows if e.start in (days[-1], case.day)]
    text = f"{told}; the longest before had {longest[0].days}." if longest else f"{told}; none came before."
    return _judged(case, "true", text, rows)


# --- counting and saying ---------------------------------------------------------------------------


def _days(rows: Sequence[HistoryEvent]) -> int:
    """Event-days: rows of one day count once."""
    return len({(e.start, e.end) for e in rows})


def _count(case: Case, start: dt.date, end: dt.date) -> int:
    return len({e.start for e in case.rows if start <= e.start <= end})


def _unit_of(day: dt.date, unit: Unit) -> tuple[dt.date, dt.date]:
    """First and last day of the year or month that holds `day`."""
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return day.replace(day=1), following - DAY


def _units_before(
    case: Case, unit: Unit, since: dt.date | None, before: dt.date
) -> Iterator[tuple[dt.date, dt.date]]:
    """Whole years or months from `since`, or from where the record of all kinds begins, up to `before`."""
    begins = [d for kind in case.said.kinds if (d := record_begins(case.history, kind))]
    if not begins:
        return
    day = since or max(begins)
    first, last = _unit_of(day, unit)
    if first < day:
        first, last = _unit_of(last + DAY, unit)
    while last < before:
        yield first, last
        first, last = _unit_of(last + DAY, unit)


def _say_unit(first: dt.date, unit: Unit) -> str:
    return str(first.year) if unit == "year" else say_month(first)


def _judged(case: Case, verdict: str, reason: str, rows: Sequence[HistoryEvent]) -> SuperlativeCheck:
    return SuperlativeCheck.model_validate(
        {"superlative": case.said, "verdict": verdict, "reason": reason, "rows": tuple(rows[:TOLD])}
    )


def _cannot(said: Superlative, reason: str, rows: Sequence[HistoryEvent] = ()) -> SuperlativeCheck:
    return SuperlativeCheck(superlative=said, verdict="not checkable", reason=reason, rows=tuple(rows[:TOLD]))
