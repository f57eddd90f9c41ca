"""Holds claims of a trend against counts of the record: growing, falling, or shifting to one kind.

Comes in: such a claim, a history, the as-of date. Goes out: a check with the counts and the rows. Knows
nothing about words: which stretch is said to differ was read where the claim was found.

The stretch is held against as long a one before it (a year so far against the same days of the year before).
Both must be listed in full. More days with an event bear a rise out where so lopsided a split comes by chance
in fewer than one of ten; as many or fewer refute it. Example: 10 days against 4: P(X >= 10 | 14, 1/2) = 0.09.
"""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from tocsin.forecast.coverage import first_uncovered
from tocsin.forecast.words import say_count, say_date
from tocsin.terms import History, HistoryEvent, Superlative, SuperlativeCheck

DAY = dt.timedelta(days=1)
CHANCE = 0.1  # a difference that comes by chance more often than this shows nothing
TOLD = 12  # rows that are kept behind a verdict
Verdict = Literal["true", "false", "not checkable"]


class Stretch(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: dt.date
    end: dt.date

    @property
    def words(self) -> str:
        """`1 January 2024 to 24 May 2024`."""
        return f"{say_date(self.start)} to {say_date(self.end)}"


def check_trend(said: Superlative, history: History, *, as_of: dt.date) -> SuperlativeCheck:
    """One claim of a trend held against what the record listed up to `as_of`."""
    if said.is_ahead:
        return _check(said, "not checkable", "It is said of what is to come.")
    if not said.kinds or said.start is None or said.end is None:
        return _check(said, "not checkable", "The words name no kind of event that the record lists.")
    now = Stretch(said.start, min(said.end, as_of))
    then = stretch_before(now)
    if hole := _hole(history, said.kinds, then, now):
        return _check(said, "not checkable", hole)
    rows = _rows(history, said.kinds, now)
    if said.measure == "shift":
        return _check_shift(said, history, now, then, rows)
    counts = _days(rows), _days(_rows(history, said.kinds, then))
    told = f"{say_count(counts[0], 'day')} from {now.words}, against {counts[1]} from {then.words}"
    if not said.is_exact:
        return _check(said, "not checkable", f"{told}, with all of the wider kind.", rows)
    return _judge(said, counts, told, rows)


def stretch_before(now: Stretch) -> Stretch:
    """As long a stretch before; for one that begins with a year, the same days of the year before."""
    if (now.start.month, now.start.day) == (1, 1) and now.end.year == now.start.year:
        is_leap_day = (now.end.month, now.end.day) == (2, 29)
        end = now.end.replace(year=now.end.year - 1, day=28 if is_leap_day else now.end.day)
        return Stretch(now.start.replace(year=now.start.year - 1), end)
    length = now.end - now.start + DAY
    return Stretch(now.start - length, now.start - DAY)


def at_least_by_chance(most: int, total: int) -> float:
    """P(X >= most) where each of `total` is as likely to fall here as there."""
    return float(sum(math.comb(total, k) for k in range(most, total + 1)) / 2**total)


def _judge(
    said: Superlative, counts: tuple[int, int], told: str, rows: Sequence[HistoryEvent]
) -> SuperlativeCheck:
    now, then = counts if said.measure == "rising" else counts[::-1]
    if now + then == 0:
        return _check(said, "not checkable", f"{told}: too few to tell.")
    if now <= then:
        return _check(said, "false", f"{told}.", rows)
    if at_least_by_chance(now, now + then) >= CHANCE:
        reason = f"{told}: the difference goes the way that is said, and is small enough to come by chance."
        return _check(said, "not checkable", reason, rows)
    return _check(said, "true", f"{told}.", rows)


def _check_shift(
    said: Superlative, history: History, now: Stretch, then: Stretch, rows: Sequence[HistoryEvent]
) -> SuperlativeCheck:
    """A shift to a kind: its share of all that the record lists on both stretches has grown."""
    listed = sorted({c.kind for c in history.coverage})
    every = [kind for kind in listed if _hole(history, [kind], then, now) is None]
    counts = [
        (_days(_rows(history, said.kinds, each)), _days(_rows(history, every, each))) for each in (now, then)
    ]
    (here, all_now), (before, all_then) = counts
    told = f"{here} of {say_count(all_now, 'day')} with any listed event from {now.words}, "
    told += f"against {before} of {all_then} from {then.words}"
    if not said.is_exact or min(all_now, all_then) == 0:
        return _check(said, "not checkable", f"{told}: too few to tell, or of a wider kind.", rows)
    if here * all_then <= before * all_now:
        return _check(said, "false", f"{told}.", rows)
    if _share_by_chance(here, all_now, before, all_then) >= CHANCE:
        return _check(said, "not checkable", f"{told}: small enough to come by chance.", rows)
    return _check(said, "true", f"{told}.", rows)


def _share_by_chance(here: int, all_now: int, before: int, all_then: int) -> float:
    """Fisher's exact test, one-sided: P(at least `here` of all such days fall into the later stretch)."""
    total, such = all_now + all_then, here + before
    ways = sum(
        math.comb(such, k) * math.comb(total - such, all_now - k)
        for k in range(here, min(such, all_now) + 1)
        if 0 <= all_now - k <= total - such
    )
    return ways / math.comb(total, all_now)


def _hole(history: History, kinds: Sequence[str], then: Stretch, now: Stretch) -> str | None:
    for kind in kinds:
        missing = first_uncovered(history, kind, then.start, now.end)
        if missing is not None:
            told = f"The record does not list {kind} on {say_date(missing)}"
            return f"{told}, so that the two stretches cannot be compared."
    return None


def _rows(history: History, kinds: Sequence[str], stretch: Stretch) -> list[HistoryEvent]:
    inside = (e for e in history.events if stretch.start <= e.start and e.end <= stretch.end)
    return sorted((e for e in inside if e.kind in kinds), key=lambda e: (e.start, e.kind), reverse=True)


def _days(rows: Sequence[HistoryEvent]) -> int:
    return len({row.start for row in rows})


def _check(
    said: Superlative, verdict: Verdict, reason: str, rows: Sequence[HistoryEvent] = ()
) -> SuperlativeCheck:
    return SuperlativeCheck(superlative=said, verdict=verdict, reason=reason, rows=tuple(rows[:TOLD]))
