"""What usually happens: the share of past windows of one length in which the record held an event.

Comes in: a history, kinds, the as-of date, a length. Goes out: a probability, or None where the record
covers no such window. Knows nothing about rates: it is the answer that needs no model, to score others by.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from tocsin.forecast.past import recall_past
from tocsin.terms import History


def climatology(history: History, kinds: Sequence[str], as_of: dt.date, days: int) -> float | None:
    """Share of windows of `days` days, covered for all `kinds` and over by `as_of`, that held an event.

    Half a window of either sort is added, counted in windows that do not overlap. Worked: events on 2 of
    10 covered years' first days, windows of 365 days: about 2 in 10, and (2 + 0.5) / (10 + 1) = 0.23.
    """
    return joint_climatology(history, [kinds], as_of, days)


def joint_climatology(
    history: History, kinds: Iterable[Sequence[str]], as_of: dt.date, days: int
) -> float | None:
    """The same for several scenarios together: windows that are covered for all, with an event of any."""
    groups = list(kinds)
    names = list(dict.fromkeys(kind for group in groups for kind in group))
    if not names or not all(groups):
        return None
    pasts = [recall_past(history, [name], as_of) for name in names]
    first = max(past.first for past in pasts)
    last = min(past.first + past.days for past in pasts)
    if last - first < days:
        return None
    covered = np.logical_and.reduce([p.covered[first - p.first : last - p.first] for p in pasts])
    events = np.logical_or.reduce([p.events[first - p.first : last - p.first] for p in pasts])
    counts = np.concatenate([[0], covered.cumsum()]), np.concatenate([[0], events.cumsum()])
    whole, hits = (count[days:] - count[:-days] for count in counts)
    usable = whole == days
    if not usable.any():
        return None
    separate = usable.sum() / days
    return float(((hits > 0)[usable].mean() * separate + 0.5) / (separate + 1))
