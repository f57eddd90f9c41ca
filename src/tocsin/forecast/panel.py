"""Many series at once: who did what to whom, counted by day for every series and its neighbours.

Comes in: dated facts (source, CAMEO root, target) and the series asked for. Goes out: a `Panel`, counts a day
for each series. Knows nothing about probabilities; a later fact never changes an earlier day's counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Series(NamedTuple):
    """Which facts count; None is anything. Sources and targets are countries, or actors without one."""

    source: str | None = None
    root: str | None = None
    quad: int | None = None
    target: str | None = None


class Fact(NamedTuple):
    """One coded event: day is a proleptic ordinal, root a CAMEO root, quad its class (1 to 4)."""

    source: str
    root: str
    quad: int
    target: str
    day: int


@dataclass(frozen=True)
class Panel:
    """Counts of facts a day: `counts` is (days, series) from ordinal `first`; `rows` finds a series."""

    first: int
    rows: dict[Series, int]
    counts: NDArray[np.uint8]


def count_days(facts: Sequence[Fact], series: Iterable[Series], first: int, days: int) -> Panel:
    """Facts a day of each series from ordinal `first`; 255 at the most, facts outside the days left out."""
    rows: dict[Series, int] = {}
    for each in series:
        rows.setdefault(each, len(rows))
    shapes = sorted({tuple(field is not None for field in each) for each in rows})
    counts = np.zeros((days, len(rows)), dtype=np.uint8)
    for fact in facts:
        day = fact.day - first
        if not 0 <= day < days:
            continue
        for shape in shapes:
            row = rows.get(_seen_as(fact, shape))
            if row is not None and counts[day, row] < 255:
                counts[day, row] += 1
    return Panel(first, rows, counts)


def find_regular(facts: Iterable[Fact], least: int) -> dict[Series, int]:
    """Series with `least` facts, each with the ordinal of the day on which it got there, in that order.

    Looked for are source and root, source and class, and pair and class. The order makes the series of a
    history that is cut the first ones of the whole.
    """
    seen: dict[Series, int] = {}
    found: dict[Series, int] = {}
    for fact in sorted(facts, key=lambda fact: (fact.day, fact)):
        for shape in _REGULAR:
            series = _seen_as(fact, shape)
            seen[series] = seen.get(series, 0) + 1
            if seen[series] == least:
                found[series] = fact.day
    return found


_REGULAR = ((True, True, False, False), (True, False, True, False), (True, False, True, True))


def _seen_as(fact: Fact, shape: tuple[bool, ...]) -> Series:
    """The series of that shape that a fact belongs to."""
    return Series(
        fact.source if shape[0] else None,
        fact.root if shape[1] else None,
        fact.quad if shape[2] else None,
        fact.target if shape[3] else None,
    )
