"""What the record of past events says, day by day, for a set of kinds and as of a date.

Comes in: a History, kinds, the as-of date. Goes out: a `Past` (which days are covered, which held an
event), event-days and episodes. Knows nothing about rates; a day outside coverage is neither quiet nor not.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ConfigurationError
from tocsin.forecast.settings import load_settings
from tocsin.terms import History, HistoryEvent


@dataclass(frozen=True, eq=False)
class Past:
    """The days from the first covered one to the last covered or known one; arrays are (days,)."""

    kinds: tuple[str, ...]
    first: int  # proleptic ordinal of day 0
    covered: NDArray[np.bool_]  # at least one of the kinds is covered
    coverage: NDArray[np.int64]  # equal on two days when the same kinds are covered on both
    events: NDArray[np.bool_]  # an event, dated or placed in the middle of its interval
    dated: NDArray[np.bool_]  # an event whose day is known
    placed: int  # events known only to fall within a longer interval

    @property
    def days(self) -> int:
        """Number of days from the first to the last."""
        return len(self.covered)

    @property
    def covered_until(self) -> dt.date | None:
        """The last covered day; None where no day is covered."""
        return dt.date.fromordinal(self.first + self.days - 1) if self.days else None


def event_days(history: History, kinds: Iterable[str], as_of: dt.date) -> tuple[dt.date, ...]:
    """The covered days up to and including `as_of` on which an event of these kinds happened, once each."""
    past = recall_past(history, kinds, as_of)
    return tuple(dt.date.fromordinal(past.first + int(i)) for i in np.flatnonzero(past.events))


def episodes(days: Sequence[dt.date], gap_days: int | None = None) -> tuple[dt.date, ...]:
    """First days of episodes: runs of event-days no more than `gap_days` apart (default from settings).

    For example 1, 3 and 20 March with a gap of 7 are two episodes, of 1 and of 20 March.
    """
    gap = load_settings().episode_gap_days if gap_days is None else gap_days
    ordered = sorted(set(days))
    return tuple(day for i, day in enumerate(ordered) if i == 0 or (day - ordered[i - 1]).days > gap)


def episode_starts(events: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`episodes` on a daily array: true on the first day of each episode."""
    starts = np.zeros_like(events)
    where = np.flatnonzero(events)
    if len(where):
        fresh = np.diff(where, prepend=-(10**6)) > load_settings().episode_gap_days
        starts[where[fresh]] = True
    return starts


def recall_past(history: History, kinds: Iterable[str], as_of: dt.date) -> Past:
    """The days of these kinds as far as they are covered and known on `as_of`.

    An interval that ends after `as_of` is not known yet. One that is longer than a few days is placed in
    its middle (several of the same interval evenly), counts for the rate, and not as dated.

    Raises:
        ConfigurationError: an interval of the history ends before it starts.
    """
    wanted = tuple(dict.fromkeys(kinds))
    spans = _coverage_spans(history, wanted, as_of)
    if not spans:
        nothing = np.zeros(0, dtype=bool)
        return Past(wanted, as_of.toordinal(), nothing, np.zeros(0, dtype=np.int64), nothing, nothing, 0)
    first = min(start for ranges in spans.values() for start, _ in ranges)
    days = max(end for ranges in spans.values() for _, end in ranges) - first + 1
    masks = {kind: _mark(ranges, first, days) for kind, ranges in spans.items()}
    covered = np.logical_or.reduce(list(masks.values()))
    placed = _place_events(history.events, masks, first, as_of)
    return Past(
        kinds=wanted,
        first=first,
        covered=covered,
        coverage=_number_coverage(list(masks.values())),
        events=_mark([(d, d) for d, _ in placed], first, days),
        dated=_mark([(d, d) for d, is_dated in placed if is_dated], first, days),
        placed=sum(not is_dated for _, is_dated in placed),
    )


def group_kinds(history: History, kinds: Iterable[str], as_of: dt.date) -> tuple[tuple[str, ...], ...]:
    """Kinds in groups of equal coverage up to `as_of`; kinds covered at no date by then are left out."""
    groups: dict[tuple[tuple[int, int], ...], list[str]] = {}
    wanted = tuple(dict.fromkeys(kinds))
    spans = _coverage_spans(history, wanted, as_of)
    for kind in wanted:
        if kind in spans:
            groups.setdefault(_joined(spans[kind]), []).append(kind)
    return tuple(tuple(group) for group in groups.values())


def covered_kinds(history: History) -> tuple[str, ...]:
    """Every kind that the history covers at some date, in the order of the coverage list."""
    return tuple(dict.fromkeys(c.kind for c in history.coverage))


def _coverage_spans(
    history: History, kinds: tuple[str, ...], as_of: dt.date
) -> dict[str, list[tuple[int, int]]]:
    """Kind -> covered ordinals from, to (inclusive), cut at `as_of`."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for interval in history.coverage:
        _require_order(interval.start, interval.end, f"coverage of {interval.kind}")
        if interval.kind in kinds and interval.start <= as_of:
            until = min(interval.end, as_of)
            spans.setdefault(interval.kind, []).append((interval.start.toordinal(), until.toordinal()))
    return spans


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _mark(ranges: Iterable[tuple[int, int]], first: int, days: int) -> NDArray[np.bool_]:
    mask = np.zeros(days, dtype=bool)
    for start, end in ranges:
        mask[start - first : end - first + 1] = True
    return mask


def _number_coverage(masks: list[NDArray[np.bool_]]) -> NDArray[np.int64]:
    """A number a day, equal where the same kinds are covered."""
    number = np.zeros(len(masks[0]), dtype=np.int64)
    for mask in masks:
        number = np.unique(number * 2 + mask, return_inverse=True)[1].astype(np.int64)
    return number


def _place_events(
    events: Sequence[HistoryEvent], masks: dict[str, NDArray[np.bool_]], first: int, as_of: dt.date
) -> list[tuple[int, bool]]:
    """(ordinal, is dated) of each known event on a day that its kind covers; a repeated row counts once."""
    known: dict[tuple[dt.date, dt.date], dict[HistoryEvent, None]] = {}
    for event in events:
        _require_order(event.start, event.end, f"event of kind {event.kind}")
        if event.kind in masks and event.end <= as_of:
            known.setdefault((event.start, event.end), {})[event] = None
    placed = []
    for (start, end), same in known.items():
        is_dated = (end - start).days < load_settings().dated_within_days
        for i, event in enumerate(same):
            offset = 0 if is_dated else int((end - start).days * (i + 0.5) / len(same))
            day = start.toordinal() + offset
            if 0 <= day - first < len(masks[event.kind]) and masks[event.kind][day - first]:
                placed.append((day, is_dated))
    return placed


def _require_order(start: dt.date, end: dt.date, what: str) -> None:
    if end < start:
        raise ConfigurationError(
            "history", f"{what} ends on {end}, before it starts on {start}", "swap or correct the dates"
        )
