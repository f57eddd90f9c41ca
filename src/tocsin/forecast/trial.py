"""A trigger tested in every reasonable way, with the absolute probability first.

Comes in: a history, what is feared, the as-of date. Goes out: a `Trial`: what the rate alone says of the next
window, and the ways of counting side by side. Knows nothing about watches and pages; the first way of
counting is the one that is believed, fixed beforehand.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.forecast.memory import choose_memory
from tocsin.forecast.past import covered_kinds, group_kinds, recall_past
from tocsin.forecast.rate import (
    Rate,
    class_rates,
    discounted_rate,
    faded_rate,
    long_run_rates,
    summed_rate,
)
from tocsin.forecast.ratio import Effect
from tocsin.forecast.settings import load_settings
from tocsin.forecast.ways import Feared, Way, count_ways
from tocsin.reference.anchors import anchor_dates
from tocsin.terms import History


@dataclass(frozen=True)
class Chance:
    """The absolute probability of at least one event-day in a window, as the record stands."""

    start: dt.date
    end: dt.date
    is_dated: bool  # False: no coming date is known, and the window begins on the next day
    alone: float  # with the rate alone
    low: float  # the rate's band
    high: float
    lifted: float  # with the shrunken effect


@dataclass(frozen=True)
class Trial:
    """All ways of counting one feared effect, the believed one first, and what may be said of it."""

    feared: Feared
    as_of: dt.date
    covered: tuple[tuple[str, dt.date], ...]  # kind and the last day of its record
    chance: Chance
    ways: tuple[Way, ...]
    dates: tuple[dt.date, ...]
    episodes: tuple[dt.date, ...]
    tested: int  # triggers among which this one is judged

    @property
    def believed(self) -> Way:
        """The way of counting that was fixed beforehand."""
        return self.ways[0]

    @property
    def is_told(self) -> bool:
        """Whether the record tells an effect from none: placebo p and interval both say so."""
        p, effect = self.believed.placebo_p, self.believed.shrunken
        level = load_settings().placebo_level / self.tested
        return p is not None and p < level and not effect.low <= 1 <= effect.high


def try_trigger(history: History, feared: Feared, *, as_of: dt.date, tested: int = 1, seed: int = 0) -> Trial:
    """Count the windows of `feared` in every way, with nothing that was known only after `as_of`.

    `tested` is the number of triggers that are looked at together; the level of the gate is divided by it.

    Raises:
        KeyError: there is no such anchor.
    """
    main, ways = count_ways(history, feared, as_of, seed)
    return Trial(
        feared=feared,
        as_of=as_of,
        covered=_covered_until(history, feared.kinds, as_of),
        chance=_reckon_chance(history, feared, ways[0].shrunken, as_of),
        ways=tuple(ways),
        dates=main.dates,
        episodes=tuple(dt.date.fromordinal(main.past.first + int(i)) for i in np.flatnonzero(main.starts)),
        tested=max(tested, 1),
    )


# --- the absolute probability -------------------------------------------------------------------------


def find_rate(history: History, kinds: Sequence[str], as_of: dt.date) -> Rate | None:
    """The rate of these kinds together, as known on `as_of`; None where the record covers none of them."""
    every = [recall_past(history, [kind], as_of) for kind in covered_kinds(history)]
    rates = []
    for group in group_kinds(history, kinds, as_of):
        past = recall_past(history, group, as_of)
        if past.days:
            long_run = long_run_rates(past, class_rates(every, past.first, past.days))
            memory = choose_memory(past, long_run)
            rate = discounted_rate(past, memory.half_life, memory.strength, float(long_run[-1]))
            late = as_of.toordinal() - (past.first + past.days - 1)
            rates.append(faded_rate(rate, late) if late > 0 else rate)
    return summed_rate(rates) if rates else None


def _reckon_chance(history: History, feared: Feared, effect: Effect, as_of: dt.date) -> Chance:
    """Of the next window that is still to come as a whole, as seen from the as-of date."""
    before, after = dt.timedelta(days=feared.before), dt.timedelta(days=feared.after)
    ahead = anchor_dates(
        feared.anchors[0], as_of + before + dt.timedelta(days=1), as_of + dt.timedelta(days=2200), as_of
    )
    day = min(ahead) if ahead else as_of + before + dt.timedelta(days=1)
    length = feared.before + feared.after + 1
    rate = find_rate(history, feared.kinds, as_of)
    settings = load_settings()
    tail = (1 - settings.credible_share) / 2
    if rate is None:
        return Chance(day - before, day + after, bool(ahead), np.nan, np.nan, np.nan, np.nan)
    low, high = (1 - float(np.exp(-rate.quantile(share) * length)) for share in (tail, 1 - tail))
    return Chance(
        start=day - before,
        end=day + after,
        is_dated=bool(ahead),
        alone=1 - rate.zero_probability(length),
        low=low,
        high=high,
        lifted=1 - rate.zero_probability(length * float(np.exp(effect.log_ratio))),
    )


def _covered_until(history: History, kinds: Sequence[str], as_of: dt.date) -> tuple[tuple[str, dt.date], ...]:
    ends: dict[str, dt.date] = {}
    for interval in history.coverage:
        if interval.kind in kinds and interval.start <= as_of:
            ends[interval.kind] = max(ends.get(interval.kind, dt.date.min), min(interval.end, as_of))
    return tuple(ends.items())
