"""Gate: replayed forecasts of real series keep their skill and calibration; the floors may rise, not fall."""

import datetime as dt
from pathlib import Path

from tocsin.factfiles import Asked, read_history, read_series
from tocsin.forecast.panel import Fact
from tocsin.forecast.skill import Score
from tocsin.replay import Period, forecast_lines, replay
from tocsin.replay_scores import Scoring
from tocsin.terms import Problem

START, STOP = dt.date(2014, 4, 1), dt.date(2014, 8, 31)
SKILL = {7: 5.4, 30: 5.7, 90: 9.7}  # measured 5.93, 6.19, 10.19
CALIBRATION = {7: 0.015, 30: 0.015, 90: 0.03}


def load(shared: Path) -> tuple[list[Fact], list[Asked]]:
    folder = shared / "data/forecast"
    problems: list[Problem] = []
    facts = read_history(folder / "icews0515_full.tsv.gz", problems.append)
    asked = read_series(folder / "series_full_2014.jsonl", problems.append)
    assert not problems
    return facts, asked


def scores(facts: list[Fact], asked: list[Asked], period: Period) -> dict[int, Score]:
    scoring = Scoring(facts, asked)
    for _, made in replay(facts, asked, period):
        scoring.add(made)
    return {scored.days: scored.scores["probability"] for scored in scoring.scores(period.every)}


def test_forecasts_of_dense_series_beat_climatology_and_mean_what_they_say(shared: Path) -> None:
    facts, asked = load(shared)
    reached = scores(facts, asked, Period(START, STOP, 14, (7, 30, 90)))
    for horizon, floor in SKILL.items():
        assert reached[horizon].skill >= floor, reached
        assert reached[horizon].calibration_error <= CALIBRATION[horizon], reached


def test_a_real_history_cut_in_the_middle_gives_the_same_forecasts(shared: Path) -> None:
    facts, asked = load(shared)
    period = Period(dt.date(2013, 12, 20), dt.date(2014, 1, 24), 7, (7, 30))
    cut = [fact for fact in facts if fact.day < dt.date(2014, 1, 10).toordinal()]
    runs = [
        [line for _, made in replay(given, asked, period) for line in forecast_lines(asked, made)]
        for given in (facts, cut)
    ]
    early = 4 * len(asked) * 2  # 20 December to 10 January
    assert runs[0][:early] == runs[1][:early]
    assert runs[0][early:] != runs[1][early:]
