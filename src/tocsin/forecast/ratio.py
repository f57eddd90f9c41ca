"""Rate ratios: events inside windows against the other days of the same stratum.

Comes in: daily arrays and windows as pairs of day indexes. Goes out: a `Tally` of counts, its plain ratio
with an interval, and a shrunken posterior. Knows nothing about dates, triggers or kinds.

Within a stratum (a year, with equal coverage) of n events, d1 days inside and d0 outside, the number
inside is Binomial(n, r d1 / (r d1 + d0)) whatever the stratum's own rate: r is the rate ratio.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.settings import load_settings

Window = tuple[int, int]  # first and last day index, both inside
Counts = NDArray[np.float64]
_GRID = np.linspace(-4.0, 4.0, 1601)  # log rate ratio


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts a stratum, for strata that have days both inside and outside windows; arrays are (strata,)."""

    windows: int
    windows_hit: int
    inside: Counts
    outside: Counts
    days_inside: Counts
    days_outside: Counts

    @property
    def observed(self) -> int:
        """Events inside windows."""
        return int(self.inside.sum())

    @property
    def expected(self) -> float:
        """Events that the outside rate of each stratum leads to expect on its days inside."""
        return float((self.outside / self.days_outside * self.days_inside).sum())


@dataclass(frozen=True)
class Effect:
    """Posterior of a rate ratio: means and the interval that holds `ratio_share`."""

    ratio: float
    low: float
    high: float
    log_ratio: float


def mark_windows(windows: Sequence[Window], days: int) -> NDArray[np.bool_]:
    """True on every day inside at least one window."""
    inside = np.zeros(days, dtype=bool)
    for start, end in windows:
        inside[max(start, 0) : max(end + 1, 0)] = True
    return inside


def tally_windows(
    events: NDArray[np.bool_],
    strata: NDArray[np.int64],
    windows: Sequence[Window],
    usable: NDArray[np.bool_],
) -> Tally:
    """Count events on the days inside `windows` and on the other `usable` days, stratum by stratum."""
    inside = mark_windows(windows, len(events))
    outside = usable & ~inside
    size = int(strata.max(initial=0)) + 1
    days_in, days_out = (np.bincount(strata[mask], minlength=size) for mask in (inside, outside))
    both = (days_in > 0) & (days_out > 0)
    seen_in, seen_out = (
        np.bincount(strata[mask & events], minlength=size)[both].astype(float) for mask in (inside, outside)
    )
    return Tally(
        windows=len(windows),
        windows_hit=sum(bool(events[start : end + 1].any()) for start, end in windows),
        inside=seen_in,
        outside=seen_out,
        days_inside=days_in[both].astype(float),
        days_outside=days_out[both].astype(float),
    )


def ratio_interval(observed: int, outside: float, expected: float) -> tuple[float, float] | None:
    """The interval of the plain ratio observed / expected; None where nothing is expected.

    `outside` is the number of events that `expected` was reckoned from. Given observed + outside events,
    the share inside is Beta(observed + 1/2, outside + 1/2), and its odds times outside / expected are the
    ratio. Worked: 16 seen, 50 outside, 10 expected gives 0.99 to 2.5 (90 %) around 1.6.
    """
    from scipy.special import betaincinv

    if expected <= 0 or outside <= 0:
        return None
    tail = (1 - load_settings().ratio_share) / 2
    shares = betaincinv(observed + 0.5, outside + 0.5, np.array([tail, 1 - tail]))
    low, high = shares / (1 - shares) * outside / expected
    return float(low), float(high)


def shrunken_effect(tally: Tally) -> Effect:
    """The posterior of the rate ratio under a N(0, log_ratio_sd^2) prior on its log, on a fine grid.

    Without any event the prior comes back: log ratio 0, interval 0.52 to 1.93 at 90 %.
    """
    settings = load_settings()
    events = (tally.inside + tally.outside)[:, None]
    weight = np.exp(_GRID) * tally.days_inside[:, None] + tally.days_outside[:, None]
    log_posterior = _GRID * tally.observed - (events * np.log(weight)).sum(axis=0)
    log_posterior -= 0.5 * (_GRID / settings.log_ratio_sd) ** 2
    posterior = np.exp(log_posterior - log_posterior.max())
    posterior /= posterior.sum()
    tail = (1 - settings.ratio_share) / 2
    low, high = np.interp([tail, 1 - tail], posterior.cumsum(), _GRID)
    return Effect(
        ratio=float((posterior * np.exp(_GRID)).sum()),
        low=float(np.exp(low)),
        high=float(np.exp(high)),
        log_ratio=float((posterior * _GRID).sum()),
    )
