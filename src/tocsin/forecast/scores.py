"""Scores of single answers: how far a probability was from what happened.

Comes in: a probability and whether it happened. Goes out: Brier and log score, and means over many. Knows
nothing about where the answers came from. Both scores are proper: nobody gains by saying what he does not
believe (Brier 1950; Good 1952).
"""

import math
from collections.abc import Sequence

from tocsin.terms import MeanScore, Method, Score, SettledQuestion, TrackRecord

METHODS: tuple[Method, ...] = ("said", "without evidence", "base rate", "climatology")


def brier_score(probability: float, outcome: bool) -> float:
    """(p - o)^2: 0 is best, 1 worst, 0.25 what an even chance earns. Worked: 0.8 and it came: 0.04."""
    return (probability - outcome) ** 2


def log_score(probability: float, outcome: bool) -> float:
    """-log of what was given to that which happened, in nats: 0 is best. Worked: 0.8 and it came: 0.223.

    An answer of 0 or 1 that turned out wrong scores infinity.
    """
    given = probability if outcome else 1 - probability
    return -math.log(given) if given > 0 else math.inf


def score_answer(method: Method, probability: float, outcome: bool) -> Score:
    """Both scores of one answer."""
    return Score(
        method=method,
        probability=probability,
        brier=brier_score(probability, outcome),
        log=log_score(probability, outcome),
    )


def tally_record(questions: Sequence[SettledQuestion]) -> TrackRecord:
    """Settled and open questions apart, with every method's mean scores on the same settled ones.

    Where climatology could not answer some of them, it is compared on those that it could; where it could
    answer none, it is left out.
    """
    settled = tuple(each for each in questions if each.outcome is not None)
    for methods in (METHODS, METHODS[:-1]):
        common = [each for each in settled if all(each.score(method) for method in methods)]
        if common:
            means = tuple(_mean(method, common) for method in methods)
            return TrackRecord(settled=settled, open=_open(questions), means=means)
    return TrackRecord(settled=settled, open=_open(questions))


def _open(questions: Sequence[SettledQuestion]) -> tuple[SettledQuestion, ...]:
    return tuple(each for each in questions if each.outcome is None)


def _mean(method: Method, settled: Sequence[SettledQuestion]) -> MeanScore:
    scores = [score for each in settled if (score := each.score(method))]
    brier, log = (sum(getattr(score, name) for score in scores) / len(scores) for name in ("brier", "log"))
    return MeanScore(method=method, questions=len(scores), brier=brier, log=log)
