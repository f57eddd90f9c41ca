"""A rate that changes its regime: silent spells, usual times and surges, told from the events alone.

Comes in: event-days of many series, day by day. Goes out: the chance of an event in the days to come, for
each series and several paces of change. Knows nothing about kinds, neighbours or the calendar.

A hidden Markov chain over rates of `LEVELS` events a year. From one day to the next the rate keeps its level,
drifts to the next level up or down, or jumps to any level. With D the chance of a quiet day at each level
and T the day's moves, P(none in h days) = p (D T)^(h-1) D 1, p being what the days so far say of the level.
Source: Fearnhead and Liu 2007 (on-line inference for changepoints), Rabiner 1989 (the forward pass).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LEVELS = np.geomspace(0.05, 150.0, 15)  # events a year, each 1.77 times the one before
_YEAR = 365.25


class Pace(NamedTuple):
    """How often the rate drifts by one level, and how often it jumps to any: chances a day."""

    drift: float
    jump: float


# The first serves alone where series are few; a jump every year did worse on every record tried.
PACES = (Pace(1 / 90, 1 / 3650), Pace(1 / 30, 1 / 1000), Pace(1 / 365, 1 / 3650))


def follow_regimes(
    events: NDArray[np.bool_], days: Sequence[int], pace: Pace
) -> Iterator[NDArray[np.float32]]:
    """On each of the rising `days`, the belief about each series' level: (levels, series).

    `events` is (days, series); only rows before a day enter. A series is reckoned alone, so that another one
    beside it changes no digit. Worked: after one event on the first day and no move, a level of r a year is
    believed in proportion to 1 - exp(-r / 365.25), so that levels of 1 and 100 a year stand as .0027 to .24.
    """
    quiet = np.exp(-LEVELS / _YEAR).astype(np.float32)[:, None]
    belief = np.full((len(LEVELS), events.shape[1]), 1 / len(LEVELS), dtype=np.float32)
    at = 0
    for day in days:
        while at < day:
            belief *= np.where(events[at], 1 - quiet, quiet)
            belief /= belief.sum(axis=0)
            _move(belief, pace)
            at += 1
        yield belief


def quiet_chances(pace: Pace, horizon: int) -> Numbers:
    """P(no event in `horizon` days) for each level that the rate may have on the first of them: (levels,)."""
    quiet = np.exp(-LEVELS / _YEAR)
    chance = quiet
    for _ in range(horizon - 1):
        up, down = np.append(chance[1:], chance[-1]), np.insert(chance[:-1], 0, chance[0])
        stays = (1 - pace.drift - pace.jump) * chance
        chance = quiet * (stays + pace.drift * (up + down) / 2 + pace.jump * chance.mean())
    return chance


def _move(belief: NDArray[np.float32], pace: Pace) -> None:
    """One day's drift and jumps, in place; what would drift beyond the first or last level stays."""
    drifted = np.empty_like(belief)
    drifted[1:-1] = (belief[:-2] + belief[2:]) / 2
    drifted[0] = (belief[0] + belief[1]) / 2
    drifted[-1] = (belief[-1] + belief[-2]) / 2
    belief *= np.float32(1 - pace.drift - pace.jump)
    belief += np.float32(pace.drift) * drifted
    belief += np.float32(pace.jump / len(LEVELS))
