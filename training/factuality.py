"""Read how factual people took events to be, and pack the texts into windows for the head that learns it.

JSON lines of words, with targets and a degree from -3 (certainly not) to 3 (certainly so), come in; texts as
they would be printed come out, with the place of each target, and windows of wordpieces for training. Two
scales are told apart and never mixed: what the author is committed to (UW), and what happened (UDS). It knows
nothing about the network.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tocsin.read.quotations import quotations
from tocsin.read.segments import sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.wordpieces import WINDOW, Part, Pieces, Splitter, cut
from tocsin.terms import Span

SCALES = ("UW", "UDS_IH2")  # folders of the data, in the order of the head's columns

_NO_SPACE_BEFORE = re.compile(r"n't$|'(s|re|ve|ll|d|m)?$|[.,;:?!%)\]}]+$", re.IGNORECASE)
_NO_SPACE_AFTER = frozenset(["(", "[", "{", "$", "#"])


class Target(NamedTuple):
    """An event: where its word starts in the text, and how factual people took it to be."""

    start: int
    degree: float


class Told(NamedTuple):
    """A text with its events."""

    text: str
    targets: tuple[Target, ...]


class Judged(NamedTuple):
    """Stretches that are read together, with the place of each target's word and its degree on one scale."""

    ids: list[list[int]]
    kinds: list[list[int]]
    firsts: list[list[int]]
    places: list[int]  # counted over the words of the stretches
    degrees: list[float]
    scale: int

    @property
    def length(self) -> int:
        """Wordpieces, special ones included."""
        return 1 + sum(len(ids) + 1 for ids in self.ids)


def read_told(path: Path) -> Iterator[Told]:
    """The texts of one file, in order."""
    for line in path.read_text("utf8").splitlines():
        row = json.loads(line)
        text, starts = printed(row["text"].split(" "))
        yield Told(text, tuple(Target(starts[t["span1"][0]], float(t["label"])) for t in row["targets"]))


def token_table(text: str) -> Tokens:
    """The words of a text, as the reader cuts them."""
    whole = Span(0, len(text))
    return tokenize(text, whole, sentences(text, whole), quotations(text, whole))


def token_at(tokens: Tokens, start: int) -> int:
    """The number of the token that holds the character at `start`."""
    return next((k for k, end in enumerate(tokens.ends) if end > start), len(tokens) - 1)


def pack_told(told: Iterable[Told], scale: int, splitter: Splitter) -> Iterator[Judged]:
    """Windows of the texts in order: neighbours mostly come from one document and help each other."""
    held = Judged([], [], [], [], [], scale)
    for one in told:
        for pieces, places, degrees in _stretches(one, splitter):
            if held.ids and held.length + len(pieces.ids) + 1 > WINDOW:
                yield held
                held = Judged([], [], [], [], [], scale)
            before = sum(map(len, held.firsts))
            held.ids.append(pieces.ids)
            held.kinds.append(pieces.kinds)
            held.firsts.append(pieces.firsts)
            held.places.extend(before + place for place in places)
            held.degrees.extend(degrees)
    if held.degrees:
        yield held


def _stretches(told: Told, splitter: Splitter) -> Iterator[tuple[Pieces, list[int], list[float]]]:
    tokens = token_table(told.text)
    at = [(token_at(tokens, target.start), target.degree) for target in told.targets]
    for part, pieces in cut(Part(tokens, 0, len(tokens)), splitter):
        own = [(k, degree) for k, degree in at if part.first <= k < part.end]
        yield pieces, [k - part.first for k, _ in own], [degree for _, degree in own]


def printed(words: list[str]) -> tuple[str, list[int]]:
    """Words as they would be printed, and where each starts: `did n't` and `city 's` close up."""
    text, starts, glued, is_open = "", [], True, False
    for word in words:
        is_quote = word in ("''", "``", '"')
        is_open ^= is_quote
        closes = (is_quote and not is_open) or (not is_quote and _NO_SPACE_BEFORE.match(word))
        text += "" if glued or closes else " "
        starts.append(len(text))
        text += '"' if is_quote else word
        glued = (is_quote and is_open) or word in _NO_SPACE_AFTER
    return text, starts
