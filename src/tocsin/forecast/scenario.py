"""One scenario's forecast: base rate, then trigger windows, then evidence, each step in the ledger.

Comes in: a scenario's base rate, trigger findings, Evidence, as-of date and horizon. Goes out: a Forecast
whose ledger sums to the log-odds of its probability. Knows nothing about the other scenarios.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.forecast.base import BaseRate
from tocsin.forecast.evidence import evidence_steps
from tocsin.forecast.intensity import (
    Intensity,
    apply_evidence,
    hazard_probability,
    lift_windows,
    log_odds,
    start_intensity,
)
from tocsin.forecast.settings import load_settings
from tocsin.forecast.words import say_date
from tocsin.terms import (
    CurvePoint,
    Evidence,
    Forecast,
    LedgerStep,
    Scenario,
    TriggerFinding,
    Watch,
    WindowProbability,
)


@dataclass(frozen=True)
class ComingTrigger:
    """A trigger with coming windows, and what the record says of it."""

    finding: TriggerFinding
    windows: tuple[tuple[dt.date, dt.date], ...]
    scenarios: tuple[str, ...]  # empty: all


def forecast_scenario(
    watch: Watch,
    scenario: Scenario,
    base: BaseRate,
    triggers: Sequence[ComingTrigger],
    evidence: Sequence[Evidence],
    *,
    as_of: dt.date,
    horizon_days: int,
) -> Forecast:
    """The forecast of a scenario that has a rate of its own."""
    by = as_of + dt.timedelta(days=horizon_days)
    bearing = [t for t in triggers if not t.scenarios or scenario.id in t.scenarios]
    ends = [(end - as_of).days for t in bearing for _, end in t.windows]
    plain = start_intensity(base.rate, as_of, max(horizon_days, watch.horizon_days, *ends, 1))
    base_rate = _probability(plain, horizon_days)
    first = LedgerStep(step="base rate", name="base rate", log_odds=log_odds(base_rate), note=base.note)
    lifted, lifts = _lift(plain, bearing, horizon_days, by)
    final, moves = _weigh_in(watch, scenario, lifted, evidence, horizon_days)
    curve = _curve(final, horizon_days)
    return Forecast(
        scenario=scenario.id,
        question=scenario.question,
        as_of=as_of,
        by=by,
        probability=curve[-1].probability,
        low=curve[-1].low,
        high=curve[-1].high,
        base_rate=base_rate,
        without_evidence=_probability(lifted, horizon_days),
        base_note=base.note,
        covered_until=base.covered_until,
        ledger=(first, *lifts, *moves),
        curve=curve,
        windows=tuple(w for trigger in bearing for w in _window_probabilities(trigger, final, by)),
    )


def _lift(
    intensity: Intensity, triggers: Sequence[ComingTrigger], horizon_days: int, by: dt.date
) -> tuple[Intensity, list[LedgerStep]]:
    """The intensity lifted in every coming window; a step for each trigger that begins by the deadline."""
    steps = []
    for trigger in triggers:
        before = log_odds(_probability(intensity, horizon_days))
        lifts = [(*window, trigger.finding.log_offset) for window in trigger.windows]
        intensity = lift_windows(intensity, lifts)
        if windows := _met(trigger, by):
            after = log_odds(_probability(intensity, horizon_days))
            steps.append(_trigger_step(trigger, windows, after - before))
    return intensity, steps


def _probability(intensity: Intensity, horizon_days: int) -> float:
    return hazard_probability(intensity.hazards()[horizon_days - 1])


def _met(trigger: ComingTrigger, by: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The trigger's windows that begin by the deadline."""
    return [window for window in trigger.windows if window[0] <= by]


def _trigger_step(
    trigger: ComingTrigger, windows: Sequence[tuple[dt.date, dt.date]], move: float
) -> LedgerStep:
    finding = trigger.finding
    spans = ", ".join(f"{say_date(start)} to {say_date(end)}" for start, end in windows)
    verdict = (
        "told from none" if finding.is_told_from_none else "not told from none, and shrunken accordingly"
    )
    return LedgerStep(
        step="trigger",
        name=finding.name,
        log_odds=move,
        evidence=(finding.trigger,),
        note=(
            f"Window {spans}: rate ratio {finding.ratio:.2f} (90 % {finding.low:.2f} to {finding.high:.2f}), "
            f"{verdict}; enters as {finding.log_offset:+.3f} on the log rate of the days inside."
        ),
    )


def _weigh_in(
    watch: Watch,
    scenario: Scenario,
    lifted: Intensity,
    evidence: Sequence[Evidence],
    horizon_days: int,
) -> tuple[Intensity, list[LedgerStep]]:
    """The intensity with evidence, and its steps.

    The likelihoods are written for the watch's own horizon; at another one the same hazard moves the
    log-odds by a little less, and each step is given its share of that.
    """
    steps = evidence_steps(watch, scenario, evidence)
    total = sum(step.log_odds for step in steps)
    final = apply_evidence(lifted, total, watch.horizon_days) if steps else lifted
    moved = log_odds(_probability(final, horizon_days)) - log_odds(_probability(lifted, horizon_days))
    share = moved / total if abs(total) > 1e-9 else 1.0
    ledger = [
        LedgerStep(
            step=step.step,
            name=step.name,
            log_odds=step.log_odds * share,
            evidence=step.evidence,
            note=step.note,
        )
        for step in steps
    ]
    return final, ledger


def _curve(intensity: Intensity, horizon_days: int) -> tuple[CurvePoint, ...]:
    points = load_settings().curve_points
    days = sorted({max(round(horizon_days * i / points), 1) for i in range(1, points + 1)})
    hazards, (low, high) = intensity.hazards(), intensity.bands()
    return tuple(
        CurvePoint(
            by=intensity.as_of + dt.timedelta(days=day),
            probability=hazard_probability(hazards[day - 1]),
            low=hazard_probability(low[day - 1]),
            high=hazard_probability(high[day - 1]),
        )
        for day in days
    )


def _window_probabilities(
    trigger: ComingTrigger, intensity: Intensity, by: dt.date
) -> list[WindowProbability]:
    """The absolute probability inside each coming window, or in what is left of one that has begun."""
    found = []
    for start, end in _met(trigger, by):
        remaining = max(start, intensity.as_of + dt.timedelta(days=1))
        mid, low, high = intensity.stretch(remaining, end)
        found.append(
            WindowProbability(
                trigger=trigger.finding.trigger,
                name=trigger.finding.name,
                start=remaining,
                end=end,
                probability=hazard_probability(mid),
                low=hazard_probability(low),
                high=hazard_probability(high),
            )
        )
    return found
