"""Plans: touched when the desk wrote so, for a reason with numbers, and early enough to be of use."""

import datetime as dt
from typing import Any

import pytest
from tests.rooms.forecast_sample import AS_OF, NOTHING, day, indicator, scenario, watch

from tocsin.errors import ConfigurationError
from tocsin.plan import plan_watch, scenarios_without_plan
from tocsin.plan.curve import probability_within
from tocsin.terms import (
    Action,
    Actor,
    Claim,
    CurvePoint,
    Event,
    Forecast,
    IndicatorState,
    Interval,
    Match,
    Outlook,
    Plan,
    PlanTrigger,
    Playbook,
    Reading,
    Span,
    TriggerFinding,
    Watch,
    Weighing,
    WindowProbability,
)

BY = AS_OF + dt.timedelta(days=180)
LIKELY = PlanTrigger(probability=0.3, within_days=30)
SEEN = PlanTrigger(indicator="fuelling", state="observed")
FIRED = PlanTrigger(event="missile-test", status="occurred", gives="active")


def playbook(*triggers: PlanTrigger, lead_time_days: int = 3, **fields: Any) -> Playbook:
    return Playbook(
        id="shelter",
        title="Shelter",
        scenario="launch",
        triggers=triggers,
        lead_time_days=lead_time_days,
        owner="the desk",
        actions=(Action(order=2, what="Tell.", owner="b"), Action(order=1, what="Check.", owner="a")),
        exit="It is over.",
        **fields,
    )


def forecast(*points: tuple[int, float], scenario: str = "launch", windows: tuple[Any, ...] = ()) -> Forecast:
    curve = tuple(
        CurvePoint(by=AS_OF + dt.timedelta(days=days), probability=p, low=p / 2, high=min(2 * p, 1))
        for days, p in points
    )
    last = curve[-1]
    return Forecast(
        scenario=scenario,
        question="?",
        as_of=AS_OF,
        by=last.by,
        probability=last.probability,
        low=last.low,
        high=last.high,
        base_rate=last.probability,
        base_note="",
        curve=curve,
        windows=windows,
    )


def window(start: str, end: str, probability: float) -> WindowProbability:
    return WindowProbability(
        trigger="election",
        name="the election",
        start=day(start),
        end=day(end),
        probability=probability,
        low=0,
        high=1,
    )


def finding(*, told: bool) -> TriggerFinding:
    return TriggerFinding(
        trigger="election",
        name="the election",
        kinds=(),
        start=None,
        end=None,
        ratio=1,
        low=0.5,
        high=2,
        log_offset=0,
        placebo_p=0.5,
        is_told_from_none=told,
        sentence="",
    )


def event(on: str | None = "2024-05-24", **fields: Any) -> Event:
    time = None if on is None else Interval(start=day(on), end=day(on))
    values: dict[str, Any] = {
        "kind": "missile-test",
        "actors": (Actor(name="the North", country="PRK"),),
        **fields,
    }
    return Event(id="e1", document="d1", trigger=Span(0, 4), time=time, **values)


def plan(
    book: Playbook,
    made: Forecast | None = None,
    *events: Event,
    state: str | None = None,
    told: bool = False,
    claims: tuple[Claim, ...] = (),
    **fields: Any,
) -> Plan:
    states = (IndicatorState(id="fuelling", state=state, reason=""),) if state else ()
    weighing = Weighing(indicators=states, relevant_documents=("d1",))
    outlook = Outlook(
        as_of=AS_OF, by=BY, forecasts=(made or forecast((180, 0.1)),), triggers=(finding(told=told),)
    )
    readings = (Reading(document="d1", events=events, claims=claims),)
    (found,) = plan_watch(planned(book, **fields), outlook, weighing, readings, as_of=AS_OF)
    return found


def planned(*books: Playbook, **fields: Any) -> Watch:
    return watch(playbooks=books, **{"countries": ("PRK", "KOR"), **fields})


def test_probability_between_points_follows_the_hazard():
    curve = forecast((100, 0.19), (200, 0.5))
    assert probability_within(curve, 50) == pytest.approx(0.1)
    assert probability_within(curve, 100) == pytest.approx(0.19)
    assert probability_within(curve, 150) == pytest.approx(1 - (0.81 * 0.5) ** 0.5)
    assert probability_within(curve, 400) == pytest.approx(1 - 0.5**2)  # goes on as before
    assert probability_within(curve, 0) == 0


def test_the_complement_is_read_off_as_what_still_holds():
    curve = forecast((100, 0.81), (200, 0.5), scenario="nothing")
    assert probability_within(curve, 50, is_complement=True) == pytest.approx(0.9)


def test_a_plan_that_nothing_touches_stands_by_and_says_what_it_waits_for():
    found = plan(playbook(LIKELY, SEEN, FIRED), state="not-looked")
    assert (found.state, found.due) == ("standing-by", None)
    assert found.reason == (
        "No trigger is met: the probability of launch within 30 days is 1.7 %, under the plan's 30 %; "
        "indicator fuelling is not-looked, not observed; no current missile-test said to have happened in "
        "the documents."
    )
    assert found.evidence == ("forecast:launch", "fuelling")
    assert [action.order for action in found.actions] == [1, 2]
    assert found.notice == "not a government's plan, not advice"


def test_a_probability_over_the_threshold_advises_with_both_numbers():
    found = plan(playbook(LIKELY), forecast((30, 0.42), (180, 0.9)))
    assert (found.state, found.due) == ("advised", AS_OF)
    assert found.reason == ("The probability of launch within 30 days is 42 %, at or over the plan's 30 %.")


def test_the_probability_asked_for_is_not_that_of_the_whole_horizon():
    assert plan(playbook(LIKELY), forecast((180, 0.6))).state == "standing-by"
    assert plan(playbook(PlanTrigger(probability=0.5)), forecast((180, 0.6))).state == "advised"


def test_an_indicator_in_the_wanted_state_advises():
    assert plan(playbook(SEEN), state="observed").state == "advised"
    assert plan(playbook(SEEN), state="absent-covered").state == "standing-by"
    gone = PlanTrigger(indicator="fuelling", state="absent-covered")
    assert plan(playbook(gone), state="absent-covered").state == "advised"
    assert "was not looked at" in plan(playbook(SEEN)).reason


def test_an_event_said_to_have_happened_activates_today():
    found = plan(playbook(LIKELY, FIRED), None, event())
    assert (found.state, found.due, found.evidence) == ("active", AS_OF, ("d1#e1",))
    assert found.reason == "Missile-test said to have happened on 24 May 2024."


def test_a_narrower_kind_of_event_counts_and_a_wider_one_does_not():
    assert plan(playbook(FIRED), None, event(kind="icbm-test")).state == "active"
    narrow = FIRED.model_copy(update={"event": "icbm-test"})
    assert plan(playbook(narrow), None, event()).state == "standing-by"


@pytest.mark.parametrize(
    "other",
    [
        event(polarity="denied"),
        event(status="possible"),
        event(kind="exercise"),
        event(claim="c1"),
        event(actors=(Actor(name="Iran", country="IRN"),)),
    ],
    ids=["denied", "only possible", "another kind", "in a denial", "another country"],
)
def test_what_did_not_happen_here_does_not_activate(other: Event):
    denial = Claim(id="c1", document="d1", content=(Span(0, 4),), stance="denies")
    assert plan(playbook(FIRED), None, other, claims=(denial,)).state == "standing-by"


def test_an_ally_that_no_indicator_looks_at_does_not_activate():
    looked = indicator(match=Match(kinds=("missile-test",), actors=("PRK",)))
    allied = event(actors=(Actor(name="the South", country="KOR"),))
    assert plan(playbook(FIRED), None, allied, indicators=(looked,)).state == "standing-by"
    assert plan(playbook(FIRED), None, event(), indicators=(looked,)).state == "active"


def test_events_of_documents_that_do_not_bear_on_the_watch_are_left_out():
    outlook = Outlook(as_of=AS_OF, by=BY, forecasts=(forecast((180, 0.1)),))
    readings = (Reading(document="d1", events=(event(),)),)
    (found,) = plan_watch(planned(playbook(FIRED)), outlook, Weighing(), readings, as_of=AS_OF)
    assert found.state == "standing-by"


def test_a_look_back_at_years_ago_does_not_activate():
    assert plan(playbook(FIRED), None, event("2017-09-03")).state == "standing-by"
    recent = plan(playbook(FIRED), None, event("2024-01-14"))
    assert recent.state == "stood-down"
    assert "on 14 January 2024, which is over 30 days ago" in recent.reason


def test_an_event_without_a_date_advises_and_does_not_activate():
    found = plan(playbook(FIRED), None, event(None))
    assert found.state == "advised"
    assert "without a day" in found.reason


@pytest.mark.parametrize(
    "time",
    [
        Interval(start=day("2024-01-01"), end=day("2024-12-31")),
        Interval(latest=day("2024-06-01")),
        Interval(earliest=day("2024-05-01")),
        Interval(start=day("2024-06-03"), end=day("2024-06-03")),
    ],
    ids=["this year", "before June", "since May", "on a coming day"],
)
def test_a_date_that_does_not_tell_the_day_would_make_old_news_new(time: Interval):
    vague = event().model_copy(update={"time": time})
    found = plan(playbook(FIRED), None, vague)
    assert found.state == "advised"
    assert "without a day" in found.reason


def test_a_week_that_is_not_over_counts_up_to_today():
    week = event().model_copy(update={"time": Interval(start=day("2024-05-20"), end=day("2024-05-26"))})
    found = plan(playbook(FIRED), None, week)
    assert found.state == "active"
    assert found.reason.endswith("on 25 May 2024.")


def test_a_reason_that_several_triggers_share_is_said_once():
    seen = {"indicator": "fuelling", "state": "observed"}
    found = plan(playbook(FIRED.model_copy(update=seen), SEEN), None, event(), state="not-looked")
    assert found.reason == "No trigger is met: indicator fuelling is not-looked, not observed."


def test_what_is_planned_for_a_coming_day_is_current():
    ready = PlanTrigger(event="missile-test", status="planned")
    assert plan(playbook(ready), None, event("2024-06-03", status="planned")).state == "advised"


def test_conditions_of_one_trigger_must_all_hold():
    both = PlanTrigger(
        probability=0.3, within_days=30, indicator="fuelling", state="observed", gives="active"
    )
    high = forecast((30, 0.42))
    assert plan(playbook(both), high, state="observed").state == "active"
    assert plan(playbook(both), high, state="not-looked").state == "standing-by"
    assert plan(playbook(both), state="observed").state == "standing-by"


def test_waiting_for_a_window_that_begins_within_the_lead_time_would_be_too_late():
    soon = forecast((180, 0.1), windows=(window("2024-06-01", "2024-07-27", 0.05),))
    found = plan(playbook(LIKELY, lead_time_days=7), soon, told=True)
    assert (found.state, found.due) == ("advised", AS_OF)
    assert "within the lead time of 7 days: acting now beats waiting" in found.reason
    shorter = plan(playbook(LIKELY, lead_time_days=6), soon, told=True)
    assert (shorter.state, shorter.due) == ("standing-by", day("2024-05-26"))
    assert "the first action must start by 26 May 2024" in shorter.reason


def test_a_window_that_nothing_speaks_for_does_not_touch_the_plan():
    soon = forecast((180, 0.1), windows=(window("2024-06-01", "2024-07-27", 0.05),))
    found = plan(playbook(LIKELY, lead_time_days=30), soon)
    assert (found.state, found.due) == ("standing-by", None)
    assert "election" not in found.reason


def test_a_window_matters_by_as_many_of_its_days_as_the_plan_looks_at():
    """0.42 in 57 days is 0.25 in 30, under the plan's 0.3."""
    coming = forecast((180, 0.1), windows=(window("2024-10-08", "2024-12-03", 0.42),))
    assert plan(playbook(LIKELY), coming).due is None
    higher = forecast((180, 0.1), windows=(window("2024-10-08", "2024-12-03", 0.6),))
    assert plan(playbook(LIKELY), higher).due == day("2024-10-05")


def test_a_plan_advised_by_odds_over_time_can_wait_for_its_window_and_one_that_saw_something_cannot():
    coming = forecast((30, 0.42), (180, 0.9), windows=(window("2024-10-08", "2024-12-03", 0.6),))
    assert plan(playbook(LIKELY), coming).due == day("2024-10-05")
    assert plan(playbook(LIKELY, SEEN), coming, state="observed").due == AS_OF


def test_scenarios_that_nobody_has_a_plan_for_are_named():
    made = watch(scenarios=(scenario(), scenario("raid"), NOTHING), playbooks=(playbook(LIKELY),))
    assert [s.id for s in scenarios_without_plan(made)] == ["raid"]


def test_faults_of_a_playbook_are_named():
    with pytest.raises(ConfigurationError, match="playbook shelter: a trigger names neither"):
        plan(playbook(PlanTrigger()))
    with pytest.raises(ConfigurationError, match="there is no forecast for its scenario launch"):
        plan(playbook(LIKELY), forecast((180, 0.1), scenario="raid"))
