"""Groups documents into stories: those about one matter within a few days of each other.

Documents come in, groups of their positions go out. It compares the telling words of headline and
opening, and knows nothing about who reports or what is claimed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from tocsin.terms import Document, Edge
from tocsin.trace.passages import telling_words
from tocsin.trace.timing import age_key, days_apart

ALIKE = 0.20  # cosine of a document with a story's centre from which it belongs there
WINDOW = 10  # days between a document and the story's latest one
_OPENING = 2000  # characters of the text that tell what it is about
_BACKGROUND = 60  # imagined documents behind the given ones, so that a word all of five share still counts
_KEYS = 12  # strongest words of a document by which stories are looked up
_HEADLINE = 2.0  # weight of a word in the headline

Vector = dict[str, float]


class _Centre:
    """A story in the making: the sum of its documents' vectors, who is in it, and when."""

    def __init__(self) -> None:
        self.total: Vector = defaultdict(float)
        self.members: list[int] = []
        self.squares = 0.0

    def add(self, index: int, vector: Vector) -> None:
        for word, weight in vector.items():
            before = self.total[word]
            self.total[word] = before + weight
            self.squares += weight * (2 * before + weight)
        self.members.append(index)

    def likeness(self, vector: Vector) -> float:
        """Cosine between the document and the centre."""
        shared = sum(weight * self.total[word] for word, weight in vector.items() if word in self.total)
        return shared / math.sqrt(self.squares) if self.squares else 0.0


def group_stories(documents: Sequence[Document], copies: Sequence[Edge] = ()) -> list[list[int]]:
    """Positions of the documents, a list a story, in an order that the input's order does not change.

    A document joins the story whose centre it is most like (cosine of tf-idf at least 0.20, no more than
    ten days from the story's nearest document); a copy goes where the copied text is.
    """
    order = sorted(range(len(documents)), key=lambda index: age_key(documents[index]))
    vectors = _vectors(documents)
    copied = _partners(documents, copies)
    stories: list[_Centre] = []
    home: dict[int, int] = {}
    lookup: dict[str, list[int]] = defaultdict(list)
    for index in order:
        place = next((home[other] for other in copied[index] if other in home), None)
        if place is None:
            place = _nearest(index, documents, vectors, stories, lookup)
        if place is None:
            place = len(stories)
            stories.append(_Centre())
        stories[place].add(index, vectors[index])
        home[index] = place
        for word in _keys(vectors[index]):
            if place not in lookup[word][-1:]:
                lookup[word].append(place)
    return [story.members for story in stories]


def _nearest(
    index: int,
    documents: Sequence[Document],
    vectors: Sequence[Vector],
    stories: Sequence[_Centre],
    lookup: dict[str, list[int]],
) -> int | None:
    """The story most like the document, among those that share two of its strongest words and its days."""
    shared = Counter(place for word in _keys(vectors[index]) for place in set(lookup.get(word, ())))
    best, place = ALIKE, None
    for candidate, _ in sorted((c for c in shared.items() if c[1] >= 2), key=lambda c: (-c[1], c[0]))[:100]:
        members = stories[candidate].members[-20:]
        if min(days_apart(documents[index], documents[other]) for other in members) > WINDOW:
            continue
        likeness = stories[candidate].likeness(vectors[index])
        if likeness > best or (likeness == best and place is None):
            best, place = likeness, candidate
    return place


def _vectors(documents: Sequence[Document]) -> list[Vector]:
    counts = [_counts(document) for document in documents]
    held = Counter(word for count in counts for word in count)
    total = len(documents) + _BACKGROUND
    return [
        _unit({w: (1 + math.log(n)) * math.log(total / (held[w] + 0.5)) for w, n in c.items()})
        for c in counts
    ]


def _counts(document: Document) -> dict[str, float]:
    counts: dict[str, float] = dict(Counter(telling_words(document.text[:_OPENING])))
    for word in telling_words(document.title or ""):
        counts[word] = counts.get(word, 0.0) + _HEADLINE
    return counts


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}


def _keys(vector: Vector) -> list[str]:
    return sorted(vector, key=lambda word: (-vector[word], word))[:_KEYS]


def _partners(documents: Sequence[Document], copies: Sequence[Edge]) -> dict[int, list[int]]:
    places = {document.id: index for index, document in enumerate(documents)}
    partners: dict[int, list[int]] = defaultdict(list)
    for edge in copies:
        if edge.probability >= 0.9:
            partners[places[edge.from_]].append(places[edge.to])
            partners[places[edge.to]].append(places[edge.from_])
    return partners
