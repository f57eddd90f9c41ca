"""One word on a story's core claim: whose it is, on which side, how surely, and where it stands.

This file holds the record and how several words of one source become one; it does not know how they are
found.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tocsin.terms import Side, Source, Span

ONE_BREATH = 60  # characters between two names that are given together


class Testimony(NamedTuple):
    """One word on the core claim: `kind` and `key` say whose, `probability` how surely it is meant."""

    kind: Literal["outlet", "body", "self"]
    key: str  # house of the outlet, name of the body, "" for the document's own access
    name: str
    side: Side
    probability: float
    spans: tuple[Span, ...]
    source: Source | None = None
    is_told: bool = False  # a source spoke to the outlet
    is_stated: bool = False  # own access in so many words: the text names its own outlet

    def is_beside(self, other: "Testimony") -> bool:
        """Whether both are named in one breath ("X and Y report")."""
        if self.kind != other.kind:
            return False
        return any(abs(a.start - b.start) < ONE_BREATH for a in self.spans for b in other.spans)


def surest(testimonies: Sequence[Testimony]) -> list[Testimony]:
    """One testimony for each source and side: the surest."""
    best: dict[tuple[str, Side], Testimony] = {}
    for testimony in testimonies:
        before = best.get((testimony.key, testimony.side))
        if before is None or before.probability < testimony.probability:
            best[testimony.key, testimony.side] = testimony
    return list(best.values())
