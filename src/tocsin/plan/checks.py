"""Whether one trigger of a playbook is met, and the reason with its numbers.

Comes in: a PlanTrigger and a `Situation` (forecasts, indicator states, events). Goes out: a `Check`. A
trigger with several conditions is met when all are. Knows nothing about lead times and due dates.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.errors import ConfigurationError
from tocsin.plan.curve import probability_within
from tocsin.plan.settings import load_settings
from tocsin.reference.kinds import kind_and_broader, kinds
from tocsin.terms import (
    Event,
    Forecast,
    IndicatorState,
    PlanTrigger,
    Playbook,
    Reading,
    Status,
    Watch,
    Weighing,
)

_STATUS_WORDS: dict[Status, str] = {
    "occurred": "said to have happened",
    "ongoing": "said to be under way",
    "planned": "said to be planned",
    "possible": "said to be possible",
    "conditional": "made to hang on a condition",
    "did-not-occur": "said not to have happened",
    "general": "spoken of in general",
}


@dataclass(frozen=True)
class Situation:
    """What is known on `as_of`, as plans look at it."""

    as_of: dt.date
    forecasts: dict[str, Forecast]  # by scenario
    complements: frozenset[str]
    states: dict[str, IndicatorState]  # by indicator
    events: tuple[Event, ...]  # affirmed, in documents that bear on the watch
    actors: dict[str, frozenset[str]]  # kind -> countries that the watch's indicators look at for it
    countries: frozenset[str]  # of the watch


@dataclass(frozen=True)
class Check:
    """One condition, or one trigger: met or not, what it gives, why, and what it rests on."""

    is_met: bool
    reason: str
    evidence: tuple[str, ...] = ()
    gives: Literal["advised", "active"] = "active"  # the most that it can give
    was_met: bool = False  # not met now, but lately
    can_wait: bool = False  # met by a probability over time: a window ahead says when to start


def look_around(
    watch: Watch,
    forecasts: Sequence[Forecast],
    weighing: Weighing,
    readings: Sequence[Reading],
    as_of: dt.date,
) -> Situation:
    """The situation of a watch, for all its playbooks."""
    return Situation(
        as_of=as_of,
        forecasts={forecast.scenario: forecast for forecast in forecasts},
        complements=frozenset(scenario.id for scenario in watch.scenarios if scenario.complement),
        states={state.id: state for state in weighing.indicators},
        events=tuple(_bearing_events(weighing, readings)),
        actors=_watched_actors(watch),
        countries=frozenset(watch.countries),
    )


def check_trigger(playbook: Playbook, trigger: PlanTrigger, situation: Situation) -> Check:
    """Whether a trigger's conditions are all met.

    Raises:
        ConfigurationError: it has none, or looks at a scenario that has no forecast.
    """
    checks = list(_conditions(playbook, trigger, situation))
    if not checks:
        raise ConfigurationError(
            f"playbook {playbook.id}",
            "a trigger names neither a probability nor an indicator nor an event",
            "give it one",
        )
    return Check(
        is_met=all(check.is_met for check in checks),
        reason=" and ".join(check.reason for check in checks),
        evidence=tuple(dict.fromkeys(e for check in checks for e in check.evidence)),
        gives="active"
        if trigger.gives == "active" and all(c.gives == "active" for c in checks)
        else "advised",
        was_met=any(check.was_met for check in checks) and all(c.is_met or c.was_met for c in checks),
        can_wait=all(check.can_wait for check in checks),
    )


def say_date(day: dt.date) -> str:
    """`25 May 2024`, whatever the machine's language."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def say_percent(probability: float) -> str:
    """`0.4 %`, `12 %`; never 0 or 100."""
    percent = 100 * probability
    if percent < 0.05 or percent > 99.95:
        return "under 0.1 %" if percent < 50 else "over 99.9 %"
    return f"{percent:.1f} %" if percent < 9.95 or percent > 90.05 else f"{percent:.0f} %"


def _conditions(playbook: Playbook, trigger: PlanTrigger, situation: Situation) -> Iterator[Check]:
    if trigger.probability is not None:
        yield _check_probability(playbook, trigger.probability, trigger.within_days, situation)
    if trigger.indicator is not None:
        yield _check_indicator(trigger.indicator, trigger.state or "observed", situation)
    if trigger.event is not None:
        yield _check_event(trigger.event, trigger.status, situation)


def _check_probability(
    playbook: Playbook, threshold: float, within_days: int | None, situation: Situation
) -> Check:
    forecast = situation.forecasts.get(playbook.scenario)
    if forecast is None:
        raise ConfigurationError(
            f"playbook {playbook.id}",
            f"there is no forecast for its scenario {playbook.scenario}",
            "name a scenario of the watch",
        )
    days = (forecast.by - forecast.as_of).days if within_days is None else within_days
    is_complement = playbook.scenario in situation.complements
    probability = probability_within(forecast, days, is_complement=is_complement)
    is_met = probability >= threshold
    reason = (
        f"the probability of {playbook.scenario} within {days} days is {say_percent(probability)}, "
        f"{'at or over' if is_met else 'under'} the plan's {say_percent(threshold)}"
    )
    return Check(is_met, reason, (f"forecast:{playbook.scenario}",), can_wait=True)


def _check_indicator(indicator: str, wanted: str, situation: Situation) -> Check:
    state = situation.states.get(indicator)
    if state is None:
        return Check(is_met=False, reason=f"indicator {indicator} was not looked at")
    is_met = state.state == wanted
    return Check(
        is_met, f"indicator {indicator} is {state.state}{'' if is_met else f', not {wanted}'}", (indicator,)
    )


def _check_event(kind: str, status: Status | None, situation: Situation) -> Check:
    """Current events make it met; undated ones at most advise; recent ones show that it was met."""
    what = f"{kind} {_STATUS_WORDS[status]}" if status else kind
    settings = load_settings()
    found = [e for e in situation.events if _is_such(e, kind, situation) and status in (None, e.status)]
    dated = sorted((day, event.key) for event in found if (day := _last_day(event)) is not None)
    ages = {key: (situation.as_of - day).days for day, key in dated}
    current = tuple(key for key, age in ages.items() if age <= settings.current_days)
    undated = tuple(event.key for event in found if event.key not in ages)
    recent = tuple(key for key, age in ages.items() if age <= settings.recent_days)
    if current:
        return Check(is_met=True, reason=f"{what} on {say_date(dated[-1][0])}", evidence=current)
    if undated:
        reason = f"{what}, without a date, which advises and does not activate"
        return Check(is_met=True, reason=reason, evidence=undated, gives="advised")
    if recent:
        reason = f"{what} on {say_date(dated[-1][0])}, which is over {settings.current_days} days ago"
        return Check(is_met=False, reason=reason, evidence=recent, was_met=True)
    return Check(is_met=False, reason=f"no current {what} in the documents")


def _last_day(event: Event) -> dt.date | None:
    time = event.time
    return None if time is None else time.end or time.latest or time.start or time.earliest


def _is_such(event: Event, kind: str, situation: Situation) -> bool:
    """Whether the event is of the kind or a narrower one, and not named as another country's doing."""
    if event.kind is None or kind not in _with_broader(event.kind):
        return False
    doers = {actor.country for actor in event.actors if actor.country}
    wanted = situation.actors.get(kind) or situation.countries
    return not doers or not wanted or bool(doers & wanted)


def _watched_actors(watch: Watch) -> dict[str, frozenset[str]]:
    """For each kind the countries that the indicators which match it ask for."""
    actors: dict[str, frozenset[str]] = {}
    for indicator in watch.indicators:
        for kind in {wider for narrow in indicator.match.kinds for wider in _with_broader(narrow)}:
            actors[kind] = actors.get(kind, frozenset()) | frozenset(indicator.match.actors)
    return actors


def _with_broader(kind: str) -> tuple[str, ...]:
    return kind_and_broader(kind) if kind in kinds() else (kind,)


def _bearing_events(weighing: Weighing, readings: Sequence[Reading]) -> Iterator[Event]:
    """Events of relevant documents that are affirmed, by the words and by the claim that holds them."""
    relevant = set(weighing.relevant_documents)
    for reading in readings:
        denied = {claim.id for claim in reading.claims if claim.stance == "denies"}
        if reading.document in relevant:
            yield from (e for e in reading.events if e.polarity == "affirmed" and e.claim not in denied)
