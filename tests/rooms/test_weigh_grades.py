"""Grades, denials and interests: suggested by rule, kept apart, shown beside and never subtracted."""

import datetime as dt

import pytest
from tests.rooms.weigh_sample import (
    AS_OF,
    JOINT_CHIEFS,
    KREMLIN,
    UNNAMED,
    indicator,
    origin,
    report,
    watch,
    weigh,
)

from tocsin.terms import Document, GradedClaim, Match, Reading, Source, SourceKind, Weighing
from tocsin.weigh.grading import grading

ARMS = watch(indicator("arms", match=Match(kinds=("arms-transfer",))))
RUSSIA = {"name": "Russia", "country": "RUS"}
DEALS = "Russia buys shells from North Korea."


def graded(weighing: Weighing, document: str) -> GradedClaim:
    return next(each for each in weighing.claims if each.claim == f"{document}#c1")


def accusation(name: str, **claim: object) -> tuple[Document, Reading]:
    return report(name, DEALS, kind="arms-transfer", actor=RUSSIA, **claim)


def denial(name: str, source: Source = KREMLIN) -> tuple[Document, Reading]:
    text = "North Korea sells Russia no arms whatsoever."
    return report(name, text, kind="arms-transfer", actor=RUSSIA, source=source, stance="denies")


def test_one_origin_is_never_graded_confirmed() -> None:
    names = ["a", "b", "c"]
    found = weigh([report(name) for name in names], origin("o1", *names))
    assert {each.grade.credibility for each in found.claims} == {3}


def test_two_independent_firm_origins_are_graded_confirmed() -> None:
    found = weigh([report("a"), report("b")], origin("o1", "a"), origin("o2", "b"))
    assert {each.grade.credibility for each in found.claims} == {1}
    assert "2 independent origins" in " ".join(found.claims[0].grade.reasons)


def test_two_origins_of_which_one_is_unnamed_are_not_enough_for_confirmed() -> None:
    found = weigh([report("a"), report("b", source=UNNAMED)], origin("o1", "a"), origin("o2", "b"))
    assert graded(found, "a").grade.credibility == 2


def test_two_firings_months_apart_do_not_confirm_each_other() -> None:
    before = report("a", day=AS_OF - dt.timedelta(days=60))
    found = weigh([before, report("b")], origin("o1", "a"), origin("o2", "b"))
    assert {each.grade.credibility for each in found.claims} == {3}


@pytest.mark.parametrize(
    "claim", [{"status": "possible"}, {"status": "general"}, {"stance": "threatens"}, {"source": UNNAMED}]
)
def test_g2_what_cannot_be_judged_is_graded_six(claim: dict[str, object]) -> None:
    assert weigh([report("a", **claim)], origin("o1", "a")).claims[0].grade.credibility == 6


def test_a_claim_without_shown_access_is_graded_six() -> None:
    assert weigh([report("a")]).claims[0].grade.credibility == 6


@pytest.mark.parametrize(
    ("kind", "letter"), [("body", "C"), ("state-media", "D"), ("outlet", "F"), ("unspecified", "F")]
)
def test_g1_the_letter_is_for_the_kind_of_source(kind: SourceKind, letter: str) -> None:
    found = weigh([report("a", source=Source(name="x", kind=kind))], origin("o1", "a"))
    assert found.claims[0].grade.reliability == letter


def test_no_letter_is_given_that_needs_a_history() -> None:
    letters = {each.letter for each in grading().reliability.values()}
    assert letters <= {"C", "D", "F"}
    assert grading().reliability["outlet"].letter == "F"


def test_whoever_speaks_unnamed_cannot_be_judged() -> None:
    assert weigh([report("a", source=UNNAMED)], origin("o1", "a")).claims[0].grade.reliability == "F"


def test_a_denial_stands_beside_what_it_denies() -> None:
    """Else a reader sees either the accusation or the denial, and never that they belong together."""
    found = weigh([accusation("a"), denial("b")], origin("o1", "a"), origin("o2", "b"), on=ARMS)
    assert graded(found, "b").denies == ("a#c1",)
    assert graded(found, "a").denies == ()
    assert [each.origin for each in found.evidence] == ["o1"]


def test_an_interested_denial_is_noted_and_not_subtracted() -> None:
    alone = weigh([accusation("a")], origin("o1", "a"), on=ARMS)
    denied = weigh([accusation("a"), denial("b")], origin("o1", "a"), origin("o2", "b"), on=ARMS)
    assert graded(denied, "a").grade.credibility == graded(alone, "a").grade.credibility == 3
    assert "not subtracted" in " ".join(graded(denied, "a").grade.reasons)
    assert denied.evidence[0].strength == alone.evidence[0].strength


def test_a_denial_by_somebody_without_an_interest_makes_it_doubtful() -> None:
    expert = Source(name="an analyst", kind="expert")
    found = weigh([accusation("a"), denial("b", expert)], origin("o1", "a"), origin("o2", "b"), on=ARMS)
    assert graded(found, "a").grade.credibility == 4


def test_a_denial_in_other_words_is_found_by_its_words() -> None:
    text = "North Korea said that no shells were bought by Moscow's ministry in this long war."
    accused = report(
        "a",
        "Moscow's ministry bought shells in the war.",
        kind="arms-transfer",
        actor=RUSSIA,
        title="North Korea",
    )
    other = report("b", text, kind=None, source=KREMLIN, stance="denies")
    found = weigh([accused, other], origin("o1", "a"), on=ARMS)
    assert graded(found, "b").denies == ("a#c1",)


def test_a_denial_of_another_matter_denies_nothing() -> None:
    other = report("b", kind="cyber-attack", stance="denies")
    found = weigh([accusation("a"), other], origin("o1", "a"), on=ARMS)
    assert all(each.denies == () for each in found.claims)


def test_a_plain_statement_that_nothing_happened_denies_only_that_day() -> None:
    """That no launch came on polling day does not deny a launch in another month."""
    none = report("b", source=None, polarity="denied", status="did-not-occur")
    before = report("a", day=AS_OF - dt.timedelta(days=60))
    assert graded(weigh([before, none], origin("o1", "a")), "b").denies == ()
    assert graded(weigh([report("a"), none], origin("o1", "a")), "b").denies == ("a#c1",)


def test_g5_interest_is_noted_for_deniers_and_for_officials_alike() -> None:
    american = accusation("a", source=UNNAMED)
    found = weigh([american, denial("b")], origin("o1", "a"), origin("o2", "b"), on=ARMS)
    assert graded(found, "b").interest == "Russia is the party accused and gains if its denial is believed"
    assert "Russia is thought dangerous" in (graded(found, "a").interest or "")
    assert "unnamed" in (graded(found, "a").interest or "")


def test_no_interest_is_claimed_for_an_expert() -> None:
    found = weigh([report("a", source=Source(name="an analyst", kind="expert", country="KOR"))])
    assert found.claims[0].interest is None


def test_claims_that_do_not_bear_on_the_watch_are_not_graded() -> None:
    meddling = report("a", "North Korea meddled in the vote.", kind="election-interference")
    assert weigh([meddling]).claims == ()


def test_a_kind_that_only_a_scenario_names_bears_on_the_watch() -> None:
    scenario = watch().scenarios[0].model_copy(update={"event_kinds": ("missile-test",)})
    found = weigh([report("a", kind="icbm-test")], on=watch(scenarios=(scenario,)))
    assert len(found.claims) == 1


def test_who_made_the_claim_rests_on_its_source_and_not_on_the_outlet() -> None:
    state = Document(id="a", name="a", text="North Korea fired guns.", outlet="KCNA", published=AS_OF)
    _, reading = report("a", "North Korea fired guns.", source=JOINT_CHIEFS)
    assert weigh([(state, reading)], origin("o1", "a")).claims[0].grade.reliability == "C"


def test_a_denial_that_names_a_day_denies_only_that_day() -> None:
    saturday = {"start": "2024-05-18", "end": "2024-05-18"}
    then = report("a", day=dt.date(2024, 5, 18))
    later = report("c")
    dated = report("b", stance="denies", time=saturday)
    found = weigh([then, later, dated], origin("o1", "a", "c"))
    assert graded(found, "b").denies == ("a#c1",)


def test_a_denial_does_not_reach_years_back() -> None:
    long_ago = accusation("a", day=AS_OF - dt.timedelta(days=300))
    assert graded(weigh([long_ago, denial("b")], on=ARMS), "b").denies == ()


def test_who_denies_is_the_source_that_disputes_and_not_one_inside_its_words() -> None:
    document, reading = denial("b")
    outer = reading.claims[0].model_copy(update={"events": ()})
    inner = outer.model_copy(update={"id": "c2", "within": "c1", "stance": "asserts", "source": UNNAMED})
    held = reading.events[0].model_copy(update={"claim": "c2"})
    nested = Reading(document="b", claims=(outer, inner), events=(held,))
    found = weigh([accusation("a"), (document, nested)], on=ARMS)
    assert {each.claim for each in found.claims if each.denies} == {"b#c1"}


def test_who_denies_its_own_doing_is_interested() -> None:
    text = "It buys no arms in North Korea or elsewhere."
    own = report("b", text, kind="arms-transfer", actor={"name": "it"}, source=KREMLIN, stance="denies")
    found = weigh([accusation("a"), own], on=ARMS)
    assert graded(found, "b").interest == "Russia is the party accused and gains if its denial is believed"


def test_a_denial_of_a_plan_for_a_coming_day_reaches_what_is_feared_now() -> None:
    """Else the denial of a plot around an election would stand beside nothing."""
    november = {"start": "2024-11-05", "end": "2024-11-05"}
    feared = accusation("a", stance="fears", status="possible")
    coming = report(
        "b", DEALS, kind="arms-transfer", actor=RUSSIA, source=KREMLIN, stance="denies", time=november
    )
    assert graded(weigh([feared, coming], on=ARMS), "b").denies == ("a#c1",)
