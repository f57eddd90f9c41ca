"""Finds hypotheses that say much the same, so that one cannot be told from the other by any evidence (H1).

Hypotheses come in; pairs go out. It compares words and knows nothing of evidence.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from tocsin.terms import Hypothesis, Rating, Record
from tocsin.weigh.settings import read_table
from tocsin.weigh.wording import content_words


class HypothesisTable(Record):
    """The table hypotheses.yaml: proposals by domain and kind of hypothesis, and when statements overlap."""

    seen: dict[str, dict[str, Rating]]
    absent: dict[str, dict[str, Rating]]
    vote_words: tuple[str, ...]
    vote: Rating
    corroborated: Rating
    interested: Rating
    overlap: float
    shared_words: int


def find_overlaps(hypotheses: Sequence[Hypothesis]) -> Iterator[tuple[Hypothesis, Hypothesis]]:
    """Pairs whose statements share most of the shorter one's words that say what it is about."""
    table = hypothesis_table()
    for one, other in combinations(hypotheses, 2):
        first, second = content_words(one.statement), content_words(other.statement)
        shared = len(first & second)
        if shared >= table.shared_words and shared >= table.overlap * min(len(first), len(second)):
            yield one, other


@cache
def hypothesis_table() -> HypothesisTable:
    """The table of this room's proposals."""
    return read_table("hypotheses.yaml", HypothesisTable)
