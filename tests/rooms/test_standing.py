"""A status that flaps teaches people to look away; one that lags lets the danger pass."""

import datetime as dt

import pytest
from tests.rooms.brief_sample import AS_OF, OUTLOOK, PLANS, WEIGHING

from tocsin.brief.standing import judge_status
from tocsin.terms import IndicatorState, LedgerStep, PlanStateName, WatchState


def state(day: int = 0, plan: PlanStateName = "standing-by", *, observed: bool = False) -> WatchState:
    """The sample's watch `day` days on, with its plan in that state."""
    step = LedgerStep(
        step="indicator", name="Barriers moved", log_odds=0.5, evidence=("barriers-moved",), note="seen"
    )
    forecast = OUTLOOK.forecasts[0].model_copy(update={"ledger": (step,)})
    outlook = OUTLOOK.model_copy(update={"as_of": AS_OF + dt.timedelta(days=day), "forecasts": (forecast,)})
    indicators = WEIGHING.indicators if observed else ()
    plans = tuple(each.model_copy(update={"state": plan}) for each in PLANS)
    return WatchState(watch="strait", outlook=outlook, indicators=indicators, plans=plans)


def test_a_plan_that_is_due_raises_the_status_at_once_and_is_named_as_the_reason():
    status = judge_status([state(0), state(1, "advised")])
    assert status.level == "raised"
    assert "closure of the strait" in status.reason and status.evidence == ("plan:closure-plan",)
    assert judge_status([state(0, "advised"), state(1, "active")]).level == "high"


def test_an_observed_indicator_that_moves_a_forecast_makes_the_problem_move():
    status = judge_status([state(observed=True)])
    assert status.level == "moving" and all(each.startswith("indicator:") for each in status.evidence)


def test_an_observed_indicator_that_moves_nothing_leaves_it_quiet():
    idle = IndicatorState(id="weather", state="observed", reason="1 report from 1 independent origin")
    calm = state().model_copy(update={"indicators": (idle,)})
    assert judge_status([calm]).level == "quiet"


def test_a_status_does_not_fall_within_a_day_nor_for_three():
    raised = state(0, "advised")
    assert judge_status([raised, state(0)]).level == "raised"
    held = judge_status([raised, state(1), state(2)])
    assert held.level == "raised" and "kept until" in held.reason
    assert judge_status([raised, state(1), state(2), state(3)]).level == "quiet"


def test_a_status_of_nothing_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="at least one state"):
        judge_status([])
