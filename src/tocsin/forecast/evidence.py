"""Evidence as log-odds: once per origin, halved when repeated, capped per indicator and in all.

Comes in: Evidence for indicators, the watch's likelihoods, a scenario. Goes out: `EvidenceStep`s, the last
one a cap if the sum was held back. Knows nothing about base rates, hazards or dates.

A seen indicator moves the log-odds by log(P(seen | it comes) / P(seen | it does not)), one that is absent
though looked for by log((1 - P(seen | it comes)) / (1 - P(seen | it does not))). Worked: 0.6 against 0.2
seen gives log 3 = 1.10, absent gives log(0.4 / 0.8) = -0.69. What nobody could have seen moves nothing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tocsin.errors import ConfigurationError
from tocsin.forecast.settings import load_settings
from tocsin.forecast.words import say_count, say_percent
from tocsin.terms import Evidence, Indicator, Scenario, Watch


@dataclass(frozen=True)
class EvidenceStep:
    """One indicator's move of the log-odds, or the cap on all of them."""

    step: Literal["indicator", "cap"]
    name: str
    log_odds: float
    evidence: tuple[str, ...]
    note: str


def evidence_steps(
    watch: Watch, scenario: Scenario, evidence: Sequence[Evidence]
) -> tuple[EvidenceStep, ...]:
    """What all evidence does to one scenario: a step an indicator that bears on it, in the watch's order.

    Raises:
        ConfigurationError: evidence for an indicator that the watch lacks, or a likelihood outside (0, 1).
    """
    settings = load_settings()
    indicators = {indicator.id: indicator for indicator in watch.indicators}
    _require_known(watch, indicators, evidence)
    bearing = [e for e in evidence if scenario.id in indicators[e.indicator].likelihood and _is_telling(e)]
    moves = _discount(_once_per_origin(bearing), indicators, scenario)
    steps = [
        _indicator_step(indicator, scenario, moves[name])
        for name, indicator in indicators.items()
        if name in moves
    ]
    total = sum(step.log_odds for step in steps)
    if abs(total) > settings.evidence_cap:
        held = math.copysign(settings.evidence_cap, total)
        note = f"All evidence together came to {total:+.2f}; it is held at {held:+.2f}."
        steps.append(EvidenceStep("cap", "cap on all evidence", held - total, (), note))
    return tuple(steps)


def log_likelihood_ratio(indicator: Indicator, scenario: Scenario, *, is_seen: bool) -> float:
    """The full move of one observation or covered absence, before strength, discounts and caps.

    Raises:
        ConfigurationError: a likelihood is not between 0 and 1.
    """
    comes, otherwise = indicator.likelihood[scenario.id], indicator.otherwise
    if not (0 < comes < 1 and 0 < otherwise < 1):
        raise ConfigurationError(
            f"indicator {indicator.id}",
            f"likelihood {comes} for {scenario.id} against {otherwise} is not between 0 and 1",
            "give a probability above 0 and below 1",
        )
    return math.log(comes / otherwise) if is_seen else math.log((1 - comes) / (1 - otherwise))


def _is_telling(evidence: Evidence) -> bool:
    return evidence.state in ("observed", "absent-covered")


def _require_known(watch: Watch, indicators: Mapping[str, Indicator], evidence: Sequence[Evidence]) -> None:
    for piece in evidence:
        if piece.indicator not in indicators:
            raise ConfigurationError(
                f"watch {watch.id}",
                f"evidence for indicator {piece.indicator}, which the watch does not have",
                "weigh the documents again with this version of the watch",
            )


def _once_per_origin(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The strongest piece of each (indicator, state, origin), strongest first.

    Pieces without a shown origin are taken as one origin: that they are several is what nobody showed.
    """
    strongest: dict[tuple[str, str, str | None], Evidence] = {}
    for piece in sorted(evidence, key=lambda e: (-e.strength, e.indicator, e.origin or "", e.items)):
        strongest.setdefault((piece.indicator, piece.state, piece.origin), piece)
    return list(strongest.values())


Move = tuple[Evidence, float]  # log-odds after strength and discounts


def _discount(
    evidence: Sequence[Evidence], indicators: Mapping[str, Indicator], scenario: Scenario
) -> dict[str, list[Move]]:
    """Indicator -> moves: the largest of an origin, and of an indicator, counts in full; then by shares."""
    moves = []
    for piece in evidence:
        is_seen = piece.state == "observed"
        full = log_likelihood_ratio(indicators[piece.indicator], scenario, is_seen=is_seen)
        moves.append((piece, piece.strength * full))
    moves.sort(key=lambda move: -abs(move[1]))
    repeats: Counter[tuple[str, str]] = Counter()
    discounted: dict[str, list[Move]] = defaultdict(list)
    for piece, move in moves:
        # an absence has no origin to share with others: only what was seen can be seen through one witness
        shared = [("indicator", piece.indicator)]
        shared += [("origin", piece.origin or "")] if piece.state == "observed" else []
        times = sum(repeats[one] for one in shared)
        discounted[piece.indicator].append((piece, move * load_settings().repeat_share ** times))
        repeats.update(shared)
    return discounted


def _indicator_step(indicator: Indicator, scenario: Scenario, moves: Sequence[Move]) -> EvidenceStep:
    cap = load_settings().indicator_cap
    total = sum(move for _, move in moves)
    held = max(-cap, min(cap, total))
    items = tuple(dict.fromkeys(item for piece, _ in moves for item in piece.items))
    return EvidenceStep(
        "indicator",
        indicator.name,
        held,
        (indicator.id, *items),
        _say_step(indicator, scenario, moves, total),
    )


def _say_step(indicator: Indicator, scenario: Scenario, moves: Sequence[Move], total: float) -> str:
    """How it was seen or missed, how telling that is, and what was held back."""
    seen = [piece for piece, _ in moves if piece.state == "observed"]
    how = f"Seen through {say_count(len(seen), 'origin')}" if seen else "Looked for and not seen"
    comes, otherwise = indicator.likelihood[scenario.id], indicator.otherwise
    note = (
        f"{how}; it would be seen in {say_percent(comes)} of cases where the event comes, "
        f"in {say_percent(otherwise)} where it does not"
    )
    settings = load_settings()
    if len(moves) > 1:
        note += f"; each repeat counts {settings.repeat_share:g} of the one before"
    if abs(total) > settings.indicator_cap:
        note += f"; {total:+.2f} is held at {math.copysign(settings.indicator_cap, total):+.2f}"
    return note + "."
