"""Settling: silence is a no only where somebody looked, and scores stand beside those without reporting."""

import datetime as dt
import math
from pathlib import Path

import pytest
from tests.rooms.forecast_sample import SETTLEMENT, covered, day, happened, history

from tocsin.brief.postmortem import sum_up, to_postmortem_html, to_postmortem_markdown
from tocsin.errors import ConfigurationError
from tocsin.forecast import (
    add_to_record,
    brier_score,
    climatology,
    log_score,
    settle_questions,
    tally_record,
)
from tocsin.settling import append_record, open_history, read_record, read_rulings
from tocsin.terms import History, LedgerStep, PostMortem, Question, Ruling, SettledQuestion

LATER = day("2025-06-01")


def question(scenario: str = "launch", **fields: object) -> Question:
    values = {
        "watch": "strait",
        "brief": "v1",
        "scenario": scenario,
        "name": scenario.capitalize(),
        "text": f"Will {scenario} come by the deadline?",
        "as_of": day("2024-05-25"),
        "by": day("2024-11-21"),
        "settlement": SETTLEMENT,
        "kinds": (scenario,),
        "probability": 0.7,
        "low": 0.5,
        "high": 0.9,
        "base_rate": 0.5,
        "without_evidence": 0.6,
        "ledger": (LedgerStep(step="base rate", name="base rate", log_odds=0.0, note="n"),),
        **fields,
    }
    return Question.model_validate(values)


def settle(past: History, *questions: Question, **fields: object) -> tuple[SettledQuestion, ...]:
    return settle_questions(questions or (question(),), past, **{"on": LATER, **fields})


def outcome(*dates: str, **fields: object) -> bool | None:
    return settle(history(*dates), **fields)[0].outcome


def test_an_event_on_the_day_of_the_brief_was_known_and_one_on_the_deadline_counts():
    assert outcome("2024-05-25") is False
    assert outcome("2024-05-26") is True
    assert outcome("2024-11-21") is True
    assert outcome("2024-11-22") is False


def test_a_yes_needs_no_full_coverage_and_a_no_does():
    stops = [covered("2000-01-01", "2024-08-01")]
    assert settle(history("2024-06-01", coverage=stops))[0].outcome is True
    (open_,) = settle(history(coverage=stops))
    assert open_.outcome is None and open_.scores == ()
    assert "does not list launch on 2 August 2024 and after" in open_.reason
    gap = [covered("2000-01-01", "2024-07-01"), covered("2024-07-03", "2025-01-01")]
    assert "on 2 July 2024" in settle(history(coverage=gap))[0].reason
    joined = [covered("2000-01-01", "2024-07-01"), covered("2024-07-02", "2025-01-01")]
    assert settle(history(coverage=joined))[0].outcome is False


def test_one_of_two_kinds_that_nobody_lists_keeps_the_question_open():
    both = question(kinds=("launch", "raid"))
    assert "does not list raid" in settle(history(), both)[0].reason
    assert settle(history("2024-06-01"), both)[0].outcome is True


def test_a_question_that_is_not_over_stays_open_and_what_is_later_than_the_day_is_not_known():
    (early,) = settle(history("2024-09-01"), on=day("2024-08-01"))
    assert early.outcome is None and early.reason == "Not over: the deadline is 21 November 2024."
    assert settle(history("2024-07-01"), on=day("2024-08-01"))[0].outcome is True


def test_a_month_that_lies_only_partly_inside_decides_nothing():
    (open_,) = settle(history("2024-11-01/2024-11-30"))
    assert open_.outcome is None and "some day from 1 November 2024 to 30 November 2024" in open_.reason
    assert outcome("2024-06-01/2024-06-30") is True


def test_a_kind_on_no_list_is_settled_by_a_person_and_never_against_the_record():
    cyber = question("hack", kinds=())
    assert settle(history(), cyber)[0].outcome is None
    ruling = Ruling(
        scenario="hack", outcome=True, day=day("2024-07-02"), settler="cyber analyst", basis="a statement"
    )
    (ruled,) = settle(history(), cyber, rulings=[ruling])
    assert (ruled.outcome, ruled.settler) == (True, "cyber analyst")
    assert ruled.reason == "It came on 2 July 2024: a statement"
    no = Ruling(scenario="launch", outcome=False, settler="desk", basis="none seen")
    with pytest.raises(ConfigurationError, match="says no, and the record holds one of 2024-06-01"):
        settle(history("2024-06-01"), rulings=[no])
    with pytest.raises(ConfigurationError, match="before the deadline"):
        settle(history(), rulings=[no], on=day("2024-06-01"))
    with pytest.raises(ConfigurationError, match="outside the question's"):
        settle(history(), cyber, rulings=[ruling.model_copy(update={"day": day("2024-01-01")})])
    with pytest.raises(ConfigurationError, match="name one of: launch"):
        settle(history(), rulings=[no.model_copy(update={"scenario": "lunch"})])


def test_nothing_grave_is_settled_by_its_parts():
    nothing = question("nothing", kinds=(), parts=("launch", "raid"))
    raid = question("raid")
    span = "2000-01-01", "2026-01-01"
    past = History(events=happened("2024-06-01"), coverage=(covered(*span), covered(*span, kind="raid")))
    assert [s.outcome for s in settle(past, nothing, question(), raid)] == [False, True, False]
    quiet = past.model_copy(update={"events": ()})
    assert [s.outcome for s in settle(quiet, nothing, question(), raid)] == [True, False, False]
    half = past.model_copy(update={"events": (), "coverage": (covered(*span),)})
    assert settle(half, nothing, question(), raid)[0].outcome is None


def test_scores_are_the_worked_numbers():
    assert brier_score(0.8, outcome=True) == pytest.approx(0.04)
    assert log_score(0.8, outcome=True) == pytest.approx(0.223, abs=1e-3)
    assert log_score(0.8, outcome=False) == pytest.approx(-math.log(0.2))
    assert log_score(1.0, outcome=False) == math.inf
    (settled,) = settle(history("2024-06-01"))
    given = {score.method: (score.probability, round(score.brier, 4)) for score in settled.scores}
    assert given["said"] == (0.7, 0.09)
    assert given["without evidence"] == (0.6, 0.16)
    assert given["base rate"] == (0.5, 0.25)
    assert 0 < given["climatology"][0] < 0.05  # no event in 24 years before the brief


def test_climatology_counts_whole_covered_windows_before_the_day_alone():
    yearly = history(
        *(f"{year}-07-01" for year in range(2000, 2010)), coverage=[covered("2000-01-01", "2009-12-31")]
    )
    assert climatology(yearly, ["launch"], day("2009-12-31"), 365) == pytest.approx(10.5 / 11, abs=0.02)
    assert climatology(yearly, ["launch"], day("2009-12-31"), 30) == pytest.approx(30 / 365, abs=0.02)
    later = history("2024-06-01", coverage=[covered("2000-01-01", "2026-01-01")])
    assert climatology(later, ["launch"], day("2024-05-31"), 30) < 0.01
    assert climatology(history(), ["hack"], LATER, 30) is None
    assert climatology(history(coverage=[covered("2024-01-01", "2024-01-09")]), ["launch"], LATER, 30) is None


def test_climatology_would_be_flattered_by_windows_that_reach_over_a_gap():
    gap = [covered("2020-01-01", "2020-03-01"), covered("2022-01-01", "2022-03-01")]
    assert climatology(history("2020-02-01", coverage=gap), ["launch"], LATER, 90) is None


def test_the_track_record_only_grows():
    (yes,) = settle(history("2024-06-01"))
    (no,) = settle(history())
    (open_,) = settle(history(), question("hack", kinds=()))
    record = add_to_record((), [yes, open_])
    assert record == (yes,)
    again = yes.model_copy(update={"settled_on": day("2026-01-01")})
    assert add_to_record(record, [again]) == (yes,)
    with pytest.raises(
        ConfigurationError, match="was settled with yes on 2025-06-01 and would now be settled with no"
    ):
        add_to_record(record, [no])


def test_f3_means_are_taken_on_the_same_questions():
    """A method that answered only the easy ones would look better than one that answered all."""
    (launch,) = settle(history("2024-06-01"))
    ruling = Ruling(scenario="hack", outcome=False, settler="analyst", basis="none stated")
    (hack,) = settle(history(), question("hack", kinds=(), probability=0.99), rulings=[ruling])
    assert hack.score("climatology") is None
    both = tally_record([launch, hack])
    assert {(mean.method, mean.questions) for mean in both.means} == {
        ("said", 1),
        ("without evidence", 1),
        ("base rate", 1),
        ("climatology", 1),
    }
    alone = tally_record([hack])
    assert [mean.method for mean in alone.means] == ["said", "without evidence", "base rate"]
    assert tally_record([]).means == ()


def post_mortem(*settled: SettledQuestion, **fields: object) -> PostMortem:
    values = {
        "title": "The <strait>",
        "brief": "v1",
        "as_of": day("2024-05-25"),
        "settled_on": LATER,
        "markings": ("EXERCISE: synthetic reporting",),
        "code_version": "1",
        "track_record": tally_record(settled),
        **fields,
    }
    return PostMortem(**values)


def test_the_page_says_what_was_said_what_came_and_every_score():
    found = settle(history("2024-06-01"), question(), question("hack", kinds=(), text="Will <b> come?"))
    shown = post_mortem(*found, illustration="The watch was written later.")
    page, text = to_postmortem_html(shown), to_postmortem_markdown(shown)
    for told in (page, text):
        assert "EXERCISE: synthetic reporting" in told
        assert "The watch was written later." in told
        assert "0.090" in told and "0.160" in told and "0.250" in told
        assert "The first on record is of 1 June 2024" in told
        assert "No list holds this kind of event" in told
    assert "<strait>" not in page and "&lt;strait&gt;" in page
    assert "1 of 2 questions is settled, 1 with yes and 0 with no" in sum_up(shown)
    assert sum_up(post_mortem(found[1])) == "0 of 1 question are settled."


def test_a_record_file_is_added_to_and_a_broken_line_is_named(tmp_path: Path):
    file = tmp_path / "deep" / "track.jsonl"
    (yes,) = settle(history("2024-06-01"))
    assert append_record(file, [yes]) == 1
    before = file.read_bytes()
    assert append_record(file, [yes]) == 0
    assert file.read_bytes() == before
    assert read_record(file) == (yes,)
    assert read_record(tmp_path / "none.jsonl") == ()
    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"track.jsonl:1: is no settled question"):
        read_record(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n", ":1: the header is another"),
        ("scenario,outcome,day,settler,basis\nlaunch,maybe,,desk,b\n", ":2: the outcome is 'maybe'"),
        ("scenario,outcome,day,settler,basis\nlaunch,yes,soon,desk,b\n", ":2: 'soon' is not a date"),
        ("scenario,outcome,day,settler,basis\nlaunch,yes,,,b\n", ":2: a field is missing"),
    ],
)
def test_a_wrong_ruling_is_named_by_line(tmp_path: Path, text: str, told: str):
    file = tmp_path / "rulings.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        read_rulings(file)


def test_rulings_and_a_history_of_ones_own_are_read(tmp_path: Path):
    rulings = tmp_path / "rulings.csv"
    rulings.write_text(
        'scenario,outcome,day,settler,basis\nhack,no,,analyst,"none, so far"\n', encoding="utf-8"
    )
    assert read_rulings(rulings) == (
        Ruling(scenario="hack", outcome=False, settler="analyst", basis="none, so far"),
    )
    (tmp_path / "history.csv").write_text("start,end,kind,source,place,note\n2024-06-01,,launch,list,,\n")
    (tmp_path / "coverage.csv").write_text("kind,start,end,source\nlaunch,2000-01-01,2026-01-01,list\n")
    assert open_history(tmp_path) == open_history(tmp_path / "history.csv")
    assert open_history(tmp_path).events[0].start == dt.date(2024, 6, 1)
    with pytest.raises(ConfigurationError, match="is no history"):
        open_history(rulings)
