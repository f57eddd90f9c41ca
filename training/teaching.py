"""Let the mean of earlier readers teach the next: soft scores of tags, on marked windows and on plain news.

Files of weights, and files of articles without marks, come in; a teacher and windows come out. The articles
are one JSON object a line with a "text". It knows nothing of the order of training.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import kl_div, log_softmax

from tocsin.read.wordpieces import Splitter
from training.model import Batch, Reader, fresh_reader
from training.polnear import Article
from training.windows import Window, pack

_SHORTEST = 40  # wordpieces of a window that is worth a place


def teacher_of(files: Iterable[Path]) -> Reader:
    """A reader whose weights are the mean of those in `files`; it learns no more."""
    states = [torch.load(path) for path in files]
    teacher = fresh_reader()
    mean = {name: sum(state[name].float() for state in states) / len(states) for name in teacher.state_dict()}
    teacher.load_state_dict(mean)
    teacher.requires_grad_(requires_grad=False)
    return teacher.eval()


def taught(teacher: Reader, batch: Batch) -> Tensor:
    """What the teacher makes of the batch: stretches x words x tags, as logarithms of shares."""
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        return log_softmax(teacher.read(batch)[0], -1)


def distance(scores: Tensor, shares: Tensor, words: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the scores from what was taught, a word."""
    each = kl_div(log_softmax(scores, -1), shares, reduction="none", log_target=True).sum(-1)
    return (each * words).sum() / words.sum()


def plain_windows(files: Iterable[Path], words: Splitter) -> list[Window]:
    """Windows of the articles in JSONL files; nothing is marked in them."""
    whole = pack(_articles(files), words)
    return [window._replace(is_marked=False) for window in whole if window.length >= _SHORTEST]


def _articles(files: Iterable[Path]) -> Iterator[Article]:
    for path in files:
        for number, line in enumerate(path.read_text("utf8").splitlines()):
            text = json.loads(line).get("text")
            if text:
                yield Article(f"{path.stem}-{number}", text, ())
