"""Replay: what would have been forecast on each day of the past, had only the days before it been known.

Comes in: facts, the series asked for, a period. Goes out: forecasts a day at a time, their lines, and the
scores of the run beside simpler methods. How probabilities are found is the forecast room's business.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ConfigurationError
from tocsin.factfiles import Asked
from tocsin.forecast.panel import Fact, count_days
from tocsin.forecast.pooled import DayForecast, Pool
from tocsin.forecast.skill import Score, score_forecasts

METHODS = {
    "probability": "Tocsin",
    "layer_a": "Gamma-Poisson, discounted",
    "poisson": "Poisson, expanding rate",
}


@dataclass(frozen=True)
class Period:
    """From when to when forecasts are made, every so many days, for windows of so many days."""

    start: dt.date
    stop: dt.date
    every: int
    horizons: tuple[int, ...]

    @property
    def days(self) -> list[int]:
        """Ordinals of the days on which forecasts are made."""
        return list(range(self.start.toordinal(), self.stop.toordinal() + 1, self.every))


def check_period(start: dt.date, stop: dt.date, every: int, horizons: str) -> Period:
    """The period as typed.

    Raises:
        ConfigurationError: it ends before it begins, or a horizon is not a number of days from 1 to 3660.
    """
    if stop < start:
        raise ConfigurationError(
            f"--to {stop}", f"this is before --from {start}", "give a day on or after --from"
        )
    if every < 1:
        raise ConfigurationError(f"--every {every}", "this is no number of days", "use 1 or more")
    parts = [part.strip() for part in horizons.split(",")]
    if not all(part.isdecimal() and 1 <= int(part) <= 3660 for part in parts):
        raise ConfigurationError(
            f"--horizons {horizons}",
            "each must be a number of days from 1 to 3660",
            "write them as 7,30,90",
        )
    return Period(start, stop, every, tuple(sorted({int(part) for part in parts})))


def replay(
    facts: Sequence[Fact], asked: Sequence[Asked], period: Period
) -> Iterator[tuple[int, tuple[DayForecast, ...]]]:
    """Forecasts of all series, a day at a time, a `DayForecast` a horizon, none below that of a shorter one.

    Only facts before a day enter its forecasts.

    Raises:
        ConfigurationError: the period begins before the history does.
    """
    first = dt.date.fromordinal(min(fact.day for fact in facts))
    if period.start <= first:
        raise ConfigurationError(
            f"--from {period.start}",
            f"the history begins on {first}",
            "begin later, with some past to learn from",
        )
    pool = Pool(facts, [one.series for one in asked], period.days, period.horizons)
    walks = [pool.forecast(period.days, horizon) for horizon in period.horizons]
    for made in zip(*walks, strict=True):
        yield made[0].day, _rising(made)


def forecast_lines(asked: Sequence[Asked], made: Sequence[DayForecast]) -> Iterator[str]:
    """A JSON line for each series and horizon of one day."""
    for each in made:
        as_of = dt.date.fromordinal(each.day).isoformat()
        for one, probability, base in zip(asked, each.probability, each.base_rate, strict=True):
            line = {"series": one.id, "as_of": as_of, "horizon_days": each.horizon}
            yield json.dumps({**line, "probability": float(probability), "base_rate": float(base)})


class Scoring:
    """Forecasts set beside what happened, as they are made; windows that outlast the history are left out."""

    def __init__(self, facts: Sequence[Fact], asked: Sequence[Asked]) -> None:
        self.first = min(fact.day for fact in facts)
        self.days = max(fact.day for fact in facts) - self.first + 1
        panel = count_days(facts, [one.series for one in asked], self.first, self.days)
        before = np.zeros((self.days + 1, len(panel.rows)), dtype=np.int32)
        np.cumsum(panel.counts > 0, axis=0, out=before[1:])
        self.before = before[:, [panel.rows[one.series] for one in asked]]
        self.silent = int((self.before[-1] == 0).sum())  # series without a fact
        self.kept: dict[int, list[tuple[DayForecast, NDArray[np.bool_]]]] = {}

    def doubts(self, period: Period) -> Iterator[str]:
        """What about this history and list a reader of the scores should know."""
        last = dt.date.fromordinal(self.first + self.days - 1)
        if period.stop > last:
            yield f"the last row is of {last}; days after it count as quiet, and windows there are not scored"
        if self.silent:
            yield f"{self.silent} of {self.before.shape[1]} series have no row: check the spelling of names"

    def add(self, made: Sequence[DayForecast]) -> None:
        """Keep the forecasts of one day whose windows are over by the history's end."""
        for each in made:
            start = each.day - self.first
            if start + each.horizon <= self.days:
                happened = self.before[start + each.horizon] > self.before[start]
                self.kept.setdefault(each.horizon, []).append((each, happened))

    def scores(self) -> dict[int, dict[str, Score]]:
        """For each horizon with a closed window, the score of each method of METHODS."""
        return {horizon: _score_methods(kept) for horizon, kept in sorted(self.kept.items())}


def _score_methods(kept: Sequence[tuple[DayForecast, NDArray[np.bool_]]]) -> dict[str, Score]:
    happened = np.concatenate([each for _, each in kept])
    reference = np.concatenate([made.base_rate for made, _ in kept])
    said = {name: np.concatenate([getattr(made, name) for made, _ in kept]) for name in METHODS}
    return {name: score_forecasts(each, happened, reference) for name, each in said.items()}


def score_lines(scores: dict[int, dict[str, Score]], period: Period) -> Iterator[str]:
    """The scores of a run in plain lines, and how far windows that overlap can be counted as many."""
    yield "scores of this run, from the same history (skill: log loss against expanding climatology)"
    for horizon, methods in scores.items():
        own = methods["probability"]
        apart = max(1.0, horizon / period.every)
        yield (
            f"{horizon} days: {own.count} forecasts, the event came in {own.base:.1%}; "
            f"windows overlap and count as about {own.count / apart:.0f}"
        )
        for name, score in methods.items():
            strata = ", ".join("-" if skill is None else f"{skill:+.1f}" for _, skill in score.strata)
            yield (
                f"  {METHODS[name]:26} log loss {score.log_loss:.4f}, skill {score.skill:+.2f} %, "
                f"Brier skill {score.brier_skill:+.4f}, calibration error {score.calibration_error:.4f}, "
                f"strata {strata} %"
            )
    if not scores:
        yield "no window was over by the end of the history: nothing to score"
    else:
        yield "strata: skill where climatology is under .1, .1 to .3, .3 to .7, .7 and over"


def _rising(made: Sequence[DayForecast]) -> tuple[DayForecast, ...]:
    """No window is less likely to hold an event than a shorter one inside it."""
    risen = [made[0]]
    for each in made[1:]:
        risen.append(replace(each, probability=np.maximum(each.probability, risen[-1].probability)))
    return tuple(risen)
