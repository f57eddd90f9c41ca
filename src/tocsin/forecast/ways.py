"""Every reasonable way of counting a feared date on one record, each with its placebo.

Comes in: a history, what is feared, the as-of date. Goes out: `Way`s, the believed one first. Knows nothing
about probabilities ahead, watches or pages.
"""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.past import Past, recall_past
from tocsin.forecast.placebo import placebo_p
from tocsin.forecast.ratio import (
    Effect,
    Tally,
    Window,
    mark_windows,
    ratio_interval,
    shrunken_effect,
    tally_windows,
)
from tocsin.forecast.settings import load_settings
from tocsin.forecast.variants import WindowCount, same_season
from tocsin.reference.anchors import anchor_dates, anchors
from tocsin.terms import History

CONTROL = "compared with"  # the group of the same-season control


@dataclass(frozen=True)
class Feared:
    """What is tested: kinds of a history, around which dates, so many days before and after."""

    kinds: tuple[str, ...]
    anchors: tuple[str, ...]  # the first is the one that is believed
    before: int = 28
    after: int = 28


@dataclass(frozen=True)
class Way:
    """One way of counting, and what it gives; ratios are None where nothing was to be expected."""

    group: str
    name: str
    windows: int
    hit: int
    observed: int
    expected: float
    plain: tuple[float, float, float] | None  # observed / expected with its interval
    shrunken: Effect
    placebo_p: float | None


def count_ways(history: History, feared: Feared, as_of: dt.date, seed: int) -> tuple[WindowCount, list[Way]]:
    """The believed count, and all ways of counting with it first.

    Raises:
        KeyError: there is no such anchor.
    """
    past = recall_past(history, feared.kinds, as_of)
    dates = [_dates(anchor, past, as_of) for anchor in feared.anchors]
    main = WindowCount(past, feared.before, feared.after, dates[0])
    ways = [_count_way("fixed beforehand", "episodes", main, seed), *_other_ways(main, seed)]
    for anchor, others in zip(feared.anchors[1:], dates[1:], strict=True):
        other = WindowCount(past, feared.before, feared.after, others)
        ways.append(_count_way("other dates", anchors()[anchor].name, other, seed))
    ways += _by_list(history, feared, as_of, seed)
    ways += _by_season(past, seed)
    return main, ways


_FEW = 8  # siblings of a larger group would drown the anchor that was asked for


def related_anchors(anchor: str) -> tuple[str, ...]:
    """The anchor itself, the groups that hold it, its siblings there, and its own members."""
    entries = anchors()
    groups = [entry for entry in entries.values() if anchor in entry.members]
    siblings = [one for group in groups if len(group.members) <= _FEW for one in group.members]
    found = [anchor, *(group.id for group in groups), *siblings, *entries[anchor].members]
    return tuple(dict.fromkeys(found))


def _dates(anchor: str, past: Past, as_of: dt.date) -> tuple[dt.date, ...]:
    if past.covered_until is None:
        return ()
    found = anchor_dates(anchor, dt.date.fromordinal(past.first), past.covered_until, as_of)
    return tuple(sorted(set(found)))


def _count_way(group: str, name: str, count: WindowCount, seed: int) -> Way:
    return _way(group, name, count.starts, count, count.windows, count.usable, seed)


def _way(
    group: str,
    name: str,
    events: NDArray[np.bool_],
    count: WindowCount,
    windows: Sequence[Window],
    usable: NDArray[np.bool_],
    seed: int,
) -> Way:
    tally = tally_windows(events, count.strata, windows, usable)
    p = None
    if windows:
        p = placebo_p(events & usable, count.past.coverage, count.past.covered, windows, seed)
    return _say_tally(group, name, tally, p)


def _say_tally(group: str, name: str, tally: Tally, p: float | None) -> Way:
    interval = ratio_interval(tally.observed, float(tally.outside.sum()), tally.expected)
    return Way(
        group,
        name,
        tally.windows,
        tally.windows_hit,
        tally.observed,
        tally.expected,
        (tally.observed / tally.expected, *interval) if interval else None,
        shrunken_effect(tally),
        p,
    )


def _other_ways(count: WindowCount, seed: int) -> Iterator[Way]:
    """Event-days; the same season; before, around and after; narrower and wider; eras."""
    yield _way("what is counted", "event-days", count.past.dated, count, count.windows, count.usable, seed)
    season = same_season(count)
    if season is not None:
        name = f"against the same season within {load_settings().season_years} years"
        yield _say_tally(CONTROL, name, season, None)
    yield from _parts(count, seed)
    for share in (0.5, 2):
        span = (round(count.before * share), round(count.after * share))
        other = WindowCount(count.past, *span, count.anchors)
        yield _count_way("width", f"{span[0]} days before to {span[1]} after", other, seed)
    for name, era in _eras(count):
        yield _count_way("eras", name, era, seed)


def _parts(count: WindowCount, seed: int) -> Iterator[Way]:
    """Before, around and after the date, each against the days outside the whole window."""
    around = load_settings().around_days
    parts = {
        f"before: up to {around + 1} days before": (-count.before, -around - 1),
        f"around: within {around} days of the date": (-min(around, count.before), min(around, count.after)),
        f"after: from {around + 1} days after": (around + 1, count.after),
    }
    rest = ~mark_windows(count.windows, count.past.days)
    for name, (low, high) in parts.items():
        if low <= high:
            windows = [(s + count.before + low, s + count.before + high) for s, _ in count.windows]
            usable = count.usable & (rest | mark_windows(windows, count.past.days))
            yield _way("part of the window", name, count.starts, count, windows, usable, seed)


def _eras(count: WindowCount) -> Iterator[tuple[str, WindowCount]]:
    """The record cut into the periods of settings.yaml; a period without a window is left out."""
    edges = [dt.date.min, *(dt.date(year, 1, 1) for year in load_settings().eras), dt.date.max]
    for start, end in pairwise(edges):
        low = max(start.toordinal() - count.past.first, 0)
        high = min(end.toordinal() - count.past.first, count.past.days)
        inside = np.zeros(count.past.days, dtype=bool)
        inside[low : max(high, low)] = True
        era = WindowCount(
            _only(count.past, inside),
            count.before,
            count.after,
            [d for d in count.anchors if start <= d < end],
        )
        if era.windows and len(era.windows) < len(count.windows):
            since = "" if start == dt.date.min else f"from {start.year}"
            until = "" if end == dt.date.max else f"to {end.year - 1}"
            yield f"{since} {until}".strip(), era


def _only(past: Past, inside: NDArray[np.bool_]) -> Past:
    return replace(
        past,
        covered=past.covered & inside,
        events=past.events & inside,
        dated=past.dated & inside,
    )


def _by_list(history: History, feared: Feared, as_of: dt.date, seed: int) -> Iterator[Way]:
    """Each list that the record was joined from, alone: its own rows, over its own coverage."""
    known = [event for event in history.events if event.end <= as_of]
    lists = sorted({name for event in known for name in event.source.split("+")})
    if len(lists) < 2:
        return
    for name in lists:
        alone = History(
            events=tuple(event for event in known if name in event.source.split("+")),
            coverage=tuple(interval for interval in history.coverage if name in interval.source),
        )
        past = recall_past(alone, feared.kinds, as_of)
        for anchor in feared.anchors:
            count = WindowCount(past, feared.before, feared.after, _dates(anchor, past, as_of))
            if count.windows:
                yield _count_way("one list", f"{name}: {anchors()[anchor].name}", count, seed)


_SEASONS = {"spring (March to May)": 3, "summer (June to August)": 6, "autumn (September to November)": 9}
_SEASONS |= {"winter (December to February)": 12}
_MONTHS = [*calendar.month_name][1:]


def _by_season(past: Past, seed: int) -> Iterator[Way]:
    """Months and seasons of the latest era against the rest of their years: not a trigger, a control."""
    since = dt.date(max(load_settings().eras), 1, 1)
    inside = np.arange(past.days) + past.first >= since.toordinal()
    recent = WindowCount(_only(past, inside), 0, 0, ())
    stretches = [(name, number + 1, 1) for number, name in enumerate(_MONTHS)]
    stretches += [(name, first, 3) for name, first in _SEASONS.items()]
    for name, first, months in stretches:
        windows = [w for w in _calendar_windows(past, first, months) if _is_whole(recent.past, w)]
        if windows:
            group = f"season, since {since.year}"
            yield _way(group, name, recent.starts, recent, windows, recent.past.covered, seed)


def _calendar_windows(past: Past, first: int, months: int) -> Iterator[Window]:
    if past.covered_until is None:
        return
    for year in range(dt.date.fromordinal(past.first).year, past.covered_until.year + 1):
        later = first + months - 1
        end = dt.date(year + later // 12, later % 12 + 1, 1)
        yield dt.date(year, first, 1).toordinal() - past.first, end.toordinal() - past.first - 1


def _is_whole(past: Past, window: Window) -> bool:
    start, end = window
    return start >= 0 and end < past.days and bool(past.covered[start : end + 1].all())
