"""What people judge: letters of sources (rules G1 to G6) and decisions on matches (I2, I4, I5)."""

import datetime as dt
from typing import Any

import pytest
from tests.rooms.weigh_sample import (
    AS_OF,
    KREMLIN,
    UNNAMED,
    indicator,
    lineage,
    origin,
    report,
    watch,
    weigh,
)

from tocsin.brief.checks_record import check_confirmed, check_letters
from tocsin.reference.outlets import all_outlets
from tocsin.terms import (
    Brief,
    BriefClaim,
    Count,
    Document,
    Grade,
    IndicatorState,
    MatchDecision,
    Origin,
    Reading,
    Source,
    SourceGrade,
    Span,
    Verdicts,
    Weighing,
)
from tocsin.weigh import weigh_watch
from tocsin.weigh.decisions import Decisions
from tocsin.weigh.grading import grading
from tocsin.weigh.letters import source_key
from tocsin.weigh.states import draw_evidence
from tocsin.weigh.strengths import strengths

NOON = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
HARBOUR = Source(name="Harbour TV", kind="outlet")


def letter(source: str, given: str, topic: str | None = None, days: int = 0) -> SourceGrade:
    at = NOON + dt.timedelta(days=days)
    fields = {"source": source, "letter": given, "topic": topic, "by": "desk", "because": "its record"}
    return SourceGrade.model_validate(fields | {"at": at})


def decision(item: str, word: str, strength: float | None = None, days: int = 0) -> MatchDecision:
    return MatchDecision(
        watch="korea",
        indicator="shelling",
        item=item,
        is_accepted=word == "accepted",
        strength=strength,
        by="watch officer",
        because="read it",
        at=NOON + dt.timedelta(days=days),
    )


def judge(
    reports: list[tuple[Document, Reading]],
    *origins: Origin,
    grades: tuple[SourceGrade, ...] = (),
    decisions: tuple[MatchDecision, ...] = (),
    earlier: tuple[IndicatorState, ...] = (),
    **given: Any,
) -> Weighing:
    return weigh_watch(
        given.get("on") or watch(),
        [document for document, _ in reports],
        [reading for _, reading in reports],
        lineage(*origins),
        as_of=AS_OF,
        verdicts=Verdicts(source_grades=grades, decisions=decisions),
        earlier=earlier,
    )


def state(weighing: Weighing) -> IndicatorState:
    return weighing.indicators[0]


# --- grades ----------------------------------------------------------------------------------------


def test_g1_a_persons_letter_goes_before_the_tables_and_says_who_and_when() -> None:
    found = judge([report("a", source=HARBOUR)], grades=(letter("Harbour TV", "B"),))
    assert found.claims[0].grade.reliability == "B"
    assert found.claims[0].grade.by == "desk"
    assert found.claims[0].grade.reasons[0] == "B: given by desk on 20 May 2024: its record"


def test_g1_a_topic_goes_before_all_topics_and_the_last_word_before_others() -> None:
    given = (
        letter("the Harbour TV", "E", days=2),
        letter("Harbour TV", "B", topic="korea"),
        letter("Harbour TV", "C", topic="North Korea", days=1),
        letter("Harbour TV", "A", topic="cricket", days=3),
    )
    assert judge([report("a", source=HARBOUR)], grades=given).claims[0].grade.reliability == "C"
    assert judge([report("a", source=HARBOUR)], grades=given[:1]).claims[0].grade.reliability == "E"


def test_g1_letter_and_figure_are_judged_apart_and_neither_moves_the_other() -> None:
    reports, origins = [report("a"), report("b", source=HARBOUR)], (origin("o1", "a"), origin("o2", "b"))
    plain = judge(reports, *origins)
    graded = judge(
        reports, *origins, grades=(letter("Harbour TV", "E"), letter("Joint Chiefs of Staff", "A"))
    )
    assert [each.grade.credibility for each in plain.claims] == [1, 1]
    assert [each.grade.credibility for each in graded.claims] == [1, 1]
    assert [each.grade.reliability for each in graded.claims] == ["A", "E"]


def test_g1_an_accepted_letter_is_felt_in_the_weighing_and_a_suggested_one_is_not() -> None:
    """Until a person accepts it, a letter is a suggestion and moves nothing."""
    state_media = Source(name="the Northern Agency", kind="state-media")
    suggested = judge([report("a", source=state_media)], origin("o1", "a"))
    assert suggested.claims[0].grade.reliability == "D"
    assert state(suggested).matches[0].strength == 1.0
    accepted = judge(
        [report("a", source=state_media)], origin("o1", "a"), grades=(letter("Northern Agency", "D"),)
    )
    assert state(accepted).matches[0].strength == pytest.approx(0.7)
    assert "graded D by desk" in state(accepted).matches[0].reason


def test_g1_the_authors_own_statement_has_the_letter_of_the_outlet() -> None:
    given = (letter("Coast Post", "C"),)
    assert judge([report("a", source=None, outlet="Coast Post")], grades=given).claims[0].grade.by == "desk"


def test_g1_whoever_speaks_unnamed_has_no_letter_even_through_a_graded_outlet() -> None:
    unnamed = UNNAMED.model_copy(update={"through": "Harbour TV"})
    grades = (letter("Harbour TV", "A"), letter("officials", "A"))
    assert judge([report("a", source=unnamed)], grades=grades).claims[0].grade.reliability == "F"


def test_g2_f_and_six_change_nothing_and_lie_between_no_others() -> None:
    """F is not worse than C and better than D; 6 is not between 5 and 1: they say that nobody can tell."""
    table = strengths()
    assert table.given_letter["F"] == table.credibility[6] == 1.0
    assert [table.given_letter[each] for each in "ABCDE"] == sorted(table.given_letter.values())[::-1][1:]
    plain = judge([report("a", source=HARBOUR)], origin("o1", "a"))
    graded = judge([report("a", source=HARBOUR)], origin("o1", "a"), grades=(letter("Harbour TV", "F"),))
    assert state(plain).matches[0].strength == state(graded).matches[0].strength == 1.0


def test_g3_ten_rewrites_of_one_story_never_reach_grade_one() -> None:
    names = [f"r{number}" for number in range(10)]
    found = weigh([report(name) for name in names], origin("o1", *names))
    assert {each.grade.credibility for each in found.claims} == {3}


def test_g3_a_brief_with_grade_one_on_one_origin_is_refused() -> None:
    claim = BriefClaim(
        id="a#c1",
        document="a",
        text="t",
        chain=("x",),
        stance="asserts",
        status="occurred",
        grade=Grade(credibility=1),
        origin="o1",
        spans=(Span(0, 1),),
    )
    brief = Brief(
        title="t",
        watch=None,
        as_of=AS_OF,
        version="v",
        exercise=False,
        sentences=(),
        claims=(claim,),
        origins=(origin("o1", "a"),),
        independent_origins=Count(median=1, low=1, high=1),
        documents=(),
    )
    assert [fault.rule for fault in check_confirmed(brief)] == ["G3"]


def test_g3_denied_by_two_independent_origins_without_an_interest_and_told_by_one_is_improbable() -> None:
    accused = report("a", "Russia buys shells from North Korea.", kind="arms-transfer")
    experts = [
        report(
            name,
            "North Korea sells Russia no arms whatsoever.",
            kind="arms-transfer",
            source=Source(name=f"analyst {name}", kind="expert"),
            stance="denies",
        )
        for name in ("b", "c")
    ]
    on = watch(indicator("arms", match={"kinds": ("arms-transfer",)}))
    origins = (origin("o1", "a"), origin("o2", "b"), origin("o3", "c"))
    graded = {each.claim: each.grade for each in judge([accused, *experts], *origins, on=on).claims}
    assert graded["a#c1"].credibility == 5
    alone = {each.claim: each.grade for each in judge([accused, experts[0]], *origins[:2], on=on).claims}
    assert alone["a#c1"].credibility == 4


def test_g4_a_denial_has_its_own_grade_and_takes_nothing_from_what_it_denies() -> None:
    on = watch(indicator("arms", match={"kinds": ("arms-transfer",)}))
    told = report("a", "Russia buys shells from North Korea.", kind="arms-transfer", actor=RUSSIA)
    denied = report(
        "b",
        "North Korea sells Russia no arms.",
        kind="arms-transfer",
        source=KREMLIN,
        stance="denies",
        actor=RUSSIA,
    )
    with_it = judge([told, denied], origin("o1", "a"), origin("o2", "b"), on=on)
    without = judge([told], origin("o1", "a"), on=on)
    claims = {each.claim: each for each in with_it.claims}
    assert claims["b#c1"].denies == ("a#c1",)
    assert claims["a#c1"].grade.credibility == without.claims[0].grade.credibility
    assert with_it.evidence == without.evidence


RUSSIA = {"name": "Russia", "country": "RUS"}


def test_g5_interest_is_recorded_for_officials_as_for_deniers() -> None:
    on = watch(indicator("arms", match={"kinds": ("arms-transfer",)}))
    told = report(
        "a", "Russia buys shells from North Korea.", kind="arms-transfer", actor=RUSSIA, source=UNNAMED
    )
    denied = report(
        "b",
        "North Korea sells Russia no arms.",
        kind="arms-transfer",
        source=KREMLIN,
        stance="denies",
        actor=RUSSIA,
    )
    found = {each.claim: each.interest for each in judge([told, denied], origin("o1", "a"), on=on).claims}
    assert "gains support for its policy" in (found["a#c1"] or "")
    assert "gains if its denial is believed" in (found["b#c1"] or "")


def test_g6_no_letter_ships_for_a_named_outlet_and_the_table_is_dated() -> None:
    assert grading().written >= dt.date(2026, 11, 24)
    for outlet in all_outlets()[::20]:
        source = Source(name=outlet.name, kind="state-media" if outlet.state else "outlet")
        assert judge([report("a", source=source)], origin("o1", "a")).claims[0].grade.reliability == "F"


@pytest.mark.parametrize(("by", "rules"), [(None, ["G6"]), ("desk", [])])
def test_g6_a_letter_on_a_named_outlet_needs_a_person_who_gave_it(by: str | None, rules: list[str]) -> None:
    claim = BriefClaim(
        id="a#c1",
        document="a",
        text="t",
        chain=("KCNA",),
        stance="asserts",
        status="occurred",
        grade=Grade(reliability="D", by=by),
        origin=None,
        spans=(Span(0, 1),),
    )
    brief = Brief(
        title="t",
        watch=None,
        as_of=AS_OF,
        version="v",
        exercise=False,
        sentences=(),
        claims=(claim,),
        independent_origins=Count(median=0, low=0, high=0),
        documents=(),
    )
    assert [fault.rule for fault in check_letters(brief)] == rules


def test_a_sources_name_is_one_with_and_without_article_and_capitals() -> None:
    assert source_key("The Joint  Chiefs of Staff") == source_key("joint chiefs of staff")


# --- decisions on matches --------------------------------------------------------------------------


def test_i5_a_rejected_match_no_longer_counts_and_says_who_rejected_it() -> None:
    found = state(judge([report("a")], origin("o1", "a"), decisions=(decision("a#e1", "rejected"),)))
    assert found.state != "observed"
    assert found.matches[0].decision == "rejected"
    assert found.matches[0].reason.endswith("rejected by watch officer: read it")


def test_i5_an_accepted_match_counts_although_it_is_weak() -> None:
    weak = [report("a", status="possible", hedged=True, source=UNNAMED, day=AS_OF - dt.timedelta(days=150))]
    assert state(judge(weak, origin("o1", "a"))).state != "observed"
    found = state(judge(weak, origin("o1", "a"), decisions=(decision("a#e1", "accepted"),)))
    assert found.state == "observed"
    assert found.matches[0].decision == "accepted"


def test_i5_a_person_may_think_better_of_it() -> None:
    made = (decision("a#e1", "rejected"), decision("a#e1", "accepted", days=1))
    assert state(judge([report("a")], origin("o1", "a"), decisions=made)).state == "observed"


def test_i5_precision_is_that_of_the_last_words() -> None:
    made = [
        decision("a", "rejected"),
        decision("a", "accepted", days=1),
        decision("b", "rejected"),
        decision("c", "accepted"),
    ]
    assert Decisions(made).precision() == (2, 3)
    assert Decisions(made).precision("another") == (0, 0)


def test_i5_the_threshold_is_learnt_only_from_enough_decisions() -> None:
    right = [decision(f"r{number}", "accepted", 0.4 + number / 100) for number in range(8)]
    wrong = [decision(f"w{number}", "rejected", 0.16 + number / 100) for number in range(6)]
    assert Decisions(right[:5] + wrong[:5]).threshold() == strengths().counts_from
    assert Decisions(right + wrong).threshold() == pytest.approx((0.21 + 0.4) / 2)
    assert Decisions(right * 2).threshold() == strengths().counts_from  # all right: nothing to learn


def test_i5_a_learnt_threshold_keeps_weak_matches_from_counting() -> None:
    right = tuple(decision(f"r{number}", "accepted", 0.5 + number / 100) for number in range(8))
    wrong = tuple(decision(f"w{number}", "rejected", 0.3 + number / 100) for number in range(6))
    weak = [report("a", status="possible", source=UNNAMED)]  # 0.4 x 0.8 = 0.32
    assert state(judge(weak, origin("o1", "a"))).state == "observed"
    assert state(judge(weak, origin("o1", "a"), decisions=right + wrong)).state == "absent-uncovered"


# --- states ----------------------------------------------------------------------------------------


def test_i1_an_indicator_says_who_could_see_it_how_often_and_who_keeps_it() -> None:
    fields = {"statement", "domain", "likelihood", "otherwise", "lead_time_days", "baseline_per_year"}
    fields |= {"coverage", "threshold", "owner", "last_review"}
    assert fields <= set(indicator().model_dump())


def test_i2_what_is_equally_likely_either_way_is_observed_and_moves_nothing() -> None:
    on = watch(indicator(likelihood={"island": 0.2}, otherwise=0.2))
    found = judge([report("a")], origin("o1", "a"), on=on)
    assert state(found).state == "observed"
    assert "not diagnostic" in state(found).reason
    assert found.evidence == ()


def test_i3_only_absence_with_coverage_is_evidence_of_absence() -> None:
    quiet = [report(name, "North Korea: calm by the island.", kind=None) for name in ("a", "b", "c")]
    covered = judge(quiet)
    assert state(covered).state == "absent-covered"
    assert [each.state for each in covered.evidence] == ["absent-covered"]
    for few in (quiet[:1], [report("a", "North Korea sings.", kind=None)]):
        found = judge(few)
        assert state(found).state in ("absent-uncovered", "not-looked")
        assert found.evidence == ()


def test_i4_a_state_does_not_fall_within_the_day_that_raised_it() -> None:
    """Two origins turn out to be one at noon: what was observed in the morning stands until the day ends."""
    on = watch(indicator(threshold=2))
    reports = [report("a"), report("b")]
    morning = judge(reports, origin("o1", "a"), origin("o2", "b"), on=on)
    assert state(morning).state == "observed"
    noon = judge(reports, origin("o1", "a", "b"), on=on, earlier=morning.indicators)
    assert state(noon).state == "observed"
    assert state(noon).evidence == state(morning).evidence
    assert "kept as it stood earlier today until the day ends" in state(noon).reason
    assert "told of by 1 independent origin, 2 needed" in state(noon).reason
    tomorrow = judge(reports, origin("o1", "a", "b"), on=on)
    assert state(tomorrow).state == "absent-uncovered"


def test_i4_what_a_person_rejects_falls_at_once() -> None:
    morning = judge([report("a")], origin("o1", "a"))
    rejected = (decision("a#e1", "rejected"),)
    noon = judge([report("a")], origin("o1", "a"), decisions=rejected, earlier=morning.indicators)
    assert state(noon).state != "observed"


def test_i4_a_state_rises_at_once() -> None:
    morning = judge([report("b", "North Korea sings.", kind=None)])
    noon = judge([report("a")], origin("o1", "a"), earlier=morning.indicators)
    assert state(noon).state == "observed"
    assert "kept" not in state(noon).reason


def test_i4_a_held_state_still_gives_its_evidence() -> None:
    on = watch(indicator(threshold=2))
    reports = [report("a"), report("b")]
    morning = judge(reports, origin("o1", "a"), origin("o2", "b"), on=on)
    noon = judge(reports, origin("o1", "a", "b"), on=on, earlier=morning.indicators)
    assert [each.origin for each in noon.evidence] == ["o1"]
    assert draw_evidence(on.indicators[0], state(noon), {"o1": "o1"}) == list(noon.evidence)
