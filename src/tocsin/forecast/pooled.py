"""Layer B: one model for many series, fitted again each quarter on windows that are over by then.

Comes in: facts, the series asked for, the days to forecast on, a horizon. Goes out: probabilities and base
rates for each day and series. What is drawn, fitted and calibrated for a day depends on facts before it and
on the calendar alone, so that a history cut later gives the same numbers. Knows nothing about files.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.logistic import Numbers, fit_logistic, inverse_logit
from tocsin.forecast.memory import Memory
from tocsin.forecast.panel import Fact, Series, count_days, find_regular
from tocsin.forecast.settings import PoolSettings, load_settings
from tocsin.forecast.signals import COMMON, Signals, neighbours
from tocsin.forecast.states import States, Windows, climatology, mark_windows, trace_states
from tocsin.forecast.tuning import Tuning

# What the model is drawn towards, by column: the mean of layer A and of the regimes, on the log-odds.
_DRAWN_TO = {"long run": 1.0, "layer A": 0.5, "regime 0": 0.5}


@dataclass(frozen=True)
class DayForecast:
    """Probabilities of all series asked for on one day (an ordinal), with what simpler methods say."""

    day: int
    horizon: int
    probability: Numbers
    base_rate: Numbers  # expanding climatology
    layer_a: Numbers  # discounted Gamma-Poisson, tuned
    poisson: Numbers  # one rate over the whole past


@dataclass(frozen=True)
class _Model:
    """Coefficients on signals brought to mean 0 and spread 1."""

    centre: Numbers
    spread: Numbers
    coefficients: Numbers

    def log_odds(self, signals: Numbers) -> Numbers:
        return ((signals - self.centre) / self.spread) @ self.coefficients


@dataclass(frozen=True)
class _Rows:
    """Windows of regular series: signals by name, what happened, and the day on which each starts."""

    signals: Numbers
    names: tuple[str, ...]
    happened: NDArray[np.bool_]
    days: NDArray[np.int64]


_CONSTANT = 5  # its place among the parts of the blend
_Record = list[tuple[Numbers, NDArray[np.bool_], NDArray[np.int64]]]  # a day each: parts, happened, day


class Pool:
    """All facts in the shape that the model is fitted and asked in."""

    def __init__(
        self, facts: Sequence[Fact], asked: Sequence[Series], days: Sequence[int], horizons: Sequence[int]
    ) -> None:
        self.settings: PoolSettings = load_settings().pool
        self.first = min(fact.day for fact in facts)
        self.asked = list(asked)
        end = max(days) + 1
        regular = find_regular(facts, self.settings.least_facts)
        self.since = np.array([day - self.first for day in regular.values()], dtype=np.int64)
        self.origins = np.arange(-self.first % 7, end - self.first, 7)
        self.horizons = tuple(horizons)
        self.states = self._trace(facts, list(regular), np.array(sorted(set(days))) - self.first)
        self.regular = Signals(self.states, list(regular))
        self.wanted = Signals(self.states, self.asked)

    def _trace(self, facts: Sequence[Fact], regular: list[Series], days: NDArray[np.int64]) -> States:
        every = dict.fromkeys([*regular, *self.asked])
        own = len(every)
        for series in list(every):
            every.update(dict.fromkeys(neighbours(series).values()))
        panel = count_days(facts, every, self.first, int(days.max()) + 1)
        volume = [
            row for series, row in panel.rows.items() if series.source is None and series.target is None
        ]
        origins = np.union1d(self.origins, days)
        return trace_states(panel, origins, np.array(volume, dtype=np.int64), own, self.horizons)

    def count_regular(self, day: int) -> int:
        """How many series were regular before `day` (days from the first); they are the first ones."""
        return int(np.searchsorted(self.since, day))

    def forecast(self, days: Sequence[int], horizon: int) -> Iterator[DayForecast]:
        """A forecast for each day, in order."""
        walk = _Walk(self, mark_windows(self.states, horizon))
        for day in days:
            yield walk.forecast(day)


class _Walk:
    """One horizon, walked forward: models and calibrations by the quarter that they serve."""

    def __init__(self, pool: Pool, windows: Windows) -> None:
        self.pool, self.windows = pool, windows
        self.settings = pool.settings
        self.models: dict[int, _Model] = {}
        self.blends: dict[int, Numbers] = {}
        self.records: dict[int, _Record] = {}
        self.drawn: dict[int, _Rows] = {}
        self.memories: dict[int, Memory] = {}
        self.tuning = Tuning(pool.regular, windows, self._tuned_on, self.settings.half_life_days)

    def forecast(self, day: int) -> DayForecast:
        quarter, at = quarter_start(day), day - self.pool.first
        everyone = np.arange(len(self.pool.asked))
        names, columns = self.pool.wanted.columns(self.windows, at, everyone, self._memory(quarter))
        signals = np.column_stack(columns)
        parts = self._parts(self._model(quarter), names, signals)
        log_odds = parts @ self._blend(quarter)
        long_run = signals[:, names.index("long run")]
        base = climatology(self.windows, at, self.pool.wanted.rows)
        return DayForecast(
            day,
            self.windows.horizon,
            np.clip(inverse_logit(log_odds), 1e-6, 1 - 1e-6),
            base,
            inverse_logit(parts[:, 1] + parts[:, 2]),
            inverse_logit(long_run),
        )

    def _model(self, quarter: int) -> _Model:
        if quarter not in self.models:
            today = quarter - self.pool.first
            drawn = list(
                self._draw(-1, today - self.windows.horizon, self.settings.rows, self._memory(quarter))
            )
            self.models[quarter] = self._fit(drawn or [self._no_rows(quarter)], today)
        return self.models[quarter]

    def _no_rows(self, quarter: int) -> _Rows:
        nobody = np.arange(0)
        names, columns = self.pool.wanted.columns(
            self.windows, int(self.pool.origins[0]), nobody, self._memory(quarter)
        )
        return _Rows(np.column_stack(columns), tuple(names), nobody.astype(bool), nobody)

    def _fit(self, drawn: list[_Rows], today: int) -> _Model:
        rows = _Rows(
            np.concatenate([day.signals for day in drawn]),
            drawn[0].names,
            np.concatenate([day.happened for day in drawn]),
            np.concatenate([day.days for day in drawn]),
        )
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
        strength *= self._few(today)
        weights = 2.0 ** (-(today - rows.days) / self.settings.half_life_days)
        standard = rows.signals  # its own copy: brought to scale where it stands, to hold it once
        standard -= centre
        standard /= spread
        fitted = fit_logistic(standard, rows.happened, weights, prior=prior, strength=strength)
        return _Model(centre, spread, fitted)

    def _few(self, today: int) -> float:
        """How many times harder all pulls are where series are few: their windows are not independent."""
        series = max(self.pool.count_regular(today), 1)
        return max(1.0, self.settings.many_series / series) ** 2

    def _memory(self, quarter: int) -> Memory:
        if quarter not in self.memories:
            days = [int(day) for day in self.pool.origins if day >= self.settings.warm_up_days]
            self.memories[quarter] = self.tuning.choose(quarter - self.pool.first, days)
        return self.memories[quarter]

    def _tuned_on(self, day: int) -> NDArray[np.int64]:
        return self._lot(day, self.settings.tuning_rows_a_day / max(self.pool.count_regular(day), 1))

    def _draw(self, start: int, end: int, limit: int, memory: Memory) -> Iterator[_Rows]:
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

    def _draw_day(self, day: int, share: float, memory: Memory) -> _Rows:
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

    def _rows(self, day: int, chosen: NDArray[np.int64], memory: Memory) -> _Rows:
        regular = self.pool.regular
        names, columns = regular.columns(self.windows, day, chosen, memory)
        happened = self.windows.held[day, regular.rows[chosen]]
        return _Rows(np.column_stack(columns), tuple(names), happened, np.full(len(chosen), day))

    def _parts(self, model: _Model, names: Sequence[str], signals: Numbers) -> Numbers:
        """What the blend weighs: the model, layer A in two parts, climatology, strata and their levels."""
        pooled = model.log_odds(signals)
        climate = signals[:, names.index("climatology")]
        chance = inverse_logit(climate)
        rare, usual = (chance < 0.1).astype(float), (chance >= 0.7).astype(float)
        silent = signals[:, names.index("gone silent")]
        long_run, layer_a, regimes = (signals[:, names.index(name)] for name in _DRAWN_TO)
        others = [regimes, climate, np.ones(len(pooled)), rare, usual, rare * pooled, usual * pooled, silent]
        return np.column_stack([pooled, long_run, layer_a, *others])

    def _blend(self, quarter: int) -> Numbers:
        """Weights of the parts, fitted on the model's own forecasts of windows that are over."""
        if quarter not in self.blends:
            self.blends[quarter] = self._fit_blend(quarter)
        return self.blends[quarter]

    def _fit_blend(self, quarter: int) -> Numbers:
        served = [quarter]
        for _ in range(self.settings.blend_quarters + self.windows.horizon // 90):
            served.append(quarter_start(served[-1] - 1))
        kept = [day for each in served[:0:-1] if each > self.pool.first for day in self._record(each)]
        kept = [day for day in kept if day[2][0] + self.windows.horizon <= quarter - self.pool.first]
        width = 11
        prior = np.zeros(width)
        prior[0] = 1.0
        if not kept:
            return prior
        parts, happened, days = (np.concatenate(each) for each in zip(*kept, strict=True))
        if len(days) < self.settings.blend_least:
            return prior
        strength = np.full(width, self.settings.blend_ridge)
        strength[_CONSTANT] = 1.0
        strength *= self._few(quarter - self.pool.first)
        weights = np.full(len(days), min(1.0, 14.0 / self.windows.horizon))
        return fit_logistic(parts, happened, weights, prior=prior, strength=strength)

    def _record(self, quarter: int) -> _Record:
        """What the model of a quarter said of regular series in that quarter, and what came.

        Day by day: a matrix of another height may be multiplied in another order, to another last digit.
        """
        if quarter not in self.records:
            start, end = quarter - self.pool.first, quarter_start(quarter + 95) - self.pool.first
            kept = []
            for day in self.pool.origins:
                if start <= day < min(end, len(self.windows.held)) and day >= self.settings.warm_up_days:
                    share = self.settings.blend_rows_a_day / max(self.pool.count_regular(int(day)), 1)
                    rows = self._draw_day(int(day), share, self._memory(quarter))
                    parts = self._parts(self._model(quarter), rows.names, rows.signals)
                    if len(rows.days):
                        kept.append((parts, rows.happened, rows.days))
            self.records[quarter] = kept
        return self.records[quarter]


def quarter_start(day: int) -> int:
    """Ordinal of the first day of the calendar quarter that holds the day."""
    date = dt.date.fromordinal(day)
    return dt.date(date.year, (date.month - 1) // 3 * 3 + 1, 1).toordinal()
