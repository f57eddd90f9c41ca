"""Odd histories from files to brief: sensible numbers with wide bands, or one line on what is wrong."""

import datetime as dt
from pathlib import Path

import pytest

from tocsin.brief import lint_brief, to_html, to_markdown
from tocsin.errors import ConfigurationError
from tocsin.forecast.intensity import log_odds
from tocsin.pipeline import Settled, walk
from tocsin.read.document import read_document
from tocsin.settling import examine_brief, settle_brief
from tocsin.terms import Brief, Document
from tocsin.watches import load_watch

AS_OF = dt.date(2024, 5, 25)
WATCH = """
id: strait
title: The strait
problem: Vostria may close the strait or raid the mole.
keywords: [Vostria, strait]
written: 2024-01-01
horizon_days: 90
scenarios:
  - id: closure
    name: Closure
    question: Will Vostria close the strait by the deadline?
    settlement: {criteria: closed for a day, source: the pilots' register, settler: the watch desk}
    kinds: [closure]
    severity: high
    consequences: ships wait
REFERENCE
  - id: raid
    name: Raid
    question: Will Vostria raid the mole by the deadline?
    settlement: {criteria: a landing, source: the navy, settler: the watch desk}
    severity: extreme
    consequences: loss of life
    reference_class: wide
  - id: nothing
    name: Nothing grave by the date
    question: Will none of the grave scenarios happen by the deadline?
    settlement: {criteria: none of them came, source: the others, settler: the watch desk}
    complement: true
    grave: false
    severity: low
    consequences: none
reference_classes:
  - {id: wide, name: a wide class, rate_low: 0.1, rate_mid: 0.5, rate_high: 3, basis: a guess of ours}
triggers:
  - {id: vote, name: the vote, anchor: us-presidential-election}
indicators:
  - id: tugs
    name: Tugs moved
    statement: tugs are moved to the mole
    domain: preparation
    likelihood: {closure: 0.6, raid: 0.4}
    otherwise: 0.2
    match: {words: [tugs]}
    lead_time_days: 3
    owner: harbour desk
    last_review: 2024-01-01
hypotheses:
  - {id: act, name: It acts, statement: It closes the strait}
  - {id: ruse, name: A ruse, statement: It is staged, kind: deception}
  - {id: calm, name: Calm, statement: Nothing comes, kind: nothing}
"""
TEXT = "Vostria has moved tugs to the mole, officials said. It would be the first closure since 2019."
COVERED = "closure,2000-01-01,2026-01-01,list"


def write(folder: Path, rows: list[str], coverage: list[str], *, has_class: bool = False) -> Path:
    reference = "    reference_class: wide" if has_class else ""
    (folder / "watch.yaml").write_text(WATCH.replace("REFERENCE", reference), encoding="utf-8")
    events = ["start,end,kind,source,place,note", *(f"{row},closure,list,," for row in rows)]
    (folder / "history.csv").write_text("\n".join(events) + "\n", encoding="utf-8")
    (folder / "coverage.csv").write_text(
        "\n".join(["kind,start,end,source", *coverage]) + "\n", encoding="utf-8"
    )
    return folder


def brief_of(folder: Path, as_of: dt.date = AS_OF) -> Brief:
    document = Document(id="d1", name="d1", text=TEXT, outlet="Harbour TV", published=as_of)
    settled = Settled(load_watch(str(folder)), "named by the reader")
    return walk([document], [read_document(document)], settled, as_of=as_of).brief


MONTHLY = [f"{year}-{month:02}-10," for year in range(1974, 2024) for month in range(1, 13)]
ODD = {
    "no event": ([], [COVERED]),
    "one event": (["2010-05-05,"], [COVERED]),
    "all on one day": (20 * ["2010-05-05,"], [COVERED]),
    "each row twice": (2 * ["2010-05-05,", "2015-03-01,"], [COVERED]),
    "gaps": (
        ["2001-01-01,", "2020-06-01,"],
        ["closure,2000-01-01,2001-06-01,list", "closure,2020-01-01,2021-01-01,list"],
    ),
    "coverage listed twice and overlapping": (
        ["2010-05-05,"],
        [COVERED, COVERED, "closure,2005-01-01,2024-01-01,list"],
    ),
    "fifty years": (MONTHLY, ["closure,1974-01-01,2024-05-01,list"]),
    "an event every day": ([f"2023-{m:02}-{d:02}," for m in range(1, 13) for d in range(1, 29)], [COVERED]),
    "the future": (["2010-05-05,", "2024-06-01,", "2025-12-31,"], ["closure,2000-01-01,2030-01-01,list"]),
    "one day of record": ([], ["closure,2024-05-25,2024-05-25,list"]),
    "years only": (["2009,", "2012,", "2024,2025"], [COVERED]),
    "ended long ago": (["1961-01-01,"], ["closure,1960-01-01,1965-01-01,list"]),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_history_gives_sensible_numbers_with_wide_bands_in_a_whole_brief(name: str, tmp_path: Path):
    brief = brief_of(write(tmp_path, *ODD[name]))
    assert [fault for fault in lint_brief(brief) if fault.blocks] == []
    closure, raid, nothing = (
        next(f for f in brief.forecasts if f.scenario == id) for id in ("closure", "raid", "nothing")
    )
    for forecast in (closure, raid, nothing):
        assert 0 < forecast.low <= forecast.probability <= forecast.high < 1
        assert sum(step.log_odds for step in forecast.ledger) == pytest.approx(
            log_odds(forecast.probability), abs=1e-6
        )
    least = 0.2 if name in ("fifty years", "an event every day") else 0.7
    assert log_odds(closure.high) - log_odds(closure.low) > least, "a band too narrow for so odd a record"
    assert all(event.end <= AS_OF for event in brief.record)
    assert to_html(brief) and to_markdown(brief)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_history_settles_without_a_false_no(name: str, tmp_path: Path):
    folder = write(tmp_path, *ODD[name])
    brief, watch = brief_of(folder), load_watch(str(folder))
    settled = settle_brief(brief, watch, watch.history, on=dt.date(2030, 1, 1))
    closure = settled[[each.question.scenario for each in settled].index("closure")]
    listed = any(interval.end >= dt.date(2024, 8, 23) for interval in watch.history.coverage)
    assert closure.outcome is (
        True if name == "the future" else False if listed and name != "years only" else None
    )
    assert examine_brief(brief, watch, settled, dt.date(2030, 1, 1)).track_record


def test_doubled_rows_and_the_future_change_nothing(tmp_path: Path):
    numbers = []
    for at, rows in enumerate((["2010-05-05,"], 5 * ["2010-05-05,"], ["2010-05-05,", "2024-06-01,"])):
        folder = tmp_path / str(at)
        folder.mkdir()
        made = brief_of(write(folder, rows, [COVERED]))
        numbers.append([(f.probability, f.low, f.high) for f in made.forecasts])
    assert numbers[0] == numbers[1] == numbers[2]


def test_fifty_years_are_read_and_forecast_in_seconds(tmp_path: Path):
    import time

    folder = write(tmp_path, MONTHLY, ["closure,1974-01-01,2024-05-01,list"])
    start = time.process_time()
    assert next(f for f in brief_of(folder).forecasts if f.scenario == "closure").probability > 0.9
    assert time.process_time() - start < 5


def test_after_the_record_ended_the_band_widens_with_the_years_and_it_is_said(tmp_path: Path):
    folder = write(
        tmp_path, ["2001-03-01,", "2003-08-01,", "2008-02-01,"], ["closure,2000-01-01,2010-01-01,list"]
    )
    bands = []
    for year in (2010, 2013, 2020, 2030):
        made = brief_of(folder, dt.date(year, 1, 1))
        closure = next(f for f in made.forecasts if f.scenario == "closure")
        bands.append(log_odds(closure.high) - log_odds(closure.low))
        assert year == 2010 or "no day after it counts as quiet" in closure.base_note
        assert closure.covered_until == dt.date(2010, 1, 1)
    assert bands[0] < bands[1] < bands[2] <= bands[3]


def test_a_reference_class_draws_the_rate_the_more_the_longer_the_record_has_ended(tmp_path: Path):
    folder = write(tmp_path, [], ["closure,2000-01-01,2010-01-01,list"], has_class=True)
    likely = [
        next(f for f in brief_of(folder, dt.date(year, 1, 1)).forecasts if f.scenario == "closure").base_rate
        for year in (2010, 2014, 2024)
    ]
    assert likely[0] < likely[1] < likely[2]  # from "none in ten years" towards one in two years


@pytest.mark.parametrize(
    ("rows", "coverage", "told"),
    [
        (["2010-05-05,"], ["closure,2012-01-01,2020-01-01,list"], "lies outside the coverage of its kind"),
        (["2010-13-05,"], [COVERED], "'2010-13-05' is not a date"),
        (["2010-05-05,2009-01-01"], [COVERED], "lies before start"),
        (["2010-05-05,"], ["raid,2000-01-01,2020-01-01,list"], "coverage.csv"),
        (["2010-05-05,"], ["closure,2020-01-01,2000-01-01,list"], "lies before start"),
    ],
)
def test_a_history_that_cannot_be_right_is_refused_in_one_line(
    rows: list[str], coverage: list[str], told: str, tmp_path: Path
):
    with pytest.raises(ConfigurationError, match=told) as refused:
        brief_of(write(tmp_path, rows, coverage))
    assert "\n" not in str(refused.value)


def test_a_day_before_the_record_begins_is_refused_or_takes_the_reference_class(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="covers none of its kinds by the as-of date"):
        brief_of(write(tmp_path, ["2010-05-05,"], [COVERED]), dt.date(1995, 1, 1))
    made = brief_of(write(tmp_path, ["2010-05-05,"], [COVERED], has_class=True), dt.date(1995, 1, 1))
    closure = next(f for f in made.forecasts if f.scenario == "closure")
    assert closure.covered_until is None and "Borrowed from a reference class" in closure.base_note
