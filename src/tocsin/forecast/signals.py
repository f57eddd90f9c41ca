"""Signals of the pooled forecast: what a series, its neighbours and the world did lately, as columns.

Comes in: `States`, `Windows` and the series. Goes out: named columns, a row a series.
Rates are put on the scale of the answer, g(r) = log(exp(r h) - 1), the log-odds of an event in h days at
rate r. Knows nothing about coefficients, nor what happened.
"""

import zlib
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.logistic import Numbers, logit
from tocsin.forecast.memory import Memory
from tocsin.forecast.panel import Series
from tocsin.forecast.regimes import PACES
from tocsin.forecast.states import HALF_LIVES, States, Windows, climatology
from tocsin.reference.cameo import quad_of

COMMON = ("class", "world")  # signals that many series share, so that a history holds few independent values
_SHAPED = (30, 120, 365)  # half-lives that also enter as negative-binomial chances
_NEIGHBOURS = {
    "source": (15, 60, 365),
    "source class": (15, 60, 365),
    "toward source": (15, 60, 365),
    "toward source class": (30, 365),
    "source fights": (30, 365),
    "toward source fights": (30, 365),
    "target": (60, 365),
    "target class": (60, 365),
    "reverse class": (15, 60, 365),
    "reverse": (15, 60, 365),
    "pair": (15, 60, 365),
    "toward target": (60, 365),
    "class": (30, 120, 365),
    "world": (15, 30, 120, 365),
}
_OF_PAIRS = ("target", "target class", "reverse class", "reverse", "pair", "toward target")


def class_of(series: Series) -> int:
    """Quad class of a series: its own, that of its root, or 0 for any."""
    if series.quad is not None or series.root is None:
        return series.quad or 0
    return quad_of(series.root)


def neighbours(series: Series) -> dict[str, Series]:
    """The series that bear on a series, by name; without a target those of pairs are the source's own."""
    source, target, quad = series.source, series.target, class_of(series) or None
    return {
        "source": Series(source),
        "source class": Series(source, None, quad),
        "toward source": Series(target=source),
        "toward source class": Series(None, None, quad, source),
        "source fights": Series(source, None, 4),
        "toward source fights": Series(None, None, 4, source),
        "target": Series(target or source),
        "target class": Series(target or source, None, quad),
        "reverse class": Series(target, None, quad, source),
        "reverse": Series(target, None, None, source),
        "pair": Series(source, None, None, target),
        "toward target": Series(target=target or source),
        "class": Series(None, series.root, None if series.root else quad),
        "world": Series(),
    }


class Signals:
    """The columns of a fixed list of series; `lots` are numbers in [0, 1) for drawing rows by."""

    def __init__(self, states: States, series: Sequence[Series]) -> None:
        self.states = states
        rows = states.panel.rows
        near = [neighbours(each) for each in series]
        self.rows = np.array([rows[each] for each in series], dtype=np.int64)
        self.near = {
            name: np.array([rows[each[name]] for each in near], dtype=np.int64) for name in _NEIGHBOURS
        }
        self.is_pair = np.array([each.target is not None for each in series], dtype=np.float64)
        self.is_root = np.array([each.root is not None for each in series], dtype=np.float64)
        self.quad = np.array([class_of(each) for each in series])
        self.root = np.array([int(each.root or 0) for each in series])
        self.lots = np.array([zlib.crc32(repr(tuple(each)).encode()) for each in series]) / 2.0**32

    def columns(
        self, windows: Windows, day: int, chosen: NDArray[np.int64], memory: Memory
    ) -> tuple[list[str], list[Numbers]]:
        """Names and columns for the chosen series, as known at the start of `day` (days from the first)."""
        own = _Own(self.states, windows, day, self.rows[chosen])
        named = dict(own.columns(memory))
        named.update(self._near(day, chosen))
        named.update(self._kinds(own, chosen))
        return list(named), list(named.values())

    def log_none(
        self, windows: Windows, day: int, chosen: NDArray[np.int64], half_life: int, strength: float
    ) -> Numbers:
        """Log P(no event) of the discounted Gamma-Poisson with that half-life and prior strength: layer A."""
        return _Own(self.states, windows, day, self.rows[chosen]).log_none(half_life, strength)

    def layer_a(self, windows: Windows, day: int, chosen: NDArray[np.int64], memory: Memory) -> Numbers:
        """The column of layer A alone."""
        return _Own(self.states, windows, day, self.rows[chosen]).layer_a(memory)

    def _near(self, day: int, chosen: NDArray[np.int64]) -> dict[str, Numbers]:
        """Level of each neighbour, and how far it is above it, over several half-lives."""
        states, row, named = self.states, self.states.at[day], {}
        for name, half_lives in _NEIGHBOURS.items():
            near = self.near[name][chosen]
            usual = (states.total[day, near] + 0.5) / (day + 30.0)
            counts = self.is_pair[chosen] if name in _OF_PAIRS else 1.0
            if name not in COMMON:
                named[f"{name} level"] = counts * np.log(usual)
            for half_life in half_lives:
                faded = states.faded[half_life][row, near]
                recent = (faded + 1.0) / (states.exposure[half_life][row] + 1.0 / usual)
                named[f"{name} {half_life}"] = counts * np.log(recent / usual)
        return named

    def _kinds(self, own: "_Own", chosen: NDArray[np.int64]) -> dict[str, Numbers]:
        """What kind of series it is, alone and with how lively it is, and the strata of climatology."""
        pair, root = self.is_pair[chosen], self.is_root[chosen]
        named = {"pair": pair, "of root": root, "pair surge": pair * own.surge[365]}
        named |= {"pair late surge": pair * own.surge[30], "root surge": root * own.surge[365]}
        for quad in (2, 3, 4):
            is_quad = (self.quad[chosen] == quad).astype(np.float64)
            named |= {f"quad {quad}": is_quad, f"quad {quad} surge": is_quad * own.surge[120]}
        for number in range(1, 20):
            named[f"root {number:02d}"] = (self.root[chosen] == number).astype(np.float64)
        for name, low, high in (("rare", 0.0, 0.1), ("usual", 0.7, 1.01)):
            inside = ((own.climate >= low) & (own.climate < high)).astype(np.float64)
            named |= {name: inside, f"{name} level": inside * logit(own.climate)}
            named |= {f"{name} surge {days}": inside * own.surge[days] for days in (30, 365)}
        return named


class _Own:
    """Signals of the series' own past at one day."""

    def __init__(self, states: States, windows: Windows, day: int, rows: NDArray[np.int64]) -> None:
        self.states, self.windows, self.day, self.rows = states, windows, day, rows
        self.events = states.total[day, rows].astype(np.float64)
        self.usual = (self.events + 0.5) / (day + 30.0)

    @cached_property
    def climate(self) -> Numbers:
        """Climatology, as a probability."""
        return climatology(self.windows, self.day, self.rows)

    @cached_property
    def surge(self) -> dict[int, Numbers]:
        """By half-life: how far the recent rate is above the usual one, on the log."""
        return {days: np.log(self._mean(days) / self.usual) for days in HALF_LIVES}

    def columns(self, memory: Memory) -> dict[str, Numbers]:
        """All of them by name; the first is the constant."""
        horizon = self.windows.horizon
        long_run = _on_scale(self.usual, horizon)
        named = {"one": np.ones(len(self.rows)), "climatology": logit(self.climate), "long run": long_run}
        for days in HALF_LIVES:
            named[f"rate {days}"] = _on_scale(self._mean(days), horizon) - long_run
        named["layer A"] = self.layer_a(memory)
        for days in _SHAPED:
            named[f"chance {days}"] = self._chance(days) - long_run
        for pace in range(len(PACES)):
            named[f"regime {pace}"] = self._regime(pace) - long_run
        named |= self._bends(long_run) | self._silence() | self._season()
        return named

    def layer_a(self, memory: Memory) -> Numbers:
        """Log-odds of the tuned discounted Gamma-Poisson, over those of the long run."""
        log_none = self.log_none(int(memory.half_life), memory.strength)
        return _odds(log_none) - _on_scale(self.usual, self.windows.horizon)

    def log_none(self, half_life: int, strength: float) -> Numbers:
        """Log P(no event), the prior mean leaning on half an event in half a year."""
        return self._log_none(half_life, strength, (self.events + 0.5) / (self.day + 180.0))

    def _chance(self, days: int) -> Numbers:
        return _odds(self._log_none(days, _strength(days), self.usual))

    def _mean(self, days: int) -> Numbers:
        alpha, beta = self._belief(days, _strength(days), self.usual)
        return alpha / beta

    def _log_none(self, days: int, strength: float, usual: Numbers) -> Numbers:
        """Log P(no event) = alpha log(beta / (beta + h))."""
        alpha, beta = self._belief(days, strength, usual)
        return -alpha * np.log1p(self.windows.horizon / beta)

    def _belief(self, days: int, strength: float, usual: Numbers) -> tuple[Numbers, Numbers]:
        """Gamma belief about the rate: alpha events, in beta days."""
        row = self.states.at[self.day]
        alpha = self.states.faded[days][row, self.rows] + strength
        return alpha, self.states.exposure[days][row] + strength / usual

    def _regime(self, pace: int) -> Numbers:
        """Log-odds that some event comes, as the regimes followed at one pace have it."""
        chance = self.states.regimes[pace, self.windows.horizon][self.states.at[self.day], self.rows]
        return logit(np.clip(chance.astype(np.float64), 1e-9, 1 - 1e-7))

    def _bends(self, long_run: Numbers) -> dict[str, Numbers]:
        """Squares, products and bends, for what is not a straight line on the log-odds."""
        density = np.log(self.usual * 30.0)
        named = {f"surge {days} squared": self.surge[days] ** 2 for days in (30, 120, 365)}
        named |= {f"surge {days} by density": self.surge[days] * density for days in (30, 365)}
        named |= {
            "long run over 0": np.maximum(long_run, 0.0),
            "long run over 1": np.maximum(long_run - 1, 0.0),
        }
        return named | {"long run under -2": np.maximum(-long_run - 2.0, 0.0)}

    def _silence(self) -> dict[str, Numbers]:
        """How long ago the last event was, in days and in events that should have come since."""
        gap = self.day - np.maximum(self.states.last[self.states.at[self.day], self.rows], 0.0)
        owed = gap * self.usual
        named = {"log gap": np.log1p(gap), "owed": np.log1p(owed), "owed squared": np.log1p(owed) ** 2}
        named |= {"gone silent": np.clip(owed - 3.0, 0.0, 10.0), "log events": np.log1p(self.events)}
        named |= {f"gap within {days}": (gap <= days).astype(np.float64) for days in (2, 7)}
        return named | {f"gap over {days}": (gap > days).astype(np.float64) for days in (180, 365)}

    def _season(self) -> dict[str, Numbers]:
        """Events at this time of former years, a year weighing 0.8 of the next, against the usual rate."""
        total, length = self.states.total, max(self.windows.horizon, 30) + 6
        seen, exposed = np.zeros(len(self.rows)), 0.0
        for year in range(1, 8):
            start = self.day - round(365.25 * year) - 7
            if start < 0:
                break
            end = min(start + length, self.day)
            seen += 0.8 ** (year - 1) * (total[end, self.rows] - total[start, self.rows])
            exposed += 0.8 ** (year - 1) * (end - start)
        return {"same season": np.log((seen + 1.0) / (exposed * self.usual + 1.0))}


def _on_scale(rate: Numbers, horizon: int) -> Numbers:
    return np.log(np.expm1(np.minimum(rate * horizon, 30.0)))


def _strength(half_life: int) -> float:
    return 1.0 if half_life < 100 else 0.5


def _odds(log_none: Numbers) -> Numbers:
    """Log-odds of some event, from the log of the chance of none."""
    return np.log(-np.expm1(log_none)) - log_none
