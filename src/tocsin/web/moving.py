"""How one probability moved from day to day, by which steps of its ledger, and what was recorded meanwhile.

Comes in: a shelf, a watch, a scenario, days. Goes out: a line for each day on which it moved. Knows nothing
about how it looks.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tocsin.store.pages import CoursePoint
from tocsin.terms import Forecast, HistoryEvent, LedgerStep, Record, Scenario
from tocsin.web.shelf import Shelf

LEAST = 0.005  # a probability that changed by less is said to stand
MOST_DAYS = 12  # the latest; each is read with its whole ledger
SAME = 0.005  # log-odds: a step that differs by less is the same


class Shift(Record):
    """A step of the ledger that is not as it was, in log-odds."""

    name: str
    before: float | None  # None: it was not there
    after: float | None  # None: it is there no more
    indicator: str | None


class Moved(Record):
    """One day on which the probability moved, or on which the record lists an event of its kind."""

    number: int  # as the chart numbers it
    as_of: dt.date
    before: float
    after: float
    shifts: tuple[Shift, ...]
    events: tuple[HistoryEvent, ...]  # of the record, since the day before


def tell_moves(
    shelf: Shelf, watch: str, scenario: str, course: Sequence[CoursePoint], told: Scenario | None
) -> tuple[Moved, ...]:
    """The days on which the probability moved, the earliest first."""
    return tuple(_moves(shelf, watch, scenario, course[-MOST_DAYS:], told))


def _moves(
    shelf: Shelf, watch: str, scenario: str, course: Sequence[CoursePoint], told: Scenario | None
) -> Iterator[Moved]:
    number = 0
    for one, other in pairwise(course):
        events = _events(shelf, watch, told, one.as_of, other.as_of)
        if abs(other.probability - one.probability) < LEAST and not events:
            continue
        number += 1
        before, after = (_forecast(shelf, watch, scenario, each.as_of) for each in (one, other))
        yield Moved(
            number=number,
            as_of=other.as_of,
            before=one.probability,
            after=other.probability,
            shifts=tuple(find_shifts(before, after)) if before and after else (),
            events=events,
        )


def find_shifts(before: Forecast, after: Forecast) -> list[Shift]:
    """Steps that differ between two ledgers of one scenario, the largest first."""
    was, now = ({step.name: step for step in each.ledger} for each in (before, after))
    shifts = []
    for name in {**was, **now}:
        old, new = was.get(name), now.get(name)
        size = (new.log_odds if new else 0.0) - (old.log_odds if old else 0.0)
        if abs(size) > SAME:
            step = new or old
            assert step is not None
            shift = Shift(
                name=name,
                before=old.log_odds if old else None,
                after=new.log_odds if new else None,
                indicator=_indicator(step),
            )
            shifts.append((abs(size), shift))
    return [shift for _, shift in sorted(shifts, key=lambda each: (-each[0], each[1].name))]


def _indicator(step: LedgerStep) -> str | None:
    """The id of the indicator whose step it is; beside it the evidence names claims and events."""
    named = (name for name in step.evidence if "#" not in name and ":" not in name)
    return next(named, None) if step.step == "indicator" else None


def _forecast(shelf: Shelf, watch: str, scenario: str, day: dt.date) -> Forecast | None:
    outlook = shelf.store.outlook(watch, day)
    return next((f for f in outlook.forecasts if f.scenario == scenario), None) if outlook else None


def _events(
    shelf: Shelf, watch: str, told: Scenario | None, since: dt.date, until: dt.date
) -> tuple[HistoryEvent, ...]:
    """What the record lists of the scenario's kinds after one day, up to another."""
    found = shelf.watch(watch)
    if found is None or told is None:
        return ()
    events = (event for event in found.history.events if event.kind in told.kinds)
    return tuple(event for event in events if since < event.start <= until)
