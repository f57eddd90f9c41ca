"""Layer B: one regression for many series, fitted again each quarter on windows that are over by then.

Comes in: a `Pool` and a horizon. Goes out: what the layers say of each series on each day, as log-odds.
What is drawn and fitted for a day depends on facts before it and on the calendar alone, so that a history
cut later gives the same numbers. Knows nothing about how the layers are blended (blend.py), nor of files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.logistic import Numbers, fit_logistic
from tocsin.forecast.memory import Memory
from tocsin.forecast.pool import Pool, quarter_start
from tocsin.forecast.signals import COMMON
from tocsin.forecast.states import mark_windows
from tocsin.forecast.tuning import Tuning

# What the model is drawn towards, by column: the mean of layer A and of the regimes, on the log-odds.
_DRAWN_TO = {"long run": 1.0, "layer A": 0.5, "regime 0": 0.5}


@dataclass(frozen=True)
class Layers:
    """What the layers say of some series on one day, (series,) log-odds each."""

    pooled: Numbers  # the regression
    long_run: Numbers  # one rate over the whole past
    layer_a: Numbers  # discounted Gamma-Poisson, over the long run
    regimes: Numbers  # a rate that changes its regime, over the long run
    climate: Numbers  # expanding climatology
    silent: Numbers  # no log-odds: events owed since the last one, 0 to 10


@dataclass(frozen=True)
class Model:
    """Coefficients on signals brought to mean 0 and spread 1."""

    centre: Numbers
    spread: Numbers
    coefficients: Numbers

    def log_odds(self, signals: Numbers) -> Numbers:
        """The regression's answer to rows of signals."""
        return ((signals - self.centre) / self.spread) @ self.coefficients


@dataclass(frozen=True)
class Rows:
    """Windows of regular series: signals by name, what happened, and the day on which each starts."""

    signals: Numbers
    names: tuple[str, ...]
    happened: NDArray[np.bool_]
    days: NDArray[np.int64]


class Regression:
    """One horizon, walked forward: models and memories by the quarter that they serve."""

    def __init__(self, pool: Pool, horizon: int) -> None:
        self.pool, self.windows = pool, mark_windows(pool.states, horizon)
        self.settings = pool.settings
        self.models: dict[int, Model] = {}
        self.memories: dict[int, Memory] = {}
        self.drawn: dict[int, Rows] = {}
        self.past: dict[int, tuple[Layers, NDArray[np.bool_]]] = {}
        self.tuning = Tuning(pool.regular, self.windows, self._tuned_on, self.settings.half_life_days)

    def asked(self, day: int) -> Layers:
        """What the layers say of the series asked for, as known at the start of a day (an ordinal)."""
        names, signals = self.signals(day)
        return self._layers(quarter_start(day), names, signals)

    def regular(self, day: int) -> tuple[Layers, NDArray[np.bool_]]:
        """What they said of regular series, drawn by lot, on a day (from the first), and what came.

        Day by day: a matrix of another height may be multiplied in another order, to another last digit.
        """
        if day not in self.past:
            quarter = quarter_start(day + self.pool.first)
            share = self.settings.blend_rows_a_day / max(self.pool.count_regular(day), 1)
            rows = self._draw_day(day, share, self._memory(quarter))
            self.past[day] = self._layers(quarter, rows.names, rows.signals), rows.happened
        return self.past[day]

    def signals(self, day: int) -> tuple[list[str], Numbers]:
        """Names and columns of the series asked for, as known at the start of a day (an ordinal)."""
        everyone = np.arange(len(self.pool.asked))
        at, memory = day - self.pool.first, self._memory(quarter_start(day))
        names, columns = self.pool.wanted.columns(self.windows, at, everyone, memory)
        return names, np.column_stack(columns)

    def model(self, quarter: int) -> Model:
        """The model that serves a quarter, given by its first day (an ordinal)."""
        if quarter not in self.models:
            self.models[quarter] = self._fit(self.closed_rows(quarter), quarter)
        return self.models[quarter]

    def closed_rows(self, quarter: int) -> Rows:
        """The windows, over by the first day of a quarter, that its model is fitted on."""
        last = quarter - self.pool.first - self.windows.horizon
        drawn = list(self._draw(-1, last, self.settings.rows, self._memory(quarter)))
        drawn = drawn or [self._no_rows(quarter)]
        return Rows(
            np.concatenate([day.signals for day in drawn]),
            drawn[0].names,
            np.concatenate([day.happened for day in drawn]),
            np.concatenate([day.days for day in drawn]),
        )

    def weights(self, rows: Rows, quarter: int) -> Numbers:
        """What each row weighs in a fit for a quarter, by its age."""
        return 2.0 ** (-(quarter - self.pool.first - rows.days) / self.settings.half_life_days)

    def few(self, today: int) -> float:
        """How many times harder all pulls are where series are few: their windows are not independent."""
        series = max(self.pool.count_regular(today), 1)
        return max(1.0, self.settings.many_series / series) ** 2

    def _layers(self, quarter: int, names: Sequence[str], signals: Numbers) -> Layers:
        columns = (*_DRAWN_TO, "climatology", "gone silent")
        kept = (signals[:, names.index(name)].copy() for name in columns)  # a view would keep all signals
        return Layers(self.model(quarter).log_odds(signals), *kept)

    def _no_rows(self, quarter: int) -> Rows:
        nobody = np.arange(0)
        names, columns = self.pool.wanted.columns(
            self.windows, int(self.pool.origins[0]), nobody, self._memory(quarter)
        )
        return Rows(np.column_stack(columns), tuple(names), nobody.astype(bool), nobody)

    def _fit(self, rows: Rows, quarter: int) -> Model:
        width = rows.signals.shape[1]
        centre, spread = np.zeros(width), np.ones(width)
        if len(rows.days):
            centre, spread = rows.signals.mean(axis=0), rows.signals.std(axis=0)
        centre[0], spread[spread < 1e-6] = 0.0, 1.0
        prior, strength = np.zeros(width), np.full(width, self.settings.ridge)
        for name, share in _DRAWN_TO.items():
            prior[rows.names.index(name)] = share * spread[rows.names.index(name)]
        prior[0] = sum(share * centre[rows.names.index(name)] for name, share in _DRAWN_TO.items())
        common = [name.startswith(COMMON) for name in rows.names]
        years = max(float(np.ptp(rows.days)) if len(rows.days) else 0.0, 90.0) / 365.25
        strength[common] = max(self.settings.common_ridge / years**2, self.settings.ridge)
        strength[0] = 1.0
        strength *= self.few(quarter - self.pool.first)
        standard = rows.signals  # its own copy: brought to scale where it stands, to hold it once
        standard -= centre
        standard /= spread
        fitted = fit_logistic(
            standard, rows.happened, self.weights(rows, quarter), prior=prior, strength=strength
        )
        return Model(centre, spread, fitted)

    def _memory(self, quarter: int) -> Memory:
        if quarter not in self.memories:
            days = [int(day) for day in self.pool.origins if day >= self.settings.warm_up_days]
            self.memories[quarter] = self.tuning.choose(quarter - self.pool.first, days)
        return self.memories[quarter]

    def _tuned_on(self, day: int) -> NDArray[np.int64]:
        return self._lot(day, self.settings.tuning_rows_a_day / max(self.pool.count_regular(day), 1))

    def _draw(self, start: int, end: int, limit: int, memory: Memory) -> Iterator[Rows]:
        """Windows of regular series that start in [start, end], day by day, by lot down to about `limit`."""
        days = [int(day) for day in self.pool.origins if max(start, end - self.settings.look_back_days) < day]
        days = [day for day in days if self.settings.warm_up_days <= day <= end]
        known = sum(self.pool.count_regular(day) for day in days)
        for day in days:
            yield self._draw_day(day, limit / max(known, 1), memory)

    def _lot(self, day: int, share: float) -> NDArray[np.int64]:
        """About a share of the series that were regular by a day, by a lot of the name and the day."""
        lots = self.pool.regular.lots[: self.pool.count_regular(day)]
        return np.flatnonzero((lots + (self.pool.first + day) * 0.6180339887498949) % 1.0 < share)

    def _draw_day(self, day: int, share: float, memory: Memory) -> Rows:
        if share < 1 or self.pool.count_regular(day) >= self.settings.many_series:
            return self._rows(day, self._lot(day, share), memory)
        everyone = np.arange(self.pool.count_regular(day))
        if day not in self.drawn:  # few series are drawn whole each quarter: only layer A differs by then
            self.drawn[day] = self._rows(day, everyone, memory)
        kept = self.drawn[day]
        signals = kept.signals.copy()
        signals[:, kept.names.index("layer A")] = self.pool.regular.layer_a(
            self.windows, day, everyone, memory
        )
        return replace(kept, signals=signals)

    def _rows(self, day: int, chosen: NDArray[np.int64], memory: Memory) -> Rows:
        regular = self.pool.regular
        names, columns = regular.columns(self.windows, day, chosen, memory)
        happened = self.windows.held[day, regular.rows[chosen]]
        return Rows(np.column_stack(columns), tuple(names), happened, np.full(len(chosen), day))
