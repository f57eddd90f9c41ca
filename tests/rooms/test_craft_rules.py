"""Every rule of the craft has a test that bears its id, and each planted fault is refused on its own line."""

import datetime as dt
import importlib
import re

import pytest
from tests.rooms.brief_sample import MARKING, sample_brief
from tests.rooms.test_brief_rules import broken, with_sentence

from tocsin.brief import lint_json_file, lint_markdown, list_rules, to_json, to_markdown
from tocsin.reference.words import likelihood_words
from tocsin.terms import Brief

IDS = [
    *("L1", "L2", "L3", "L4", "L5", "L6", "C1", "C2", "G1", "G2", "G3", "G4", "G5", "G6"),
    *("H1", "H2", "H3", "H4", "I1", "I2", "I3", "I4", "I5", "F1", "F2", "F3", "F4", "F5"),
    *("B1", "B2", "B3", "B4"),
]


def refused_on(brief: Brief, rule: str) -> str:
    """The line of brief.json that the rule's fault is laid on."""
    text = to_json(brief)
    line = next(line for line, fault in lint_json_file(text) if fault.rule == rule)
    return text.splitlines()[line - 1]


def test_every_rule_is_listed_with_where_it_is_held_and_what_it_refuses():
    rules = list_rules()
    assert {rule.id.partition(".")[0] for rule in rules} >= set(IDS)
    for rule in rules:
        assert importlib.import_module(rule.where)
        assert rule.text and rule.refused


def test_every_rule_has_a_test_that_bears_its_id(root):
    sources = [path.read_text(encoding="utf-8") for path in sorted((root / "tests").rglob("test_*.py"))]
    named = {match.upper() for text in sources for match in re.findall(r"def test_([a-z]\d)_", text)}
    assert [id_ for id_ in IDS if id_ not in named] == []


# --- likelihood and confidence ---------------------------------------------------------------------


def test_l1_a_word_that_its_number_does_not_give_is_refused_on_the_line_of_the_judgement():
    assert '"closure"' in refused_on(broken("L1"), "L1")


def test_l2_an_edge_belongs_to_the_higher_word():
    assert (likelihood_words(0.0499), likelihood_words(0.05)) == ("almost no chance", "very unlikely")


def test_l4_a_mixed_scale_is_refused_on_the_line_of_its_sentence():
    brief = with_sentence(sample_brief(), "A seizure is a realistic possibility.")
    assert "realistic possibility" in refused_on(brief, "L4")


def test_l5_a_hedge_of_our_own_is_refused_and_one_in_a_quotation_is_not():
    assert "may close" in refused_on(broken("L5"), "L5")


def test_l6_a_wide_band_in_one_word_is_refused():
    assert "scenario" in refused_on(broken("L6"), "L6")


def test_c1_likelihood_with_confidence_is_refused_on_its_line():
    assert "confidence is moderate" in refused_on(broken("C1"), "C1")


def test_c2_high_confidence_on_one_origin_is_refused():
    assert "closure" in refused_on(broken("C2"), "C2")


# --- grades ----------------------------------------------------------------------------------------


def test_g3_grade_one_on_one_origin_is_refused_on_the_line_of_the_claim():
    brief = broken("G3")
    assert brief.claims[0].id in refused_on(brief, "G3")


def test_g4_a_denial_without_what_it_denies_is_refused():
    assert refused_on(broken("G4"), "G4")


def test_g6_a_letter_on_a_named_outlet_is_refused_where_no_analyst_gave_it():
    assert refused_on(broken("G6"), "G6")
    named = broken("G6").model_copy(update={"analyst": "R. Desk"})
    assert "G6" not in {fault.rule for _, fault in lint_json_file(to_json(named))}


# --- explanations and indicators -------------------------------------------------------------------


def test_h4_a_percentage_from_competing_explanations_is_refused_on_its_line():
    assert "The bluff stands at 30%." in refused_on(broken("H4"), "H4")


def test_i3_an_observed_indicator_with_nothing_behind_it_is_refused():
    assert refused_on(broken("I3"), "I3")


def test_i5_an_unattended_brief_that_does_not_say_so_is_refused():
    assert refused_on(broken("I5"), "I5")


# --- forecasts -------------------------------------------------------------------------------------


def test_f1_a_judgement_by_another_date_than_its_forecast_is_refused():
    assert refused_on(broken("F1"), "F1")


def test_f2_a_curve_that_falls_is_refused():
    assert refused_on(broken("F2"), "F2")


def test_f4_a_ratio_before_the_absolute_number_is_refused_on_its_line():
    assert "rate ratio 2.0" in refused_on(broken("F4"), "F4")


def test_f5_a_record_that_stops_must_be_said():
    assert refused_on(broken("F5"), "F5")


# --- the brief -------------------------------------------------------------------------------------


def test_b1_a_missing_part_is_refused_with_its_name():
    found = [fault.where for _, fault in lint_json_file(to_json(broken("B1"))) if fault.rule == "B1"]
    assert found == ["part gaps"]


def test_b2_an_unsourced_sentence_is_refused_on_its_line():
    assert "Three ships left port." in refused_on(broken("B2"), "B2")


def test_b2_a_doctored_quotation_is_refused_on_its_line():
    assert "tugs have been moved" in refused_on(broken("B2.quote"), "B2.quote")


def test_b3_a_brief_without_version_is_refused_and_the_same_inputs_are_one_version():
    assert refused_on(broken("B3"), "B3")
    assert sample_brief().version == sample_brief().version
    later = sample_brief(as_of=sample_brief().as_of + dt.timedelta(days=1))
    assert later.version != sample_brief().version


# --- a draft in Markdown ---------------------------------------------------------------------------


def planted(where: str, line: str) -> str:
    """Our own Markdown with one more paragraph under a heading."""
    return to_markdown(sample_brief()).replace(f"## {where}\n", f"## {where}\n\n{line}\n", 1)


@pytest.mark.parametrize(
    ("rule", "where", "line"),
    [
        ("L4", "Key judgements", "A seizure is a realistic possibility."),
        ("L5", "Key judgements", "A seizure might follow."),
        ("C1", "Key judgements", "A seizure is unlikely, with low confidence."),
        ("H4", "Alternatives", "The bluff has a probability of 30%."),
        ("B2", "Evidence", "Three ships left port."),
        ("B2", "What changed", "The closure was called off."),
        ("B2.quote", "Evidence", "Officials said “tugs have been moved”.[^h1#c2]"),
        ("B2.quote", "Evidence", 'Officials said "tugs have been moved" there.[^h1#c2]'),
        ("B2.known", "Evidence", "Three ships left port.[^h9#c1]"),
        ("B5", "Bottom line", "A third sentence stands here. And a fourth."),
    ],
)
def test_b2_a_fault_planted_in_a_draft_is_refused_on_its_line(rule, where, line):
    text = planted(where, line)
    faults = lint_markdown(text, sample_brief())
    assert faults
    assert {fault.rule for _, fault in faults} == {rule}
    number = faults[0][0]
    assert rule == "B5" or text.splitlines()[number - 1] == line


@pytest.mark.parametrize(
    "line",
    [
        "None.",
        "No change since the brief of 1 May.",
        "*Judgement:* A seizure is unlikely.",
        "Ships left port, as [the port office](https://example.org) says.",
        "Officials said “close the Amber Strait”.[^h1#c1]",
    ],
)
def test_b2_what_is_sourced_marked_or_nothing_is_no_fault_in_a_draft(line):
    assert lint_markdown(planted("Evidence", line), sample_brief()) == ()


def test_b1_a_marking_stands_in_every_form():
    assert MARKING in to_markdown(sample_brief())
