"""Forecasts that must fit together: "nothing grave by the date", and scenarios that exclude each other.

Comes in: forecasts of single scenarios. Goes out: the complement's forecast, or the same forecasts scaled
to sum to one at most. Knows nothing about how the single ones were reached.

P(nothing grave) = exp(-(sum of the grave scenarios' cumulative hazards)) = the product of their 1 - P.
"""

import math
import sys
from collections.abc import Sequence
from typing import TypeVar

from tocsin.errors import ConfigurationError
from tocsin.forecast.intensity import log_odds
from tocsin.terms import CurvePoint, Forecast, LedgerStep, Scenario, WindowProbability

T = TypeVar("T", CurvePoint, WindowProbability)
_NEARLY_ONE = math.nextafter(1.0, 0.0)


def complement_forecast(scenario: Scenario, others: Sequence[Forecast]) -> Forecast:
    """The forecast of the complement of `others`, the grave scenarios.

    Its band is the widest one: all rates high together, or all low together. Worked: 0.1 and 0.2 leave
    0.9 x 0.8 = 0.72.

    Raises:
        ConfigurationError: there is nothing that it could be the complement of.
    """
    if not others:
        raise ConfigurationError(
            f"scenario {scenario.id}",
            "it is the complement of the grave scenarios, and the watch has none",
            "mark at least one other scenario grave, or take complement off",
        )
    probability = _none([f.probability for f in others])
    base_rate = _none([f.base_rate for f in others])
    named = ", ".join(f.scenario for f in others)
    note = f"The complement of {named}: the product of the probabilities that each of them does not come."
    covered = [f.covered_until for f in others]
    return Forecast(
        scenario=scenario.id,
        question=scenario.question,
        as_of=others[0].as_of,
        by=others[0].by,
        probability=probability,
        low=_none([f.high for f in others]),
        high=_none([f.low for f in others]),
        base_rate=base_rate,
        base_note=f"{note} It has no rate of its own.",
        covered_until=None if None in covered else min(day for day in covered if day is not None),
        ledger=_ledger(others, base_rate, probability, note),
        curve=tuple(_curve_point([f.curve[i] for f in others]) for i in range(len(others[0].curve))),
    )


def scale_exclusive(forecasts: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """Forecasts of scenarios that exclude each other, divided by their sum where it exceeds one."""
    total = sum(forecast.probability for forecast in forecasts)
    return tuple(forecasts) if total <= 1 else tuple(_scaled(forecast, total) for forecast in forecasts)


def _ledger(
    others: Sequence[Forecast], base_rate: float, probability: float, note: str
) -> tuple[LedgerStep, ...]:
    """Base rate, what the others' trigger windows change, and what everything else in their ledgers does."""
    lifted = _none([_after_triggers(forecast) for forecast in others])
    ids = tuple(f"forecast:{forecast.scenario}" for forecast in others)
    moves = (
        ("base rate", "base rate", log_odds(base_rate), note),
        (
            "trigger",
            "trigger windows of the other scenarios",
            log_odds(lifted) - log_odds(base_rate),
            "What the trigger windows in the other forecasts do to this one; see their ledgers.",
        ),
        (
            "indicator",
            "evidence on the other scenarios",
            log_odds(probability) - log_odds(lifted),
            "What the evidence in the other forecasts does to this one; see their ledgers.",
        ),
    )
    return tuple(
        LedgerStep.model_validate(
            {"step": step, "name": name, "log_odds": move, "evidence": ids, "note": why}
        )
        for step, name, move, why in moves
        if step == "base rate" or abs(move) > 0
    )


def _after_triggers(forecast: Forecast) -> float:
    """P after base rate and triggers, before evidence."""
    moved = sum(step.log_odds for step in forecast.ledger if step.step in ("base rate", "trigger"))
    return 1 / (1 + math.exp(-moved))


def _none(probabilities: Sequence[float]) -> float:
    """P(none of independent events), kept off 0 and 1 by the smallest step that a float can take."""
    nothing = math.exp(sum(math.log1p(-min(p, _NEARLY_ONE)) for p in probabilities))
    return min(max(nothing, sys.float_info.min), _NEARLY_ONE)


def _curve_point(points: Sequence[CurvePoint]) -> CurvePoint:
    return CurvePoint(
        by=points[0].by,
        probability=_none([p.probability for p in points]),
        low=_none([p.high for p in points]),
        high=_none([p.low for p in points]),
    )


def _scaled(forecast: Forecast, total: float) -> Forecast:
    """One forecast divided by `total`, with the step that says so; its base rate stays."""
    probability = forecast.probability / total
    step = LedgerStep(
        step="cap",
        name="scenarios that exclude each other",
        log_odds=log_odds(probability) - log_odds(forecast.probability),
        note=f"Scenarios that exclude each other came to {total:.2f} together and were divided by it.",
    )
    return forecast.model_copy(
        update={
            "probability": probability,
            "low": forecast.low / total,
            "high": forecast.high / total,
            "ledger": (*forecast.ledger, step),
            "curve": tuple(_divide(point, total) for point in forecast.curve),
            "windows": tuple(_divide(window, total) for window in forecast.windows),
        }
    )


def _divide(point: T, total: float) -> T:
    return point.model_copy(
        update={name: getattr(point, name) / total for name in ("probability", "low", "high")}
    )
