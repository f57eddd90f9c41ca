"""Find again, fast, what touches a stretch of text: claims and times by their spans.

Comes in: items with spans. Goes out: those that overlap a given span, without going through all of them. It
does not know what the items are.
"""

import bisect
import itertools
from typing import Generic, TypeVar

from tocsin.terms import Claim, Span

T = TypeVar("T")


class Lookup(Generic[T]):
    """Items with spans, found again by the stretch of text that they touch."""

    def __init__(self, items: list[tuple[Span, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[0])
        self._starts = [span.start for span, _ in self._items]
        self._reach = list(itertools.accumulate((span.end for span, _ in self._items), max))

    def touching(self, span: Span) -> list[T]:
        """The items whose spans overlap `span`, in text order."""
        found: list[T] = []
        place = bisect.bisect_left(self._starts, span.end)
        while place > 0 and self._reach[place - 1] > span.start:
            place -= 1
            if self._items[place][0].end > span.start:
                found.append(self._items[place][1])
        return found[::-1]


def look_up_claims(claims: tuple[Claim, ...]) -> Lookup[Claim]:
    """Claims by the hull of their content and cue."""
    parts = [((*claim.content, *claim.cue), claim) for claim in claims]
    return Lookup([(Span(min(s.start for s in own), max(s.end for s in own)), claim) for own, claim in parts])


def is_within(inner: Span, outer: Span) -> bool:
    """Whether `inner` lies wholly in `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end
