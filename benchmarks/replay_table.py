"""Every method of the forecast table on one history, recomputed side by side, boosting included.

    python -m benchmarks.replay_table --history H.tsv.gz --series S.jsonl --from DATE --to DATE

Comes in: a history and a list of series as `tocsin replay` takes them. Goes out: a table in Markdown, and one
JSON line last. Boosting (LightGBM) gets some of the rows of the regression and its signals, but for those of
the class and the world, which it cannot tell from time in a short history (with them it did worse); it needs
the extra `lab` and is left out, aloud, where that is absent. Knows nothing about other numbers.
"""

import argparse
import datetime as dt
import importlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from tocsin.factfiles import Asked, read_history, read_series
from tocsin.forecast.blend import DayForecast, Walk
from tocsin.forecast.panel import Fact
from tocsin.forecast.pool import Pool, quarter_start
from tocsin.forecast.pooled import Regression
from tocsin.forecast.signals import COMMON
from tocsin.forecast.skill import Score, score_forecasts
from tocsin.replay import Period, check_period
from tocsin.replay_scores import METHODS, Scoring

_ROWS = 60_000  # of the closed windows, for each boosted fit
_BOOSTING: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 200,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "num_threads": 1,
    "deterministic": True,
    "verbosity": -1,
}
_TREES = 200
Learner = Callable[[Regression, int], Callable[[np.ndarray], np.ndarray]]


def main() -> None:
    """Read, forecast, score, print."""
    arguments = _parse()
    period = check_period(arguments.start, arguments.stop, arguments.every, arguments.horizons)
    asked, facts = read_series(arguments.series, print), read_history(arguments.history, print)
    table = compare(facts, asked, period, None if arguments.no_boosting else boosting())
    horizons = list(table)
    for line in show(table):
        print(line)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    keys = {
        f"{name} {horizon}": round(score.skill, 2)
        for horizon in horizons
        for name, score in table[horizon].items()
    }
    keys |= {"cpu_seconds": round(usage.ru_utime, 1), "peak_mb": usage.ru_maxrss // 1024}
    print(json.dumps(keys | {"from": str(period.start), "to": str(period.stop), "series": len(asked)}))


def compare(
    facts: list[Fact], asked: list[Asked], period: Period, learner: Learner | None
) -> dict[int, dict[str, Score]]:
    """Scores by horizon and method; only closed windows count."""
    scoring = Scoring(facts, asked)
    pool = Pool(facts, [one.series for one in asked], period.days, period.horizons)
    regressions = {horizon: Regression(pool, horizon) for horizon in pool.horizons}
    table = {}
    for horizon in period.horizons:
        walk = Walk(pool, horizon, regressions)
        made = [(walk.forecast(day), boosted) for day, boosted in _boost(walk, period, learner)]
        table[horizon] = _score(scoring, horizon, made)
        print(f"{horizon} days done, {time.process_time():.0f} CPU seconds", file=sys.stderr, flush=True)
    return table


def boosting() -> Learner | None:
    """LightGBM on the signals of the regression; None, and a line, where it is not installed."""
    try:
        lightgbm = importlib.import_module("lightgbm")
    except ImportError:
        print("lightgbm is not installed: its row is left out (pip install 'tocsin[lab]')", file=sys.stderr)
        return None

    def learn(regression: Regression, quarter: int) -> Callable[[np.ndarray], np.ndarray]:
        rows = regression.closed_rows(quarter)
        step = max(1, len(rows.days) // _ROWS)
        used = [at for at, name in enumerate(rows.names) if not name.startswith(COMMON)]
        weights = regression.weights(rows, quarter)[::step]
        data = lightgbm.Dataset(rows.signals[::step][:, used], rows.happened[::step], weight=weights)
        model = lightgbm.train(_BOOSTING, data, num_boost_round=_TREES)
        return lambda signals: np.asarray(model.predict(signals[:, used], num_threads=1))

    return learn


def _boost(walk: Walk, period: Period, learner: Learner | None) -> Iterator[tuple[int, np.ndarray | None]]:
    served, predict = None, None
    for day in period.days:
        if learner is not None and served != quarter_start(day):
            served = quarter_start(day)
            predict = learner(walk.own, served)
        yield day, predict(walk.own.signals(day)[1]) if predict is not None else None


def _score(
    scoring: Scoring, horizon: int, made: list[tuple[DayForecast, np.ndarray | None]]
) -> dict[str, Score]:
    closed = [one for one in made if one[0].day - scoring.first + horizon <= scoring.days]
    starts = [forecast.day - scoring.first for forecast, _ in closed]
    happened = np.concatenate([scoring.before[at + horizon] > scoring.before[at] for at in starts])
    reference = np.concatenate([forecast.base_rate for forecast, _ in closed])
    said = {METHODS[name]: [getattr(forecast, name) for forecast, _ in closed] for name in METHODS}
    boosted = [each for _, each in closed if each is not None]
    if boosted:
        said["LightGBM, cross-series"] = boosted
    return {name: score_forecasts(np.concatenate(each), happened, reference) for name, each in said.items()}


def show(table: dict[int, dict[str, Score]]) -> Iterator[str]:
    """The table in Markdown: skill, Brier skill and calibration error at each horizon."""
    yield f"| method | {' / '.join(map(str, table))} days: skill, % | Brier skill | calibration error |"
    yield "|---|---|---|---|"
    for name in next(iter(table.values())):
        scores = [table[horizon][name] for horizon in table]
        columns = (
            " / ".join(f"{score.skill:.1f}" for score in scores),
            " / ".join(f"{score.brier_skill:.3f}" for score in scores),
            " / ".join(f"{score.calibration_error:.3f}" for score in scores),
        )
        yield f"| {name} | {' | '.join(columns)} |"


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--history", type=Path, required=True)
    parser.add_argument("--series", type=Path, required=True)
    parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, required=True)
    parser.add_argument("--to", dest="stop", type=dt.date.fromisoformat, required=True)
    parser.add_argument("--every", type=int, default=7)
    parser.add_argument("--horizons", default="7,30,90")
    parser.add_argument("--no-boosting", action="store_true", help="leave LightGBM out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
