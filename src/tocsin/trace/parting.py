"""Parts a rough group of documents into stories by average linkage: no chain of neighbours glues two matters.

Marks of the documents and the copies among them come in, groups of their places go out, and how alike
each document is with each. It does not know what a document says.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from tocsin.terms import Marks
from tocsin.trace.marks import stacked, words_of

ALIKE = 0.20  # mean likeness from which documents are one story
LINKED = 2.0  # likeness counts so much more where one credits the outlet that the other credits or comes from
WIRED = 4 / 3  # the same where that outlet is an agency, which everybody credits for everything
LONGEST = 30  # days between two documents from which likeness alone never makes them one story
LARGEST = 3000  # documents of a rough group that are compared each with each

_SIEVE = 1 << 14  # places in a table of the last bits of words
_FEW = 100_000  # so few cells are sooner multiplied as they are than with the empty ones left out

Matrix = npt.NDArray[np.float64]


def part(affinities: Matrix, least: float = ALIKE) -> list[list[int]]:
    """Groups of places whose documents are alike on average by `least` and more, in order of first place."""
    if len(affinities) == 1:
        return [[0]]
    from scipy.cluster.hierarchy import fcluster, linkage

    apart = 1.0 - np.clip(affinities[np.triu_indices(len(affinities), 1)], 0.0, 1.0)
    labels = fcluster(linkage(apart, "average"), 1.0 - least, "distance")
    groups: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(place)
    return sorted(groups.values())


def affinities(marks: Sequence[Marks], copied: Collection[tuple[int, int]] = ()) -> Matrix:
    """How alike documents are, each with each: cosine of their words, more along a credit, 1 for a copy.

    `copied` are pairs of places of which one copies the other. Documents too many days apart are not alike.
    """
    found = _cosines(marks)
    links, wires = _links(marks)
    found *= np.where(links, LINKED, np.where(wires, WIRED, 1.0))
    found[_days_apart(marks) > LONGEST] = 0.0
    for one, other in copied:
        found[one, other] = found[other, one] = 1.0
    return found


def likenesses(new: Marks, others: Sequence[Marks]) -> npt.NDArray[np.float64]:
    """Cosine of a document's words with those of each other; there must be others."""
    mine, (theirs, sizes) = words_of(new), stacked([marks.words for marks in others])
    if not mine.hashes.size:
        return np.zeros(len(others))
    may = np.zeros(_SIEVE, dtype=np.bool_)  # most words are not shared, as their last bits tell
    may[mine.hashes % _SIEVE] = True
    which = np.flatnonzero(may[theirs.hashes % _SIEVE])
    hashes = theirs.hashes[which]
    places = np.searchsorted(mine.hashes, hashes).clip(max=mine.hashes.size - 1)
    shared = np.where(mine.hashes[places] == hashes, mine.weights[places] * theirs.weights[which], 0.0)
    rows = np.repeat(np.arange(len(others)), sizes)[which]
    found: npt.NDArray[np.float64] = np.bincount(rows, shared, minlength=len(others)).astype(np.float64)
    return found


def _cosines(marks: Sequence[Marks]) -> Matrix:
    words, sizes = stacked([each.words for each in marks])
    known, places = np.unique(words.hashes, return_inverse=True)
    shape = (len(marks), max(1, known.size))
    if math.prod(shape) <= _FEW:
        plain = np.zeros(shape)
        plain[np.repeat(np.arange(len(marks)), sizes), places] = words.weights
        alike: Matrix = plain @ plain.T
        return alike
    from scipy.sparse import csr_matrix

    starts = np.concatenate([[0], np.cumsum(sizes)])
    every = csr_matrix((words.weights.astype(np.float64), places, starts), shape=shape)
    product: Matrix = (every @ every.T).toarray()
    return product


def _links(marks: Sequence[Marks]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Pairs of which one credits the house that the other credits or comes from; apart: an agency's only."""
    houses = sorted({house for each in marks for house in (*each.credited, *each.own)})
    agencies = {house for each in marks for house in each.agencies}
    is_agency = np.array([house in agencies for house in houses], dtype=np.bool_)
    credited = _held([each.credited for each in marks], houses)
    there = np.maximum(credited, _held([each.own for each in marks], houses))
    plain, wired = (
        credited[:, which] @ there[:, which].T + there[:, which] @ credited[:, which].T
        for which in (~is_agency, is_agency)
    )
    return plain > 0, wired > 0


def _held(names: Sequence[Sequence[str]], houses: Sequence[str]) -> Matrix:
    places = {house: place for place, house in enumerate(houses)}
    held = np.zeros((len(names), len(houses)))
    for row, each in enumerate(names):
        held[row, [places[house] for house in each]] = 1.0
    return held


def _days_apart(marks: Sequence[Marks]) -> Matrix:
    """Days between each two; 0 where either is undated."""
    seconds = np.array([each.moment.timestamp() if each.moment else np.nan for each in marks])
    apart: Matrix = np.nan_to_num(np.abs(seconds[:, None] - seconds[None, :])) / 86400
    return apart
