"""What a comparison with the past is held against: the rows of its kinds, its own row, and the gaps.

Comes in: a superlative, a history, the as-of date. Goes out: a `Case`. Knows nothing about verdicts.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.forecast.coverage import first_uncovered, record_begins
from tocsin.forecast.words import say_date
from tocsin.terms import History, HistoryEvent, Superlative

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A comparison with the rows of its kinds; `own` is the row that it is said of, `day` its day."""

    said: Superlative
    history: History
    rows: tuple[HistoryEvent, ...]  # of its kinds, known by the as-of date, oldest first
    own: tuple[HistoryEvent, ...]
    day: dt.date
    as_of: dt.date

    @classmethod
    def of(cls, said: Superlative, history: History, as_of: dt.date) -> "Case":
        """The case of a comparison: its own row is looked for on its day, then nearby."""
        rows = tuple(
            sorted(
                {e for e in history.events if e.kind in said.kinds and e.end <= as_of},
                key=lambda e: (e.start, e.end, e.kind),
            )
        )
        own = () if said.is_ahead else tuple(_own(said, rows))
        day = own[0].start if own else (as_of + DAY if said.is_ahead else said.day)
        return cls(said, history, rows, own, day, as_of)

    @property
    def is_unlisted(self) -> bool:
        """Whether it is said of something that happened and the record, which looked, does not list."""
        measured = self.said.measure in ("first", "count") and self.said.is_exact
        is_told = not self.said.is_ahead and not self.own and self.said.end == self.said.day
        return measured and is_told and self.hole(self.said.day - dt.timedelta(days=3), self.said.day) is None

    def between(self, start: dt.date | None, end: dt.date) -> list[HistoryEvent]:
        """Rows that lie between two days, both included, without its own."""
        found = [
            e for e in self.rows if e not in self.own and e.start <= end and (not start or e.end >= start)
        ]
        return [e for e in found if e.start < self.day]

    def hole(self, start: dt.date | None, end: dt.date) -> str | None:
        """What is not listed from `start` (None: ever) to `end`, in words; None where all of it is."""
        for kind in self.said.kinds:
            begins = record_begins(self.history, kind)
            if start is None and begins and not self.said.is_from_start:
                return f"the record of {kind} begins on {say_date(begins)}"
            first = (begins or end) if start is None else start
            if begins and self.said.is_from_start:
                first = max(first, begins)
            missing = first_uncovered(self.history, kind, first, min(end, self.as_of))
            if missing is not None:
                return f"the record does not list {kind} on {say_date(missing)}"
        return None


def _own(said: Superlative, rows: Sequence[HistoryEvent]) -> Iterator[HistoryEvent]:
    """Rows of the day itself; else of a day beside it; else the last within the slack before it."""
    day = said.day
    spans = [(day, day), (day - DAY, day + DAY)]
    if said.slack_days:
        spans.append((day - dt.timedelta(days=said.slack_days), day))
    for first, last in spans:
        near = [e for e in rows if first <= e.start and e.end <= last]
        if near:
            latest = max(e.start for e in near)
            yield from (e for e in near if e.start == latest)
            return
