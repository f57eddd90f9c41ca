"""How long a kind's record is remembered: half-life and prior strength chosen on its own closed windows.

Comes in: a `Past` and its long-run rate a day. Goes out: a `Memory`. Walks forward: each past window is
forecast from the days before it, and only windows that were over by the last known day are scored. Knows
nothing about what the rate is then used for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.past import Past
from tocsin.forecast.settings import load_settings


@dataclass(frozen=True)
class Memory:
    """The choice, and the number of closed windows that it rests on (0: too little record to choose)."""

    half_life: float  # days
    strength: float  # pseudo-events
    windows: int


def choose_memory(past: Past, long_run: NDArray[np.float64]) -> Memory:
    """The memory with the least log loss over closed past windows; of equals, the steadiest.

    `long_run` is (past.days,), the prior mean as known on each day. The loss of a window of h days is that
    of its yes or no under P(no event) = (beta / (beta + h)) ** alpha, and weighs step / h, since longer
    windows overlap.
    """
    settings = load_settings()
    origins = _origins(past)
    windows = int(_closed(past, origins, min(settings.window_days)).sum())
    if not windows:
        return Memory(settings.half_lives_days[0], settings.prior_strengths[0], 0)
    losses = np.array([_losses(past, long_run, origins, h) for h in settings.half_lives_days])
    half_life, strength = np.unravel_index(losses.argmin(), losses.shape)
    return Memory(settings.half_lives_days[half_life], settings.prior_strengths[strength], windows)


def _origins(past: Past) -> NDArray[np.int64]:
    """Day indexes after which windows are forecast, at a fixed step from the first day."""
    settings = load_settings()
    return np.arange(settings.warm_up_days, past.days, settings.window_step_days)


def _closed(past: Past, origins: NDArray[np.int64], h: int) -> NDArray[np.bool_]:
    """Whether the h days after each origin are all covered and known, equally to the origin's own day."""
    change = np.concatenate([[0], np.cumsum(np.diff(past.coverage) != 0)])
    end = np.minimum(origins + h, past.days - 1)
    same: NDArray[np.bool_] = (change[end] == change[origins]) & past.covered[origins]
    return same & (origins + h < past.days)


def _losses(
    past: Past, long_run: NDArray[np.float64], origins: NDArray[np.int64], half_life: float
) -> NDArray[np.float64]:
    """Summed log loss for each prior strength: (strengths,)."""
    settings = load_settings()
    seen = _decayed(past.events, origins, half_life)
    exposed = _decayed(past.covered, origins, half_life)
    until = np.concatenate([[0], past.events.cumsum()])
    strengths = np.array(settings.prior_strengths)[:, None]
    losses = np.zeros(len(strengths))
    for h in settings.window_days:
        use = _closed(past, origins, h)
        at = origins[use]
        happened = until[at + h + 1] > until[at + 1]
        beta = strengths / long_run[at] + exposed[use]
        log_none = (strengths + seen[use]) * np.log(beta / (beta + h))
        log_some = np.log(-np.expm1(log_none))
        losses -= np.where(happened, log_some, log_none).sum(axis=1) * settings.window_step_days / h
    return losses


def _decayed(days: NDArray[np.bool_], origins: NDArray[np.int64], half_life: float) -> NDArray[np.float64]:
    """Sum of 2 ** (-age / half_life) over the marked days up to each origin: (origins,).

    Steps are equal, so the sum is carried from origin to origin: block by block, not day by day.
    """
    if not len(origins):
        return np.zeros(0)
    step = load_settings().window_step_days
    first = int(origins[0])
    head = float((2.0 ** (-(first - np.flatnonzero(days[: first + 1])) / half_life)).sum())
    blocks = days[first + 1 : int(origins[-1]) + 1].reshape(-1, step)
    added = blocks @ 2.0 ** (-np.arange(step - 1, -1, -1) / half_life)
    keep = 2.0 ** (-step / half_life)
    sums = [head]
    for extra in added:
        sums.append(sums[-1] * keep + extra)
    return np.array(sums)
