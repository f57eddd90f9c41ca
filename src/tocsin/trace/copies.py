"""Finds which documents copy another's text, and which are a new version of their own outlet's text.

Documents come in, `copied` and `revises` edges go out, at most one of them from each document. It does
not know what the texts say: it compares runs of five words outside quotations, because a shared
quotation is a shared speaker and no copying.
"""

import itertools
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.reference.outlets import family_of, find_outlet
from tocsin.terms import Document, Edge
from tocsin.trace.cues import cue
from tocsin.trace.edges import derive
from tocsin.trace.index import CopyIndex, Pairs
from tocsin.trace.passages import without_quotations, words
from tocsin.trace.timing import age_key, is_later

_TEXTS = 1024  # whose shingles are remembered: those near one new document are near the next
RUN = 5  # words in a shingle
SAMPLE = 8  # one shingle in eight is indexed; every candidate pair is then compared on all of them
LOWEST = 0.4  # share of the sampled shingles of the least copy that makes a candidate: sampling may miss some
COPIED = 0.5  # containment from which a text is called a copy; from PARTLY on it may be one
PARTLY = 0.3
LEAST = 12  # shared runs below which only a text that is the same throughout is a copy
_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63],
    dtype=np.uint64,
)

Shingles = npt.NDArray[np.uint64]
Age = tuple[str, str]  # sorts the earliest first


class Pair(NamedTuple):
    """Two texts by their places, with the exact share of each one's shingles that the other holds."""

    first: int
    second: int
    first_in_second: float  # share of the first's shingles that the second holds
    second_in_first: float

    @property
    def containment(self) -> float:
        """The larger share: how much of the shorter text the other holds."""
        return max(self.first_in_second, self.second_in_first)


def find_copies(documents: Sequence[Document]) -> list[Edge]:
    """`copied` and `revises` edges between documents, from the later text to the earlier.

    Containment (the share of the shorter text's five-word runs that the other holds) is computed exactly
    for every pair that shares sampled runs: 0.5 and more is a copy, 0.3 to 0.5 may be one.
    """
    shingles = [shingle(document.text) for document in documents]
    found = _Best({document.id: age_key(document) for document in documents})
    for pair in sorted(_candidates(documents, shingles)):
        found.take(_edge(documents, compare(shingles, *pair)))
    return [found.edges[document.id] for document in documents if document.id in found.edges]


def find_copies_of(
    new: Document, others: Sequence[Document], known: Sequence[Edge], ages: Mapping[str, Age]
) -> list[Edge]:
    """`copied` and `revises` edges that a new document brings: its own, and those of others to it.

    Args:
        new: the document.
        others: earlier documents that may share its wording, or its name.
        known: the edges that lead from these so far; one that is surer than what is found stays.
        ages: when each document that a known edge leads to appeared.
    """
    documents = [*others, new]
    shingles = [shingle(document.text) for document in documents]
    found = _Best({**ages, **{document.id: age_key(document) for document in documents}})
    for edge in known:
        found.take(edge)
    for place in range(len(others)):
        found.take(_edge(documents, compare(shingles, place, len(others))))
    return [edge for edge in found.edges.values() if edge not in known]


def is_worth_comparing(shared: int, mine: int, theirs: int) -> bool:
    """Whether two texts share enough of their sampled runs that one may hold 0.3 of the other."""
    return shared >= max(1.0, LOWEST * PARTLY * min(mine, theirs))


@lru_cache(maxsize=_TEXTS)
def shingle(text: str) -> Shingles:
    """The distinct hashes of all five-word runs outside quotations, sorted; the same on every machine."""
    found = words(without_quotations(text))
    if len(found) < RUN:
        return np.empty(0, dtype=np.uint64)
    hashed = np.fromiter((zlib.crc32(word.encode()) for word in found), dtype=np.uint64, count=len(found))
    mixed = np.zeros(len(found) - RUN + 1, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed += (hashed[place : len(found) - RUN + 1 + place] + np.uint64(place + 1)) * multiplier
    return np.unique(mixed ^ (mixed >> np.uint64(29)))


def sample(shingles: Shingles) -> Shingles:
    """The part of a text's shingles that is indexed: the same shingles from every text that holds them."""
    sampled: Shingles = shingles[shingles % np.uint64(SAMPLE) == 0] // np.uint64(SAMPLE)
    return sampled


def find_pairs(shingles: Sequence[Shingles]) -> list[Pair]:
    """Pairs of texts, given earliest first, of which one holds 0.3 or more of the other, exactly."""
    met = CopyIndex().add(0, [sample(of) for of in shingles])
    sizes = np.fromiter((of.size for of in shingles), dtype=np.int64, count=len(shingles))
    pairs = (compare(shingles, int(earlier), int(later)) for later, earlier in likely(met, sizes))
    return [pair for pair in pairs if pair.containment >= PARTLY]


def likely(met: Pairs, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of pairs that share samples, (later, earlier) of those worth comparing; `sizes` in shingles."""
    smaller = np.minimum(sizes[met[:, 0]], sizes[met[:, 1]]) / SAMPLE
    worth: npt.NDArray[np.int64] = met[met[:, 2] >= np.maximum(1, LOWEST * PARTLY * smaller), :2]
    return worth


def _candidates(documents: Sequence[Document], shingles: Sequence[Shingles]) -> set[tuple[int, int]]:
    """Pairs worth comparing: they share sampled runs, or they are one name on several texts."""
    order = sorted(range(len(documents)), key=lambda i: age_key(documents[i]))
    found = find_pairs([shingles[index] for index in order])
    pairs = {tuple(sorted((order[pair.first], order[pair.second]))) for pair in found}
    return {(a, b) for a, b in pairs} | _same_names(documents)


def _same_names(documents: Sequence[Document]) -> set[tuple[int, int]]:
    versions = defaultdict(list)
    for index in sorted(range(len(documents)), key=lambda i: (documents[i].version, documents[i].id)):
        versions[documents[index].name].append(index)
    return {(min(pair), max(pair)) for group in versions.values() for pair in itertools.pairwise(group)}


def compare(shingles: Sequence[Shingles] | Mapping[int, Shingles], first: int, second: int) -> Pair:
    """Two texts compared on all of their shingles; nothing shared where they share too few to tell."""
    a, b = shingles[first], shingles[second]
    if not a.size or not b.size:
        return Pair(first, second, 0.0, 0.0)
    shared = np.intersect1d(a, b, assume_unique=True).size
    if shared < LEAST and not shared == a.size == b.size:
        return Pair(first, second, 0.0, 0.0)
    return Pair(first, second, shared / a.size, shared / b.size)


class _Best:
    """The surest edge from each document; of equally sure ones that to the earliest text."""

    def __init__(self, ages: Mapping[str, Age]) -> None:
        self._ages = ages
        self.edges: dict[str, Edge] = {}

    def take(self, edge: Edge | None) -> None:
        """Keep the edge if none so far from its document is surer."""
        if edge and (edge.from_ not in self.edges or self._rank(edge) < self._rank(self.edges[edge.from_])):
            self.edges[edge.from_] = edge

    def _rank(self, edge: Edge) -> tuple[float, Age]:
        return -edge.probability, self._ages[edge.to]


def _edge(documents: Sequence[Document], pair: Pair) -> Edge | None:
    first, second = documents[pair.first], documents[pair.second]
    if pair.containment < PARTLY and (first.name != second.name or first.version == second.version):
        return None
    child, parent = _direction(documents, pair)
    one, other = documents[child], documents[parent]
    if _is_revision(one, other, pair):
        return derive(one.id, other.id, "revises", 0.99)
    probability = 0.5 + 0.45 * (pair.containment - PARTLY) / (COPIED - PARTLY)
    return derive(one.id, other.id, "copied", min(0.97, probability))


def _is_revision(one: Document, other: Document, pair: Pair) -> bool:
    if one.name == other.name and one.version != other.version:
        return True
    if not one.outlet or not other.outlet or family_of(one.outlet) != family_of(other.outlet):
        return False
    marked = cue("correction").search(f"{one.title or ''}\n{one.text[:400]}\n{one.text[-400:]}") is not None
    return pair.containment >= (PARTLY if marked else COPIED)


def _direction(documents: Sequence[Document], pair: Pair) -> tuple[int, int]:
    """Which of the two is the copy: it says so, came later, or is the one that lies within the other."""
    first, second = documents[pair.first], documents[pair.second]
    signs = (
        (_credits(first, second), _credits(second, first)),
        (
            first.version if first.name == second.name else 0,
            second.version if first.name == second.name else 0,
        ),
        (is_later(first, second), is_later(second, first)),
        (
            pair.first_in_second > 1.1 * pair.second_in_first,
            pair.second_in_first > 1.1 * pair.first_in_second,
        ),
        (len(first.text) < len(second.text), len(second.text) < len(first.text)),
        (first.id > second.id, second.id > first.id),
    )
    for here, there in signs:
        if here != there:
            return (pair.first, pair.second) if here > there else (pair.second, pair.first)
    return pair.first, pair.second


def _credits(document: Document, other: Document) -> bool:
    """Whether `document` names the other's outlet in its credit, byline or first line."""
    outlet = find_outlet(other.outlet or "")
    names = (outlet.name, *outlet.aliases) if outlet else (other.outlet,) if other.outlet else ()
    if not names or not document.outlet or family_of(document.outlet) == family_of(other.outlet or ""):
        return False
    where = f"{document.credit or ''} {document.byline or ''} {document.text[:150]} {document.text[-150:]}"
    return any(name.lstrip("~!") in where for name in names if name)
