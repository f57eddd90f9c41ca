"""Placebo dates: how often windows thrown at random catch as much as the real ones.

Comes in: episode starts a day, windows, the coverage of each day, a seed. Goes out: a p-value. Each window
is moved within its own cycle (half-way to its neighbours), to where the record covers the same kinds, so
that neither a rising rate nor a change of the list looks like an effect. Knows nothing about dates.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.ratio import Window
from tocsin.forecast.settings import load_settings

_LONE_REACH = 182  # days to either side where a window has no neighbour


def placebo_p(
    starts: NDArray[np.bool_],
    coverage: NDArray[np.int64],
    covered: NDArray[np.bool_],
    windows: Sequence[Window],
    seed: int,
) -> float:
    """Share of random placements that catch at least as many episodes as the real windows did.

    One-sided, since what is feared is more and not less; (1 + as many or more) / (1 + draws).
    """
    draws = load_settings().placebo_draws
    generator = np.random.default_rng(seed)
    until = np.concatenate([[0], starts.cumsum()])
    gaps = np.concatenate([[0], (~covered).cumsum()])
    observed = sum(int(until[end + 1] - until[start]) for start, end in windows)
    caught = np.zeros(draws, dtype=np.int64)
    for (start, end), (low, high) in zip(windows, _reaches(windows), strict=True):
        length = end - start
        at = np.arange(max(low, 0), min(high, len(starts) - 1 - length) + 1)
        is_whole = gaps[at + length + 1] == gaps[at]
        is_alike = (coverage[at] == coverage[start]) & (coverage[at + length] == coverage[end])
        places = at[is_whole & is_alike]
        chosen = places[generator.integers(0, len(places), draws)]
        caught += until[chosen + length + 1] - until[chosen]
    return float((1 + (caught >= observed).sum()) / (1 + draws))


def _reaches(windows: Sequence[Window]) -> list[Window]:
    """For each window the first and last day index that it may be moved to start on."""
    at = [start for start, _ in windows]
    if len(at) == 1:
        return [(at[0] - _LONE_REACH, at[0] + _LONE_REACH)]
    gaps = [later - earlier for earlier, later in pairwise(at)]
    before = [gaps[0], *gaps]
    after = [*gaps, gaps[-1]]
    return [(s - b // 2, s + a // 2) for s, b, a in zip(at, before, after, strict=True)]
