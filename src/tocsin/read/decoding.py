"""Decode what the encoder makes of words into sources, cues and contents, and tie them to each other.

Scores and vectors of stretches come in; flat attributions come out, in token numbers, in the order of their
cues. The best legal path of tags is taken (Viterbi), on whole words; pointers stay within a stretch. It does
not know words, nor attributions within attributions.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.read.edges import Fragment
from tocsin.read.encoder import Chain, Floats, Seen
from tocsin.read.wordpieces import Part

_SOURCE, _CUE, _CONTENT = 1, 3, 5  # tags of first words; inner words have the next higher one
_POINT = 128
_UPRIGHT = (0.0,) * 7
_SCALE = np.float32(_POINT**-0.5)


class Flat(NamedTuple):
    """One attribution; a content without a cue near it has an empty cue and no source."""

    source: Fragment | None
    cue: Fragment | None
    content: tuple[Fragment, ...]
    margin: float = 0.0  # by how much the words of the cue are likelier a cue's than no part's, a word


def decode(
    seen: Sequence[Seen], chain: Chain, lean: Sequence[float] = _UPRIGHT
) -> list[tuple[Part, list[Flat]]]:
    """The attributions of each stretch; `lean` is added to the scores of the seven tags of every word."""
    paths = _paths([s.scores for s in seen], chain, lean)
    return [(s.part, list(_tied(s, path, chain.none))) for s, path in zip(seen, paths, strict=True)]


def _paths(scores: list[Floats], chain: Chain, lean: Sequence[float]) -> list[npt.NDArray[np.int64]]:
    """The best path of tags of each stretch, longest first in one table so that short ones drop out."""
    order = sorted(range(len(scores)), key=lambda i: -len(scores[i]))
    lengths = np.array([len(scores[i]) for i in order], dtype=np.int64)
    if not order:
        return []
    tags, longest = len(chain.starts), int(lengths[0])
    table = np.zeros((longest, tags, len(order)), dtype=np.float32)
    for row, i in enumerate(order):
        table[: lengths[row], :, row] = scores[i]
    table += np.asarray(lean, dtype=np.float32)[:, None]
    going_on = np.searchsorted(-lengths, -np.arange(longest), side="left").tolist()  # longer than k, at k
    moves = chain.moves[:, :, None]
    table[0] += chain.starts[:, None]  # from here on the score of the best path to each tag
    for k in range(1, longest):
        n = going_on[k]
        table[k, :, :n] += np.maximum.reduce(table[k - 1, :, None, :n] + moves, axis=0)
    return _walked_back(table, chain.moves, lengths, going_on, order)


def _walked_back(
    best: Floats, moves: Floats, lengths: npt.NDArray[np.int64], going_on: list[int], order: list[int]
) -> list[npt.NDArray[np.int64]]:
    """The path of tags that leads to the best last tag of each stretch, in the order before sorting."""
    tags = np.zeros((len(best), len(order)), dtype=np.int64)
    for row, length in enumerate(lengths.tolist()):
        tags[length - 1, row] = best[length - 1, :, row].argmax()
    for k in range(len(best) - 1, 0, -1):
        n = going_on[k]
        tags[k - 1, :n] = (best[k - 1, :, :n] + moves[:, tags[k, :n]]).argmax(0)
    paths: list[npt.NDArray[np.int64]] = [np.empty(0, dtype=np.int64)] * len(order)
    for row, i in enumerate(order):
        paths[i] = tags[: lengths[row], row]
    return paths


def _tied(seen: Seen, path: npt.NDArray[np.int64], none: float) -> Iterator[Flat]:
    """Each cue with the source and the contents that point to it."""
    found = _fragments(path)
    vectors = seen.vectors.reshape(len(path), 4, _POINT)
    sources, cues, contents = found[_SOURCE], found[_CUE], found[_CONTENT]
    of_cue = _pointed(vectors, cues, sources, 0, none)
    of_content = _pointed(vectors, contents, cues, 2, None)
    first = seen.part.first
    for number, cue in enumerate(cues):
        own = [c for c, at in zip(contents, of_content, strict=True) if at == number]
        source = sources[of_cue[number]] if of_cue[number] < len(sources) else None
        moved = _moved(source, first) if source else None
        yield Flat(moved, _moved(cue, first), _all_moved(own, first), _margin(seen.scores, cue))
    if not cues:
        for content in contents:
            yield Flat(None, None, _all_moved([content], first))


def _margin(scores: Floats, cue: Fragment) -> float:
    own = scores[cue[0] : cue[1] + 1]
    return float((own[:, _CUE : _CUE + 2].max(1) - own[:, 0]).mean())


def _fragments(path: npt.NDArray[np.int64]) -> dict[int, list[Fragment]]:
    found: dict[int, list[Fragment]] = {_SOURCE: [], _CUE: [], _CONTENT: []}
    tags = path.tolist()
    for k, tag in enumerate(tags):
        if tag in found:
            last = k
            while last + 1 < len(tags) and tags[last + 1] == tag + 1:
                last += 1
            found[tag].append((k, last))
    return found


def _pointed(
    vectors: Floats, from_: list[Fragment], to: list[Fragment], pair: int, none: float | None
) -> list[int]:
    """Of each fragment the number of the one that it points to; `len(to)` stands for none."""
    if not from_ or (not to and none is None):
        return [-1] * len(from_)
    out = vectors[[first for first, _ in from_], pair]
    back = vectors[[first for first, _ in to], pair + 1] if to else np.zeros((0, _POINT), dtype=np.float32)
    scores = out @ back.T * _SCALE
    if none is not None:
        scores = np.concatenate([scores, np.full((len(from_), 1), none, dtype=np.float32)], axis=1)
    return [int(n) for n in scores.argmax(1)]


def _moved(fragment: Fragment, by: int) -> Fragment:
    return fragment[0] + by, fragment[1] + by


def _all_moved(fragments: Iterable[Fragment], by: int) -> tuple[Fragment, ...]:
    return tuple(_moved(fragment, by) for fragment in fragments)
