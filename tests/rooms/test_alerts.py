"""Alerts that come for nothing are switched off; one that does not come is why people bought the bell."""

import datetime as dt

import pytest
from tests.rooms.brief_sample import AS_OF, MARKING, OUTLOOK, PLANS, WATCH, WEIGHING

from tocsin.brief.alert_text import to_text
from tocsin.brief.alerts import compare_states, silence_alert, tell_all
from tocsin.brief.standing import judge_status
from tocsin.terms import Alert, IndicatorStateName, PlanStateName, Told, WatchState

CLOSURE = next(each for each in OUTLOOK.forecasts if each.scenario == "closure")


def state(
    day: int = 0,
    *,
    plan: PlanStateName = "standing-by",
    closure: float = CLOSURE.probability,
    barriers: IndicatorStateName = "not-looked",
) -> WatchState:
    """The sample's watch `day` days on, with these three things as given."""
    as_of = AS_OF + dt.timedelta(days=day)
    forecast = CLOSURE.model_copy(update={"probability": closure, "as_of": as_of})
    seen = next(each for each in WEIGHING.indicators if each.id == "barriers-moved")
    return WatchState(
        watch="strait",
        outlook=OUTLOOK.model_copy(update={"as_of": as_of, "forecasts": (forecast,)}),
        indicators=(seen.model_copy(update={"state": barriers}),),
        plans=tuple(each.model_copy(update={"state": plan}) for each in PLANS),
    )


def told_of(first: WatchState) -> Told:
    return tell_all(first, judge_status([first]))


def compare(told: Told | None, now: WatchState) -> tuple[Alert | None, Told]:
    return compare_states(told, now, judge_status([now]), watch=WATCH, markings=[MARKING])


def test_the_first_state_is_where_telling_begins():
    alert, told = compare(None, state())
    assert alert is None and told == told_of(state())


def test_a_state_told_again_makes_no_alert():
    alert, told = compare(told_of(state()), state(1))
    assert alert is None and told == told_of(state())


def test_b4_a_plan_an_indicator_and_the_status_are_told_together_with_why_and_the_way_back():
    alert, _ = compare(told_of(state()), state(1, plan="advised", barriers="observed"))
    assert alert is not None
    assert [change.kind for change in alert.changes] == ["status", "plan", "indicator"]
    assert all(change.why for change in alert.changes)
    assert alert.changes[2].path == "/problem/strait/indicator/barriers-moved"
    assert "status up from quiet to raised" in alert.headline
    assert alert.markings == (MARKING,)


def test_a_move_below_the_step_waits_until_it_adds_up():
    """Ten moves of one point would never be told if each were compared with the run before."""
    told = told_of(state(closure=0.30))
    for day, probability in enumerate((0.32, 0.34), start=1):
        alert, told = compare(told, state(day, closure=probability))
        assert alert is None
    alert, told = compare(told, state(3, closure=0.36))
    assert alert is not None and alert.changes[0].before == "30%"
    assert "36%" in alert.changes[0].after
    assert told.probabilities["closure"] == 0.36


def test_a_small_probability_that_doubles_is_a_step_and_a_large_one_that_wavers_is_none():
    assert compare(told_of(state(closure=0.02)), state(1, closure=0.045))[0] is not None
    assert compare(told_of(state(closure=0.40)), state(1, closure=0.42))[0] is None
    assert compare(told_of(state(closure=0.001)), state(1, closure=0.004))[0] is None


def test_i4_what_flaps_within_a_day_is_told_once_and_the_next_day_only_if_it_still_holds():
    told = told_of(state(barriers="not-looked"))
    alert, told = compare(told, state(1, barriers="observed"))
    assert alert is not None
    alert, told = compare(told, state(1, barriers="not-looked"))
    assert alert is None
    assert compare(told, state(2, barriers="observed"))[0] is None
    alert, _ = compare(told, state(2, barriers="not-looked"))
    assert alert is not None and alert.changes[-1].after == "not looked for"


def test_how_well_was_looked_sends_nothing_and_stands_beside_what_is_sent():
    told = told_of(state(barriers="not-looked"))
    alert, told = compare(told, state(1, barriers="absent-covered"))
    assert alert is None
    alert, told = compare(told, state(2, barriers="absent-covered", plan="advised"))
    assert alert is not None and [change.id for change in alert.beside] == ["barriers-moved"]
    assert told.indicators["barriers-moved"] == "absent-covered"


def test_the_same_difference_is_the_same_alert():
    """A run that died and was started again must not tell it twice."""
    first, _ = compare(told_of(state()), state(1, plan="advised"))
    again, _ = compare(told_of(state()), state(1, plan="advised"))
    assert first == again


def test_the_text_begins_and_ends_with_the_marking_and_names_every_way_back():
    alert, _ = compare(told_of(state()), state(1, plan="advised"))
    assert alert is not None
    lines = to_text(alert, "https://desk.example").splitlines()
    assert lines[0] == lines[-1] == MARKING
    assert "  https://desk.example/problem/strait#plan-closure-plan" in lines
    assert "https://" not in to_text(alert)


def test_a_likelihood_and_a_confidence_never_meet_in_an_alert():
    alert, _ = compare(told_of(state(closure=0.1)), state(1, closure=0.4))
    assert alert is not None and "confidence" not in to_text(alert).lower()


def test_one_silence_is_one_notice():
    last = dt.datetime(2031, 5, 18, 6, tzinfo=dt.UTC)
    first = silence_alert(last, 24, as_of=AS_OF)
    later = silence_alert(last, 24, as_of=AS_OF + dt.timedelta(days=3))
    assert first.id == later.id
    assert "18 May 2031, 06:00 UTC" in first.headline and "not the same as no event" in first.headline


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_certainty_in_a_number_breaks_nothing(probability):
    assert compare(told_of(state(closure=0.5)), state(1, closure=probability))[0] is not None
