"""What was known of many series at the start of each day: totals, fading counts, the last event, climatology.

Comes in: a `Panel` and the days at which forecasts are made. Goes out: `States`, an array (days, series) for
each. Everything at a day rests on the days before it. Knows nothing about signals and models.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.panel import Panel
from tocsin.forecast.regimes import PACES, follow_regimes, quiet_chances

Numbers = NDArray[np.float64]
HALF_LIVES = (7, 15, 30, 60, 120, 365, 1000, 3000)  # days


@dataclass(frozen=True)
class States:
    """`at` finds the row of an origin (days since the panel's first); arrays are (origins, series)."""

    panel: Panel
    at: dict[int, int]
    total: NDArray[np.int32]  # (days + 1, series): event-days before each day
    faded: dict[int, NDArray[np.float32]]  # by half-life: sum of 2 ** (-age / half-life), age from 1 day
    exposure: dict[int, Numbers]  # by half-life: the same sum if every day had an event (origins,)
    last: NDArray[np.int32]  # day of the last event, -1 if none
    regimes: dict[tuple[int, int], NDArray[np.float32]]  # by pace and horizon: chance of an event


def trace_states(
    panel: Panel,
    origins: NDArray[np.int64],
    volume: NDArray[np.int64],
    own: int,
    horizons: Sequence[int],
) -> States:
    """States at each origin; the series at `volume` count every fact, the others event-days.

    Regimes are followed for the first `own` series alone.
    """
    days, series = panel.counts.shape
    is_event = panel.counts > 0
    counted = is_event.astype(np.float32)
    counted[:, volume] = panel.counts[:, volume]
    total = np.zeros((days + 1, series), dtype=np.int32)
    np.cumsum(counted, axis=0, out=total[1:])
    faded, exposure = {}, {}
    for half_life in HALF_LIVES:
        faded[half_life], exposure[half_life] = _fade(counted, origins, half_life)
    at = {int(day): row for row, day in enumerate(origins)}
    regimes = _regimes(is_event[:, :own], origins, horizons)
    return States(panel, at, total, faded, exposure, _last(is_event, origins), regimes)


@dataclass(frozen=True)
class Windows:
    """Windows of one length: whether the one that starts on a day holds an event, and how many did."""

    horizon: int
    held: NDArray[np.bool_]  # (days, series)
    hits: NDArray[np.int16]  # (days, series): of this window and those 7, 14, ... days before it


def mark_windows(states: States, horizon: int) -> Windows:
    """All windows of `horizon` days that the panel holds."""
    total = states.total
    held = total[horizon:] > total[: len(total) - horizon]
    hits = held.astype(np.int16)
    for day in range(7, len(hits)):
        hits[day] += hits[day - 7]
    return Windows(horizon, held, hits)


def climatology(windows: Windows, day: int, rows: NDArray[np.int64]) -> Numbers:
    """Share of past weekly windows, over by `day`, that held an event: (hits + 1/2) / (windows + 1).

    Windows start 7, 14, ... days before `day`. Worked: 3 of 9 windows give 3.5 / 10 = 0.35; none gives 0.5.
    """
    latest = day - -(-windows.horizon // 7) * 7
    if latest < 0:
        return np.full(len(rows), 0.5)
    share: Numbers = (windows.hits[latest, rows] + 0.5) / (latest // 7 + 2.0)
    return share


def _fade(
    counted: NDArray[np.float32], origins: NDArray[np.int64], half_life: float
) -> tuple[NDArray[np.float32], Numbers]:
    keep = 2.0 ** (-1.0 / half_life)
    state, exposed = np.zeros(counted.shape[1]), 0.0
    faded = np.zeros((len(origins), counted.shape[1]), dtype=np.float32)
    exposure = np.zeros(len(origins))
    day = 0
    for row, origin in enumerate(origins):
        while day < origin:
            state += counted[day]
            state *= keep
            exposed = (exposed + 1.0) * keep
            day += 1
        faded[row], exposure[row] = state, exposed
    return faded, exposure


def _last(is_event: NDArray[np.bool_], origins: NDArray[np.int64]) -> NDArray[np.int32]:
    latest = np.full(is_event.shape[1], -1, dtype=np.int32)
    rows = np.zeros((len(origins), is_event.shape[1]), dtype=np.int32)
    day = 0
    for row, origin in enumerate(origins):
        while day < origin:
            latest[is_event[day]] = day
            day += 1
        rows[row] = latest
    return rows


def _regimes(
    is_event: NDArray[np.bool_], origins: NDArray[np.int64], horizons: Sequence[int]
) -> dict[tuple[int, int], NDArray[np.float32]]:
    """By pace and horizon, the chance of an event as the regimes followed up to each origin have it."""
    shape = (len(origins), is_event.shape[1])
    chances = {(pace, days): np.zeros(shape, np.float32) for pace in range(len(PACES)) for days in horizons}
    events = np.ascontiguousarray(is_event)
    for pace, moves in enumerate(PACES):
        quiet = {days: quiet_chances(moves, days).astype(np.float32) for days in horizons}
        for row, belief in enumerate(follow_regimes(events, origins.tolist(), moves)):
            for days, none in quiet.items():
                chances[pace, days][row] = ((1 - none)[:, None] * belief).sum(axis=0)
    return chances
