"""Whether one trigger of a playbook is met, and the reasons with their numbers.

Comes in: a PlanTrigger and a `Situation`. Goes out: a `Check`. A trigger with several conditions is met
when all of them are. Knows nothing about lead times and due dates.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.errors import ConfigurationError
from tocsin.plan.conditions import Condition, check_event, check_indicator, check_probability
from tocsin.plan.situation import Situation
from tocsin.terms import PlanTrigger, Playbook


@dataclass(frozen=True)
class Check:
    """A trigger's conditions on one date, and what it gives when all are met."""

    conditions: tuple[Condition, ...]
    gives: Literal["advised", "active"]

    @property
    def is_met(self) -> bool:
        """Whether every condition is met."""
        return all(condition.is_met for condition in self.conditions)

    @property
    def was_met(self) -> bool:
        """Whether it is not met now, but an event of the last months met it."""
        return not self.is_met and all(c.is_met or c.was_met for c in self.conditions)

    @property
    def can_wait(self) -> bool:
        """Whether it rests on odds over time alone."""
        return all(condition.can_wait for condition in self.conditions)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids that the conditions rest on."""
        return tuple(item for condition in self.conditions for item in condition.evidence)


def check_trigger(playbook: Playbook, trigger: PlanTrigger, situation: Situation) -> Check:
    """One trigger on one date.

    Raises:
        ConfigurationError: it has no condition, or looks at a scenario that has no forecast.
    """
    conditions = tuple(_conditions(playbook, trigger, situation))
    if not conditions:
        raise ConfigurationError(
            f"playbook {playbook.id}",
            "a trigger names neither a probability nor an indicator nor an event",
            "give it one",
        )
    is_held_back = any(condition.gives == "advised" for condition in conditions)
    return Check(conditions, "advised" if is_held_back else trigger.gives)


def say_met(checks: Sequence[Check]) -> str:
    """The reasons of triggers that are (or were) met."""
    return "; ".join(dict.fromkeys(" and ".join(c.reason for c in check.conditions) for check in checks))


def say_unmet(checks: Sequence[Check]) -> str:
    """What triggers that are not met still wait for, each condition once."""
    return "; ".join(dict.fromkeys(c.reason for check in checks for c in check.conditions if not c.is_met))


def _conditions(playbook: Playbook, trigger: PlanTrigger, situation: Situation) -> Iterator[Condition]:
    if trigger.probability is not None:
        yield check_probability(playbook, trigger, situation)
    if trigger.event is not None:
        yield check_event(trigger.event, trigger.status, situation)
    if trigger.indicator is not None:
        yield check_indicator(trigger.indicator, trigger.state or "observed", situation)
