"""The page Watch: every problem with its status and movement, what comes next, what changed, what is new.

Comes in: a shelf. Goes out: the page's contents as a record. Knows nothing about how it looks.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence

from tocsin.brief.alerts import compare_states, tell_all
from tocsin.brief.standing import HOLD_DAYS, judge_status
from tocsin.sending import last_collected
from tocsin.store.outbox import Posted
from tocsin.store.pages import CoursePoint, Holdings, Sighting, StoryLine
from tocsin.terms import Change, ProblemStatus, Record, Watch, WatchState
from tocsin.web.shelf import Shelf

LOOK_BACK_DAYS = 7  # a movement is told against what was held this long ago, or as long as there is
SILENCE = dt.timedelta(hours=24)  # without a good reading, after which the page says so
SMALLEST_STEP = 0.01  # of probability, in the list of what changed


class Movement(Record):
    """One scenario's probability now and before."""

    scenario: str
    name: str
    probability: float
    low: float
    high: float
    by: dt.date
    before: float | None
    before_as_of: dt.date | None


class NextDate(Record):
    """Something that is on the calendar: a window around a date, or a plan's first action."""

    name: str
    start: dt.date
    end: dt.date


class ProblemLine(Record):
    """One problem as the page Watch shows it."""

    watch: str
    title: str
    as_of: dt.date
    status: ProblemStatus
    movements: tuple[Movement, ...]
    next_dates: tuple[NextDate, ...]
    indicators: int
    observed: int
    not_covered: int  # absent without coverage, or not looked for: nothing can be said of them
    before: dt.date | None  # the day that `changes` compare with
    changes: tuple[Change, ...]


class WatchPage(Record):
    """The first page."""

    problems: tuple[ProblemLine, ...]
    stories: tuple[StoryLine, ...]
    documents: tuple[Sighting, ...]
    alerts: tuple[Posted, ...]
    holdings: Holdings
    collected: dt.datetime | None  # when a channel was last read well
    is_silent: bool  # no channel was read well for a day


def show_watch(shelf: Shelf, now: dt.datetime) -> WatchPage:
    """The first page as the store stands now."""
    lines = [line for watch, day in shelf.store.watched() if (line := _line(shelf, watch, day))]
    collected = last_collected(shelf.store)
    return WatchPage(
        problems=tuple(lines),
        stories=tuple(shelf.store.newest_stories(10)),
        documents=tuple(shelf.store.newest_documents(8)),
        alerts=tuple(shelf.store.alerts(limit=5)),
        holdings=shelf.store.holdings(),
        collected=collected,
        is_silent=collected is not None and now - collected > SILENCE,
    )


def recent_states(shelf: Shelf, watch: str, as_of: dt.date) -> list[WatchState]:
    """The states of the days that a status is judged by, oldest first, and the one before them."""
    days = shelf.store.days(watch, up_to=as_of, limit=HOLD_DAYS + 1)
    found = [shelf.store.state(watch, each) for each in reversed(days)]
    return [state for state in found if state is not None]


def list_changes(states: Sequence[WatchState], watch: Watch | None) -> tuple[Change, ...]:
    """What is no longer as it was the day before the last, each with its reason."""
    if len(states) < 2:
        return ()
    told = tell_all(states[-2], judge_status(states[:-1]))
    alert, _ = compare_states(told, states[-1], judge_status(states), watch=watch, step=SMALLEST_STEP)
    return (*alert.changes, *alert.beside) if alert else ()


def next_dates(state: WatchState) -> Iterator[NextDate]:
    """What lies ahead on the calendar, the nearest first."""
    windows = {(w.name, w.start, w.end) for f in state.outlook.forecasts for w in f.windows}
    due = {(f"{plan.title}, first action due", plan.due, plan.due) for plan in state.plans if plan.due}
    for name, start, end in sorted(windows | due, key=lambda each: (each[1], each[0])):
        if end >= state.as_of:
            yield NextDate(name=name, start=start, end=end)


def _line(shelf: Shelf, watch: str, as_of: dt.date) -> ProblemLine | None:
    states = recent_states(shelf, watch, as_of)
    if not states:
        return None
    now = states[-1]
    kinds = [each.state for each in now.indicators]
    return ProblemLine(
        watch=watch,
        title=shelf.title(watch),
        as_of=as_of,
        status=judge_status(states),
        movements=tuple(_movements(shelf, now)),
        next_dates=tuple(next_dates(now))[:4],
        indicators=len(kinds),
        observed=kinds.count("observed"),
        not_covered=kinds.count("absent-uncovered") + kinds.count("not-looked"),
        before=states[-2].as_of if len(states) > 1 else None,
        changes=list_changes(states, shelf.watch(watch)),
    )


def _movements(shelf: Shelf, now: WatchState) -> Iterator[Movement]:
    """The scenarios that moved most, or, where none did, those that the reporting raises most."""
    course = shelf.store.course(now.watch, now.as_of - dt.timedelta(days=LOOK_BACK_DAYS))
    first: dict[str, CoursePoint] = {}
    for point in course:
        if point.as_of < now.as_of:
            first.setdefault(point.scenario, point)
    made = [
        Movement(
            scenario=each.scenario,
            name=shelf.scenario_name(now.watch, each.scenario),
            probability=each.probability,
            low=each.low,
            high=each.high,
            by=each.by,
            before=first[each.scenario].probability if each.scenario in first else None,
            before_as_of=first[each.scenario].as_of if each.scenario in first else None,
        )
        for each in now.outlook.forecasts
    ]
    raised = {f.scenario: _odds(f.probability) - _odds(f.base_rate) for f in now.outlook.forecasts}
    made.sort(key=lambda m: (-_moved(m), -raised[m.scenario]))
    yield from made[:4]


def _moved(movement: Movement) -> float:
    """The move in points and in odds together, so that a doubling from 1% is not lost among others."""
    if movement.before is None:
        return 0.0
    in_odds = abs(_odds(movement.probability) - _odds(movement.before))
    return round(abs(movement.probability - movement.before) + in_odds / 20, 2)


def _odds(probability: float) -> float:
    clamped = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(clamped / (1 - clamped))
