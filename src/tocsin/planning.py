"""Plans as they stand in a store: what the last run found, with what people have said since.

Comes in: a store, a watch, a day. Goes out: plans, and how they stand to the scenarios and to each other.
It knows which records hold what, and nothing of how a state is decided.
"""

import datetime as dt
from collections.abc import Sequence
from typing import get_args

from tocsin.errors import ConfigurationError
from tocsin.plan import apply_order
from tocsin.store import Store
from tocsin.terms import Plan, PlanOrder, PlanStateName, Watch

STATES: tuple[PlanStateName, ...] = get_args(PlanStateName)


def standing_plans(store: Store, watch: Watch, day: dt.date) -> tuple[Plan, ...]:
    """The plans as last judged by a day, in the states that people have set since; none before a run."""
    _, _, plans = store.last_judged(watch.id, day)
    last = {order.plan: order for order in store.plan_orders(watch.id, day)}
    return tuple(apply_order(plan, last.get(plan.id), day) for plan in plans)


def give_order(
    store: Store, watches: Sequence[Watch], plan: str, state: str, *, by: str, because: str, at: dt.datetime
) -> PlanOrder:
    """Set a plan of one of the watches to a state and keep who said so and why.

    Raises:
        ConfigurationError: the plan, the state, the name or the reason will not do.
    """
    found = [watch for watch in watches if plan in {book.id for book in watch.playbooks}]
    if not found:
        known = sorted({book.id for watch in watches for book in watch.playbooks})
        raise ConfigurationError(f"plan {plan}", "no such plan", f"use one of {', '.join(known) or 'none'}")
    if len(found) > 1:
        names = ", ".join(watch.id for watch in found)
        raise ConfigurationError(f"plan {plan}", f"is one of {names}", "name the watch with --watch")
    chosen = next((name for name in STATES if name == state.strip().lower().replace(" ", "-")), None)
    if chosen is None:
        raise ConfigurationError(f"state {state}", "there is no such state", f"use {', '.join(STATES)}")
    for option, text in (("--by", by), ("--because", because)):
        if not text.strip():
            raise ConfigurationError(option, "is empty", "say who decides, and why")
    order = PlanOrder(
        watch=found[0].id, plan=plan, state=chosen, by=by.strip(), because=because.strip(), at=at
    )
    store.put_plan_order(order)
    return order
