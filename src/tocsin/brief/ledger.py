"""Reads a ledger from its first step to its last: where the probability stands after each.

Comes in: a judgement or a forecast. Goes out: its steps, each with the probability that it reaches. Knows
nothing about what a step rests on.
"""

from collections.abc import Iterator
from math import exp

from tocsin.terms import Forecast, Judgement, LedgerStep


def ledger_steps(told: Judgement | Forecast) -> Iterator[tuple[LedgerStep, float]]:
    """Each step with the probability after it; the last one is what is told."""
    reached = 0.0
    for step in told.ledger:
        reached += step.log_odds
        yield step, 1 / (1 + exp(-reached))
