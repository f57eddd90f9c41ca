"""From a rate to probabilities by date: the cumulative hazard, lifted in windows and by evidence.

Comes in: a `Rate`, trigger windows with log offsets, a total move in log-odds. Goes out: an `Intensity`
with probabilities by day, their band, and the probability of any stretch. Knows nothing about reasons.

On day d after the as-of date the exposure is exp(sum of the offsets of the windows that hold d), E(d) its
sum to date, and the hazard H(d) = alpha log(1 + E(d) / beta); evidence multiplies its daily growth, so
that every probability by date, 1 - exp(-H), can only rise with the date.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.rate import Rate
from tocsin.forecast.settings import load_settings

Daily = NDArray[np.float64]  # (days,), index 0 is the day after the as-of date
Lift = tuple[dt.date, dt.date, float]  # first and last day of a window, log offset
_NEARLY_ONE = math.nextafter(1.0, 0.0)  # a float has no room between it and certainty


@dataclass(frozen=True, eq=False)
class Intensity:
    """What may come on each day after `as_of`."""

    as_of: dt.date
    rate: Rate
    exposure: Daily
    multiplier: Daily

    def hazards(self) -> Daily:
        """Cumulative hazard to the end of each day."""
        steps = np.diff(_hazard(self.rate, self.exposure.cumsum()), prepend=0.0)
        return (steps * self.multiplier).cumsum()

    def bands(self) -> tuple[Daily, Daily]:
        """Cumulative hazards at the low and the high end of the rate's credible interval."""
        tail = (1 - load_settings().credible_share) / 2
        lifted = (self.exposure * self.multiplier).cumsum()
        hazards = self.hazards()
        low, high = (self.rate.quantile(share) * lifted for share in (tail, 1 - tail))
        return np.minimum(low, hazards), np.maximum(high, hazards)

    def stretch(self, start: dt.date, end: dt.date) -> tuple[float, float, float]:
        """Hazard of the days from `start` to `end` as seen from now, with its band: (mid, low, high).

        Seen from now: it is not supposed that nothing happens before `start`.
        """
        days = slice(max((start - self.as_of).days - 1, 0), (end - self.as_of).days)
        exposure, multiplier = self.exposure[days], self.multiplier[days]
        lifted = float((exposure * multiplier).sum())
        mid = float(_hazard(self.rate, exposure.sum())) * lifted / float(exposure.sum())
        tail = (1 - load_settings().credible_share) / 2
        low, high = (self.rate.quantile(share) * lifted for share in (tail, 1 - tail))
        return mid, min(low, mid), max(high, mid)


def start_intensity(rate: Rate, as_of: dt.date, days: int) -> Intensity:
    """The record's rate alone, for so many days ahead."""
    return Intensity(as_of, rate, np.ones(days), np.ones(days))


def lift_windows(intensity: Intensity, lifts: Iterable[Lift]) -> Intensity:
    """`intensity` with the exposure of the days inside each window multiplied by exp(log offset)."""
    exposure = intensity.exposure.copy()
    for start, end, log_offset in lifts:
        first = max((start - intensity.as_of).days - 1, 0)
        exposure[first : max((end - intensity.as_of).days, 0)] *= math.exp(log_offset)
    return replace(intensity, exposure=exposure)


def apply_evidence(intensity: Intensity, log_odds: float, horizon_days: int) -> Intensity:
    """`intensity` with the hazard multiplied so that P by the horizon moves by `log_odds`.

    The horizon is the one that the likelihoods were written for. Beyond it, what the evidence adds to or
    takes from the daily hazard halves every `evidence_half_life_days`, and no date moves by more than
    `log_odds`. Worked: P 0.2 by the horizon and log-odds +0.7 give P 0.335 and a multiplier of
    0.408 / 0.223 = 1.83.
    """
    before = intensity.hazards()
    moved = np.logaddexp(0.0, before + np.log(-np.expm1(-before)) + log_odds)
    at = horizon_days - 1
    beyond = np.maximum(np.arange(len(before)) - at, 0)
    kept = 2.0 ** (-beyond / load_settings().evidence_half_life_days)
    steps = np.diff(before, prepend=0.0)
    after = (steps * (1 + (moved[at] / before[at] - 1) * kept)).cumsum()
    after = np.minimum(after, moved) if log_odds > 0 else np.maximum(after, moved)
    return replace(intensity, multiplier=np.diff(after, prepend=0.0) / steps)


def hazard_probability(hazard: float) -> float:
    """P(at least one event) = 1 - exp(-hazard)."""
    return min(-math.expm1(-hazard), _NEARLY_ONE)


def log_odds(probability: float) -> float:
    """log(p / (1 - p))."""
    return math.log(probability) - math.log1p(-probability)


def _hazard(rate: Rate, exposure: Daily | float) -> Daily:
    return np.asarray(rate.alpha * np.log1p(exposure / rate.beta))
