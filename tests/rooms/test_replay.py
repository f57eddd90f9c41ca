"""Replay: a forecast for a past day must not know what came after it, and must say what it cannot read."""

import datetime as dt
import gzip
import json
import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.running import tocsin

from tocsin.errors import ConfigurationError
from tocsin.factfiles import Asked, country_of, read_history, read_series
from tocsin.forecast.blend import Walk, stretch
from tocsin.forecast.logistic import fit_logistic, inverse_logit, logit
from tocsin.forecast.panel import Fact, Series, count_days, find_regular
from tocsin.forecast.pool import Pool, quarter_start
from tocsin.forecast.pooled import Regression
from tocsin.forecast.skill import score_forecasts
from tocsin.forecast.states import climatology, mark_windows, trace_states
from tocsin.reference.cameo import find_root
from tocsin.replay import Period, check_period, forecast_lines, read_day, replay
from tocsin.replay_scores import Scoring
from tocsin.terms import Problem

DAY0 = dt.date(2010, 1, 4).toordinal()


def some_facts(days: int = 900, seed: int = 1) -> list[Fact]:
    """Eight countries that talk and quarrel at rates of their own."""
    chance = random.Random(seed)
    names = [f"Land {letter}" for letter in "ABCDEFGH"]
    facts = []
    for day in range(days):
        for number, source in enumerate(names):
            if chance.random() < 0.02 + 0.05 * number * (1 + (day // 120) % 2):
                root, quad = chance.choice([("03", 1), ("04", 1), ("11", 3), ("19", 4)])
                facts.append(Fact(source, root, quad, chance.choice(names), DAY0 + day))
    return facts


ASKED = [
    Asked("talk", Series("Land H", None, 1, None)),
    Asked("blame", Series("Land G", "11", None, None)),
    Asked("pair", Series("Land H", None, 1, "Land A")),
    Asked("never", Series("Land Z", None, 4, None)),
]


def period(first: int, last: int, *horizons: int) -> Period:
    return Period(dt.date.fromordinal(DAY0 + first), dt.date.fromordinal(DAY0 + last), 7, horizons or (7, 30))


def lines(facts: list[Fact], when: Period) -> list[str]:
    return [line for _, made in replay(facts, ASKED, when) for line in forecast_lines(ASKED, made)]


def test_what_came_later_changes_no_earlier_forecast_to_the_last_digit() -> None:
    facts = some_facts()
    whole = lines(facts, period(600, 880))
    cut = [fact for fact in facts if fact.day < DAY0 + 700]
    poisoned = cut + [Fact("Land Z", "19", 4, "Land A", DAY0 + day) for day in range(700, 900)] * 3
    until = dt.date.fromordinal(DAY0 + 700).isoformat()
    early = [line for line in whole if json.loads(line)["as_of"] <= until]
    assert len(early) == 15 * 4 * 2
    assert early == lines(cut, period(600, 700))
    assert early == lines(poisoned, period(600, 880))[: len(early)]


def test_the_day_on_which_a_replay_starts_changes_no_forecast() -> None:
    facts = some_facts()
    late = lines(facts, period(670, 740))
    assert lines(facts, period(600, 740))[-len(late) :] == late


def test_a_longer_window_is_never_less_likely_and_no_probability_leaves_0_to_1() -> None:
    for _, made in replay(some_facts(), ASKED, period(500, 880, 3, 10, 45)):
        said = np.array([each.probability for each in made])
        assert ((said > 0) & (said < 1)).all()
        assert (np.diff(said, axis=0) >= 0).all()


@pytest.mark.parametrize(
    "facts",
    [
        [Fact("Land H", "03", 1, "Land A", DAY0)],
        [Fact("Land H", "03", 1, "Land A", DAY0)] * 300,
        [Fact("Land H", "03", 1, "Land A", DAY0 + day) for day in range(400)],
    ],
    ids=["one event", "all on one day", "every day"],
)
def test_a_history_too_poor_to_learn_from_still_gives_sensible_numbers(facts: list[Fact]) -> None:
    made = [json.loads(line) for line in lines(facts, period(20, 400))]
    assert len(made) == 55 * 4 * 2
    assert all(0 < each["probability"] < 1 for each in made)
    last = {each["series"]: each["probability"] for each in made if each["horizon_days"] == 7}
    assert last["never"] < 0.1
    assert (last["talk"] > 0.9) is (len(facts) == 400)


def test_which_other_windows_are_asked_for_changes_a_forecast_only_where_a_shorter_one_is_above_it() -> None:
    facts = some_facts()
    alone = [made[0].probability for _, made in replay(facts, ASKED, period(700, 760, 30))]
    beside = [made for _, made in replay(facts, ASKED, period(700, 760, 3, 30))]
    assert [made[1].probability.tolist() for made in beside] == [
        np.maximum(lone, made[0].probability).tolist() for lone, made in zip(alone, beside, strict=True)
    ]


def test_a_chance_is_carried_to_a_longer_window_at_the_same_hazard_and_never_reaches_certainty() -> None:
    carried = inverse_logit(stretch(logit(np.array([0.1, 1e-9, 1 - 1e-9])), 30 / 7))
    assert carried[0] == pytest.approx(1 - 0.9 ** (30 / 7))
    assert 0 < carried[1] < carried[0] < carried[2] < 1


def test_a_long_window_hears_the_regression_of_a_shorter_one() -> None:
    facts = some_facts()
    when = period(700, 700)
    pool = Pool(facts, [one.series for one in ASKED], when.days, (30,))
    regressions = {days: Regression(pool, days) for days in pool.horizons}
    assert list(regressions) == [7, 30]
    said = Walk(pool, 30, regressions).forecast(when.days[0]).probability
    model = regressions[7].model(quarter_start(when.days[0]))
    for quarter, each in list(regressions[7].models.items()):
        shifted = each.coefficients + np.eye(len(model.coefficients))[0]
        regressions[7].models[quarter] = replace(each, coefficients=shifted)
    surer = Walk(pool, 30, regressions).forecast(when.days[0]).probability
    assert (surer[:3] > said[:3]).all()


def test_a_period_that_begins_before_the_history_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="the history begins on 2010-01-05"):
        lines(some_facts(100), period(-30, 60))


@pytest.mark.parametrize(("every", "horizons"), [(0, "7"), (7, "7,x"), (7, "0"), (7, ""), (7, "99999")])
def test_a_period_that_makes_no_sense_is_refused(every: int, horizons: str) -> None:
    with pytest.raises(ConfigurationError):
        check_period(dt.date(2013, 1, 1), dt.date(2013, 2, 1), every, horizons)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="before --from 2013-01-01"):
        check_period(dt.date(2013, 1, 1), dt.date(2012, 1, 1), 7, "7")


def test_rows_that_cannot_be_used_are_counted_and_named(tmp_path: Path) -> None:
    rows = ["source\trelation\ttarget\tdate", "Police (Japan)\tReject\tChina\t2013-01-02"]
    rows += ["Japan\tWave at\tChina\t2013-01-03"] * 2 + ["Japan\tReject\tChina\t2013-02-30"]
    path = tmp_path / "history.tsv.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode()))
    problems: list[Problem] = []
    facts = read_history(path, problems.append)
    assert facts == [Fact("Japan", "12", 3, "China", dt.date(2013, 1, 2).toordinal())]
    assert "2 rows with relations that are no CAMEO names, such as Wave at (2)" in str(problems[0])
    assert "line 5 (2013-02-30)" in str(problems[1])


@pytest.mark.parametrize("text", ["", "source\ttarget\n", "source\trelation\ttarget\tdate\n"])
def test_a_history_without_a_usable_row_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "history.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_history(path, lambda problem: None)


def test_a_file_that_is_not_there_or_is_no_gzip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.gz").write_bytes(b"not gzip")
    for name in ("none.tsv", "broken.gz"):
        with pytest.raises(ConfigurationError):
            read_history(tmp_path / name, lambda problem: None)


def test_a_line_that_is_no_series_is_named_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "series.jsonl"
    good = {"id": "a", "source": "Japan", "root": "3", "quad": None, "target": None}
    bad = [
        '{"id": "b"}',
        "[1]",
        "{",
        '{"id": "c", "source": "x", "quad": 9}',
        '{"id": "d", "source": "x", "root": "21"}',
    ]
    path.write_text("\n".join([json.dumps(good), *bad, json.dumps(good)]), encoding="utf-8")
    problems: list[Problem] = []
    assert read_series(path, problems.append) == [Asked("a", Series("Japan", "03", None, None))]
    assert [problem.where.rsplit(" ", 1)[1] for problem in problems] == ["2", "3", "4", "5", "6", "7"]


def test_a_history_in_columns_gives_the_facts_of_the_same_rows_in_lines(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [("Police (Japan)", "Reject", "China", dt.date(2013, 1, 2)), ("Japan", "Wave at", "China", None)]
    names = ("source", "relation", "target", "date")
    parquet.write_table(
        arrow.table(dict(zip(names, zip(*rows, strict=True), strict=True))), tmp_path / "h.parquet"
    )
    lines = ["\t".join(names), *("\t".join(str(cell or "") for cell in row) for row in rows)]
    (tmp_path / "h.tsv").write_text("\n".join(lines), encoding="utf-8")
    problems: list[Problem] = []
    assert read_history(tmp_path / "h.parquet", problems.append) == read_history(tmp_path / "h.tsv", print)
    assert len(problems) == 1
    parquet.write_table(arrow.table({"source": ["a"]}), tmp_path / "less.parquet")
    (tmp_path / "none.parquet").write_bytes(b"no columns here")
    for name in ("less", "none", "absent"):
        with pytest.raises(ConfigurationError):
            read_history(tmp_path / f"{name}.parquet", print)


def test_a_label_counts_for_the_country_in_its_last_bracket() -> None:
    assert country_of("Ministry (Navy) (South Korea)") == "South Korea"
    assert country_of("South Korea") == "South Korea"


def test_relations_find_their_cameo_root_by_name() -> None:
    assert find_root(" use conventional military force ") == ("19", 4)
    assert find_root("make a sandwich") is None


def test_counts_are_those_of_each_kind_of_series() -> None:
    facts = [Fact("A", "03", 1, "B", 10), Fact("A", "04", 1, "C", 10), Fact("A", "03", 1, "B", 12)]
    wanted = [Series("A", None, 1), Series("A", "03"), Series("A", None, 1, "C"), Series()]
    panel = count_days(facts, wanted, 10, 3)
    assert panel.counts.T.tolist() == [[2, 0, 1], [1, 0, 1], [1, 0, 0], [2, 0, 1]]


def test_a_series_is_regular_from_the_day_of_its_last_needed_fact() -> None:
    facts = [Fact("A", "03", 1, "B", day) for day in (5, 9, 7)]
    assert find_regular(facts, 3)[Series("A", "03")] == 9


def test_climatology_is_the_share_of_windows_that_are_over() -> None:
    facts = [Fact("A", "03", 1, "B", day) for day in (3, 16)]
    panel = count_days(facts, [Series("A", "03")], 0, 40)
    states = trace_states(panel, np.array([21]), np.array([], dtype=np.int64), 1, [7])
    windows = mark_windows(states, 7)
    assert climatology(windows, 21, np.array([0])) == pytest.approx([2.5 / 4])
    assert states.faded[7][0, 0] == pytest.approx(2 ** (-18 / 7) + 2 ** (-5 / 7))


def test_the_fit_is_that_of_the_shares_when_nothing_pulls_on_it() -> None:
    signals = np.column_stack([np.ones(8), [0.0] * 4 + [1.0] * 4])
    happened = np.array([True, False, False, False, True, True, True, False])
    fitted = fit_logistic(signals, happened, np.ones(8), prior=np.zeros(2), strength=np.full(2, 1e-9))
    assert inverse_logit(signals @ fitted)[[0, 7]] == pytest.approx([0.25, 0.75], abs=1e-6)


def test_skill_is_the_loss_saved_against_climatology() -> None:
    score = score_forecasts(np.array([0.8]), np.array([True]), np.array([0.5]))
    assert score.skill == pytest.approx(100 * (1 - math.log(0.8) / math.log(0.5)))
    assert score.brier_skill == pytest.approx(1 - 0.04 / 0.25)
    assert score.strata[2] == (1, pytest.approx(score.skill))


def test_windows_that_outlast_the_history_are_not_scored() -> None:
    facts = some_facts(700)
    scoring = Scoring(facts, ASKED)
    when = period(660, 695, 7, 30)
    for _, made in replay(facts, ASKED, when):
        scoring.add(made)
    last = max(fact.day for fact in facts) - DAY0 + 1
    assert {scored.days: scored.scores["probability"].count for scored in scoring.scores(7)} == {
        h: 4 * sum(day + h <= last for day in range(660, 696, 7)) for h in (7, 30)
    }
    assert any("1 of 4 series have no row" in doubt for doubt in scoring.doubts(when))


def test_the_command_writes_a_line_a_forecast_and_prints_its_scores(tmp_path: Path) -> None:
    names = {"03": "Express intent to cooperate", "04": "Consult", "11": "Criticize or denounce"}
    rows = [
        f"{fact.source}\t{names[fact.root]}\t{fact.target}\t{dt.date.fromordinal(fact.day)}"
        for fact in some_facts(400)
        if fact.root in names
    ]
    (tmp_path / "h.tsv").write_text("\n".join(["source\trelation\ttarget\tdate", *rows]), encoding="utf-8")
    (tmp_path / "s.jsonl").write_text('{"id": "a", "source": "Land H", "quad": 1}\n', encoding="utf-8")
    words = ["replay", "--history", "h.tsv", "--series", "s.jsonl", "--out", "f.jsonl"]
    done = tocsin(*words, "--from", "2010-10-01", "--to", "2010-11-30", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(made) == 9 * 3
    assert set(made[0]) >= {"series", "as_of", "horizon_days", "probability", "base_rate"}
    assert "scores of this run" in done.stdout
    whole = (tmp_path / "f.jsonl").read_bytes()
    (tmp_path / "f.jsonl").write_bytes(whole[: len(whole) // 2])
    again = tocsin(*words, "--from", "2010-10-01", "--to", "2010-11-30", "--resume", cwd=tmp_path)
    assert (tmp_path / "f.jsonl").read_bytes() == whole
    assert again.stdout == done.stdout
    assert "goes on after 4 of 9 days" in again.stderr
    other = tocsin(*words, "--from", "2010-10-08", "--to", "2010-11-30", "--resume", cwd=tmp_path)
    assert other.returncode == 2
    assert "not that of this series list" in other.stderr
    more = (*words, "--from", "2010-10-01", "--to", "2010-11-30", "--jobs", "2", "--report", "page.html")
    shared = tocsin(*more, cwd=tmp_path)
    assert shared.stdout == done.stdout
    assert (tmp_path / "f.jsonl").read_bytes() == whole
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3 * 5
    assert "<script" not in page
    refused = tocsin(*words, "--from", "2010-10-01", "--to", "2010-09-30", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_forecasts_come_back_from_their_lines_to_the_last_digit() -> None:
    when = period(600, 607)
    day, made = next(iter(replay(some_facts(620), ASKED, when)))
    told = list(forecast_lines(ASKED, made))
    back = read_day(told, ASKED, day, when.horizons)
    assert back is not None
    assert list(forecast_lines(ASKED, back)) == told
    assert read_day(told[:-1], ASKED, day, when.horizons) is None
    assert read_day([*told[1:], told[0]], ASKED, day, when.horizons) is None
    assert read_day([*told[:-1], "{"], ASKED, day, when.horizons) is None
