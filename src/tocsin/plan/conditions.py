"""The three conditions that a trigger can name: a probability, an indicator's state, an event.

Comes in: one condition and a `Situation`. Goes out: whether it holds, why, and what that rests on. Knows
nothing about how conditions make a trigger, and triggers a plan.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from tocsin.errors import ConfigurationError
from tocsin.plan.curve import probability_within
from tocsin.plan.settings import load_settings
from tocsin.plan.situation import Situation
from tocsin.plan.words import STATUS_WORDS
from tocsin.reference.figures import say_date, say_percent
from tocsin.terms import Event, PlanTrigger, Playbook, Status


@dataclass(frozen=True)
class Condition:
    """One condition on one date."""

    is_met: bool
    reason: str
    evidence: tuple[str, ...] = ()
    gives: Literal["advised", "active"] = "active"  # the most that it can give
    was_met: bool = False  # not met now, but lately
    can_wait: bool = False  # odds over time: a window ahead says when to start


def check_probability(playbook: Playbook, trigger: PlanTrigger, situation: Situation) -> Condition:
    """Whether the scenario's probability within so many days, or by a date, reaches the threshold.

    With neither, by the watch's deadline. A scenario that the watch has not is never reached.

    Raises:
        ConfigurationError: the playbook's scenario has no forecast.
    """
    if playbook.scenario not in situation.scenarios:
        return Condition(is_met=False, reason=f"the watch has no scenario {playbook.scenario}")
    forecast = situation.forecasts.get(playbook.scenario)
    if forecast is None:
        raise ConfigurationError(
            f"playbook {playbook.id}",
            f"there is no forecast for its scenario {playbook.scenario}",
            "name a scenario of the watch",
        )
    until = trigger.by or forecast.by
    days = trigger.within_days or (until - forecast.as_of).days
    if days < 1:
        return Condition(is_met=False, reason=f"{say_date(until)}, by which the plan looks, is past")
    is_complement = playbook.scenario in situation.complements
    probability = probability_within(forecast, days, is_complement=is_complement)
    threshold = trigger.probability or 0.0
    is_met = probability >= threshold
    when = f"by {say_date(until)}" if trigger.by and not trigger.within_days else f"within {days} days"
    reason = (
        f"the probability of {playbook.scenario} {when} is {say_percent(probability)}, "
        f"{'at or over' if is_met else 'under'} the plan's {say_percent(threshold)}"
    )
    return Condition(is_met, reason, (f"forecast:{playbook.scenario}",), can_wait=True)


def check_indicator(indicator: str, wanted: str, situation: Situation) -> Condition:
    """Whether the indicator is in the wanted state."""
    state = situation.states.get(indicator)
    if state is None:
        return Condition(is_met=False, reason=f"indicator {indicator} was not looked at")
    is_met = state.state == wanted
    reason = f"indicator {indicator} is {state.state}{'' if is_met else f', not {wanted}'}"
    return Condition(is_met, reason, (indicator,))


def check_event(kind: str, status: Status | None, situation: Situation) -> Condition:
    """Whether the documents tell of such an event now: undated ones at most advise, recent ones were met."""
    what = f"{kind} {STATUS_WORDS[status]}" if status else kind
    settings = load_settings()
    found = situation.events_of(kind, status)
    dated = [(event, day) for event in found if (day := last_day(event, situation.as_of)) is not None]
    ages = {event.key: (situation.as_of - day).days for event, day in dated}
    latest = say_date(max((day for _, day in dated), default=situation.as_of))
    current = tuple(key for key, age in ages.items() if age <= settings.current_days)
    undated = tuple(event.key for event in found if event.key not in ages)
    recent = tuple(key for key, age in ages.items() if age <= settings.recent_days)
    if current:
        return Condition(is_met=True, reason=f"{what} on {latest}", evidence=current)
    if undated:
        reason = f"{what}, without a day (advises only)"
        return Condition(is_met=True, reason=reason, evidence=undated, gives="advised")
    if recent:
        reason = f"{what} on {latest}, which is over {settings.current_days} days ago"
        return Condition(is_met=False, reason=reason, evidence=recent, was_met=True)
    return Condition(is_met=False, reason=f"no current {what} in the documents")


def last_day(event: Event, as_of: dt.date) -> dt.date | None:
    """The last day that the event can have been on; None where the words do not tell whether it is news.

    "This year" does not tell, nor "before June", unless all of it is past; and what is said to have
    happened on a coming day was dated wrongly.
    """
    time = event.time
    if time is None:
        return None
    start, end = time.start or time.earliest, time.end or time.latest
    if event.status in ("occurred", "ongoing"):
        if start is not None and start > as_of:
            return None
        end = min(end, as_of) if end is not None else None
    if end is None:
        return None
    current = dt.timedelta(days=load_settings().current_days)
    is_over = end < as_of - current
    return end if is_over or (start is not None and end - start <= current) else None
