"""What a brief says of plans: who set them, what acting costs, who gets in whose way, and what is missing."""

import datetime as dt
from typing import Any

from tests.rooms.brief_sample import sample_brief

from tocsin.brief.markdown import to_markdown
from tocsin.brief.page import to_html
from tocsin.brief.plans import say_conflict, say_order, say_timing
from tocsin.terms import Brief, PlanConflict, PlanOrder, PlanRow, Readiness, Timing

TIMING = Timing(
    advice="wait",
    last=dt.date(2024, 11, 1),
    now=9.04,
    best=9.0,
    never=120.4,
    threshold=0.27,
    chance=0.19,
    exposed=0.2,
    unit="staff days",
    basis="a guess",
)


def timing(**fields: Any) -> str:
    return say_timing(TIMING.model_copy(update=fields))


def test_acting_now_later_and_not_at_all_are_told_side_by_side_with_what_stays_open() -> None:
    told = timing()
    assert (
        "(a guess), not acting is expected to cost 120 staff days, acting now 9.0; acting pays from" in told
    )
    assert "27%" in told and "19%" in told
    assert told.endswith("it can still be started in time until 1 November 2024")
    assert "at these figures acting can never pay" in timing(threshold=1.2)
    assert "acting now is expected to cost 9.0 staff days, not acting 120" in timing(advice="act now")
    later = timing(advice="act by", start=dt.date(2024, 10, 1), last=None, exposed=0.02)
    assert "starting on 1 October 2024 is expected to cost 9.0 staff days, starting now 9.0" in later
    assert later.endswith("2% is the chance that it comes before that helps")


def conflict(kind: Any, what: str) -> str:
    found = PlanConflict(kind=kind, plans=("a", "b"), what=what, is_live=True)
    return say_conflict(found, {"a": "Ferries held", "b": "Landing"})


def test_each_kind_of_conflict_names_both_plans_and_what_they_clash_over() -> None:
    assert conflict("means", "the boat").startswith("Ferries held and landing both need the boat")
    assert "act against each other over ships held" in conflict("contrary", "ships-held")
    assert conflict("owner", "desk").endswith("both begin with the desk, at the same time")


def order(brief: Brief) -> PlanOrder:
    at = dt.datetime(2024, 5, 24, 9, tzinfo=dt.UTC)
    return PlanOrder(
        watch=brief.watch or "",
        plan=brief.plans[0].id,
        state="active",
        by="the chief of watch",
        because="seen.",
        at=at,
    )


def test_a_brief_says_who_set_a_plan_and_shows_conflicts_and_gaps_in_every_form() -> None:
    plain = sample_brief()
    plans = tuple(
        each.model_copy(
            update={"order": order(plain), "found": "advised", "state": "active", "timing": TIMING}
        )
        for each in plain.plans
    )
    first = plans[0]
    plans = (*plans, first.model_copy(update={"id": "lone", "title": "Old plan"}))
    readiness = Readiness(
        rows=(PlanRow(plan=first.id, scenario=first.scenario), PlanRow(plan="lone", scenario=None)),
        scenarios_without=(plain.judgements[-1].scenario,),
        plans_without=("lone",),
        conflicts=(PlanConflict(kind="means", plans=(first.id, "lone"), what="the boat", is_live=True),),
    )
    made = sample_brief(plans=plans, readiness=readiness)
    said = "Set to active by the chief of watch on 24 May 2024: seen; its triggers alone give advised"
    assert say_order(order(plain), "advised") == said
    texts = [sentence.text for sentence in made.sentences if sentence.part == "plans"]
    assert f"{said}." in texts
    for shown in (to_markdown(made), to_html(made)):
        for part in (said, "both need the boat", "serves no scenario of this watch", "no plan"):
            assert part in shown, part
    assert made.readiness == readiness


def test_a_conflict_that_is_not_live_costs_no_line_of_a_brief() -> None:
    idle = PlanConflict(kind="means", plans=("a", "b"), what="the boat", is_live=False)
    made = sample_brief(readiness=Readiness(conflicts=(idle,)))
    assert not [sentence for sentence in made.sentences if "the boat" in sentence.text]
