"""How far a skill could be chance: a block bootstrap over days, since windows overlap.

Comes in: sums of losses, a day each, for a method, another one and the reference. Goes out: intervals. Knows
nothing about what a loss is. Whole days are drawn, in blocks as long as the longest dependence, so that all
series of a day stay together.

Source: Kuensch 1989 (moving blocks), Politis and Romano 1992 (circular).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_DRAWS = 2000
_SHARE = 0.9
_LEAST_BLOCK = 91  # days: a quarter, after which most of what moves series together has passed


@dataclass(frozen=True)
class Gain:
    """Skill of a method over the reference less that of another method, with its 90 % interval."""

    gain: float
    low: float
    high: float
    blocks: int  # how many independent blocks the period holds


def compare_skill(own: Numbers, other: Numbers, reference: Numbers, *, every: int, horizon: int) -> Gain:
    """The gain of `own` on `other`: sums of losses, (days,), `every` days apart, windows of `horizon` days.

    Skill is 1 - loss / loss of the reference; both are drawn together. Worked: losses 1, 2 and 4 on every
    day give 0.75 - 0.5 = 0.25, with an interval of no width.
    """
    length = max(_LEAST_BLOCK, horizon + every) // every
    length = max(1, min(length, len(own)))
    generator = np.random.default_rng(0)
    needed = -(-len(own) // length)
    starts = generator.integers(0, len(own), (_DRAWS, needed))
    days = (starts[:, :, None] + np.arange(length)).reshape(_DRAWS, -1)[:, : len(own)] % len(own)
    drawn = (other[days].sum(axis=1) - own[days].sum(axis=1)) / reference[days].sum(axis=1)
    low, high = np.quantile(drawn, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
    gain = float((other.sum() - own.sum()) / reference.sum())
    return Gain(gain, float(low), float(high), max(len(own) // length, 1))
