"""Reads a ledger from its first step to its last: where the probability stands after each.

Comes in: a judgement. Goes out: its steps, each with the probability that it reaches. Knows nothing about
what a step rests on.
"""

from collections.abc import Iterator
from math import exp

from tocsin.terms import Judgement, LedgerStep


def ledger_steps(judgement: Judgement) -> Iterator[tuple[LedgerStep, float]]:
    """Each step with the probability after it; the last one is the judgement's own."""
    reached = 0.0
    for step in judgement.ledger:
        reached += step.log_odds
        yield step, 1 / (1 + exp(-reached))
