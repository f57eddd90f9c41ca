"""How good replayed forecasts were: scores of each method, what they are made of, and how far chance reaches.

Comes in: forecasts as they are made, and the facts. Goes out: scores a horizon, and lines to print. Knows
nothing about how a probability was found.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.factfiles import Asked
from tocsin.forecast.blend import DayForecast
from tocsin.forecast.panel import Fact, count_days
from tocsin.forecast.reliability import Bin, Decomposition, decompose_brier, fill_bins
from tocsin.forecast.resampling import Gain, compare_skill
from tocsin.forecast.skill import Score, log_loss, score_forecasts
from tocsin.replay import Period

METHODS = {
    "probability": "Tocsin",
    "logistic": "logistic, cross-series",
    "regimes": "hidden regimes",
    "layer_a": "Gamma-Poisson, discounted",
    "poisson": "Poisson, expanding rate",
}


@dataclass(frozen=True)
class Horizon:
    """All that is known of the forecasts of one horizon."""

    days: int
    scores: dict[str, Score]  # by method
    parts: dict[str, Decomposition]
    bins: dict[str, list[Bin]]
    gains: dict[str, dict[str, Gain]]  # log loss and Brier: gain of Tocsin on each other method
    overlap: float  # windows that count as one


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

    def scores(self, every: int) -> list[Horizon]:
        """Each horizon with a closed window, forecasts made `every` so many days."""
        return [_score_horizon(horizon, kept, every) for horizon, kept in sorted(self.kept.items())]


def score_lines(scored: Sequence[Horizon]) -> Iterator[str]:
    """The scores of a run in plain lines, and how far windows that overlap can be counted as many."""
    yield "scores of this run, from the same history (skill: log loss against expanding climatology)"
    for horizon in scored:
        own = horizon.scores["probability"]
        yield (
            f"{horizon.days} days: {own.count} forecasts, the event came in {own.base:.1%}; "
            f"windows overlap and count as about {own.count / horizon.overlap:.0f}"
        )
        for name, score in horizon.scores.items():
            yield f"  {METHODS[name]:26} {_say_score(score, horizon.parts[name])}"
        for name, gains in horizon.gains.items():
            yield f"  gain on {METHODS[name]}: {_say_gains(gains)}"
    if not scored:
        yield "no window was over by the end of the history: nothing to score"
    else:
        yield "strata: skill where climatology is under .1, .1 to .3, .3 to .7, .7 and over"
        yield "gains: difference in skill, with what 90 % of block bootstraps gave (blocks of 91 days up)"


def _say_score(score: Score, parts: Decomposition) -> str:
    strata = ", ".join("-" if skill is None else f"{skill:+.1f}" for _, skill in score.strata)
    return (
        f"log loss {score.log_loss:.4f}, skill {score.skill:+.2f} %, Brier skill {score.brier_skill:+.4f}, "
        f"calibration error {score.calibration_error:.4f}, strata {strata} %; Brier {parts.brier:.4f} = "
        f"{parts.reliability:.4f} unreliable - {parts.resolution:.4f} resolved + {parts.uncertainty:.4f}"
    )


def _say_gains(gains: dict[str, Gain]) -> str:
    log, brier = gains["log loss"], gains["Brier"]
    return (
        f"skill {100 * log.gain:+.2f} points ({100 * log.low:+.2f} to {100 * log.high:+.2f}), Brier skill "
        f"{brier.gain:+.4f} ({brier.low:+.4f} to {brier.high:+.4f}), {log.blocks} blocks"
    )


def _score_horizon(days: int, kept: Sequence[tuple[DayForecast, NDArray[np.bool_]]], every: int) -> Horizon:
    happened = np.concatenate([each for _, each in kept])
    reference = np.concatenate([made.base_rate for made, _ in kept])
    said = {name: np.concatenate([getattr(made, name) for made, _ in kept]) for name in METHODS}
    overlap = max(1.0, days / every)
    losses = {name: _day_losses(kept, name) for name in (*METHODS, "base_rate")}
    return Horizon(
        days,
        {name: score_forecasts(each, happened, reference) for name, each in said.items()},
        {name: decompose_brier(each, happened) for name, each in said.items()},
        {name: fill_bins(each, happened, overlap=overlap) for name, each in said.items()},
        {
            name: {
                loss: compare_skill(
                    losses["probability"][loss],
                    losses[name][loss],
                    losses["base_rate"][loss],
                    every=every,
                    horizon=days,
                )
                for loss in losses[name]
            }
            for name in METHODS
            if name != "probability"
        },
        overlap,
    )


def _day_losses(
    kept: Sequence[tuple[DayForecast, NDArray[np.bool_]]], name: str
) -> dict[str, NDArray[np.float64]]:
    """Sum of each loss over the series of a day, (days,)."""
    log, brier = [], []
    for made, happened in kept:
        said, outcome = getattr(made, name), happened.astype(np.float64)
        log.append(log_loss(said, outcome).sum())
        brier.append(((said - outcome) ** 2).sum())
    return {"log loss": np.array(log), "Brier": np.array(brier)}
