"""When to act, by the desk's own costs; and what a person's word or a shared role does to a plan."""

import datetime as dt
from typing import Any

import pytest
from tests.rooms.forecast_sample import AS_OF, NOTHING, scenario
from tests.rooms.test_plan import LIKELY, SEEN, forecast, plan, planned, playbook

from tocsin.plan import find_conflicts, measure_readiness, plan_watch
from tocsin.plan.timing import weigh_timing
from tocsin.terms import (
    Action,
    Costs,
    Forecast,
    IndicatorState,
    Outlook,
    PlanOrder,
    PlanTrigger,
    Playbook,
    Timing,
    Weighing,
)

BY = AS_OF + dt.timedelta(days=180)


def costs(**fields: float) -> Costs:
    return Costs(**{"unit": "staff days", "basis": "ours", "act": 4, "loss": 100, "saved": 0.5, **fields})


def timing(made: Forecast, lead_time_days: int = 0, **fields: float) -> Timing:
    found = weigh_timing(playbook(lead_time_days=lead_time_days, costs=costs(**fields)), made)
    assert found is not None
    return found


def test_acting_pays_from_the_chance_at_which_what_it_saves_covers_what_it_costs() -> None:
    assert timing(forecast((180, 0.079))).advice == "wait"
    found = timing(forecast((180, 0.1)))
    assert (found.advice, found.start, found.threshold) == ("act now", AS_OF, pytest.approx(0.08))
    assert (found.now, found.never) == (pytest.approx(9), pytest.approx(10))


def test_a_danger_that_lies_in_a_window_far_ahead_is_cheapest_met_just_before_it() -> None:
    late = forecast((150, 0.001), (160, 0.3), (180, 0.301))
    found = timing(late, lead_time_days=5, per_day=0.1)
    assert found.advice == "act by"
    assert found.start == AS_OF + dt.timedelta(days=145)
    assert found.best < min(found.now, found.never)
    assert found.exposed == pytest.approx(0.001)


def test_what_comes_before_the_lead_time_is_over_is_not_saved() -> None:
    soon = forecast((10, 0.3), (180, 0.3001))
    assert timing(soon, lead_time_days=20).advice == "wait"
    assert timing(soon, lead_time_days=1).advice == "act now"


def test_a_lead_time_longer_than_the_time_left_leaves_no_last_day() -> None:
    found = timing(forecast((180, 0.5)), lead_time_days=200)
    assert (found.advice, found.last, found.start) == ("wait", None, None)
    assert timing(forecast((180, 0.5)), lead_time_days=30).last == BY - dt.timedelta(days=30)


def test_a_plan_without_stated_costs_claims_nothing_about_them() -> None:
    assert plan(playbook(LIKELY)).timing is None
    assert plan(playbook(LIKELY, costs=costs())).timing is not None


@pytest.mark.parametrize(("threshold", "state"), [(0.15, "advised"), (0.3, "standing-by")])
def test_a_trigger_may_name_the_date_by_which_its_probability_counts(threshold: float, state: str) -> None:
    by = AS_OF + dt.timedelta(days=90)
    found = plan(playbook(PlanTrigger(probability=threshold, by=by)), forecast((180, 0.36)))
    assert found.state == state
    assert "by 23 August 2024 is 20" in found.reason


def test_a_trigger_whose_date_is_past_is_not_met_for_ever() -> None:
    past = PlanTrigger(probability=0.01, by=AS_OF - dt.timedelta(days=1))
    assert plan(playbook(past), forecast((180, 0.9))).state == "standing-by"


def order(state: Any, day: int = 0, **fields: Any) -> PlanOrder:
    at = dt.datetime.combine(AS_OF + dt.timedelta(days=day), dt.time(9), dt.UTC)
    values = {"watch": "test", "plan": "shelter", "by": "duty officer", "because": "ferries run", **fields}
    return PlanOrder(state=state, at=at, **values)


def ordered(*orders: PlanOrder, seen: str = "observed") -> Any:
    weighing = Weighing(indicators=(IndicatorState(id="fuelling", state=seen, reason=""),))
    outlook = Outlook(as_of=AS_OF, by=BY, forecasts=(forecast((180, 0.1)),))
    watch = planned(playbook(SEEN))
    orders = tuple(each.model_copy(update={"watch": watch.id}) for each in orders)
    (found,) = plan_watch(watch, outlook, weighing, (), as_of=AS_OF, orders=orders)
    return found


def test_the_last_word_of_a_person_goes_before_the_triggers_which_are_told_beside_it() -> None:
    found = ordered(order("active"), order("stood-down"))
    assert (found.state, found.found, found.due) == ("stood-down", "advised", None)
    assert found.order.by == "duty officer"
    assert found.reason == ordered().reason
    assert ordered(order("active"), seen="absent-covered").due == AS_OF
    assert ordered().order is None


def acting(name: str, *actions: Action, state: Any = "active", due: int = 0) -> tuple[Playbook, Any]:
    book = playbook(SEEN).model_copy(update={"id": name, "actions": actions})
    stand = ordered().model_copy(
        update={
            "id": name,
            "state": state,
            "due": AS_OF + dt.timedelta(days=due) if state == "active" else None,
        }
    )
    return book, stand


def conflicts(*pairs: tuple[Playbook, Any]) -> list[tuple[str, str, bool]]:
    books, plans = zip(*pairs, strict=True)
    return [(each.kind, each.what, each.is_live) for each in find_conflicts(planned(*books), plans)]


CALL = Action(order=1, what="Call.", owner="desk", means=("the boat",), does="ferries-held")
SAIL = Action(order=1, what="Sail.", owner="crew", means=("the boat",), undoes=("ferries-held",))


def test_means_wanted_twice_and_acts_that_undo_each_other_are_told_before_it_matters() -> None:
    told = [("means", "the boat", True), ("contrary", "ferries-held", True)]
    assert conflicts(acting("a", CALL), acting("b", SAIL)) == told
    idle = conflicts(acting("a", CALL), acting("b", SAIL, state="standing-by"))
    assert idle == [(kind, what, False) for kind, what, _ in told]


def test_one_role_cannot_take_two_first_steps_on_one_day() -> None:
    first = Action(order=1, what="Call.", owner="desk")
    assert conflicts(acting("a", first), acting("b", first)) == [("owner", "desk", True)]
    assert conflicts(acting("a", first), acting("b", first, due=5)) == []
    assert conflicts(acting("a", first), acting("b", first, state="standing-by")) == []


def test_gaps_show_on_both_sides_scenarios_without_plans_and_plans_for_no_scenario() -> None:
    lone = playbook(SEEN).model_copy(update={"id": "old", "scenario": "gone"})
    both = playbook(SEEN, also=("raid",))
    watch = planned(both, lone, scenarios=(scenario(), scenario(id="raid"), scenario(id="siege"), NOTHING))
    found = measure_readiness(watch, ())
    assert found.scenarios_without == ("siege",)
    assert found.plans_without == ("old",)
    assert [(row.plan, row.scenario, row.also) for row in found.rows] == [
        ("shelter", "launch", ("raid",)),
        ("old", None, ()),
    ]


def test_a_plan_for_no_scenario_of_the_watch_stands_by_and_says_why() -> None:
    lone = playbook(LIKELY).model_copy(update={"scenario": "gone"})
    assert "the watch has no scenario gone" in plan(lone).reason
