"""All facts in the shape that many series are learnt from and asked in.

Comes in: facts, the series asked for, days and horizons. Goes out: a `Pool`: states of every series and of
its neighbours, signals of those learnt from and those asked for. Knows nothing about models.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.forecast.panel import Fact, Series, count_days, find_regular
from tocsin.forecast.settings import PoolSettings, load_settings
from tocsin.forecast.signals import Signals, neighbours
from tocsin.forecast.states import States, trace_states


class Pool:
    """Regular series, which are learnt from, and wanted ones, which are asked for."""

    def __init__(
        self, facts: Sequence[Fact], asked: Sequence[Series], days: Sequence[int], horizons: Sequence[int]
    ) -> None:
        self.settings: PoolSettings = load_settings().pool
        self.first = min(fact.day for fact in facts)
        self.asked = list(asked)
        end = max(days) + 1
        regular = find_regular(facts, self.settings.least_facts)
        self.since = np.array([day - self.first for day in regular.values()], dtype=np.int64)
        self.origins = np.arange(-self.first % 7, end - self.first, 7)
        self.horizons = tuple(sorted({each for days in horizons for each in (days, *self.shorter(days))}))
        self.states = self._trace(facts, list(regular), np.array(sorted(set(days))) - self.first)
        self.regular = Signals(self.states, list(regular))
        self.wanted = Signals(self.states, self.asked)

    def _trace(self, facts: Sequence[Fact], regular: list[Series], days: NDArray[np.int64]) -> States:
        every = dict.fromkeys([*regular, *self.asked])
        own = len(every)
        for series in list(every):
            every.update(dict.fromkeys(neighbours(series).values()))
        panel = count_days(facts, every, self.first, int(days.max()) + 1)
        volume = [
            row for series, row in panel.rows.items() if series.source is None and series.target is None
        ]
        origins = np.union1d(self.origins, days)
        return trace_states(panel, origins, np.array(volume, dtype=np.int64), own, self.horizons)

    def shorter(self, horizon: int) -> list[int]:
        """The windows shorter than `horizon` whose regressions its blend hears too."""
        return [days for days in self.settings.companion_days if days < horizon]

    def count_regular(self, day: int) -> int:
        """How many series were regular before `day` (days from the first); they are the first ones."""
        return int(np.searchsorted(self.since, day))


def quarter_start(day: int) -> int:
    """Ordinal of the first day of the calendar quarter that holds the day."""
    date = dt.date.fromordinal(day)
    return dt.date(date.year, (date.month - 1) // 3 * 3 + 1, 1).toordinal()


def month_start(day: int) -> int:
    """Ordinal of the first day of the calendar month that holds the day."""
    return dt.date.fromordinal(day).replace(day=1).toordinal()
