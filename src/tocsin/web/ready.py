"""The page Plans: how each prepared plan stands, who set it, what acting costs, what nobody has prepared.

Comes in: a shelf, a day. Goes out: the page's contents as a record. Knows nothing about how a state was
found or how it looks.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.brief.plans import say_conflict, say_order, say_timing
from tocsin.brief.wording import unended
from tocsin.plan import measure_readiness
from tocsin.planning import standing_plans
from tocsin.store.pages import Passage
from tocsin.terms import Plan, PlanOrder, Record, Watch
from tocsin.web.shelf import Shelf

PLAN_STATES = ("active", "advised", "standing-by", "stood-down")


class ReadyPlan(Record):
    """One plan with what is said of it."""

    plan: Plan
    scenario: str
    order: str | None  # in words, where a person has set the state
    timing: str | None  # in words, where the plan states costs
    earlier: tuple[PlanOrder, ...]  # all that people said, the latest first


class ScenarioRow(Record):
    """One row of the matrix of plans by scenarios; without plans it is a gap."""

    scenario: str
    name: str
    own: tuple[str, ...]
    also: tuple[str, ...]


class ReadyWatch(Record):
    """The plans of one watch."""

    watch: str
    title: str
    as_of: dt.date | None
    plans: tuple[ReadyPlan, ...]
    rows: tuple[ScenarioRow, ...]
    conflicts: tuple[tuple[str, bool], ...]  # in words, and whether it is one now
    without_scenario: tuple[str, ...]


class PlansPage(Record):
    """Every watch that has plans, those that were judged first."""

    watches: tuple[ReadyWatch, ...]
    passages: dict[str, Passage]


def show_plans(shelf: Shelf, today: dt.date) -> PlansPage:
    """The plans of the watches at hand as they stand, people's latest words heeded."""
    last = dict(shelf.store.watched())
    shown = [watch for _, watch in sorted(shelf.watches.items()) if watch.playbooks]
    ready = [_ready(shelf, each, last.get(each.id), today) for each in shown]
    keys = [key for each in ready for plan in each.plans for key in plan.plan.evidence]
    return PlansPage(watches=tuple(ready), passages=shelf.store.passages(keys))


def _ready(shelf: Shelf, watch: Watch, as_of: dt.date | None, today: dt.date) -> ReadyWatch:
    plans = standing_plans(shelf.store, watch, today) if as_of else ()
    readiness = measure_readiness(watch, plans)
    titles = {book.id: unended(book.title) for book in watch.playbooks}
    orders = shelf.store.plan_orders(watch.id)
    return ReadyWatch(
        watch=watch.id,
        title=watch.title,
        as_of=as_of,
        plans=tuple(_plan(shelf, watch, each, orders) for each in sorted(plans, key=_urgency)),
        rows=tuple(_rows(watch, titles)),
        conflicts=tuple((say_conflict(each, titles), each.is_live) for each in readiness.conflicts),
        without_scenario=tuple(titles.get(each, each) for each in readiness.plans_without),
    )


def _plan(shelf: Shelf, watch: Watch, plan: Plan, orders: tuple[PlanOrder, ...]) -> ReadyPlan:
    return ReadyPlan(
        plan=plan,
        scenario=shelf.scenario_name(watch.id, plan.scenario),
        order=say_order(plan.order, plan.found) if plan.order else None,
        timing=say_timing(plan.timing) if plan.timing else None,
        earlier=tuple(each for each in reversed(orders) if each.plan == plan.id),
    )


def _rows(watch: Watch, titles: dict[str, str]) -> Iterator[ScenarioRow]:
    for scenario in watch.scenarios:
        own = tuple(titles[book.id] for book in watch.playbooks if book.scenario == scenario.id)
        also = tuple(titles[book.id] for book in watch.playbooks if scenario.id in book.also)
        if own or also or not scenario.complement:
            yield ScenarioRow(scenario=scenario.id, name=scenario.name, own=own, also=also)


def _urgency(plan: Plan) -> tuple[int, dt.date, str]:
    return PLAN_STATES.index(plan.state), plan.due or dt.date.max, plan.title
