"""A rate that is not known exactly: a Gamma belief about events a day, from discounted counts.

Comes in: a `Past`, a half-life, a prior; or a reference class. Goes out: a `Rate`, from which the
probability of no event in so many days follows. Knows nothing about scenarios, triggers or evidence.

With rate ~ Gamma(alpha, beta days), P(no event in h days) = (beta / (beta + h)) ** alpha, the zero
probability of the negative binomial. Worked: alpha 2, beta 100, h 50 gives (100 / 150) ** 2 = 0.444.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.past import Past
from tocsin.forecast.settings import load_settings
from tocsin.terms import ReferenceClass

YEAR = 365.25  # days


@dataclass(frozen=True)
class Rate:
    """Belief about events a day: Gamma with `alpha` events seen, so to say, in `beta` days."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """Expected events a day."""
        return self.alpha / self.beta

    def zero_probability(self, days: float) -> float:
        """P(no event in `days`), averaged over what the rate may be."""
        return float((self.beta / (self.beta + days)) ** self.alpha)

    def quantile(self, share: float) -> float:
        """The rate (events a day) that the belief puts `share` below."""
        from scipy.special import gammaincinv

        # below the smallest float a quantile would be a zero, and no rate is
        return max(float(gammaincinv(self.alpha, share)) / self.beta, 1e-300)


def discounted_rate(past: Past, half_life: float, strength: float, prior_mean: float) -> Rate:
    """The rate on the last day of `past`: prior of `strength` events at `prior_mean` a day, plus the record.

    A covered day, and an event on it, weighs 2 ** (-age / half_life); uncovered days weigh nothing. Worked:
    one event 365 days before the last of 366 covered days, half-life 365, strength 1, prior mean 0.01 a
    day: alpha 1 + 0.5, beta 100 + 263.9.
    """
    weights = 2.0 ** (-np.arange(past.days - 1, -1, -1) / half_life)
    return Rate(
        strength + float(weights[past.events].sum()),
        strength / prior_mean + float(weights[past.covered].sum()),
    )


def faded_rate(rate: Rate, uncovered_days: int) -> Rate:
    """`rate` as it is worth so many days after its record ended: the same mean, a wider band.

    What is believed halves every `uncovered_half_life_years`, down to `uncovered_floor` events.
    """
    settings = load_settings()
    share = 2.0 ** (-uncovered_days / YEAR / settings.uncovered_half_life_years)
    alpha = max(share * rate.alpha, min(rate.alpha, settings.uncovered_floor))
    return Rate(alpha, rate.beta * alpha / rate.alpha)


def mixed_rate(rate: Rate, other: Rate, uncovered_days: int) -> Rate:
    """The record's rate, leaning on a reference class by as much as it has faded since its record ended."""
    share = 2.0 ** (-uncovered_days / YEAR / load_settings().uncovered_half_life_years)
    return Rate(
        share * rate.alpha + (1 - share) * other.alpha,
        share * rate.beta + (1 - share) * other.beta,
    )


def reference_rate(reference: ReferenceClass) -> Rate:
    """A Gamma whose median is `rate_mid` and whose 10 % and 90 % points stand as `rate_low` to `rate_high`.

    Two numbers cannot meet three: the ratio of high to low is met, then the median.
    """
    from scipy.optimize import brentq
    from scipy.special import gammaincinv

    wanted = np.log(max(reference.rate_high / reference.rate_low, 1.05))

    def excess(log_alpha: float) -> float:
        alpha = np.exp(log_alpha)
        return float(np.log(gammaincinv(alpha, 0.9)) - np.log(gammaincinv(alpha, 0.1)) - wanted)

    alpha = float(np.exp(brentq(excess, np.log(0.02), np.log(1e5))))
    return Rate(alpha, float(gammaincinv(alpha, 0.5)) / (reference.rate_mid / YEAR))


def summed_rate(rates: Sequence[Rate]) -> Rate:
    """The rate of several kinds together: a Gamma with the sum of their means and of their variances."""
    if len(rates) == 1:
        return rates[0]
    mean = sum(rate.mean for rate in rates)
    variance = sum(rate.alpha / rate.beta**2 for rate in rates)
    return Rate(mean**2 / variance, mean / variance)


def long_run_rates(past: Past, class_rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """The kind's own rate over all its covered days up to each day, leaning on the class: (past.days,).

    (events + s) / (covered days + s / class rate), s the set class strength. Worked: no event in 10 years,
    class 0.5 a year, s 1: 1 / 12 a year.
    """
    strength = load_settings().class_strength
    rates: NDArray[np.float64] = (past.events.cumsum() + strength) / (
        past.covered.cumsum() + strength / class_rate
    )
    return rates


def class_rates(pasts: Sequence[Past], first: int, days: int) -> NDArray[np.float64]:
    """What a kind of this watch usually does, as known on each of `days` days from ordinal `first`: (days,).

    The geometric mean, over kinds with a year of record by then, of (events + 1/2) / covered days.
    """
    total = np.zeros(days)
    kinds = np.zeros(days)
    for past in pasts:
        index = np.clip(np.arange(days) + first - past.first, -1, past.days - 1)
        covered = np.concatenate([past.covered.cumsum(), [0]])[index]
        events = np.concatenate([past.events.cumsum(), [0]])[index]
        is_known = covered >= YEAR
        total += np.where(is_known, np.log((events + 0.5) / np.maximum(covered, 1)), 0.0)
        kinds += is_known
    default = np.log(load_settings().prior_rate_per_year / YEAR)
    return np.exp(np.where(kinds > 0, total / np.maximum(kinds, 1), default))
