"""The verbs about probabilities: replay.

Files of history and series come in; forecasts go out as lines, and their scores on stdout.
They know the order of the steps and nothing of how a probability is made.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import open_out, parse_day, say
from tocsin.cli.bars import day_bar


@app.command()
def replay(
    history: Annotated[Path, typer.Option(help="TSV (.gz): source, relation, target, date.")],
    series: Annotated[Path, typer.Option(help="JSONL: id, source, root, quad, target; a series a line.")],
    start: Annotated[str, typer.Option("--from", help="First day to forecast on (YYYY-MM-DD).")],
    stop: Annotated[str, typer.Option("--to", help="Last day to forecast on (YYYY-MM-DD).")],
    out: Annotated[Path, typer.Option(help="File for the forecasts, a JSON line each.")],
    every: Annotated[int, typer.Option(help="Days from one forecast to the next.")] = 7,
    horizons: Annotated[str, typer.Option(help="Lengths of the windows in days.")] = "7,30,90",
) -> None:
    """Forecast many series on past days, each from the days before it alone, and score that."""
    # One thread of linear algebra: the same last digit on any number of cores. To be set before numpy loads.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    from tocsin.factfiles import read_history, read_series
    from tocsin.replay import Scoring, check_period, forecast_lines, score_lines
    from tocsin.replay import replay as forecast_days
    from tocsin.terms import Problem

    failed: list[bool] = []

    def report(problem: Problem) -> None:
        failed.append(problem.fatal)
        say(str(problem))

    first, last = parse_day("--from", start), parse_day("--to", stop)
    assert first is not None
    assert last is not None
    period = check_period(first, last, every, horizons)
    asked = read_series(series, report)
    facts = read_history(history, report)
    scoring = Scoring(facts, asked)
    for line in scoring.doubts(period):
        say(f"{history}: {line}")
    made = forecast_days(facts, asked, period)
    with open_out(out) as file:
        for _, forecasts in day_bar(made, len(period.days), "forecasting"):
            scoring.add(forecasts)
            file.writelines(line + "\n" for line in forecast_lines(asked, forecasts))
    for line in score_lines(scoring.scores(), period):
        sys.stdout.write(line + "\n")
    raise typer.Exit(1 if any(failed) else 0)
