"""How good a list of probabilities was: log loss and Brier score against climatology, and calibration.

Comes in: probabilities, what happened, climatology. Goes out: a `Score`. Knows nothing about models, and is
the same sum for every method that is set beside another.

Worked: p = 0.8 where climatology says 0.5, and it happens: log losses 0.223 and 0.693, skill 68 %.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
STRATA = (0.0, 0.1, 0.3, 0.7, 1.01)  # of climatology
_BINS = 20


@dataclass(frozen=True)
class Score:
    """Of `count` forecasts; skill in percent, Brier skill as a share, a stratum None where it is empty."""

    count: int
    base: float  # share in which the event came
    log_loss: float
    skill: float
    brier_skill: float
    calibration_error: float
    strata: tuple[tuple[int, float | None], ...]  # forecasts and skill, by level of climatology


def score_forecasts(probability: Numbers, happened: NDArray[np.bool_], reference: Numbers) -> Score:
    """Scores of at least one forecast; `reference` is what climatology said of the same windows."""
    outcome = happened.astype(np.float64)
    loss, usual = log_loss(probability, outcome), log_loss(reference, outcome)
    brier = float(((probability - outcome) ** 2).mean() / ((reference - outcome) ** 2).mean())
    strata = []
    for low, high in pairwise(STRATA):
        inside = (reference >= low) & (reference < high)
        skill = 100 * float(1 - loss[inside].mean() / usual[inside].mean()) if inside.any() else None
        strata.append((int(inside.sum()), skill))
    return Score(
        len(outcome),
        float(outcome.mean()),
        float(loss.mean()),
        100 * float(1 - loss.mean() / usual.mean()),
        1 - brier,
        calibration_error(probability, outcome),
        tuple(strata),
    )


def log_loss(probability: Numbers, outcome: Numbers) -> Numbers:
    """-log of the probability of what happened, one a forecast, probabilities held within 1e-6 of 0 and 1."""
    held = np.clip(probability, 1e-6, 1 - 1e-6)
    return -(outcome * np.log(held) + (1 - outcome) * np.log1p(-held))


def calibration_error(probability: Numbers, outcome: Numbers) -> float:
    """Mean distance of what was said from what came, over 20 bins of equal mass."""
    order = np.argsort(probability, kind="stable")
    bins = [each for each in np.array_split(order, _BINS) if len(each)]
    off = [len(each) * abs(probability[each].mean() - outcome[each].mean()) for each in bins]
    return float(sum(off) / len(order))
