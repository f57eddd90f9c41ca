"""Plan: Forecast, Playbook -> Plan. What is due now, what can wait, what stands ready."""

from tocsin.plan.plans import plan_watch, scenarios_without_plan

__all__ = ["plan_watch", "scenarios_without_plan"]
