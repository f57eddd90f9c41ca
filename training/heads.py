"""The reader's heads for events, which learn on the same encoder as attribution.

Rows of words come in; losses come out: how factual people took an event to be, which words name an act and of
which class, its status, and which words act in it or are acted on. It knows nothing about files.
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout, gelu, log_softmax

from tocsin.read.roles import CLASSES, STATUSES, WIDTH
from training.batches import Acts, Facts
from training.model import HIDDEN

SCALES, HALFWAY = 2, 256  # columns of the head of factuality, and the width of its hidden layer
_BOTH = 2 * HIDDEN  # a word's rows after the middle and after the top layer, side by side
_DROP = 0.1
SQUARED = 0.2
ROLE, STATUS = 0.5, 0.3  # weights of a word's role and of an act's status beside the act's class
_NEVER = -1e4


class Heads(nn.Module):
    """Factuality and acts, each with a hidden layer over what two layers of the encoder make of a word."""

    def __init__(self) -> None:
        super().__init__()
        self.halfway = nn.Linear(_BOTH, HALFWAY)
        self.degree = nn.Linear(HALFWAY, SCALES)
        self.deed = nn.Linear(_BOTH, HIDDEN)
        self.act = nn.Linear(HIDDEN, 1 + len(CLASSES))
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.role = nn.Linear(HIDDEN, 8 * WIDTH + 4)

    def degrees(self, x: Tensor) -> Tensor:
        """How factual each word's event is, on each scale; `x`: words x both."""
        degrees: Tensor = self.degree(gelu(self.halfway(dropout(x, _DROP, self.training))))
        return degrees

    def fact_loss(self, x: Tensor, facts: Facts) -> Tensor:
        """How far the degrees are off: the difference, and some of its square for the sake of correlation."""
        off = self.degrees(x[facts.places]).float().gather(1, facts.scales[:, None])[:, 0] - facts.degrees
        return (off.abs() + SQUARED * off.square()).mean()

    def act_loss(self, x: Tensor, acts: Acts) -> tuple[Tensor, Tensor]:
        """Loss of the words' classes and of status, and loss of the deeds, both a stretch.

        A deed whose words are known is told by its roles, seen from each of them. One whose words are not may
        be named by any word: its likelihood is the sum over all, class and roles together.
        """
        shape = acts.places.shape
        x = dropout(x[acts.places.reshape(-1)], _DROP, self.training)
        x = dropout(gelu(self.deed(x)), _DROP, self.training)
        classes = log_softmax(self.act(x).float().view(*shape, -1), -1)
        fit = ROLE * self._fit(x, acts)
        may = classes[acts.stretch] + torch.where(acts.classes, 0.0, _NEVER)[:, None]
        may = torch.logsumexp(may, -1) + fit + (1.0 - acts.names) * _NEVER
        sure = (fit * acts.names).sum(1) / acts.names.sum(1)
        told = torch.where(acts.known, sure, torch.logsumexp(may, 1)).sum() / shape[0]
        naming = torch.softmax(may.detach(), 1) * (~acts.known)[:, None]
        naming = torch.zeros(shape).index_add(0, acts.stretch, naming)  # how likely a word names such a deed
        own = classes.gather(2, acts.tags[..., None])[..., 0]
        plain = (own * acts.plain * (1.0 - naming).clamp(min=0)).sum() / shape[0]
        return STATUS * self._status_loss(x, acts) - plain, -told

    def _fit(self, x: Tensor, acts: Acts) -> Tensor:
        """How well the roles of a deed fit, seen from each word that may name it: deeds x words."""
        scores = self.role_scores(self.role(x).float().view(*acts.places.shape, -1))
        chances = log_softmax(scores, -1)[acts.stretch]  # deeds x by x words x 2 x 3
        wanted = acts.roles.clamp(min=0)[:, None, :, :, None].expand(-1, chances.shape[1], -1, -1, 1)
        return (chances.gather(4, wanted)[..., 0] * (acts.roles >= 0)[:, None]).sum((2, 3))

    def _status_loss(self, x: Tensor, acts: Acts) -> Tensor:
        """Of the deeds whose status is marked, at the last word that names them."""
        marked = acts.status >= 0
        if not bool(marked.any()):
            return x.new_zeros(())
        width = acts.names.shape[1]
        last = (acts.names * torch.arange(1, width + 1)).argmax(1)
        rows = (acts.stretch * width + last)[marked]
        return cross_entropy(self.status(x[rows]).float(), acts.status[marked])

    def role_scores(self, vectors: Tensor) -> Tensor:
        """Scores of being no part, the first or a further word of each role in the event of each word.

        `vectors`: stretches x words x (8 WIDTH + 4); gives stretches x by x words x 2 x 3.
        """
        n, words = vectors.shape[:2]
        pairs = vectors[..., : 8 * WIDTH].view(n, words, 2, 4, WIDTH)
        own = vectors[..., 8 * WIDTH :]
        scores = torch.einsum("sbrd,swrd->sbwr", pairs[:, :, 0], pairs[:, :, 1]) / WIDTH**0.5
        scores = (scores + own[:, None]).view(n, words, words, 2, 2)
        return torch.cat([torch.zeros(*scores.shape[:4], 1), scores], -1)
