"""Finds which texts may share wording, among millions: an inverted index of sampled runs of words.

Samples of hashed five-word runs go in, day by day and many texts at once; pairs of texts that share enough
of them come out, to be compared in full. It keeps compact sorted arrays and never a text.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

EARLIEST = 32  # how many texts that hold a run are paired with each later one: what more share is boilerplate
_RUNS = 8  # sorted arrays of one day before they are merged

Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.uint32]
Pairs = npt.NDArray[np.int64]  # rows of (later text, earlier text, sampled runs shared)

_Run = tuple[npt.NDArray[np.uint32], Numbers]  # hashes in order, and the text that holds each


class CopyIndex:
    """Sampled runs of all texts so far, in segments by day; a day that is over can be forgotten."""

    def __init__(self) -> None:
        self._days: dict[int, list[_Run]] = {}
        self._texts = 0

    def add(self, day: int, samples: Sequence[Hashes]) -> Pairs:
        """Take in texts of one day; the pairs that they make with earlier ones and with each other.

        Args:
            day: number of the day; pairs are found across all days that are kept.
            samples: sampled hashes of each text. Texts are numbered from 0 in the order in which they came.
        """
        numbers = np.repeat(
            np.arange(self._texts, self._texts + len(samples), dtype=np.uint32), [s.size for s in samples]
        )
        hashes = np.concatenate([np.empty(0, dtype=np.uint64), *samples]).astype(np.uint32)
        self._texts += len(samples)
        run = _sorted(hashes, numbers)
        met = [_meet(run, other) for runs in self._days.values() for other in runs]
        codes = np.concatenate([_meet_itself(run), *met])
        self._keep(day, run)
        return _counted(codes)

    def forget_before(self, day: int) -> None:
        """Drop the segments of days before this one, so that memory stays bounded."""
        self._days = {kept: runs for kept, runs in self._days.items() if kept >= day}

    @property
    def bytes(self) -> int:
        """Bytes that the index holds."""
        return sum(part.nbytes for runs in self._days.values() for run in runs for part in run)

    def _keep(self, day: int, run: _Run) -> None:
        runs = self._days.setdefault(day, [])
        runs.append(run)
        if len(runs) > _RUNS:
            merged = _sorted(np.concatenate([r[0] for r in runs]), np.concatenate([r[1] for r in runs]))
            self._days[day] = [merged]


def _sorted(hashes: npt.NDArray[np.uint32], numbers: Numbers) -> _Run:
    order = np.lexsort((numbers, hashes))
    return hashes[order], numbers[order]


def _meet(run: _Run, other: _Run) -> npt.NDArray[np.uint64]:
    """Pairs between a new run and an older one, a code for every shared hash."""
    first = np.searchsorted(other[0], run[0], side="left")
    count = np.minimum(np.searchsorted(other[0], run[0], side="right") - first, EARLIEST)
    found = []
    for step in range(int(count.max(initial=0))):
        holds = count > step
        found.append(_code(run[1][holds], other[1][first[holds] + step]))
    return np.concatenate([np.empty(0, dtype=np.uint64), *found])


def _meet_itself(run: _Run) -> npt.NDArray[np.uint64]:
    """Pairs within a run: every text with the earliest that hold the same hash."""
    first = np.searchsorted(run[0], run[0], side="left")
    place = np.arange(run[0].size) - first
    found = []
    for step in range(min(EARLIEST, int(place.max(initial=0)))):
        later = place > step
        found.append(_code(run[1][later], run[1][first[later] + step]))
    return np.concatenate([np.empty(0, dtype=np.uint64), *found])


def _code(later: Numbers, earlier: Numbers) -> npt.NDArray[np.uint64]:
    return (later.astype(np.uint64) << np.uint64(32)) | earlier.astype(np.uint64)


def _counted(codes: npt.NDArray[np.uint64]) -> Pairs:
    pairs, counts = np.unique(codes, return_counts=True)
    later = (pairs >> np.uint64(32)).astype(np.int64)
    earlier = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return np.stack([later, earlier, counts.astype(np.int64)], axis=1)
