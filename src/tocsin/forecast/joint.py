"""Whether scenarios come together: how often the record held none of them, against each counted apart.

Comes in: a history, the kinds of each scenario, the as-of date, a length of window. Goes out: a `Joint`,
whose factor scales the sum of their hazards. Knows nothing about how likely any of them is.

If S is the share of covered windows with none of them and P the product of the shares with none of each,
the factor is log S / log P: 1 where they come independently, below 1 where they come in the same windows.
It is drawn to 1 as if by so many windows of doubt. Worked: S 0.5, P 0.4 on 20 windows that do not
overlap, drawn by 10: log 0.5 / log 0.4 = 0.756, and (20 * 0.756 + 10) / 30 = 0.838.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.past import recall_past
from tocsin.forecast.settings import load_settings
from tocsin.terms import History


@dataclass(frozen=True)
class Joint:
    """What the record says of several scenarios together, in windows of one length."""

    scenarios: tuple[str, ...] = ()  # those that the record covers on the same days
    window_days: int = 0
    windows: float = 0.0  # as many as do not overlap
    none: float = 1.0  # share of windows with none of them
    apart: float = 1.0  # the share to expect if they came independently
    factor: float = 1.0


def measure_joint(
    history: History, kinds: Mapping[str, Sequence[str]], as_of: dt.date, window_days: int
) -> Joint:
    """The scenarios that the record covers on common days, and how far they come together there."""
    pasts = {name: recall_past(history, of, as_of) for name, of in kinds.items()}
    pasts = {name: past for name, past in pasts.items() if past.days}
    if len(pasts) < 2:
        return Joint()
    first = max(past.first for past in pasts.values())
    last = min(past.first + past.days for past in pasts.values())
    if last - first < window_days:
        return Joint()
    cut = [slice(first - past.first, last - past.first) for past in pasts.values()]
    hits = [_hits(p.events[c], window_days) for p, c in zip(pasts.values(), cut, strict=True)]
    whole = [~_hits(~p.covered[c], window_days) for p, c in zip(pasts.values(), cut, strict=True)]
    usable = np.logical_and.reduce(whole)
    if not usable.any():
        return Joint()
    count = usable.sum() / window_days
    none = _smoothed(float((~np.logical_or.reduce(hits))[usable].mean()), count)
    apart = _smoothed(float(np.prod([(~hit)[usable].mean() for hit in hits])), count)
    return Joint(tuple(pasts), window_days, float(count), none, apart, _drawn(none, apart, float(count)))


def _hits(marked: NDArray[np.bool_], days: int) -> NDArray[np.bool_]:
    """Whether any day is marked, for each window of `days` days."""
    counts = np.concatenate([[0], marked.cumsum()])
    hit: NDArray[np.bool_] = counts[days:] > counts[:-days]
    return hit


def _smoothed(share: float, count: float) -> float:
    """The share with half a window of either sort added: never 0 or 1."""
    return (share * count + 0.5) / (count + 1)


def _drawn(none: float, apart: float, count: float) -> float:
    doubt = load_settings().joint_doubt_windows
    return float((count * np.log(none) / np.log(apart) + doubt) / (count + doubt))
