"""Marks a document by what finds it again: its telling words with weights, the houses it names, its runs.

A document, what it credits and how often words were met before come in, `Marks` go out. It does not know
other documents, nor in which story one belongs.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.reference.outlets import find_outlet
from tocsin.terms import Document, Marks
from tocsin.trace.copies import Shingles, sample
from tocsin.trace.credits import Credit
from tocsin.trace.houses import house_of
from tocsin.trace.passages import telling_words
from tocsin.trace.timing import moment

OPENING = 2000  # characters of the text that tell what it is about
_BACKGROUND = 150  # imagined documents behind the given ones, so that a word all of five share still counts
_KEYS = 20  # strongest words of a document by which others are looked up
_NAME = 5.0  # weight of a word that is written as a name, or of a number
_HEADLINE = 2.0  # weight of a word in the headline
_NAMED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][a-zA-Z]+|\b\d[\d.,]*")

Counts = dict[int, float]  # hash of a telling word -> how often it stands, names and headline more


class Words(NamedTuple):
    """A document's words as a vector of unit length: hashes in order, and the weight of each."""

    hashes: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]


def count_words(document: Document) -> Counts:
    """The telling words of headline and opening; names and numbers count five times."""
    opening = document.text[:OPENING]
    counts: dict[str, float] = dict(Counter(telling_words(opening)))
    for word in set(telling_words(" ".join(_NAMED.findall(opening)))):
        counts[word] = counts.get(word, 1.0) * _NAME
    for word in telling_words(document.title or ""):
        counts[word] = counts.get(word, 0.0) + _HEADLINE
    return {hash_of(word): count for word, count in counts.items()}


def hash_of(word: str) -> int:
    """The hash by which a word is kept: 32 bits, the same on every machine."""
    return zlib.crc32(word.encode())


def mark(
    document: Document,
    credits_: Sequence[Credit],
    counts: Counts,
    held: Mapping[int, int],
    total: int,
    shingles: Shingles | None = None,
) -> Marks:
    """The marks of a document.

    Args:
        document: the document.
        credits_: what it credits.
        counts: of its words.
        held: how many of `total` documents hold each word.
        total: documents counted so far, this one among them.
        shingles: of its text, whose sample is kept; none where copies are found otherwise.
    """
    opening = [credit for credit in credits_ if credit.span.start < OPENING and not credit.is_own]
    listed = {credit.family: find_outlet(credit.name) for credit in opening}
    agencies = {f for f, outlet in listed.items() if outlet and outlet.kind in ("agency", "state-media")}
    return Marks(
        document=document.id,
        moment=moment(document),
        words=_weighted(counts, held, total),
        credited=tuple(sorted(listed)),
        own=(house_of(document.outlet),) if document.outlet else (),
        agencies=tuple(sorted(agencies)),
        runs=() if shingles is None else tuple((sample(shingles).astype(np.uint32)).tolist()),
    )


def words_of(marks: Marks) -> Words:
    """The document's words, unpacked."""
    half = len(marks.words) // 2
    return Words(np.frombuffer(marks.words[:half], "<u4"), np.frombuffer(marks.words[half:], "<f4"))


def stacked(packed: Sequence[bytes]) -> tuple[Words, npt.NDArray[np.int64]]:
    """The packed words of several documents, one after the other, and how many each has."""
    sizes = np.array([len(each) for each in packed], dtype=np.int64) // 8
    both = np.frombuffer(b"".join(packed), "<u4")
    is_weight = np.repeat(np.arange(2 * len(packed)) % 2 == 1, np.repeat(sizes, 2))
    return Words(both[~is_weight], both[is_weight].view("<f4")), sizes


def keys_of(marks: Marks) -> list[int]:
    """By which other documents of the story may be looked up: the strongest words, and every house."""
    words = words_of(marks)
    strongest = np.lexsort((words.hashes, -words.weights))[:_KEYS]
    houses = {hash_of(f"house {house}") for house in (*marks.credited, *marks.own)}
    return [*words.hashes[strongest].tolist(), *sorted(houses)]


def _weighted(counts: Counts, held: Mapping[int, int], total: int) -> bytes:
    hashes = np.array(sorted(counts), dtype="<u4")
    often = np.array([counts[word] for word in hashes.tolist()])
    among = np.array([held.get(word, 1) for word in hashes.tolist()], dtype=np.float64)
    weights = (1 + np.log(often)) * np.log((total + _BACKGROUND) / (among + 0.5))
    length = math.sqrt(float((weights * weights).sum()))
    packed: bytes = hashes.tobytes() + (weights / (length or 1.0)).astype("<f4").tobytes()
    return packed
