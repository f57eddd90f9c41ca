"""Plan: Forecast, Playbook -> Plan. What is due now, what can wait, what stands ready."""

from tocsin.plan.plans import apply_order, plan_watch
from tocsin.plan.readiness import find_conflicts, measure_readiness, scenarios_without_plan

__all__ = ["apply_order", "find_conflicts", "measure_readiness", "plan_watch", "scenarios_without_plan"]
