"""Each rule of the craft: a brief that breaks it is caught, and a clean brief passes."""

import datetime as dt
import re

import pytest
from tests.rooms.brief_sample import MARKING, sample_brief, sample_without_watch

from tocsin.brief import (
    RULES,
    lint_brief,
    lint_json_file,
    lint_markdown,
    list_rules,
    to_json,
    to_markdown,
    write_brief,
)
from tocsin.errors import ConfigurationError, PublishingRefused
from tocsin.terms import Brief, Sentence


def with_sentence(
    brief: Brief, text: str, part="judgements", kind="judgement", evidence=("forecast:closure",)
):
    added = Sentence(id="s900", part=part, kind=kind, text=text, evidence=evidence)
    return brief.model_copy(update={"sentences": (*brief.sentences, added)})


def without(brief: Brief, is_dropped):
    kept = tuple(sentence for sentence in brief.sentences if not is_dropped(sentence))
    return brief.model_copy(update={"sentences": kept})


def changed(brief: Brief, field: str, number: int, **update):
    """The brief with one record of a tuple field changed."""
    records = list(getattr(brief, field))
    records[number] = records[number].model_copy(update=update)
    return brief.model_copy(update={field: tuple(records)})


def broken(rule: str) -> Brief:
    """The sample brief with one planted fault."""
    brief = sample_brief()
    grade = brief.claims[0].grade
    match rule:
        case "B1":
            return without(brief, lambda s: s.part == "gaps")
        case "B2":
            return with_sentence(brief, "Three ships left port.", "evidence", "information", ())
        case "B2.known":
            return with_sentence(brief, "Three ships left port.", "evidence", "information", ("h1#c99",))
        case "B2.quote":
            return with_sentence(
                brief, "They said “tugs have been moved”.", "evidence", "information", ("h1#c2",)
            )
        case "B3":
            return brief.model_copy(update={"version": ""})
        case "B5":
            return with_sentence(brief, "A third sentence follows.", "bottom-line", "information", ("o1",))
        case "C1":
            return with_sentence(brief, "A closure is unlikely, and confidence is moderate.")
        case "C2":
            one = brief.independent_origins.model_copy(update={"median": 1, "low": 1, "high": 1})
            return changed(
                brief.model_copy(update={"independent_origins": one}), "judgements", 0, confidence="high"
            )
        case "F1":
            return changed(brief, "judgements", 0, by=dt.date(2031, 12, 1))
        case "F2":
            curve = brief.forecasts[0].curve
            return changed(brief, "forecasts", 0, curve=(*curve, curve[0]))
        case "F4":
            ratio = Sentence(
                id="s900", part="bottom-line", kind="judgement", text="It is twice as bad, rate ratio 2.0."
            )
            rest = tuple(s for s in brief.sentences if s.part != "bottom-line")
            return brief.model_copy(update={"sentences": (ratio, *rest)})
        case "F5":
            return without(brief, lambda s: "cover" in s.text)
        case "G3":
            return changed(
                changed(brief, "indicators", 0, origins=()),
                "claims",
                0,
                grade=grade.model_copy(update={"credibility": 1}),
            )
        case "G4":
            return brief.model_copy(update={"claims": tuple(c for c in brief.claims if c.id != "h1#c1")})
        case "G6":
            lettered = grade.model_copy(update={"reliability": "D"})
            return changed(brief, "claims", 0, grade=lettered, chain=("KCNA",))
        case "H4":
            return with_sentence(brief, "The bluff stands at 30%.", "alternatives", "judgement", ())
        case "I3":
            return changed(brief, "indicators", 0, evidence=())
        case "I5":
            return without(brief, lambda s: "suggestions" in s.text)
        case "L1":
            return changed(brief, "judgements", 0, words="likely")
        case "L4":
            return with_sentence(brief, "A closure is improbable.")
        case "L5":
            return with_sentence(brief, "Vostria may close the strait.")
        case "L6":
            return without(brief, lambda s: "given as a range of words" in s.text)
        case "M1":
            return brief.model_copy(update={"markings": ()})
        case "P1":
            return changed(brief, "plans", 0, notice="a plan")
        case "U1":
            return brief.model_copy(update={"unknown": ()})
    raise AssertionError(f"no fault is planted for {rule}")


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_planted_fault_is_caught_under_its_rule(rule):
    faults = [fault for fault in lint_brief(broken(rule)) if fault.rule == rule]
    assert faults, f"{rule} let its fault through"
    assert all(fault.where and fault.message and fault.remedy and fault.blocks for fault in faults)


@pytest.mark.parametrize("brief", [sample_brief(), sample_without_watch()], ids=["watch", "no watch"])
def test_a_composed_brief_breaks_no_rule(brief):
    assert lint_brief(brief) == ()


def test_may_the_month_and_quoted_hedges_are_left_alone():
    brief = with_sentence(
        sample_brief(), "In May the officials’ words, “might close the Amber Strait”, stood alone."
    )
    assert [fault.rule for fault in lint_brief(brief)] == []


@pytest.mark.parametrize(
    "text",
    [
        "An attack is unlikely (moderate confidence).",
        "We judge with high confidence that it is very likely.",
        "There is a 30% chance, and confidence is low.",
        "It is roughly even odds; we are confident of that.",
    ],
)
def test_likelihood_beside_confidence_is_refused_however_it_is_put(text):
    assert "C1" in {fault.rule for fault in lint_brief(with_sentence(sample_brief(), text))}


@pytest.mark.parametrize(
    "text",
    [
        "The rate ratio is 1.1 (90% confidence interval 0.6 to 1.9).",
        "Confidence in this is low: one origin bears on it.",
        "A closure is unlikely.",
    ],
)
def test_an_interval_or_one_of_the_two_alone_is_no_fault(text):
    brief = with_sentence(sample_brief(), text, kind="information")
    assert "C1" not in {fault.rule for fault in lint_brief(brief)}


def test_a_quotation_that_crosses_a_line_break_is_still_exact():
    brief = sample_brief()
    text = brief.documents[0].text.replace("close the Amber", "close the\nAmber")
    brief = changed(brief, "documents", 0, text=text)
    assert not [fault for fault in lint_brief(brief) if fault.rule == "B2.quote"]


def test_two_origins_behind_one_indicator_allow_grade_one():
    brief = changed(sample_brief(), "indicators", 0, origins=("o1", "o3"))
    grade = brief.claims[1].grade.model_copy(update={"credibility": 1})
    assert brief.claims[1].id == "h1#c2"
    brief = changed(brief, "claims", 1, grade=grade)
    assert not [fault for fault in lint_brief(brief) if fault.rule == "G3"]


# --- publishing ------------------------------------------------------------------------------------


def test_a_blocked_brief_leaves_no_file_behind(tmp_path):
    with pytest.raises(PublishingRefused, match="L5 at s900"):
        write_brief(broken("L5"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_blocked_brief_does_not_touch_the_one_that_is_there(tmp_path):
    write_brief(sample_brief(), tmp_path)
    before = (tmp_path / "brief.json").read_bytes()
    with pytest.raises(PublishingRefused):
        write_brief(broken("B1"), tmp_path)
    assert (tmp_path / "brief.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "brief.json", "brief.md"]


def test_a_named_person_publishes_it_with_a_visible_mark(tmp_path):
    paths = write_brief(broken("B1").model_copy(update={"incomplete": "R. Desk"}), tmp_path)
    html, markdown = paths[0].read_text(encoding="utf-8"), paths[1].read_text(encoding="utf-8")
    assert "INCOMPLETE: published by R. Desk" in html
    assert "INCOMPLETE: published by R. Desk" in markdown


# --- lint on files ---------------------------------------------------------------------------------


def test_a_fault_in_brief_json_is_found_on_the_line_of_its_sentence():
    text = to_json(broken("L5"))
    ((line, fault),) = lint_json_file(text)
    assert fault.rule == "L5"
    assert "Vostria may close the strait." in text.splitlines()[line - 1]


def test_a_fault_of_a_record_is_found_on_the_line_of_that_record():
    text = to_json(broken("L1"))
    ((line, fault),) = lint_json_file(text)
    assert fault.rule == "L1"
    assert '"closure"' in text.splitlines()[line - 1]


def test_a_file_that_is_no_brief_is_refused_in_one_line():
    with pytest.raises(ConfigurationError, match=r"no brief\.json") as refused:
        lint_json_file('{"title": 3}', "x.json")
    assert "\n" not in str(refused.value)


def test_our_own_markdown_breaks_no_rule():
    assert lint_markdown(to_markdown(sample_brief())) == ()
    assert lint_markdown(to_markdown(sample_without_watch())) == ()


def test_a_draft_gets_faults_with_lines():
    parts = ["What changed", "Evidence", "Assumptions", "Indicators", "Gaps", "Dissent", "Implications"]
    parts += ["Plans", "Track record", "Yardstick"]
    draft = "\n".join(
        [
            "# A draft",
            "## Bottom line",
            "One. A closure is likely.",
            "It comes soon. Ships wait.",
            "## Key judgements",
            "A closure might come.",
            "A seizure is a realistic possibility.",
            "A closure is likely with low confidence.",
            "## Alternatives",
            "The bluff has a probability of 30%.",
            *(f"## {part}\nNone." for part in parts),
        ]
    )
    found = {(line, fault.rule) for line, fault in lint_markdown(draft)}
    assert found == {(4, "B5"), (6, "L5"), (7, "L4"), (8, "C1"), (10, "H4")}


def test_a_draft_without_a_part_is_told_which():
    found = [fault.message for _, fault in lint_markdown("# A draft\n\n## Bottom line\nCalm.\n")]
    assert "the part “Dissent” is missing" in found


# --- the page of rules -----------------------------------------------------------------------------


def test_the_page_of_rules_is_the_table_of_rules(root):
    page = (root / "docs/rules.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.*) \|$", page, re.MULTILINE))
    assert rows == {rule.id: f"{rule.text} | {rule.refused}" for rule in RULES}
    elsewhere = [rule for rule in list_rules() if rule.id not in rows]
    assert elsewhere
    for rule in elsewhere:
        assert f"| {rule.id} | {rule.text} | `{rule.where}` | {rule.refused} |" in page


def test_no_marking_is_lost_on_the_way_to_a_draft():
    assert to_markdown(sample_brief()).count(MARKING) >= 2
