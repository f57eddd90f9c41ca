"""Assumptions that evidence touches, who gains, what follows and in which domains it shows."""

from tests.rooms.brief_sample import LINEAGE, WATCH, WEIGHING, sample_brief, sample_without_watch

from tocsin.brief.naming import known_ids
from tocsin.terms import Brief, Matrix, MatrixRow
from tocsin.weigh.hypotheses import compare_hypotheses


def texts(brief: Brief, part: str) -> list[str]:
    return [sentence.text for sentence in brief.sentences if sentence.part == part]


def test_an_assumption_that_evidence_touches_is_to_be_checked_with_that_evidence() -> None:
    brief = sample_brief()
    (check,) = [s for s in brief.sentences if s.text.startswith("Check it against")]
    assert check.part == "assumptions"
    assert check.evidence[0] == "indicator:barriers-moved"
    assert set(check.evidence) <= known_ids(brief)
    before = brief.sentences[brief.sentences.index(check) - 1].text
    assert "if this is wrong, the two moves are unrelated" in before


def test_what_touches_an_assumption_anew_since_the_last_brief_is_said() -> None:
    quiet = [s.model_copy(update={"state": "not-looked", "evidence": ()}) for s in WEIGHING.indicators]
    before = sample_brief(weighing=WEIGHING.model_copy(update={"indicators": tuple(quiet)}))
    assert not any("Check it against" in text for text in texts(before, "assumptions"))
    after = texts(sample_brief(previous=before), "assumptions")
    assert any("; new" in text for text in after if text.startswith("Check it against"))
    again = texts(sample_brief(previous=sample_brief()), "assumptions")
    assert not any("; new" in text for text in again)


def test_without_a_watch_the_one_assumption_is_said_and_nothing_breaks() -> None:
    assert texts(sample_without_watch(), "assumptions") == [
        "Only this is assumed: that the documents are what they say they are."
    ]


def test_implications_say_severity_consequences_and_domains() -> None:
    told = texts(sample_brief(), "implications")
    assert any("(severity" in text and "Ships wait" in text for text in told)
    assert any(text.startswith("What is seen of it: ") and "none in" in text for text in told)


def test_g5_who_gains_is_shown_by_source_in_the_evidence() -> None:
    graded = [
        each.model_copy(update={"interest": "whoever is accused gains if the denial is believed"})
        if each.claim == "d5#c1"
        else each
        for each in WEIGHING.claims
    ]
    brief = sample_brief(weighing=WEIGHING.model_copy(update={"claims": tuple(graded)}))
    told = " ".join(texts(brief, "evidence"))
    assert "Who gains if 1 claim, laid to the state agency, is believed" in told


def test_the_brief_orders_explanations_by_their_matrix_and_cites_only_what_it_holds() -> None:
    ratings = {"desk": {"plan": "C", "bluff": "I", "calm": "II"}}
    row = MatrixRow.model_validate(
        {"id": "a", "statement": "Barriers moved", "indicators": ["barriers-moved"], "ratings": ratings}
    )
    matrix = Matrix(watch=WATCH.id, as_of=sample_brief().as_of, rows=(row,))
    made = compare_hypotheses(WATCH.hypotheses, matrix, {"a": frozenset({LINEAGE.origins[0].id})})
    brief = sample_brief(weighing=WEIGHING.model_copy(update={"comparison": made}))
    told = texts(brief, "alternatives")
    assert told[1] == 'Least speaks against "a plan"; more against "a bluff" and "routine", in this order.'
    assert any(
        'without "barriers moved", "a plan", "a bluff" and "routine" would come first' in t for t in told
    )
    cited = {name for s in brief.sentences if s.part == "alternatives" for name in s.evidence}
    assert cited <= known_ids(brief)
