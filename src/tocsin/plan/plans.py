"""Which playbooks are touched, why, and by when their first action must start.

Comes in: a Watch, its Outlook, Weighing and Readings. Goes out: a Plan for each playbook. Knows nothing
about what was planned on earlier days, and tells nobody to act: it says what the desk wrote down.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.plan.checks import Check, check_trigger, say_met, say_unmet
from tocsin.plan.situation import Situation, look_around
from tocsin.plan.timing import weigh_timing
from tocsin.reference.figures import say_date, say_percent
from tocsin.terms import (
    Outlook,
    Plan,
    PlanOrder,
    PlanStateName,
    PlanTrigger,
    Playbook,
    Reading,
    Timing,
    Watch,
    Weighing,
    WindowProbability,
)


def plan_watch(
    watch: Watch,
    outlook: Outlook,
    weighing: Weighing,
    readings: Sequence[Reading],
    *,
    as_of: dt.date,
    orders: Sequence[PlanOrder] = (),
) -> tuple[Plan, ...]:
    """The state of every playbook, in the watch's order.

    A playbook is active or advised when a trigger that gives so is met; stood down when one was met by an
    event of the last months that is over; else standing by. One that stands by is advised all the same
    when a window that matters begins within its lead time: waiting would then be too late. A person's word
    on a plan (`orders`, in order of time) goes before all of this until the next one; what the triggers
    alone would give is kept beside it.

    Raises:
        ConfigurationError: a playbook's trigger has no condition, or its scenario no forecast.
    """
    situation = look_around(watch, outlook.forecasts, weighing, readings, as_of)
    told = {finding.trigger for finding in outlook.triggers if finding.is_told_from_none}
    last = {order.plan: order for order in orders if order.watch == watch.id}
    return tuple(
        apply_order(_plan(book, situation, told), last.get(book.id), as_of) for book in watch.playbooks
    )


def apply_order(plan: Plan, order: PlanOrder | None, as_of: dt.date) -> Plan:
    """The plan in the state that a person has set; `found` keeps what its triggers alone give."""
    if order is None:
        return plan
    is_touched = order.state in ("advised", "active")
    return plan.model_copy(
        update={
            "state": order.state,
            "due": (plan.due or as_of) if is_touched else None,
            "order": order,
            "found": plan.found or plan.state,
        }
    )


def _plan(playbook: Playbook, situation: Situation, told: set[str]) -> Plan:
    checks = [check_trigger(playbook, trigger, situation) for trigger in playbook.triggers]
    state, telling = _decide(checks)
    is_idle = state == "standing-by"
    reason = f"no trigger is met: {say_unmet(telling)}" if is_idle else say_met(telling)
    evidence = [item for check in telling for item in check.evidence]
    due = situation.as_of if state in ("active", "advised") else None
    window = _next_window(playbook, situation, told) if state != "active" else None
    if window is not None:
        start_by = window.start - dt.timedelta(days=playbook.lead_time_days)
        is_now = start_by <= situation.as_of
        reason = f"{reason}; {_say_window(playbook, window, start_by, is_now=is_now)}"
        evidence.append(f"forecast:{playbook.scenario}")
        if is_now:
            state, due = "advised", situation.as_of
        elif state != "advised" or all(check.can_wait for check in telling):
            due = start_by
    return Plan(
        id=playbook.id,
        title=playbook.title,
        scenario=playbook.scenario,
        state=state,
        reason=f"{reason[0].upper()}{reason[1:]}.",
        lead_time_days=playbook.lead_time_days,
        due=due,
        owner=playbook.owner,
        actions=tuple(sorted(playbook.actions, key=lambda action: action.order)),
        exit=playbook.exit,
        notice=playbook.notice,
        evidence=tuple(dict.fromkeys(evidence)),
        timing=_timing(playbook, situation),
    )


def _timing(playbook: Playbook, situation: Situation) -> Timing | None:
    """By the stated costs; a complement is no danger that a plan could meet."""
    forecast = situation.forecasts.get(playbook.scenario)
    if forecast is None or playbook.scenario in situation.complements:
        return None
    return weigh_timing(playbook, forecast)


def _decide(checks: Sequence[Check]) -> tuple[PlanStateName, list[Check]]:
    """The state from the triggers alone, and the checks that tell it."""
    active = [check for check in checks if check.is_met and check.gives == "active"]
    advised = [check for check in checks if check.is_met and check.gives == "advised"]
    over = [check for check in checks if check.was_met]
    if active:
        return "active", active
    if advised:
        return "advised", advised
    return ("stood-down", over) if over else ("standing-by", list(checks))


def _next_window(playbook: Playbook, situation: Situation, told: set[str]) -> WindowProbability | None:
    """The first window still to begin that matters to the plan.

    It matters when the record tells its trigger from none, or when so many of its days as one of the plan's
    probabilities looks at reach that probability.
    """
    forecast = situation.forecasts.get(playbook.scenario)
    coming = [
        window
        for window in (forecast.windows if forecast else ())
        if window.start > situation.as_of
        and (window.trigger in told or any(_reaches(window, t) for t in playbook.triggers))
    ]
    return min(coming, key=lambda window: window.start, default=None)


def _reaches(window: WindowProbability, trigger: PlanTrigger) -> bool:
    if trigger.probability is None:
        return False
    days = (window.end - window.start).days + 1
    share = min((trigger.within_days or days) / days, 1.0)
    return bool(1 - (1 - window.probability) ** share >= trigger.probability)


def _say_window(playbook: Playbook, window: WindowProbability, start_by: dt.date, *, is_now: bool) -> str:
    what = (
        f"the window of {window.name} begins on {say_date(window.start)} with "
        f"{say_percent(window.probability)} inside it"
    )
    if is_now:
        return f"{what}, within the lead time of {playbook.lead_time_days} days: acting now beats waiting"
    return f"{what}, so the first action must start by {say_date(start_by)}"
