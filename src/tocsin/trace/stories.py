"""Groups documents into stories: those about one matter within a few days of each other.

Documents, the houses they credit and the copies among them come in, groups of their positions go out. It
compares the telling words of headline and opening, and knows nothing about what is claimed.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.terms import Document, Edge
from tocsin.trace.parting import LARGEST, part
from tocsin.trace.passages import telling_words
from tocsin.trace.timing import age_key, days_apart

ALIKE = 0.20  # cosine of a document with a story's centre from which it belongs there
LINKED = 0.10  # the same where one credits the outlet that the other credits or comes from
WIRED = 0.15  # the same where that outlet is an agency, which everybody credits for everything
WINDOW = 10  # days between a document and the story's latest one
OPENING = 2000  # characters of the text that tell what it is about
_BACKGROUND = 150  # imagined documents behind the given ones, so that a word all of five share still counts
_KEYS = 20  # strongest words of a document by which stories are looked up
_CANDIDATES = 60  # stories that a document is compared with
_ROUGHLY = 0.75  # share of the likeness needed at first; rough groups are then parted
_SPAN = 3  # windows that a whole story may span
_NAME = 5.0  # weight of a word that is written as a name, or of a number
_NAMED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-zA-Z]+|\b\d[\d.,]*")
_HEADLINE = 2.0  # weight of a word in the headline

Vector = dict[str, float]


class Houses(NamedTuple):
    """Whom a document credits in its opening, and its own house; agencies apart."""

    credited: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()


class _Centre:
    """A story in the making: the sum of its documents' vectors, who is in it, and whom they credit."""

    def __init__(self) -> None:
        self.total: Vector = defaultdict(float)
        self.members: list[int] = []
        self.squares = 0.0
        self.credited: set[str] = set()
        self.own: set[str] = set()

    def add(self, index: int, vector: Vector, houses: Houses) -> None:
        for word, weight in vector.items():
            before = self.total[word]
            self.total[word] = before + weight
            self.squares += weight * (2 * before + weight)
        self.members.append(index)
        self.credited |= houses.credited
        self.own |= houses.own

    def likeness(self, vector: Vector) -> float:
        """Cosine between the document and the centre."""
        shared = sum(weight * self.total[word] for word, weight in vector.items() if word in self.total)
        return shared / math.sqrt(self.squares) if self.squares else 0.0

    def needed(self, houses: Houses, alike: float) -> float:
        """How alike a document must be: less where a credit leads from one to the other."""
        linked = (houses.credited & (self.credited | self.own)) | (houses.own & self.credited)
        if not linked:
            return alike * _ROUGHLY
        return WIRED if linked <= houses.agencies else LINKED


def group_stories(
    documents: Sequence[Document],
    houses: Sequence[Houses] = (),
    copies: Sequence[Edge] = (),
    *,
    alike: float = ALIKE,
) -> list[list[int]]:
    """Positions of the documents, a list a story, in an order that the input's order does not change.

    A document joins the story that it is most like beyond what is needed (cosine of tf-idf with the centre
    at least 0.20, or 0.10 along a credit), no more than ten days from one of its documents; a copy goes
    where the copied text is.
    """
    order = sorted(range(len(documents)), key=lambda index: age_key(documents[index]))
    houses = houses or [Houses()] * len(documents)
    shelf = _Shelf(documents, houses, _vectors(documents), _partners(documents, copies), alike)
    for index in order:
        shelf.put(index)
    return [group for story in shelf.stories for group in shelf.parted(story.members)]


class _Shelf:
    """Stories so far, with what finds them again: words, houses and homes of documents."""

    def __init__(
        self,
        documents: Sequence[Document],
        houses: Sequence[Houses],
        vectors: Sequence[Vector],
        copied: dict[int, list[int]],
        alike: float,
    ) -> None:
        self.stories: list[_Centre] = []
        self._documents, self._houses, self._vectors, self._copied = documents, houses, vectors, copied
        self._alike = alike
        self._home: dict[int, int] = {}
        self._lookup: dict[str, list[int]] = defaultdict(list)

    def put(self, index: int) -> None:
        place = next((self._home[other] for other in self._copied[index] if other in self._home), None)
        if place is None:
            place = self._nearest(index)
        if place is None:
            place = len(self.stories)
            self.stories.append(_Centre())
        self.stories[place].add(index, self._vectors[index], self._houses[index])
        self._home[index] = place
        for mark in self._marks(index):
            if self._lookup[mark][-1:] != [place]:
                self._lookup[mark].append(place)

    def parted(self, members: Sequence[int]) -> list[list[int]]:
        """A rough group as the stories in it, alike on average: no chain of texts glues two matters."""
        if len(members) > LARGEST:
            return [list(members)]

        def affinity(a: int, b: int, cosine: float) -> float:
            return self._affinity(members[a], members[b], cosine)

        groups = part([self._vectors[index] for index in members], affinity, self._alike)
        return [[members[place] for place in group] for group in groups]

    def _affinity(self, one: int, other: int, cosine: float) -> float:
        """Likeness of two documents: whole for a copy, none too many days apart, more along a credit."""
        if other in self._copied.get(one, ()):
            return 1.0
        if days_apart(self._documents[one], self._documents[other]) > WINDOW * _SPAN:
            return 0.0
        mine, theirs = self._houses[one], self._houses[other]
        linked = (mine.credited & (theirs.credited | theirs.own)) | (mine.own & theirs.credited)
        if not linked:
            return cosine
        return cosine * ALIKE / (WIRED if linked <= mine.agencies | theirs.agencies else LINKED)

    def _nearest(self, index: int) -> int | None:
        """The story most like the document beyond what is needed, among those that share marks and days."""
        shared = Counter(place for mark in self._marks(index) for place in set(self._lookup[mark][-200:]))
        best, nearest = 0.0, None
        for place, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
            story = self.stories[place]
            beyond = story.likeness(self._vectors[index]) - story.needed(self._houses[index], self._alike)
            if beyond >= best and self._days_from(index, story) <= WINDOW:
                best, nearest = beyond, place
        return nearest

    def _days_from(self, index: int, story: _Centre) -> float:
        return min(
            days_apart(self._documents[index], self._documents[other]) for other in story.members[-20:]
        )

    def _marks(self, index: int) -> list[str]:
        vector, houses = self._vectors[index], self._houses[index]
        strongest = sorted(vector, key=lambda word: (-vector[word], word))[:_KEYS]
        return [*strongest, *(f"house {house}" for house in sorted(houses.credited | houses.own))]


def _vectors(documents: Sequence[Document]) -> list[Vector]:
    counts = [_counts(document) for document in documents]
    held = Counter(word for count in counts for word in count)
    total = len(documents) + _BACKGROUND
    return [
        _unit({w: (1 + math.log(n)) * math.log(total / (held[w] + 0.5)) for w, n in c.items()})
        for c in counts
    ]


def _counts(document: Document) -> dict[str, float]:
    opening = document.text[:OPENING]
    counts: dict[str, float] = dict(Counter(telling_words(opening)))
    for word in set(telling_words(" ".join(_NAMED.findall(opening)))):
        counts[word] = counts.get(word, 1.0) * _NAME
    for word in telling_words(document.title or ""):
        counts[word] = counts.get(word, 0.0) + _HEADLINE
    return counts


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}


def _partners(documents: Sequence[Document], copies: Sequence[Edge]) -> dict[int, list[int]]:
    places = {document.id: index for index, document in enumerate(documents)}
    partners: dict[int, list[int]] = defaultdict(list)
    for edge in copies:
        if edge.probability >= 0.9:
            partners[places[edge.from_]].append(places[edge.to])
            partners[places[edge.to]].append(places[edge.from_])
    return partners
