"""The page of a problem, and the two behind its numbers: what a probability and what a state rest on.

Comes in: a shelf, a watch's id and a day. Goes out: the pages' contents as records; None where there is
nothing of that name. Knows nothing about how they look.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.brief.confidence import words_of
from tocsin.brief.ledger import ledger_steps
from tocsin.brief.standing import judge_status
from tocsin.deciding import Suggested
from tocsin.store.outbox import Posted
from tocsin.store.pages import BriefLine, CoursePoint, IndicatorDay, Passage
from tocsin.terms import (
    Change,
    Forecast,
    HistoryEvent,
    Indicator,
    IndicatorMatch,
    IndicatorState,
    LedgerStep,
    Plan,
    Precedent,
    ProblemStatus,
    Record,
    Relationship,
    Scenario,
    TriggerFinding,
    WatchState,
)
from tocsin.web.moving import Moved, tell_moves
from tocsin.web.shelf import Shelf
from tocsin.web.watching import NextDate, list_changes, next_dates, recent_states

COURSE_DAYS = 120  # of what was held before, shown beside what is held now
GRID_DAYS = 8  # columns of the grid of indicators


class Outlined(Record):
    """One scenario with what is held of it."""

    scenario: str
    name: str
    words: str
    forecast: Forecast
    before: float | None
    plans: tuple[str, ...]


class GridRow(Record):
    """One indicator with its state now and on the days before."""

    id: str
    name: str
    state: IndicatorState
    days: tuple[str | None, ...]


class ProblemPage(Record):
    """A problem as of one day."""

    watch: str
    title: str
    problem: str | None
    outcome_known: str | None
    as_of: dt.date
    earlier: dt.date | None
    later: dt.date | None
    status: ProblemStatus
    scenarios: tuple[Outlined, ...]
    grid_days: tuple[dt.date, ...]
    grid: tuple[GridRow, ...]
    plans: tuple[Plan, ...]
    triggers: tuple[TriggerFinding, ...]
    next_dates: tuple[NextDate, ...]
    changes: tuple[Change, ...]
    passages: dict[str, Passage]  # the words behind the plans
    relations: tuple[Relationship, ...]
    has_explanations: bool  # a matrix of competing explanations stands behind it
    brief: BriefLine | None
    alerts: tuple[Posted, ...]


class Step(Record):
    """One step of a ledger with the words it rests on."""

    step: LedgerStep
    after: float  # the probability once this step is counted
    indicator: str | None  # id, where the step is an indicator's
    passages: tuple[Passage, ...]
    untold: int  # further passages that the page of the indicator shows


class ForecastPage(Record):
    """What one probability rests on."""

    watch: str
    title: str
    as_of: dt.date
    name: str
    words: str
    forecast: Forecast
    scenario: Scenario | None
    steps: tuple[Step, ...]
    record: tuple[HistoryEvent, ...]
    triggers: tuple[TriggerFinding, ...]
    precedent: Precedent | None
    course: tuple[CoursePoint, ...]
    moves: tuple[Moved, ...]  # in the course, with what moved it


class Matched(Record):
    """A claim or event that bears on an indicator, with its words and why it bears.

    `id`: eight digits by which people name the match.
    """

    id: str
    match: IndicatorMatch
    passage: Passage | None
    origin: str | None
    story: str | None


class IndicatorPage(Record):
    """What the state of one indicator rests on."""

    watch: str
    title: str
    as_of: dt.date
    name: str
    state: IndicatorState
    indicator: Indicator | None
    matches: tuple[Matched, ...]
    origins: tuple[str, ...]
    days: tuple[IndicatorDay, ...]
    moves: tuple[tuple[str, str, float], ...]  # scenario id, name, log-odds


def show_problem(shelf: Shelf, watch: str, as_of: dt.date | None) -> ProblemPage | None:
    """The problem as of that day, or of its last."""
    day = _settle_day(shelf, watch, as_of)
    states = recent_states(shelf, watch, day) if day else []
    if day is None or not states:
        return None
    now, told = states[-1], shelf.watch(watch)
    days, grid = _grid(shelf, now)
    after = [each for each in shelf.store.days(watch, limit=200) if each > day]
    weighing = shelf.store.weighing(watch, day)
    return ProblemPage(
        watch=watch,
        title=shelf.title(watch),
        problem=told.problem if told else None,
        outcome_known=told.outcome_known if told else None,
        as_of=day,
        earlier=states[-2].as_of if len(states) > 1 else None,
        later=min(after, default=None),
        status=judge_status(states),
        scenarios=tuple(_outlined(shelf, states)),
        grid_days=days,
        grid=grid,
        plans=tuple(sorted(now.plans, key=_urgency)),
        triggers=now.outlook.triggers,
        next_dates=tuple(next_dates(now)),
        changes=list_changes(states, told),
        passages=shelf.store.passages(key for plan in now.plans for key in plan.evidence),
        relations=weighing.relations if weighing else (),
        has_explanations=weighing is not None and weighing.comparison is not None,
        brief=next((b for b in shelf.store.brief_lines() if b.watch == watch and b.as_of == day), None),
        alerts=tuple(shelf.store.alerts(watch, limit=5)),
    )


def show_forecast(shelf: Shelf, watch: str, scenario: str, as_of: dt.date | None) -> ForecastPage | None:
    """What the probability of one scenario rests on, down to the words."""
    now = _state(shelf, watch, as_of)
    forecast = _forecast(now, scenario) if now else None
    if now is None or forecast is None:
        return None
    told = shelf.scenario(watch, scenario)
    since = now.as_of - dt.timedelta(days=COURSE_DAYS)
    course = [p for p in shelf.store.course(watch, since) if p.scenario == scenario and p.as_of <= now.as_of]
    named = {item for step in forecast.ledger for item in step.evidence}
    return ForecastPage(
        watch=watch,
        title=shelf.title(watch),
        as_of=now.as_of,
        name=shelf.scenario_name(watch, scenario),
        words=words_of(forecast.low, forecast.probability, forecast.high),
        forecast=forecast,
        scenario=told,
        steps=tuple(_steps(shelf, now, forecast)),
        record=tuple(_record(shelf, watch, told, now.as_of)),
        triggers=tuple(finding for finding in now.outlook.triggers if finding.trigger in named),
        precedent=next((each for each in now.outlook.precedents if each.scenario == scenario), None),
        course=tuple(course),
        moves=tell_moves(shelf, watch, scenario, course, told),
    )


def show_indicator(shelf: Shelf, watch: str, id: str, as_of: dt.date | None) -> IndicatorPage | None:
    """What the state of one indicator rests on, down to the words."""
    now = _state(shelf, watch, as_of)
    state = next((each for each in now.indicators if each.id == id), None) if now else None
    if now is None or state is None:
        return None
    days = shelf.store.indicator_days(watch, now.as_of - dt.timedelta(days=COURSE_DAYS))
    matches = tuple(_matches(shelf, watch, now.as_of, state))
    return IndicatorPage(
        watch=watch,
        title=shelf.title(watch),
        as_of=now.as_of,
        name=shelf.indicator_name(watch, id),
        state=state,
        indicator=shelf.indicator(watch, id),
        matches=matches,
        origins=tuple(dict.fromkeys(each.origin for each in matches if each.origin)),
        days=tuple(each for each in days if each.id == id and each.as_of <= now.as_of),
        moves=tuple(_moves(shelf, watch, now, id)),
    )


# --- the problem -----------------------------------------------------------------------------------


def _settle_day(shelf: Shelf, watch: str, as_of: dt.date | None) -> dt.date | None:
    """The last day of the watch that is not after the one asked for."""
    days = shelf.store.days(watch, up_to=as_of, limit=1)
    return days[0] if days else None


def _state(shelf: Shelf, watch: str, as_of: dt.date | None) -> WatchState | None:
    day = _settle_day(shelf, watch, as_of)
    return shelf.store.state(watch, day) if day else None


def _forecast(state: WatchState, scenario: str) -> Forecast | None:
    return next((each for each in state.outlook.forecasts if each.scenario == scenario), None)


def _outlined(shelf: Shelf, states: list[WatchState]) -> Iterator[Outlined]:
    now = states[-1]
    earlier = states[-2].outlook.forecasts if len(states) > 1 else ()
    before = {each.scenario: each.probability for each in earlier}
    for each in now.outlook.forecasts:
        yield Outlined(
            scenario=each.scenario,
            name=shelf.scenario_name(now.watch, each.scenario),
            words=words_of(each.low, each.probability, each.high),
            forecast=each,
            before=before.get(each.scenario),
            plans=tuple(plan.id for plan in now.plans if plan.scenario == each.scenario),
        )


def _grid(shelf: Shelf, now: WatchState) -> tuple[tuple[dt.date, ...], tuple[GridRow, ...]]:
    since = now.as_of - dt.timedelta(days=COURSE_DAYS)
    known = {
        (each.id, each.as_of): each.state
        for each in shelf.store.indicator_days(now.watch, since)
        if each.as_of <= now.as_of
    }
    days = tuple(sorted({day for _, day in known})[-GRID_DAYS:])
    rows = [
        GridRow(
            id=each.id,
            name=shelf.indicator_name(now.watch, each.id),
            state=each,
            days=tuple(known.get((each.id, day)) for day in days),
        )
        for each in now.indicators
    ]
    return days, tuple(sorted(rows, key=lambda row: _STATES.index(row.state.state)))


_STATES = ("observed", "absent-covered", "absent-uncovered", "not-looked")
_PLAN_STATES = ("active", "advised", "standing-by", "stood-down")


def _urgency(plan: Plan) -> tuple[int, dt.date, str]:
    return _PLAN_STATES.index(plan.state), plan.due or dt.date.max, plan.title


# --- a probability ---------------------------------------------------------------------------------

_MOST_WORDS = 4  # passages shown under one step; the page of the indicator shows them all


def _steps(shelf: Shelf, now: WatchState, forecast: Forecast) -> Iterator[Step]:
    known = {each.id for each in now.indicators}
    passages = shelf.store.passages(key for step in forecast.ledger for key in step.evidence)
    for step, after in ledger_steps(forecast):
        found = [passages[key] for key in step.evidence if key in passages]
        shown = _one_a_document(found)[:_MOST_WORDS]
        yield Step(
            step=step,
            after=after,
            indicator=next((name for name in step.evidence if name in known), None),
            passages=tuple(shown),
            untold=len(found) - len(shown),
        )


def _one_a_document(passages: list[Passage]) -> list[Passage]:
    """The first passage of each document: many of one say little more."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.document.id, passage)
    return list(first.values())


def _record(shelf: Shelf, watch: str, scenario: Scenario | None, as_of: dt.date) -> Iterator[HistoryEvent]:
    """The dated events that the base rate counts, newest first."""
    told = shelf.watch(watch)
    if told is None or scenario is None:
        return
    events = [e for e in told.history.events if e.kind in scenario.kinds and e.start <= as_of]
    yield from sorted(events, key=lambda event: event.start, reverse=True)


# --- an indicator ----------------------------------------------------------------------------------


def _matches(shelf: Shelf, watch: str, as_of: dt.date, state: IndicatorState) -> Iterator[Matched]:
    items = [match.item for match in state.matches]
    passages, origins = shelf.store.passages(items), shelf.store.origins_behind(items)
    for match in sorted(state.matches, key=lambda each: -each.strength):
        name, story = origins.get(match.item, (None, None))
        id_ = Suggested(watch, match, as_of).id
        yield Matched(id=id_, match=match, passage=passages.get(match.item), origin=name, story=story)


def _moves(shelf: Shelf, watch: str, now: WatchState, id: str) -> Iterator[tuple[str, str, float]]:
    for forecast in now.outlook.forecasts:
        for step in forecast.ledger:
            if step.step == "indicator" and id in step.evidence:
                yield forecast.scenario, shelf.scenario_name(watch, forecast.scenario), step.log_odds
