"""Forecasts that must fit together: "nothing grave by the date", and scenarios that exclude each other.

Comes in: forecasts of single scenarios, and what the record says of them together. Goes out: the
complement's forecast, or the same forecasts scaled to sum to one at most. Knows nothing about how the
single ones were reached.

If the scenarios were independent and their rates wrong independently, P(nothing grave) would be the product
of their 1 - P, which is too low where they share what they are wrong in. So their hazards are summed, those
of recorded scenarios times the record's joint factor, and a share of the answer is taken as if all rates
were low, middling or high at once, with weights .3, .4, .3 (Swanson's rule for the 10, 50 and 90 % points).
"""

import math
import sys
from collections.abc import Sequence
from typing import TypeVar

from tocsin.errors import ConfigurationError
from tocsin.forecast.intensity import log_odds
from tocsin.forecast.joint import Joint
from tocsin.forecast.settings import load_settings
from tocsin.forecast.words import say_count, say_percent
from tocsin.terms import CurvePoint, Forecast, LedgerStep, Scenario, WindowProbability

T = TypeVar("T", CurvePoint, WindowProbability)
_NEARLY_ONE = math.nextafter(1.0, 0.0)


def complement_forecast(scenario: Scenario, others: Sequence[Forecast], joint: Joint) -> Forecast:
    """The forecast of the complement of `others`, the grave scenarios.

    Its band is the widest one: all rates high together, or all low together. Worked: 0.1 and 0.2 with no
    band and a factor of 1 leave 0.9 x 0.8 = 0.72.

    Raises:
        ConfigurationError: there is nothing that it could be the complement of.
    """
    if not others:
        raise ConfigurationError(
            f"scenario {scenario.id}",
            "it is the complement of the grave scenarios, and the watch has none",
            "mark at least one other scenario grave, or take complement off",
        )
    rates = [_stated(forecast) for forecast in others]
    factors = [joint.factor if forecast.scenario in joint.scenarios else 1.0 for forecast in others]
    probability, low, high = _none_of(rates, factors)
    base_rate = _none_of(_moved(rates, [f.base_rate for f in others]), factors)[0]
    lifted = _none_of(_moved(rates, [_prior_of(f) for f in others]), factors)[0]
    note = _say_complement(others, joint)
    covered = [f.covered_until for f in others]
    return Forecast(
        scenario=scenario.id,
        question=scenario.question,
        as_of=others[0].as_of,
        by=others[0].by,
        probability=probability,
        low=low,
        high=high,
        base_rate=base_rate,
        without_evidence=lifted,
        base_note=note,
        covered_until=None if None in covered else min(day for day in covered if day is not None),
        ledger=_ledger(others, base_rate, lifted, probability, note),
        curve=tuple(_curve_point([f.curve[i] for f in others], factors) for i in range(len(others[0].curve))),
    )


def scale_exclusive(forecasts: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """Forecasts of scenarios that exclude each other, divided by their sum where it exceeds one."""
    total = sum(forecast.probability for forecast in forecasts)
    return tuple(forecasts) if total <= 1 else tuple(_scaled(forecast, total) for forecast in forecasts)


Hazards = tuple[float, float, float]  # low, middling, high


def _stated(found: Forecast | CurvePoint) -> Hazards:
    low, mid, high = (-math.log1p(-min(p, _NEARLY_ONE)) for p in (found.low, found.probability, found.high))
    return low, mid, high


def _moved(rates: Sequence[Hazards], probabilities: Sequence[float]) -> list[Hazards]:
    """The same bands about other probabilities: what moves a hazard multiplies its band alike.

    A hazard of 0.2 with a band of 0.1 to 0.4, moved to 0.3, has one of 0.15 to 0.6.
    """
    moved = []
    for (low, mid, high), probability in zip(rates, probabilities, strict=True):
        hazard = -math.log1p(-min(probability, _NEARLY_ONE))
        moved.append((hazard * low / mid, hazard, hazard * high / mid))
    return moved


def _none_of(rates: Sequence[Hazards], factors: Sequence[float]) -> tuple[float, float, float]:
    """P(none), with all rates high together and all low together as its band."""
    lows, mids, highs = zip(*rates, strict=True)
    low, mid, high = (_left(hazards, factors) for hazards in (highs, mids, lows))
    # shared errors never make it less likely, nor likelier than that the likeliest one stays away
    together = min(max(0.3 * low + 0.4 * mid + 0.3 * high, mid), math.exp(-max(mids)))
    share = load_settings().shared_error
    return _kept_off_ends((1 - share) * mid + share * together), _kept_off_ends(low), _kept_off_ends(high)


def _left(hazards: Sequence[float], factors: Sequence[float]) -> float:
    """P(none), held within what any dependence allows: 1 - the sum of all P, and 1 - the largest P."""
    summed = sum(hazard * factor for hazard, factor in zip(hazards, factors, strict=True))
    least = 1 + sum(math.expm1(-hazard) for hazard in hazards)
    return min(max(math.exp(-summed), least), math.exp(-max(hazards)))


def _say_complement(others: Sequence[Forecast], joint: Joint) -> str:
    named = ", ".join(f.scenario for f in others)
    most = 1 - max(f.probability for f in others)
    least = max(1 - sum(f.probability for f in others), 0)
    note = (
        f"The complement of {named}, reckoned from their rates together, half of it as if all were wrong in "
        f"the same direction. However they hang together, it lies between {say_percent(least)} and "
        f"{say_percent(most)}."
    )
    if joint.windows:
        windows = say_count(
            round(joint.windows),
            f"past window of {joint.window_days} days",
            f"past windows of {joint.window_days} days",
        )
        note += (
            f" Of {windows} in which the record covers {', '.join(joint.scenarios)} together, "
            f"{say_percent(joint.none)} held none of them, against {say_percent(joint.apart)} if they came "
            f"independently."
        )
    return f"{note} It has no rate of its own."


def _ledger(
    others: Sequence[Forecast], base_rate: float, lifted: float, probability: float, note: str
) -> tuple[LedgerStep, ...]:
    """Base rate, what the others' trigger windows change, and what everything else in their ledgers does."""
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


def _prior_of(forecast: Forecast) -> float:
    """P after base rate and trigger windows, before evidence."""
    return forecast.base_rate if forecast.without_evidence is None else forecast.without_evidence


def _kept_off_ends(probability: float) -> float:
    """Kept off 0 and 1 by the smallest step that a float can take."""
    return min(max(probability, sys.float_info.min), _NEARLY_ONE)


def _curve_point(points: Sequence[CurvePoint], factors: Sequence[float]) -> CurvePoint:
    probability, low, high = _none_of([_stated(point) for point in points], factors)
    return CurvePoint(by=points[0].by, probability=probability, low=low, high=high)


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
