"""Every reasonable way of counting one trigger's windows, side by side.

Comes in: a `Past` and the trigger's past dates. Goes out: the counted windows and `TriggerVariant`s. Only
windows that are over and wholly covered count, and only events whose day is known. Knows nothing about
which way of counting is believed: that is the first one, fixed beforehand.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.past import Past, episode_starts
from tocsin.forecast.ratio import Tally, Window, mark_windows, ratio_interval, tally_windows
from tocsin.forecast.settings import load_settings
from tocsin.terms import TriggerVariant


@dataclass(frozen=True, eq=False)
class WindowCount:
    """The windows [date - before, date + after] of `anchors` on the days of a `past`."""

    past: Past
    before: int  # days
    after: int  # days
    anchors: Sequence[dt.date]

    @cached_property
    def starts(self) -> NDArray[np.bool_]:
        """First days of episodes of dated events."""
        return episode_starts(self.past.dated)

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The anchor dates whose window is over and wholly covered."""
        gaps = np.concatenate([[0], (~self.past.covered).cumsum()])
        return tuple(day for day in self.anchors if self._is_whole(self._window(day), gaps))

    @cached_property
    def windows(self) -> list[Window]:
        """The windows of `dates`, as day indexes."""
        return [self._window(day) for day in self.dates]

    @cached_property
    def usable(self) -> NDArray[np.bool_]:
        """Covered days that are not in a window cut off by the record's start, gaps or end."""
        cut = [self._window(day) for day in self.anchors if day not in self.dates]
        return self.past.covered & ~mark_windows(cut, self.past.days)

    @cached_property
    def strata(self) -> NDArray[np.int64]:
        """A number for each calendar year with equal coverage."""
        first = np.datetime64(dt.date.fromordinal(self.past.first), "D")
        days = first + np.arange(self.past.days)
        years = days.astype("datetime64[Y]").astype(np.int64)
        kinds = int(self.past.coverage.max(initial=0)) + 1
        numbers: NDArray[np.int64] = np.unique(years * kinds + self.past.coverage, return_inverse=True)[1]
        return numbers

    @property
    def tally(self) -> Tally:
        """Episodes inside the windows against the other days of their years: the count that is believed."""
        return tally_windows(self.starts, self.strata, self.windows, self.usable)

    def _window(self, day: dt.date) -> Window:
        at = day.toordinal() - self.past.first
        return at - self.before, at + self.after

    def _is_whole(self, window: Window, gaps: NDArray[np.int64]) -> bool:
        start, end = window
        return start >= 0 and end < self.past.days and bool(gaps[end + 1] == gaps[start])


def count_variants(
    count: WindowCount, companion: str | None, companion_dates: Sequence[dt.date]
) -> tuple[TriggerVariant, ...]:
    """The believed count first, then event-days, parts of the window, same season, companions and eras."""
    if not count.windows:
        return ()
    event_days = tally_windows(count.past.dated, count.strata, count.windows, count.usable)
    variants = [_variant("episodes", count.tally), _variant("event-days", event_days)]
    variants += _parts(count)
    season = same_season(count)
    if season is not None:
        variants.append(
            _variant(f"against the same season within {load_settings().season_years} years", season)
        )
    if companion:
        both = sorted({*count.anchors, *companion_dates})
        variants.append(_variant(companion, WindowCount(count.past, count.before, count.after, both).tally))
    variants += _eras(count)
    return tuple(variants)


def _variant(name: str, tally: Tally) -> TriggerVariant:
    """A variant with its plain ratio, which a reader can check: observed / expected."""
    interval = ratio_interval(tally.observed, float(tally.outside.sum()), tally.expected)
    return TriggerVariant(
        name=name,
        windows=tally.windows,
        windows_hit=tally.windows_hit,
        observed=tally.observed,
        expected=tally.expected,
        ratio=tally.observed / tally.expected if interval else None,
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
    )


def _parts(count: WindowCount) -> Iterator[TriggerVariant]:
    """Before, around and after the date, each against the days outside the whole window."""
    around = load_settings().around_days
    parts = {
        f"up to {around + 1} days before": (-count.before, -around - 1),
        f"within {around} days of the date": (-min(around, count.before), min(around, count.after)),
        f"from {around + 1} days after": (around + 1, count.after),
    }
    outside = count.usable & ~mark_windows(count.windows, count.past.days)
    for name, (low, high) in parts.items():
        windows = [(s + count.before + low, s + count.before + high) for s, _ in count.windows]
        if low <= high:
            yield _variant(name, tally_windows(count.starts, count.strata, windows, outside))


def same_season(count: WindowCount) -> Tally | None:
    """Windows against the same calendar days of nearby years that hold no window; None for yearly dates.

    A stratum is one window with its own control days.
    """
    reach = load_settings().season_years
    held = mark_windows(count.windows, count.past.days) | ~count.usable
    until = np.concatenate([[0], count.starts.cumsum()])
    rows = []
    for start, end in count.windows:
        length = end - start + 1
        moved = [start + round(365.25 * year) for year in range(-reach, reach + 1) if year]
        free = [s for s in moved if _is_free(s, s + length - 1, held) and _is_alike(count, s, start)]
        if free:
            seen = sum(int(until[s + length] - until[s]) for s in free)
            rows.append((int(until[end + 1] - until[start]), seen, length, length * len(free)))
    if not rows:
        return None
    inside, outside, days_inside, days_outside = np.array(rows, dtype=np.float64).T
    return Tally(len(rows), int((inside > 0).sum()), inside, outside, days_inside, days_outside)


def _is_free(start: int, end: int, held: NDArray[np.bool_]) -> bool:
    return start >= 0 and end < len(held) and not held[start : end + 1].any()


def _is_alike(count: WindowCount, one: int, other: int) -> bool:
    return bool(count.past.coverage[one] == count.past.coverage[other])


def _eras(count: WindowCount) -> Iterator[TriggerVariant]:
    """The believed count over the windows since each era began, where that leaves some out."""
    for year in load_settings().eras:
        since = dt.date(year, 1, 1)
        recent = [w for day, w in zip(count.dates, count.windows, strict=True) if day >= since]
        if recent and len(recent) < len(count.windows):
            usable = count.usable.copy()
            usable[: max(since.toordinal() - count.past.first, 0)] = False
            yield _variant(f"since {year}", tally_windows(count.starts, count.strata, recent, usable))
