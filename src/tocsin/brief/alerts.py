"""Compares what a watch says now with what its readers were last told, and words the difference as an alert.

Comes in: what was told, the state and status now, the watch if it is at hand. Goes out: an alert or none,
and what is told from now on. Small moves stay untold and add up until they make a step; one thing is told
once a day at most. Knows nothing about receivers, stores or the clock.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence

from tocsin.brief.naming import STATE_WORDS
from tocsin.brief.standing import LEVELS
from tocsin.brief.wording import band, count, day, listing, lower_first, percent, unended
from tocsin.terms import (
    Alert,
    Change,
    Forecast,
    IndicatorStateName,
    LedgerStep,
    PlanStateName,
    ProblemStatus,
    Reached,
    Severity,
    Told,
    Watch,
    WatchState,
    identify,
)

STEP = 0.05  # a move of this much in probability is told
LEAST = 0.01  # and so is one that doubles or halves the odds, if it is at least this much
TIMES = 2.0


def compare_states(
    told: Told | None,
    now: WatchState,
    status: ProblemStatus,
    *,
    watch: Watch | None = None,
    markings: Sequence[str] = (),
    step: float = STEP,
) -> tuple[Alert | None, Told]:
    """The alert that the difference calls for, if any, and what readers have been told then.

    The first state of a watch is where telling begins: it makes no alert.
    """
    if told is None:
        return None, tell_all(now, status)
    names = _Names(watch, now)
    found = [*_status(told, now, status, names), *_probabilities(told, now, names, step)]
    found += [*_plans(told, now), *_indicators(told, now, names)]
    found = _with_status_warning(found)
    fresh = [change for change in found if told.changed.get(_item(change)) != now.as_of]
    if not fresh:
        return None, told
    beside = [*_quiet_states(told, now, names)]
    alert = _alert(now, status, fresh, beside, names, markings)
    return alert, _tell(told, now, status, [*fresh, *beside])


def tell_all(now: WatchState, status: ProblemStatus) -> Told:
    """What readers know who were told everything: where telling begins."""
    return Told(
        watch=now.watch,
        status=status.level,
        indicators={each.id: each.state for each in now.indicators},
        plans={each.id: each.state for each in now.plans},
        probabilities={each.scenario: each.probability for each in now.outlook.forecasts},
    )


def silence_alert(last: dt.datetime, hours: int, *, as_of: dt.date, markings: Sequence[str] = ()) -> Alert:
    """The notice that collection has stopped: one for each silence, whoever asks and however often."""
    when = f"{day(last.date())}, {last:%H:%M} UTC"
    return Alert(
        id=identify("silence", last.isoformat()),
        kind="silence",
        watch=None,
        title="Collection",
        as_of=as_of,
        headline=f"Collection has stopped: nothing came since {when}, more than {count(hours, 'hour')} ago. "
        "Until it runs again, no report is not the same as no event.",
        markings=tuple(markings),
        path="/sources",
    )


# --- what changed ----------------------------------------------------------------------------------


class _Names:
    """What things are called, in the watch's words where it is at hand."""

    def __init__(self, watch: Watch | None, now: WatchState) -> None:
        self.title = watch.title if watch else now.watch.replace("-", " ")
        self.root = f"/problem/{now.watch}"
        self._indicators = {each.id: each.name for each in watch.indicators} if watch else {}
        self._scenarios = {each.id: each for each in watch.scenarios} if watch else {}

    def indicator(self, id: str) -> str:
        return self._indicators.get(id, id.replace("-", " "))

    def scenario(self, id: str) -> str:
        return self._scenarios[id].name if id in self._scenarios else id.replace("-", " ")

    def severity(self, id: str) -> Severity | None:
        return self._scenarios[id].severity if id in self._scenarios else None


def _status(told: Told, now: WatchState, status: ProblemStatus, names: _Names) -> Iterator[Change]:
    if told.status != status.level:
        yield Change(
            kind="status",
            id=now.watch,
            name="status",
            before=told.status,
            after=status.level,
            why=status.reason,
            path=names.root,
        )


def _probabilities(told: Told, now: WatchState, names: _Names, step: float) -> Iterator[Change]:
    for forecast in now.outlook.forecasts:
        before = told.probabilities.get(forecast.scenario)
        if before is not None and _is_a_step(before, forecast.probability, step):
            yield Change(
                kind="probability",
                id=forecast.scenario,
                name=names.scenario(forecast.scenario),
                before=percent(before),
                after=f"{percent(forecast.probability)} by {day(forecast.by)} "
                f"(band {band(forecast.low, forecast.high)})",
                why=_reasons(forecast, {each.id: each.state for each in now.indicators}),
                path=f"{names.root}/forecast/{forecast.scenario}",
                warns_of=(forecast.scenario,) if forecast.probability > before else (),
                reached=Reached(
                    probability=forecast.probability,
                    low=forecast.low,
                    high=forecast.high,
                    base_rate=forecast.base_rate,
                    by=forecast.by,
                    severity=names.severity(forecast.scenario),
                ),
            )


def _is_a_step(before: float, after: float, step: float) -> bool:
    """A move of `step`, or one that doubles or halves the odds: 2% to 4% is a step, 40% to 42% is none."""
    moved = abs(after - before)
    if moved >= step:
        return True
    return moved >= LEAST and abs(_log_odds(after) - _log_odds(before)) >= math.log(TIMES)


def _log_odds(probability: float) -> float:
    clamped = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(clamped / (1 - clamped))


def _reasons(forecast: Forecast, states: Mapping[str, IndicatorStateName]) -> str:
    steps = [step for step in forecast.ledger if step.step == "indicator" and abs(step.log_odds) >= LEAST]
    alone = f"From the record alone it is {percent(forecast.base_rate)}; "
    if not steps:
        return f"{alone}no indicator moves it"
    largest = sorted(steps, key=lambda each: -abs(each.log_odds))
    return alone + listing((_reason(each, states) for each in largest), 3)


def _reason(step: LedgerStep, states: Mapping[str, IndicatorStateName]) -> str:
    is_seen = all(states.get(name, "observed") == "observed" for name in step.evidence)
    what = f"{'' if is_seen else 'no sign of '}{lower_first(unended(step.name))}"
    return f"{what} {'raises' if step.log_odds > 0 else 'lowers'} it"


def _plans(told: Told, now: WatchState) -> Iterator[Change]:
    for plan in now.plans:
        before = told.plans.get(plan.id)
        if before is not None and before != plan.state:
            yield Change(
                kind="plan",
                id=plan.id,
                name=plan.title,
                before=_plain(before),
                after=_plain(plan.state) + (f", first action due {day(plan.due)}" if plan.due else ""),
                why=plan.reason,
                path=f"/problem/{now.watch}#plan-{plan.id}",
                warns_of=(plan.scenario,) if _rank(plan.state) > _rank(before) else (),
            )


def _indicators(told: Told, now: WatchState, names: _Names) -> Iterator[Change]:
    """Into and out of `observed`; what else a state may be says how well was looked, and waits."""
    yield from _states(told, now, names, is_telling=True)


def _quiet_states(told: Told, now: WatchState, names: _Names) -> Iterator[Change]:
    yield from _states(told, now, names, is_telling=False)


def _states(told: Told, now: WatchState, names: _Names, *, is_telling: bool) -> Iterator[Change]:
    for each in now.indicators:
        before = told.indicators.get(each.id)
        if before is None or before == each.state or ("observed" in (before, each.state)) != is_telling:
            continue
        yield Change(
            kind="indicator",
            id=each.id,
            name=names.indicator(each.id),
            before=STATE_WORDS[before],
            after=STATE_WORDS[each.state],
            why=each.reason,
            path=f"{names.root}/indicator/{each.id}",
            warns_of=_raised_by(each.id, now) if each.state == "observed" else (),
        )


def _raised_by(indicator: str, now: WatchState) -> tuple[str, ...]:
    """The scenarios whose ledgers the indicator raises."""
    return tuple(
        forecast.scenario
        for forecast in now.outlook.forecasts
        if any(s.step == "indicator" and s.log_odds > 0 and indicator in s.evidence for s in forecast.ledger)
    )


def _with_status_warning(found: Sequence[Change]) -> list[Change]:
    """A status that rises warns of what the other changes beside it warn of."""
    others = tuple(dict.fromkeys(id_ for change in found for id_ in change.warns_of))
    warned = {"warns_of": others}
    return [
        each.model_copy(update=warned) if each.kind == "status" and _rises(each) else each for each in found
    ]


def _rises(change: Change) -> bool:
    levels: list[str] = [*LEVELS]
    return levels.index(change.after) > levels.index(change.before)


def _rank(state: PlanStateName) -> int:
    return ("advised", "active").index(state) + 1 if state in ("advised", "active") else 0


def _plain(state: PlanStateName) -> str:
    return state.replace("-", " ")


# --- the alert -------------------------------------------------------------------------------------


def _alert(
    now: WatchState,
    status: ProblemStatus,
    changes: Sequence[Change],
    beside: Sequence[Change],
    names: _Names,
    markings: Sequence[str],
) -> Alert:
    return Alert(
        id=identify("changes", now.watch, str(now.as_of), [c.model_dump(mode="json") for c in changes]),
        kind="changes",
        watch=now.watch,
        title=names.title,
        as_of=now.as_of,
        headline=f"{names.title}: {_headline(changes, status)}",
        changes=tuple(changes),
        beside=tuple(beside),
        markings=tuple(markings),
        path=names.root,
    )


def _headline(changes: Sequence[Change], status: ProblemStatus) -> str:
    moved = next((change for change in changes if change.kind == "status"), None)
    if moved is not None:
        first = f"status {'up' if _rises(moved) else 'down'} from {moved.before} to {moved.after}"
    else:
        first = f"status still {status.level}"
    rest = [change for change in changes if change.kind != "status"]
    words = {"probability": "probability", "plan": "plan", "indicator": "indicator"}
    plurals = {"probability": "probabilities"}
    counts = [(sum(c.kind == kind for c in rest), kind) for kind in words]
    told = [count(number, words[kind], plurals.get(kind)) for number, kind in counts if number]
    return f"{first}; {listing(told)} changed" if told else first


def _tell(told: Told, now: WatchState, status: ProblemStatus, changes: Sequence[Change]) -> Told:
    """What was told, with the changes taken over; new scenarios, plans and indicators begin as they are."""
    whole = tell_all(now, status)
    anew = {_item(change) for change in changes}
    states: dict[str, IndicatorStateName] = {
        each: state if f"indicator:{each}" in anew else told.indicators.get(each, state)
        for each, state in whole.indicators.items()
    }
    plans: dict[str, PlanStateName] = {
        each: state if f"plan:{each}" in anew else told.plans.get(each, state)
        for each, state in whole.plans.items()
    }
    probabilities = {
        each: number if f"probability:{each}" in anew else told.probabilities.get(each, number)
        for each, number in whole.probabilities.items()
    }
    return Told(
        watch=now.watch,
        status=status.level if f"status:{now.watch}" in anew else told.status,
        indicators=states,
        plans=plans,
        probabilities=probabilities,
        changed={**told.changed, **dict.fromkeys(anew, now.as_of)},
    )


def _item(change: Change) -> str:
    return f"{change.kind}:{change.id}"
