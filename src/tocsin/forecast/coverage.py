"""Which days a record lists a kind on: no day outside counts as quiet.

Comes in: a history, a kind, two days. Goes out: the first day that is not listed, or when the record begins.
Knows nothing about what a missing day means to whoever asks.
"""

import datetime as dt

from tocsin.terms import History

DAY = dt.timedelta(days=1)


def first_uncovered(history: History, kind: str, start: dt.date, end: dt.date) -> dt.date | None:
    """The first day from `start` to `end`, both included, on which the kind is not listed; None if all are.

    Intervals that touch or overlap are one: to 31 May and from 1 June leaves no hole.
    """
    day = start
    for interval in sorted((c for c in history.coverage if c.kind == kind), key=lambda c: c.start):
        if interval.start <= day <= interval.end:
            day = interval.end + DAY
    return None if day > end else day


def record_begins(history: History, kind: str) -> dt.date | None:
    """The first day on which the kind is listed; None where it never is."""
    return min((c.start for c in history.coverage if c.kind == kind), default=None)
