"""Says how a problem stands: quiet, moving, raised or high, with the reason and what it rests on.

Comes in: what the watch concluded on the last days, oldest first. Goes out: a status. It rises at once and
falls only when nothing of the last three days keeps it up, so that it cannot flap within a day. Knows
nothing about alerts or pages.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.brief.naming import indicator_id, plan_id
from tocsin.brief.wording import count, day, listing, lower_first, unended
from tocsin.terms import IndicatorState, LedgerStep, Plan, ProblemStatus, StatusName, WatchState

LEVELS: tuple[StatusName, ...] = ("quiet", "moving", "raised", "high")
HOLD_DAYS = 3  # a status is kept for as long after the last day that called for it
TELLING = 0.05  # log-odds that an observed indicator must move a forecast by to count as a movement
MEANINGS: dict[StatusName, str] = {
    "quiet": "no indicator is observed that moves a forecast, and no plan is touched",
    "moving": "an indicator is observed that moves a forecast",
    "raised": "a plan is advised",
    "high": "a plan is active",
}


def judge_status(states: Sequence[WatchState]) -> ProblemStatus:
    """The status as of the last of the states, which come oldest first.

    Raises:
        ValueError: there is no state.
    """
    if not states:
        raise ValueError("a status needs at least one state")
    now = states[-1]
    recent = [s for s in states if (now.as_of - s.as_of).days < HOLD_DAYS]
    highest = max(recent, key=lambda state: (LEVELS.index(_level(state)), state.as_of))
    status = _status(highest)
    if _level(now) == status.level:
        return _status(now)
    until = highest.as_of + dt.timedelta(days=HOLD_DAYS)
    reason = f"{unended(status.reason)} on {day(highest.as_of)}; kept until {day(until)}"
    return ProblemStatus(level=status.level, reason=f"{reason}.", evidence=status.evidence)


def _level(state: WatchState) -> StatusName:
    stages = {plan.state for plan in state.plans}
    if "active" in stages:
        return "high"
    if "advised" in stages:
        return "raised"
    return "moving" if _moving(state) else "quiet"


def _status(state: WatchState) -> ProblemStatus:
    level = _level(state)
    if level in ("high", "raised"):
        stage = "active" if level == "high" else "advised"
        plans = [plan for plan in state.plans if plan.state == stage]
        reason = f"{count(len(plans), 'plan')} {_is(plans)} {stage}: {_plans(plans)}."
        return ProblemStatus(level=level, reason=reason, evidence=tuple(plan_id(p.id) for p in plans))
    moving = _moving(state)
    if not moving:
        return ProblemStatus(level="quiet", reason=f"{MEANINGS['quiet'][:1].upper()}{MEANINGS['quiet'][1:]}.")
    names = [lower_first(unended(_step_of(state, each).name)) for each in moving]
    reason = (
        f"{count(len(moving), 'indicator')} observed {'moves' if len(moving) == 1 else 'move'} a forecast"
    )
    evidence = tuple(indicator_id(each.id) for each in moving)
    return ProblemStatus(level="moving", reason=f"{reason}: {listing(names, 3)}.", evidence=evidence)


def _plans(plans: Sequence[Plan]) -> str:
    return listing((lower_first(unended(plan.title)) for plan in plans), 3)


def _is(plans: Sequence[Plan]) -> str:
    return "is" if len(plans) == 1 else "are"


def _moving(state: WatchState) -> list[IndicatorState]:
    """Observed indicators that a ledger counts for more than a trifle."""
    telling = {
        name
        for forecast in state.outlook.forecasts
        for step in forecast.ledger
        if step.step == "indicator" and abs(step.log_odds) > TELLING
        for name in step.evidence
    }
    return [each for each in state.indicators if each.state == "observed" and each.id in telling]


def _step_of(state: WatchState, indicator: IndicatorState) -> LedgerStep:
    steps = (step for forecast in state.outlook.forecasts for step in forecast.ledger)
    return next(step for step in steps if indicator.id in step.evidence)
