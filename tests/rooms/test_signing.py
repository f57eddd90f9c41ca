"""Names under a brief: what a reader of a signed one must be able to see."""

import datetime as dt

import pytest
from tests.rooms.brief_sample import sample_brief

from tocsin.brief import lint_brief, sign_brief, to_html, to_markdown
from tocsin.errors import ConfigurationError
from tocsin.terms import Dissent, Override, Signature

AT = dt.datetime(2031, 6, 2, 9, tzinfo=dt.UTC)


def signed(**more):
    return sign_brief(sample_brief(), Signature(analyst="R. Desk", at=AT, **more))


def texts(brief, part):
    return [sentence.text for sentence in brief.sentences if sentence.part == part]


def test_a_signed_brief_is_a_version_of_its_own_that_names_the_one_looked_over():
    brief = signed()
    assert brief.version != sample_brief().version
    assert brief.signature.reviewed == sample_brief().version
    assert lint_brief(brief) == ()
    assert "unattended" not in to_markdown(brief)
    assert "R. Desk" in to_html(brief)


def test_no_number_changes_by_signing():
    numbers = [(j.probability, j.low, j.high) for j in sample_brief().judgements]
    brief = signed(overrides=(Override(scenario="closure", level="low", because="one telephone call"),))
    assert [(j.probability, j.low, j.high) for j in brief.judgements] == numbers


def test_c2_confidence_set_by_hand_stands_with_its_reason_and_with_what_was_computed():
    before = next(t for t in texts(sample_brief(), "judgements") if t.startswith("Confidence in this is"))
    brief = signed(overrides=(Override(scenario="closure", level="high", because="it was seen."),))
    after = next(t for t in texts(brief, "judgements") if t.startswith("Confidence in this is"))
    assert after.startswith(
        "Confidence in this is high: set by R. Desk, because it was seen; from the factors"
    )
    assert before.removeprefix("Confidence in this is ") in after
    judged = next(j for j in brief.judgements if j.scenario == "closure")
    assert (judged.confidence, judged.confidence_reasons[0]) == (
        "high",
        "set by R. Desk, because it was seen",
    )


def test_c2_a_recorded_reason_lets_confidence_be_high_on_one_origin_and_no_reason_does_not():
    one = sample_brief().independent_origins.model_copy(update={"median": 1, "low": 1, "high": 1})
    alone = sample_brief().model_copy(update={"independent_origins": one})
    override = Override(scenario="closure", level="high", because="it was seen by our own people")
    assert "C2" not in {
        f.rule
        for f in lint_brief(sign_brief(alone, Signature(analyst="R. Desk", at=AT, overrides=(override,))))
    }
    bare = override.model_copy(update={"because": " "})
    assert "C2" in {
        f.rule for f in lint_brief(sign_brief(alone, Signature(analyst="R. Desk", at=AT, overrides=(bare,))))
    }


def test_dissent_stands_in_the_words_of_whoever_differs_and_none_is_said_with_who_looked():
    brief = signed(dissents=(Dissent(by="T. Analyst", text="it may be a bluff", scenario="closure"),))
    assert texts(brief, "dissent")[-1] == "T. Analyst differs: it may be a bluff."
    assert lint_brief(brief) == ()
    none = texts(signed(reviewer="S. Editor"), "dissent")[-1]
    assert none == "No dissent is recorded: R. Desk and S. Editor looked this brief over and recorded none."


def test_signing_twice_or_naming_no_scenario_of_the_brief_is_refused():
    with pytest.raises(ConfigurationError, match=r"signed by R\. Desk already"):
        sign_brief(signed(), Signature(analyst="Q. Other", at=AT))
    with pytest.raises(ConfigurationError, match=r"^flood: this brief judges no such scenario"):
        signed(overrides=(Override(scenario="flood", level="low", because="x"),))
