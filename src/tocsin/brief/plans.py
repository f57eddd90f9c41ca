"""Writes plans: what stands ready, who set it so, what acting costs, and where plans get in each other's way.

Comes in: the material. Goes out: lines. Knows nothing about how a plan's state was decided.
"""

from collections.abc import Iterator

from tocsin.brief.judge import judged
from tocsin.brief.line import Line, information
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, plan_id
from tocsin.brief.wording import count, day, listing, lower_first, percent, unended
from tocsin.terms import Brief, Judgement, Plan, PlanConflict, PlanOrder, PlanTrigger, Timing

TOUCHED = ("advised", "active")


def write_plans(material: Material) -> Iterator[Line]:
    """Each plan with state, reason, trigger, owner and times; conflicts between them; then the gaps."""
    if not material.plans:
        yield information("No plan stands ready for this reporting", [brief_id(material.version)])
    for plan in material.plans:
        yield from _plan(material, plan)
    for conflict in material.readiness.conflicts:
        if conflict.is_live:
            text = say_conflict(conflict, {plan.id: plan.title for plan in material.plans})
            yield information(text, [plan_id(each) for each in conflict.plans])
    for notice in dict.fromkeys(plan.notice for plan in material.plans):
        about = [plan_id(plan.id) for plan in material.plans if plan.notice == notice]
        yield information(f"Plans here are {unended(notice)}", about)
    yield from _gaps(material)


def plan_matrix(brief: Brief) -> Iterator[tuple[Judgement, str]]:
    """Each judgement, "nothing grave" apart, with its plans and their states; "no plan" is a gap."""
    plans = {plan.id: f"{unended(plan.title)}: {plan.state.replace('-', ' ')}" for plan in brief.plans}
    rows = brief.readiness.rows
    without = set(brief.readiness.scenarios_without)
    for each in brief.judgements:
        own = [plans.get(row.plan, row.plan) for row in rows if row.scenario == each.scenario]
        also = [f"({plans.get(row.plan, row.plan)})" for row in rows if each.scenario in row.also]
        if own or also or each.scenario in without:
            yield each, "; ".join([*own, *also]) or "no plan"


def say_conflict(conflict: PlanConflict, titles: dict[str, str]) -> str:
    """`Landing and Evacuation both need the charter ferry`."""
    one, other = (unended(titles.get(each, each)) for each in conflict.plans)
    if conflict.kind == "means":
        return f"{one} and {lower_first(other)} both need {conflict.what}, which only one of them can have"
    if conflict.kind == "contrary":
        act = conflict.what.replace("-", " ")
        return (
            f"{one} and {lower_first(other)} act against each other over {act}: one brings it, one undoes it"
        )
    return f"{one} and {lower_first(other)} both begin with the {conflict.what}, at the same time"


def say_order(order: PlanOrder, found: str | None) -> str:
    """`Set to stood down by duty officer on 25 May 2024: ferries run; its triggers alone give advised`."""
    state = order.state.replace("-", " ")
    said = f"Set to {state} by {unended(order.by)} on {day(order.at.date())}: {unended(order.because)}"
    return f"{said}; its triggers alone give {found.replace('-', ' ')}" if found else said


def say_timing(timing: Timing) -> str:
    """What acting now, on the cheapest day, and not at all is expected to cost."""
    now, best, never = (_cost(value) for value in (timing.now, timing.best, timing.never))
    if timing.advice == "wait":
        told = f"not acting is expected to cost {never} {timing.unit}, acting now {now}; "
        told += _say_threshold(timing)
    elif timing.advice == "act now" or timing.start is None:
        told = f"acting now is expected to cost {now} {timing.unit}, not acting {never}"
    else:
        told = (
            f"starting on {day(timing.start)} is expected to cost {best} {timing.unit}, starting now {now}, "
        )
        told += f"not acting {never}; {percent(timing.exposed)} is the chance that it comes before that helps"
    if timing.last:
        told += f"; it can still be started in time until {day(timing.last)}"
    return f"By the costs that it states ({unended(timing.basis)}), {told}"


def _say_threshold(timing: Timing) -> str:
    if timing.threshold >= 1:
        return "at these figures acting can never pay"
    pays = percent(timing.threshold)
    return (
        f"acting pays from a chance of {pays} that it comes once the plan has taken hold, and that chance is "
        f"{percent(timing.chance)}"
    )


def _cost(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def _plan(material: Material, plan: Plan) -> Iterator[Line]:
    ids = [plan_id(plan.id), *material.cite(plan.evidence)]
    text = f"{unended(plan.title)}: {plan.state.replace('-', ' ')}; owner {unended(plan.owner)}, "
    text += f"lead time {count(plan.lead_time_days, 'day')}"
    yield information(f"{text}, first action due {day(plan.due)}" if plan.due else text, ids[:1])
    if plan.order:
        yield information(say_order(plan.order, plan.found), ids[:1])
    yield information(f"Reason: {material.in_words(unended(plan.reason))}", ids)
    if triggers := _triggers(material, plan.id):
        yield information(f"It is touched when {triggers}", ids[:1])
    if plan.timing and plan.state in TOUCHED:
        yield information(say_timing(plan.timing), ids[:1])


def _gaps(material: Material) -> Iterator[Line]:
    """Scenarios that nobody has prepared for, and plans that serve no scenario."""
    bare = [case for case in judged(material) if case.scenario.id in material.readiness.scenarios_without]
    if bare:
        names = listing(case.name for case in bare)
        yield information(f"No plan is written for {names}", [case.id for case in bare])
    titles = {plan.id: plan.title for plan in material.plans}
    for each in material.readiness.plans_without:
        text = f"{unended(titles.get(each, each))} serves no scenario of this watch"
        yield information(text, [plan_id(each)])


def _triggers(material: Material, plan: str) -> str:
    books = material.watch.playbooks if material.watch else ()
    return " or ".join(
        _trigger(material, trigger) for book in books if book.id == plan for trigger in book.triggers
    )


def _trigger(material: Material, trigger: PlanTrigger) -> str:
    parts = []
    if trigger.probability is not None:
        within = f" within {count(trigger.within_days, 'day')}" if trigger.within_days else ""
        within = within or (f" by {day(trigger.by)}" if trigger.by else "")
        parts.append(f"the probability{within} reaches {percent(trigger.probability)}")
    if trigger.indicator:
        indicator = material.indicators.get(trigger.indicator)
        name = lower_first(unended(indicator.name)) if indicator else trigger.indicator
        parts.append(f"{name} is {material.in_words(trigger.state or 'observed')}")
    if trigger.event:
        status = f" ({trigger.status})" if trigger.status else ""
        parts.append(f"{trigger.event.replace('-', ' ')} is reported{status}")
    return " and ".join(parts)
