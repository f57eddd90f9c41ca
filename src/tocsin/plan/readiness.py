"""How the plans of a watch stand to its scenarios, and where they get in each other's way.

Comes in: a Watch and its Plans as they stand. Goes out: a `Readiness`: the matrix of plans by scenarios with
its gaps, and the conflicts between plans. Knows nothing about why a plan is touched.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from tocsin.plan.settings import load_settings
from tocsin.terms import Plan, PlanConflict, PlanRow, Playbook, Readiness, Scenario, Watch

_TOUCHED = ("advised", "active")


def measure_readiness(watch: Watch, plans: Sequence[Plan]) -> Readiness:
    """The matrix, its gaps and the conflicts; a plan for what the watch does not ask about is a gap too."""
    known = {scenario.id for scenario in watch.scenarios}
    rows = tuple(
        PlanRow(plan=book.id, scenario=book.scenario if book.scenario in known else None, also=book.also)
        for book in watch.playbooks
    )
    return Readiness(
        rows=rows,
        scenarios_without=tuple(scenario.id for scenario in scenarios_without_plan(watch)),
        plans_without=tuple(row.plan for row in rows if row.scenario is None and not row.also),
        conflicts=tuple(find_conflicts(watch, plans)),
    )


def scenarios_without_plan(watch: Watch) -> tuple[Scenario, ...]:
    """The scenarios, the complement apart, that no playbook is written for."""
    planned = {name for book in watch.playbooks for name in (book.scenario, *book.also)}
    return tuple(s for s in watch.scenarios if s.id not in planned and not s.complement)


def find_conflicts(watch: Watch, plans: Sequence[Plan]) -> Iterator[PlanConflict]:
    """Means that two plans need, acts that undo each other's, and one role that is wanted twice at once.

    Means and acts are told beforehand; a role's time only where both plans are touched and due together.
    """
    stand = {plan.id: plan for plan in plans}
    for one, other in combinations(watch.playbooks, 2):
        pair = (one.id, other.id)
        touched = [stand[name] for name in pair if name in stand and stand[name].state in _TOUCHED]
        is_live = len(touched) == 2
        for what in dict.fromkeys(means for means in _means(one) if means in _means(other)):
            yield PlanConflict(kind="means", plans=pair, what=what, is_live=is_live)
        for what in dict.fromkeys((*_contrary(one, other), *_contrary(other, one))):
            yield PlanConflict(kind="contrary", plans=pair, what=what, is_live=is_live)
        if is_live and _are_due_together(*touched) and _first_owner(one) == _first_owner(other):
            yield PlanConflict(kind="owner", plans=pair, what=_first_owner(one), is_live=True)


def _means(playbook: Playbook) -> list[str]:
    return [means for action in playbook.actions for means in action.means]


def _contrary(one: Playbook, other: Playbook) -> list[str]:
    """What `one` brings about and `other` takes back."""
    undone = {name for action in other.actions for name in action.undoes}
    return [action.does for action in one.actions if action.does in undone and action.does is not None]


def _first_owner(playbook: Playbook) -> str:
    return (
        min(playbook.actions, key=lambda action: action.order).owner if playbook.actions else playbook.owner
    )


def _are_due_together(one: Plan, other: Plan) -> bool:
    if one.due is None or other.due is None:
        return False
    return abs((one.due - other.due).days) <= load_settings().together_days
