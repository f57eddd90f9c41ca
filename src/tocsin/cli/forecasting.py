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
from tocsin.cli.arguments import Cluster, open_out, parse_day, say
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
    jobs: Annotated[int, typer.Option(min=1, help="Processes; each walks horizons of its own.")] = 1,
    cluster: Cluster = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with --out where it broke off.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Also write a page with reliability diagrams here (.html).")
    ] = None,
) -> None:
    """Forecast many series on past days, each from the days before it alone, and score that."""
    # One thread of linear algebra: the same last digit on any number of cores. To be set before numpy loads.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    from tocsin.clusters import hire
    from tocsin.factfiles import read_history, read_series
    from tocsin.replay import check_period, forecast_lines
    from tocsin.replay import replay as forecast_days
    from tocsin.replay_page import render_replay
    from tocsin.replay_resume import recover_days
    from tocsin.replay_scores import Scoring, score_lines
    from tocsin.terms import Problem

    failed: list[bool] = []

    def note(problem: Problem) -> None:
        failed.append(problem.fatal)
        say(str(problem))

    first, last = parse_day("--from", start), parse_day("--to", stop)
    assert first is not None
    assert last is not None
    period = check_period(first, last, every, horizons)
    asked = read_series(series, note)
    facts = read_history(history, note)
    scoring = Scoring(facts, asked)
    for line in scoring.doubts(period):
        say(f"{history}: {line}")
    done = 0
    for forecasts in recover_days(out, asked, period) if resume else ():
        scoring.add(forecasts)
        done += 1
    if done:
        say(f"{out}: goes on after {done} of {len(period.days)} days")
    rest = period.after(done)
    with open_out(out, append=resume) as file, hire(cluster, jobs) as crew:
        forecast = forecast_days(facts, asked, rest, *crew)
        for _, forecasts in day_bar(forecast, len(rest.days), "forecasting"):
            scoring.add(forecasts)
            file.writelines(line + "\n" for line in forecast_lines(asked, forecasts))
    scored = scoring.scores(period.every)
    for line in score_lines(scored):
        sys.stdout.write(line + "\n")
    if report is not None:
        with open_out(report) as page:
            page.write(render_replay(scored, period, f"Replay of {history.name}"))
    raise typer.Exit(1 if any(failed) else 0)
