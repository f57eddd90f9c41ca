"""Lay windows side by side as tensors, for the heads for events to learn from.

Windows of judged events and of acted sentences come in; batches come out, padded, with the places of words in
the flattened windows. It knows the labels' shapes and nothing about the network or the files.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor

from tocsin.read.roles import CLASSES
from tocsin.read.wordpieces import CLASSIFY, SEPARATE
from training.acts import ActedStretch, Deed
from training.factuality import Judged

_T = TypeVar("_T")


class Laid(NamedTuple):
    """Windows x pieces: ids, kinds, True where there is one; windows x words: first pieces, likewise."""

    ids: Tensor
    kinds: Tensor
    keep: Tensor
    firsts: Tensor
    words: Tensor


class Facts(NamedTuple):
    """Places of targets in the flattened words, each with its scale and degree."""

    places: Tensor
    scales: Tensor
    degrees: Tensor


class Acts(NamedTuple):
    """A row a stretch (padded to the longest), then a row a deed.

    `places`: stretches x words, in the flattened words; `tags`: class of act a word; `plain`: how much a word
    counts whose tag is right, 0 where there is no word. `stretch`: of each deed; `classes`: deeds x classes,
    True for those it may have; `names`: deeds x words, 1 for those that name it or may; `known`: whether they
    are known to; `status`: -1 for unmarked; `roles`: deeds x words x 2, of no part, first or further word, -1
    for unmarked.
    """

    places: Tensor
    tags: Tensor
    plain: Tensor
    stretch: Tensor
    classes: Tensor
    names: Tensor
    known: Tensor
    status: Tensor
    roles: Tensor


def lay_facts(windows: Sequence[Judged]) -> tuple[Laid, Facts]:
    """Windows of events with their factuality."""
    laid, starts = _lay([(w.ids, w.kinds, w.firsts) for w in windows])
    places = [at[0] + place for w, at in zip(windows, starts, strict=True) for place in w.places]
    scales = [w.scale for w in windows for _ in w.degrees]
    degrees = [degree for w in windows for degree in w.degrees]
    return laid, Facts(torch.tensor(places), torch.tensor(scales), torch.tensor(degrees))


def lay_acts(windows: Sequence[Sequence[ActedStretch]]) -> tuple[Laid, Acts]:
    """Windows of sentences with their acts."""
    laid, starts = _lay([([s.ids for s in w], [s.kinds for s in w], [s.firsts for s in w]) for w in windows])
    some = [stretch for window in windows for stretch in window]
    firsts = [a for at in starts for a in at]
    places = [[a + k for k in range(len(s.firsts))] for s, a in zip(some, firsts, strict=True)]
    width = max(len(s.firsts) for s in some)
    deeds = [(number, deed) for number, stretch in enumerate(some) for deed in stretch.deeds]
    return laid, Acts(
        torch.tensor([_padded(row, width, 0) for row in places]),
        torch.tensor([_padded(s.tags, width, 0) for s in some]),
        torch.tensor([_padded(s.sure, width, 0.0) for s in some]),
        torch.tensor([number for number, _ in deeds], dtype=torch.long),
        _rows([[k in deed.classes for k in range(1 + len(CLASSES))] for _, deed in deeds], 1 + len(CLASSES)),
        _rows([[float(k in deed.words) for k in range(width)] for _, deed in deeds], width).float(),
        torch.tensor([deed.is_known for _, deed in deeds], dtype=torch.bool),
        torch.tensor([deed.status for _, deed in deeds], dtype=torch.long),
        _rows([_roles(deed, width) for _, deed in deeds], 2 * width).long().view(-1, 2, width).mT,
    )


_Rows = list[list[int]]


def _lay(windows: Sequence[tuple[_Rows, _Rows, _Rows]]) -> tuple[Laid, _Rows]:
    """The windows, and where in their flattened words each of their stretches starts."""
    ids, kinds, firsts, starts = _Rows(), _Rows(), _Rows(), _Rows()
    for stretches in windows:
        row, other, words, at = [CLASSIFY], [0], list[int](), list[int]()
        for pieces, piece_kinds, own in zip(*stretches, strict=True):
            at.append(len(words))
            words += [len(row) + first for first in own]
            row += [*pieces, SEPARATE]
            other += [*piece_kinds, 0]
        ids.append(row)
        kinds.append(other)
        firsts.append(words)
        starts.append(at)
    pieces_, kinds_, firsts_ = (_side_by_side(rows) for rows in (ids, kinds, firsts))
    laid = Laid(pieces_, kinds_, pieces_ != 0, firsts_, firsts_ != 0)
    width = firsts_.shape[1]
    return laid, [[number * width + a for a in at] for number, at in enumerate(starts)]


def _side_by_side(rows: _Rows) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([_padded(row, longest, 0) for row in rows])


def _padded(row: list[_T], width: int, blank: _T) -> list[_T]:
    return row + [blank] * (width - len(row))


def _roles(deed: Deed, width: int) -> list[int]:
    sides = zip(deed.roles, deed.has_roles, strict=True)
    return [tag for role, has in sides for tag in (_padded(role, width, -1) if has else [-1] * width)]


def _rows(rows: Sequence[Sequence[float]], width: int) -> Tensor:
    return torch.tensor(rows).reshape(-1, width)
