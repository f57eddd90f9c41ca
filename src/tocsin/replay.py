"""Replay: what would have been forecast on each day of the past, had only the days before it been known.

Comes in: facts, the series asked for, a period. Goes out: forecasts a day at a time, and their lines. How
probabilities are found is the forecast room's business, how good they were that of replay_scores.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from tocsin.errors import ConfigurationError
from tocsin.factfiles import Asked
from tocsin.forecast.blend import DayForecast, Walk
from tocsin.forecast.memory import Memory
from tocsin.forecast.panel import Fact
from tocsin.forecast.pool import Pool, quarter_start
from tocsin.forecast.pooled import Model, Regression
from tocsin.work import map_in_order

_SAID = (
    "probability",
    "base_rate",
    "layer_a",
    "poisson",
    "regimes",
    "logistic",
)  # fields of a line and of a DayForecast


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

    def after(self, days: int) -> "Period":
        """The period without its first so many days of forecasts."""
        return replace(self, start=self.start + dt.timedelta(days=days * self.every))


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
    facts: Sequence[Fact],
    asked: Sequence[Asked],
    period: Period,
    jobs: int = 1,
    executor: Executor | None = None,
) -> Iterator[tuple[int, tuple[DayForecast, ...]]]:
    """Forecasts of all series, a day at a time, a `DayForecast` a horizon, none below that of a shorter one.

    Only facts before a day enter its forecasts. With several `jobs` each process learns the regressions of a
    horizon of its own; the numbers are the same.

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
    if not period.days:
        return
    pool = _pool(facts, asked, period, period.horizons)
    regressions = {horizon: Regression(pool, horizon) for horizon in pool.horizons}
    if (jobs > 1 or executor) and len(regressions) > 1:
        learn = partial(_learn, facts, asked, period)
        learning = map_in_order(learn, regressions, jobs=jobs, executor=executor, chunk=1)
        for horizon, learnt in zip(regressions, learning, strict=True):
            regressions[horizon].models, regressions[horizon].memories = learnt
    walks = [Walk(pool, horizon, regressions) for horizon in period.horizons]
    for day in period.days:
        yield day, _rising([walk.forecast(day) for walk in walks])


def _pool(facts: Sequence[Fact], asked: Sequence[Asked], period: Period, horizons: Sequence[int]) -> Pool:
    return Pool(facts, [one.series for one in asked], period.days, horizons)


def _learn(
    facts: Sequence[Fact], asked: Sequence[Asked], period: Period, horizon: int
) -> tuple[dict[int, Model], dict[int, Memory]]:
    """The models of one horizon for every quarter that a period asks for, in a process of its own."""
    pool = _pool(facts, asked, period, [horizon])
    regression = Regression(pool, horizon)
    recalled = max(period.horizons) + pool.settings.blend_days
    served = range(max(period.days[0] - recalled, pool.first), period.days[-1] + 1)
    for quarter in sorted({quarter_start(day) for day in served}):
        regression.model(quarter)
    return regression.models, regression.memories


def forecast_lines(asked: Sequence[Asked], made: Sequence[DayForecast]) -> Iterator[str]:
    """A JSON line for each series and horizon of one day."""
    for each in made:
        as_of = dt.date.fromordinal(each.day).isoformat()
        columns = [getattr(each, name).tolist() for name in _SAID]
        for one, *said in zip(asked, *columns, strict=True):
            line = {"series": one.id, "as_of": as_of, "horizon_days": each.horizon}
            yield json.dumps(line | dict(zip(_SAID, said, strict=True)))


def read_day(
    lines: Sequence[str], asked: Sequence[Asked], day: int, horizons: Sequence[int]
) -> tuple[DayForecast, ...] | None:
    """The forecasts of one day from its lines; None where these are not just the lines of that day.

    Digits survive the way through a file, so that a replay which goes on scores what it made before.
    """
    if len(lines) != len(asked) * len(horizons):
        return None
    try:
        rows = [json.loads(line) for line in lines]
        if _names(rows) != [(one.id, _iso(day), horizon) for horizon in horizons for one in asked]:
            return None
        made = []
        for number, horizon in enumerate(horizons):
            part = rows[number * len(asked) : (number + 1) * len(asked)]
            made.append(DayForecast(day, horizon, *(np.array([row[name] for row in part]) for name in _SAID)))
    except (ValueError, KeyError, TypeError):
        return None
    return tuple(made)


def _names(rows: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(row["series"], row["as_of"], row["horizon_days"]) for row in rows]


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _rising(made: Sequence[DayForecast]) -> tuple[DayForecast, ...]:
    """No window is less likely to hold an event than a shorter one inside it."""
    risen = [made[0]]
    for each in made[1:]:
        risen.append(replace(each, probability=np.maximum(each.probability, risen[-1].probability)))
    return tuple(risen)
