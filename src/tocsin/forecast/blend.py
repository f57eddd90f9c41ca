"""The forecast of many series: regressions and simpler layers, blended and calibrated again each month.

Comes in: a `Pool`, a horizon, the `Regression` of it and those of shorter windows. Goes out: probabilities
and base rates for each day and series asked for. Knows nothing about signals and files.

A blend is a logistic regression on log-odds of the layers, fitted on what they said, each in its time, of
windows that are over. It is drawn towards the regression of its own horizon and a share of the shorter
ones', these brought to the horizon at a constant hazard: P' = 1 - (1 - P) ** (h' / h). Long windows that
are over are few, overlap and end long ago; short ones are many and fresh. Worked: 10 % in 7 days is
1 - 0.9 ** (30 / 7) = 36.3 % in 30.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.forecast.logistic import Numbers, fit_logistic, inverse_logit
from tocsin.forecast.pool import Pool, month_start
from tocsin.forecast.pooled import Layers, Regression
from tocsin.forecast.states import climatology

_FURTHEST = 1e-6  # no probability is nearer to 0 or 1
_MOST = float(-np.log(_FURTHEST))
_PARTS = 11  # of the horizon's own layers; those of shorter windows follow
_CONSTANT = 5  # its place among them


@dataclass(frozen=True)
class DayForecast:
    """Probabilities of all series asked for on one day (an ordinal), with what simpler methods say."""

    day: int
    horizon: int
    probability: Numbers
    base_rate: Numbers  # expanding climatology
    layer_a: Numbers  # discounted Gamma-Poisson, tuned
    poisson: Numbers  # one rate over the whole past
    regimes: Numbers  # a rate that changes its regime
    logistic: Numbers  # the pooled regression alone, neither blended nor calibrated


class Walk:
    """One horizon, walked forward: blends by the month that they serve."""

    def __init__(self, pool: Pool, horizon: int, regressions: Mapping[int, Regression]) -> None:
        self.pool, self.horizon, self.settings = pool, horizon, pool.settings
        self.own = regressions[horizon]
        self.shorter = {days: regressions[days] for days in pool.shorter(horizon)}
        self.blends: dict[int, Numbers] = {}

    def forecast(self, day: int) -> DayForecast:
        """Probabilities of all series asked for, from what was known at the start of a day (an ordinal)."""
        said = self.own.asked(day)
        parts = self._parts(said, {days: each.asked(day) for days, each in self.shorter.items()})
        log_odds = parts @ self._blend(month_start(day))
        return DayForecast(
            day,
            self.horizon,
            np.clip(inverse_logit(log_odds), _FURTHEST, 1 - _FURTHEST),
            climatology(self.own.windows, day - self.pool.first, self.pool.wanted.rows),
            inverse_logit(said.long_run + said.layer_a),
            inverse_logit(said.long_run),
            inverse_logit(said.long_run + said.regimes),
            inverse_logit(said.pooled),
        )

    def _parts(self, said: Layers, shorter: Mapping[int, Layers]) -> Numbers:
        """What the blend weighs: the layers, strata and their levels, and what shorter windows add."""
        pooled, chance = said.pooled, inverse_logit(said.climate)
        rare, usual = (chance < 0.1).astype(float), (chance >= 0.7).astype(float)
        layers = [pooled, said.long_run, said.layer_a, said.regimes, said.climate]
        strata = [np.ones(len(pooled)), rare, usual, rare * pooled, usual * pooled, said.silent]
        added = [stretch(each.pooled, self.horizon / days) - pooled for days, each in shorter.items()]
        return np.column_stack(layers + strata + added)

    def _blend(self, month: int) -> Numbers:
        """Weights of the parts, fitted on forecasts of windows that were over by the month's first day."""
        if month not in self.blends:
            self.blends[month] = self._fit(month - self.pool.first)
        return self.blends[month]

    def _fit(self, today: int) -> Numbers:
        days = self._closed_days(today)
        prior = np.zeros(_PARTS + len(self.shorter))
        prior[0], prior[_PARTS:] = 1.0, self.settings.companion_share
        counts = [len(self.own.regular(day)[1]) for day in days]
        if sum(counts) < self.settings.blend_least:
            return prior
        parts = np.concatenate([self._recall(day) for day in days])
        happened = np.concatenate([self.own.regular(day)[1] for day in days])
        age = today - np.repeat(days, counts)
        weights = min(1.0, 14.0 / self.horizon) * 2.0 ** (-age / self.settings.blend_half_life_days)
        strength = np.full(len(prior), self.settings.blend_ridge)
        strength[_CONSTANT] = 1.0
        strength *= self.own.few(today)
        return fit_logistic(parts, happened, weights, prior=prior, strength=strength)

    def _closed_days(self, today: int) -> Sequence[int]:
        """Weekly origins, days from the first, whose windows were over by today, the latest ones."""
        first = max(self.settings.warm_up_days, today - self.horizon - self.settings.blend_days)
        return [int(day) for day in self.pool.origins if first <= day <= today - self.horizon]

    def _recall(self, day: int) -> Numbers:
        """The parts of what was said on a past day of the regular series drawn."""
        shorter = {days: each.regular(day)[0] for days, each in self.shorter.items()}
        return self._parts(self.own.regular(day)[0], shorter)


def stretch(log_odds: Numbers, times: float) -> Numbers:
    """Log-odds of an event in a window so many times as long, the hazard staying what it is."""
    hazard = np.logaddexp(0.0, np.clip(log_odds, -_MOST, _MOST)) * times
    return np.clip(hazard + np.log(-np.expm1(-hazard)), -_MOST, _MOST)
