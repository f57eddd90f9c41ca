"""Whether probabilities mean what they say: reliability bins with their bars, and the parts of a Brier score.

Comes in: probabilities, what happened, how many windows overlap. Goes out: bins and a decomposition. Knows
nothing about models, files or pictures.

Sources: Murphy 1973 (reliability, resolution, uncertainty); Broecker and Smith 2007 (consistency bars).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_NORMAL_95 = 1.6448536269514722  # 95 % point of the standard normal: both tails together leave 90 %


@dataclass(frozen=True)
class Bin:
    """Forecasts of about one size: what they said on average, how often the event came, and the 90 % bar."""

    count: int
    said: float
    came: float
    low: float  # where `came` falls with 90 % if the forecasts mean what they say
    high: float


@dataclass(frozen=True)
class Decomposition:
    """Brier score = reliability - resolution + uncertainty + within, over bins of equal mass."""

    brier: float
    reliability: float  # mean square distance of said from came: 0 is best
    resolution: float  # mean square distance of came from the base rate: more is better
    uncertainty: float  # base rate times its complement: the world's share
    within: float  # what bins, being wide, leave over


def fill_bins(
    probability: Numbers, happened: NDArray[np.bool_], *, overlap: float = 1.0, bins: int = 20
) -> list[Bin]:
    """Bins of equal mass in order of what was said; `overlap` windows count as one in the bars.

    A bar is p +- 1.645 sqrt(sum p (1 - p) overlap) / n, the spread of a sum of unlike coins. Worked: 100
    forecasts of 0.5, no overlap: 0.418 to 0.582.
    """
    filled = []
    for chosen in _bins(probability, bins):
        said = float(probability[chosen].mean())
        spread = float((probability[chosen] * (1 - probability[chosen])).sum() * overlap) ** 0.5
        half = _NORMAL_95 * spread / len(chosen)
        came = float(happened[chosen].mean())
        filled.append(Bin(len(chosen), said, came, max(said - half, 0.0), min(said + half, 1.0)))
    return filled


def decompose_brier(probability: Numbers, happened: NDArray[np.bool_], bins: int = 20) -> Decomposition:
    """Murphy's parts. Worked: 0.5 said of one event and one quiet window: 0.25 = 0 - 0 + 0.25 + 0."""
    outcome = happened.astype(np.float64)
    base = float(outcome.mean())
    brier = float(((probability - outcome) ** 2).mean())
    parts = [
        (len(chosen) / len(outcome), float(probability[chosen].mean()), float(outcome[chosen].mean()))
        for chosen in _bins(probability, bins)
    ]
    reliability = sum(share * (said - came) ** 2 for share, said, came in parts)
    resolution = sum(share * (came - base) ** 2 for share, _, came in parts)
    uncertainty = base * (1 - base)
    return Decomposition(
        brier, reliability, resolution, uncertainty, brier - reliability + resolution - uncertainty
    )


def _bins(probability: Numbers, bins: int) -> list[NDArray[np.int64]]:
    order = np.argsort(probability, kind="stable")
    return [each for each in np.array_split(order, bins) if len(each)]
