"""Heeds what people decided on suggested matches, and learns from it how strong a match must be to count.

Decisions come in; the last word on each match, a threshold and counts for precision go out. It knows nothing
of how matches are found.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from tocsin.terms import MatchDecision
from tocsin.weigh.strengths import strengths


class Precision(NamedTuple):
    """How many of the suggested matches that people decided on were right."""

    accepted: int
    decided: int


class Decisions:
    """The last word of people on each match of one watch."""

    def __init__(self, made: Iterable[MatchDecision]) -> None:
        self._last = {(each.indicator, each.item): each for each in sorted(made, key=lambda each: each.at)}

    def on(self, indicator: str, item: str) -> MatchDecision | None:
        """What was decided last on this match, if anything."""
        return self._last.get((indicator, item))

    def accepted_for(self, indicator: str) -> set[str]:
        """Keys of the items that people accepted for the indicator."""
        return {item for (name, item), last in self._last.items() if name == indicator and last.is_accepted}

    def precision(self, indicator: str | None = None) -> Precision:
        """Accepted among decided, of one indicator or of all."""
        last = [each for each in self._last.values() if indicator in (None, each.indicator)]
        return Precision(sum(each.is_accepted for each in last), len(last))

    def threshold(self) -> float:
        """From which strength on an undecided match counts: where the fewest decisions would be wrong.

        The table's `counts_from` until there are `learn_from` decisions with a few of each kind; then the
        strength at which accepted matches below it and rejected ones from it on are fewest, within
        `learn_range`, the nearest to the table's where several are as good.

        Example: accepted at .3, .4, .5 and rejected at .16, .18, .2: from .2 excluded on, so .25.
        """
        table = strengths()
        told = [(d.strength, d.is_accepted) for d in self._last.values() if d.strength is not None]
        accepted = sum(is_accepted for _, is_accepted in told)
        if len(told) < table.learn_from or min(accepted, len(told) - accepted) < table.learn_of_each:
            return table.counts_from
        low, high = table.learn_range
        values = sorted({strength for strength, _ in told})
        between = [round((one + other) / 2, 4) for one, other in pairwise(values)]
        candidates: list[float] = [table.counts_from, *(each for each in between if low <= each <= high)]
        return min(candidates, key=lambda each: (_wrong(told, each), abs(each - table.counts_from)))


def _wrong(told: Iterable[tuple[float, bool]], threshold: float) -> int:
    return sum((strength >= threshold) != is_accepted for strength, is_accepted in told)
