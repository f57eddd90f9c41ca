"""Keep what a reader knows while it learns more: as it was, it is the teacher on whatever else is read.

Rows of words from teacher and pupil come in; how far apart they are in tags and pointers comes out. It knows
nothing about files or the order of training.
"""

import torch
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax

from training.model import Reader

_QUIET = 0.05  # how much a word counts in the vectors that the teacher takes for no part of anything


@torch.no_grad()
def taught(
    teacher: Reader, ids: Tensor, kinds: Tensor, keep: Tensor, places: Tensor
) -> tuple[Tensor, Tensor]:
    """The teacher's scores and vectors of the words at `places` in the flattened windows."""
    scores, vectors = teacher(ids, kinds, keep, places)
    return scores.float(), vectors.float()


def distance(pupil: tuple[Tensor, Tensor], teacher: tuple[Tensor, Tensor]) -> Tensor:
    """Divergence of the tags' scores a word, and mean square between the vectors of words that matter."""
    told = log_softmax(teacher[0], -1)
    tags = kl_div(log_softmax(pupil[0].float(), -1), told, reduction="none", log_target=True).sum(-1).mean()
    weight = 1 - told[:, 0].exp() + _QUIET
    off = (pupil[1].float() - teacher[1]).square().mean(-1)
    return tags + (off * weight).sum() / weight.sum()
