"""The packaged example, held to what a desk must be able to see in its brief."""

import datetime as dt
import json
import re

import pytest
from tests.running import EXAMPLE, tocsin

from tocsin.terms import Brief, PostMortem
from tocsin.why import trace_back, words_behind


@pytest.fixture(scope="module")
def brief(root, tmp_path_factory) -> Brief:
    out = tmp_path_factory.mktemp("example")
    words = ["brief", EXAMPLE, "--watch", "korean-peninsula", "--as-of", "2024-05-25", "--out", str(out)]
    done = tocsin(*words, cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("tocsin brief YOUR-FILE-OR-FOLDER --out out")
    return Brief.model_validate_json((out / "brief.json").read_bytes())


def texts(brief: Brief, part: str) -> list[str]:
    return [sentence.text for sentence in brief.sentences if sentence.part == part]


def test_the_broadcaster_and_its_rewrites_are_one_origin(brief):
    label = {document.id: document.label for document in brief.documents}
    rests = [o for o in brief.origins if o.name == "Meridian News" and o.side == "asserts"]
    most = max(rests, key=lambda origin: len(origin.documents))
    assert len(most.documents) >= 9
    assert "2024-05-24-meridian-november-worry" in {label[d] for d in most.documents}
    said = [text for text in texts(brief, "evidence") if "stands in 11 documents" in text]
    assert len(said) == 1 and "rests on 1 independent origin" in said[0]


def test_denials_stand_beside_what_they_deny_and_are_not_subtracted(brief):
    denials = [claim for claim in brief.claims if claim.denies]
    shown = {claim.id for claim in brief.claims}
    assert denials and all(set(claim.denies) <= shown for claim in denials)
    assert any("not subtracted from it" in text for text in texts(brief, "evidence"))


def test_the_absolute_probability_in_the_election_window_comes_first_then_what_the_record_says(brief):
    first, second = texts(brief, "bottom-line")
    assert first.startswith(
        "In the window around the US presidential election (8 October to 3 December 2024)"
    )
    assert re.search(r"the probability of nuclear test is \d+% \(", first)
    assert (
        "the record of 16 such dates cannot tell an effect of the US presidential election from none"
        in second
    )
    finding = next(t for t in brief.triggers if t.trigger == "us-presidential")
    assert not finding.is_told_from_none and finding.low < 1 < finding.high
    assert max(finding.dates) <= dt.date(2020, 11, 3)


def test_the_onions_bear_on_nothing(brief):
    onions = next(d.id for d in brief.documents if "onions" in d.name)
    matched = {m.document for state in brief.indicators for m in state.matches}
    assert onions not in matched


def test_what_was_done_in_the_past_is_not_taken_for_a_sign_of_today(brief):
    """One report says that the North has in the past given notice, and that no such notice has come."""
    state = {indicator.id: indicator.state for indicator in brief.indicators}
    assert state["launch-notice"] != "observed"
    assert {plan.state for plan in brief.plans if plan.id == "satellite-launch"} == {"advised"}


def test_every_sentence_has_a_way_back_and_every_claim_ends_in_words(brief):
    text = {document.label: document.text for document in brief.documents}
    for sentence in brief.sentences:
        assert len(trace_back(sentence.id, brief)) > 1
        assert sentence.evidence or sentence.kind != "information", sentence.text
    for claim in brief.claims:
        passages = words_behind(claim.id, brief)
        assert passages and all(span.of(text[label]) == words for label, span, words in passages)
    for state in brief.indicators:
        assert bool(words_behind(f"indicator:{state.id}", brief)) == bool(state.matches)


def test_a_base_rate_leads_to_the_dated_events_that_it_counts(brief):
    told = "\n".join(trace_back("forecast:nuclear-test", brief))
    for day in ("2006-10-09", "2009-05-25", "2013-02-12", "2016-01-06", "2016-09-09", "2017-09-03"):
        assert f"on record: {day} nuclear-test" in told
    assert max(event.end for event in brief.record) <= brief.as_of


def test_the_ledger_of_every_scenario_adds_up(brief):
    from math import log

    for forecast in brief.forecasts:
        total = sum(step.log_odds for step in forecast.ledger)
        assert total == pytest.approx(log(forecast.probability / (1 - forecast.probability)), abs=1e-9)


def test_nothing_leaves_the_exercise_marking_behind(brief):
    assert brief.exercise and brief.markings == ("EXERCISE: synthetic reporting",)
    assert {document.marking for document in brief.documents} == {"EXERCISE: synthetic reporting"}
    assert json.loads(brief.model_dump_json())["exercise"] is True


def test_the_brief_is_settled_by_what_came_after_it_and_says_that_its_watch_came_later(brief, tmp_path, root):
    made = tmp_path / "brief.json"
    made.write_text(brief.model_dump_json(by_alias=True), encoding="utf-8")
    words = [
        "--from",
        str(made),
        "--as-of",
        "2026-11-24",
        "--out",
        str(tmp_path),
        "--db",
        str(tmp_path / "d.db"),
    ]
    done = tocsin("settle", *words, "--record", str(tmp_path / "track.jsonl"), cwd=root)
    assert done.returncode == 0, done.stderr
    assert "An illustration, not a record of foresight." in done.stdout
    found = PostMortem.model_validate_json((tmp_path / "postmortem.json").read_bytes())
    outcomes = {each.question.scenario: each for each in found.track_record.settled}
    assert {name: each.outcome for name, each in outcomes.items()} == {
        "satellite-launch": True,
        "icbm-test": True,
        "ballistic-missile-test": True,
        "nothing-grave": False,
    }
    days = {str(row.start) for each in outcomes.values() for row in each.rows}
    assert {"2024-05-27", "2024-05-30", "2024-10-31", "2024-11-05"} <= days
    assert {each.question.scenario for each in found.track_record.open} == {
        "nuclear-test",
        "island-attack",
        "dmz-clash",
        "large-cyber-attack",
        "transfer-with-russia",
    }
    assert "does not list nuclear-test on 26 May 2024" in found.track_record.open[0].reason
    by_method = {mean.method: mean.brier for mean in found.track_record.means}
    assert by_method["said"] < by_method["without evidence"] < by_method["climatology"]
    later = tocsin(
        "brief",
        EXAMPLE + "/2024-05-24-hanbit-sohae-preparations.txt",
        *("--watch", "korean-peninsula", "--as-of", "2026-11-24", "--out", str(tmp_path / "later")),
        *("--track-record", str(tmp_path / "track.jsonl")),
        cwd=root,
    )
    assert later.returncode == 0, later.stderr
    text = (tmp_path / "later" / "brief.md").read_text(encoding="utf-8")
    assert "4 questions of 1 earlier brief are settled, 3 with yes and 1 with no" in text
    assert "Mean Brier score on the same 3 questions" in text


def test_the_ledger_shows_the_same_question_without_evidence(brief):
    for judgement in brief.judgements:
        assert judgement.without_evidence is not None and judgement.settlement is not None
        stays = all(step.step in ("base rate", "trigger") for step in judgement.ledger)
        assert (abs(judgement.without_evidence - judgement.probability) < 1e-9) == stays
    told = "\n".join(trace_back("forecast:icbm-test", brief))
    assert "without evidence 0.4" in told and "  result: 0.4" in told and ", stands at 0." in told
