"""All forecasts of a watch as of one date: the door of the room.

Comes in: a Watch with its history, Evidence, the as-of date. Goes out: an Outlook. Knows nothing about
documents, stores or words for probabilities; nothing after the as-of date is used, and an event on the day
itself counts as known.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.errors import ConfigurationError
from tocsin.forecast.base import find_base_rate, recall_kinds
from tocsin.forecast.joint import Joint, measure_joint
from tocsin.forecast.precedents import find_precedents
from tocsin.forecast.scenario import ComingTrigger, forecast_scenario
from tocsin.forecast.settings import load_settings
from tocsin.forecast.superlatives import check_superlatives
from tocsin.forecast.together import complement_forecast, scale_exclusive
from tocsin.forecast.trigger import coming_windows, judge_triggers
from tocsin.terms import Evidence, Forecast, Outlook, Superlative, TriggerFinding, Watch


def forecast_watch(
    watch: Watch,
    evidence: Sequence[Evidence],
    *,
    as_of: dt.date,
    horizon_days: int | None = None,
    superlatives: Sequence[Superlative] = (),
    seed: int = 0,
) -> Outlook:
    """Every scenario's probability by `as_of` + horizon (default the watch's), with band, curve and ledger.

    `superlatives` are comparisons with the past that weighing found; they are held against the record.
    `seed` fixes the placebo dates of the trigger tests; nothing else is drawn.

    Raises:
        ConfigurationError: a horizon out of range, or a watch that lacks what a forecast needs (a record
            or a reference class, a known anchor, an indicator that evidence names).
    """
    horizon = _require_horizon(watch.horizon_days if horizon_days is None else horizon_days)
    _require_horizon(watch.horizon_days)
    by = as_of + dt.timedelta(days=horizon)
    findings = judge_triggers(watch, as_of=as_of, by=by, seed=seed)
    reach = max(by, as_of + dt.timedelta(days=watch.horizon_days))  # what evidence speaks about
    triggers = _coming_triggers(watch, findings, as_of, reach)
    class_pasts = recall_kinds(watch, as_of)
    forecasts = {
        scenario.id: forecast_scenario(
            watch,
            scenario,
            find_base_rate(watch, scenario, as_of, class_pasts),
            triggers,
            evidence,
            as_of=as_of,
            horizon_days=horizon,
        )
        for scenario in watch.scenarios
        if not scenario.complement
    }
    joint = _measure_grave(watch, as_of, horizon)
    return Outlook(
        as_of=as_of,
        by=by,
        forecasts=_fit_together(watch, forecasts, joint),
        triggers=findings,
        precedents=find_precedents(watch, as_of),
        superlatives=check_superlatives(superlatives, watch.history, as_of=as_of),
    )


def _require_horizon(days: int) -> int:
    longest = load_settings().longest_horizon_days
    if not 1 <= days <= longest:
        raise ConfigurationError(
            "horizon", f"{days} days is not between 1 and {longest}", "choose a horizon within that range"
        )
    return days


def _coming_triggers(
    watch: Watch, findings: Sequence[TriggerFinding], as_of: dt.date, reach: dt.date
) -> list[ComingTrigger]:
    """The triggers with a window that begins by `reach`."""
    found = []
    for trigger, finding in zip(watch.triggers, findings, strict=True):
        windows = coming_windows(watch, trigger, as_of=as_of, by=reach)
        if windows:
            found.append(ComingTrigger(finding, windows, trigger.scenarios))
    return found


def _measure_grave(watch: Watch, as_of: dt.date, horizon: int) -> Joint:
    """How the record's grave scenarios come together, in windows as long as the question."""
    kinds = {s.id: s.kinds for s in watch.scenarios if s.grave and not s.complement and s.kinds}
    return measure_joint(watch.history, kinds, as_of, horizon)


def _fit_together(watch: Watch, forecasts: dict[str, Forecast], joint: Joint) -> tuple[Forecast, ...]:
    """All forecasts in the watch's order, exclusive ones scaled, complements added."""
    exclusive = [forecasts[s.id] for s in watch.scenarios if s.exclusive and not s.complement]
    fitted = forecasts | {f.scenario: f for f in scale_exclusive(exclusive)}
    grave = [fitted[s.id] for s in watch.scenarios if s.grave and not s.complement]
    return tuple(
        complement_forecast(scenario, grave, joint) if scenario.complement else fitted[scenario.id]
        for scenario in watch.scenarios
    )
