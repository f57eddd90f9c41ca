"""Says whether so many sightings are unusual for here and now: by the record, older reporting or a guess.

An indicator, the days on which reports say that it was seen, and what may tell the usual rate come in; a
`Surprise` goes out, or none where nothing tells what is usual. It moves no forecast: it is for people.

Example: 4 days in 30 where the record has 1.2 on average: P(N >= 4) = 0.034, about one stretch in 30.
"""

import datetime as dt
import math
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from tocsin.terms import History, Indicator, Record, Scenario, Surprise, Watch
from tocsin.weigh.items import Item
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import number_of

DAY = dt.timedelta(days=1)
_HAPPENED = frozenset({"occurred", "ongoing"})
_BASIS = {
    "history": "by the record",
    "archive": "by older reporting",
    "watch": "by the watch's own guess",
}


class _Table(Record):
    recent_days: int
    unusual: float
    record_years: int
    record_least_days: int
    archive_least_days: int
    archive_least_documents: int
    archive_prior: float


class Rate(NamedTuple):
    """Event-days a day that are usual, and by what."""

    per_day: float
    basis: Literal["history", "archive", "watch"]


def find_surprise(
    indicator: Indicator,
    watch: Watch,
    told: Collection[dt.date],
    looked: Sequence[dt.date],
    *,
    as_of: dt.date,
    can_be_absent: bool,
) -> Surprise | None:
    """Whether the last days are unusual; `told`: days of sightings, `looked`: of documents on its topic.

    Fewer than usual is only called unusual where absence could have been seen (`can_be_absent`).
    """
    start = as_of - dt.timedelta(days=table().recent_days - 1)
    kinds = recorded_kinds(indicator, watch.scenarios)
    recorded = {e.start for e in watch.history.events if e.kind in kinds and e.start == e.end}
    seen = len({day for day in {*told, *recorded} if start <= day <= as_of})
    rate = (
        _rate_of_record(watch.history, kinds, start)
        or _rate_of_archive(told, looked, start)
        or (Rate(indicator.baseline_per_year / 365.25, "watch") if indicator.baseline_per_year else None)
    )
    return judge(seen, table().recent_days, rate, can_be_absent=can_be_absent) if rate else None


def sighting_days(items: Iterable[Item]) -> set[dt.date]:
    """Days of sightings: of what happened, its days; of what has no day of its own, one day a witness.

    What one broadcaster says and others retell for a week is one sighting, not seven.
    """
    first: dict[str | None, dt.date] = {}
    days: set[dt.date] = set()
    for item in items:
        if item.day and item.is_dated:
            days.add(item.day)
        elif item.day:
            first[item.witness] = min(item.day, first.get(item.witness, item.day))
    return days | set(first.values())


def judge(seen: int, days: int, rate: Rate, *, can_be_absent: bool) -> Surprise:
    """So many in so many days against a rate, by the Poisson tail on the side on which they lie."""
    expected = rate.per_day * days
    is_more = seen >= expected
    tail = at_least(seen, expected) if is_more else at_most(seen, expected)
    is_unusual = tail < table().unusual and (is_more or can_be_absent)
    told = f"{number_of(seen, 'sighting')} in the last {days} days, {expected:.1f} usual {_BASIS[rate.basis]}"
    how = f"so {'many' if is_more else 'few'} come in about one such stretch of {max(1, round(1 / tail))}"
    return Surprise(
        seen=seen,
        days=days,
        expected=round(expected, 4),
        tail=round(tail, 6),
        basis=rate.basis,
        is_unusual=is_unusual,
        sentence=f"{'unusual' if is_unusual else 'not unusual'} for here and now: {told}; {how}",
    )


def at_least(number: int, expected: float) -> float:
    """P(N >= number) of a Poisson count."""
    return max(0.0, 1 - at_most(number - 1, expected)) if number > 0 else 1.0


def at_most(number: int, expected: float) -> float:
    """P(N <= number) of a Poisson count, term by term."""
    term, total = math.exp(-expected), 0.0
    for count in range(number + 1):
        total += term
        term *= expected / (count + 1)
    return min(1.0, total)


def recorded_kinds(indicator: Indicator, scenarios: Iterable[Scenario]) -> frozenset[str]:
    """Kinds of the history that list what the indicator looks for, if it looks for what has happened."""
    asked = set(indicator.match.kinds)
    if not asked or not set(indicator.match.statuses) or not set(indicator.match.statuses) <= _HAPPENED:
        return frozenset()
    if indicator.match.words or indicator.match.places:
        return frozenset()  # asks for less than the kinds hold
    return frozenset(kind for each in scenarios if asked & set(each.event_kinds) for kind in each.kinds)


@cache
def table() -> _Table:
    """The table surprise.yaml."""
    return read_table("surprise.yaml", _Table)


def _rate_of_record(history: History, kinds: Collection[str], before: dt.date) -> Rate | None:
    """Event-days of the last years before a day, on the days on which the record lists all of the kinds."""
    if not kinds:
        return None
    first = before - dt.timedelta(days=round(365.25 * table().record_years))
    days = [first + DAY * number for number in range((before - first).days)]
    spans = {k: [(c.start, c.end) for c in history.coverage if c.kind == k] for k in kinds}
    covered = {d for d in days if all(any(s <= d <= e for s, e in spans[k]) for k in kinds)}
    if len(covered) < table().record_least_days:
        return None
    events = {e.start for e in history.events if e.kind in kinds and e.start in covered}
    return Rate(max(len(events), 0.5) / len(covered), "history")


def _rate_of_archive(told: Collection[dt.date], looked: Sequence[dt.date], before: dt.date) -> Rate | None:
    """Days of sightings in the reporting that is older than the stretch looked at."""
    older = [day for day in looked if day < before]
    days = (before - min(older)).days if older else 0
    if days < table().archive_least_days or len(older) < table().archive_least_documents:
        return None
    events = {day for day in told if min(older) <= day < before}
    return Rate((len(events) + table().archive_prior) / days, "archive")
