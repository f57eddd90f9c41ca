"""Run the encoder over the words of a document and give what it makes of each word.

Stretches of tokens come in; for each stretch scores of tags and vectors of pointers come out, a row a word,
and what its heads for events tell of each word. It loads the shipped weights once a process, checks them
against their checksum, and runs on one thread; it does not know what a tag means.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.errors import ConfigurationError
from tocsin.read.wordpieces import CLASSIFY, SEPARATE, WINDOW, Part, Pieces, Splitter, cut

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = npt.NDArray[np.float32]


class Seen(NamedTuple):
    """What the encoder makes of a stretch: a row a word of its part."""

    part: Part
    scores: Floats  # words x 7 tags
    vectors: Floats  # words x 512: four vectors of pointers
    degrees: Floats  # words x 2: how factual people take an event at this word to be, -3 to 3, on two scales
    acts: Floats  # words x 17: scores of naming no act, or one of each class
    statuses: Floats  # words x 6: scores of the status of an act named here
    roles: Floats  # words x 388: vectors that say who acts, and on whom, in which act


_SAID = (7,)  # where the columns of one head end and those of the next begin
_DONE = (17, 23)


class Chain(NamedTuple):
    """Scores of moving from one tag to the next, of the first tag, and of a cue without a source."""

    moves: Floats
    starts: Floats
    none: float


def look(parts: Sequence[Part]) -> list[Seen]:
    """What the encoder makes of each part, in order; a part too long for one window comes back in pieces.

    Raises ConfigurationError where the shipped weights are damaged.
    """
    stretches = [stretch for part in parts for stretch in cut(part, _splitter())]
    found: list[Seen] = []
    for window in _packed([len(pieces.ids) for _, pieces in stretches]):
        columns = _run([stretches[n][1] for n in window])
        row = 0
        for n in window:
            part, pieces = stretches[n]
            end = row + len(pieces.firsts)
            found.append(Seen(part, *(column[row:end] for column in columns)))
            row = end
    return found


@cache
def chain() -> Chain:
    """The chain's scores, as they were trained."""
    raw = _described()
    moves, starts = (np.asarray(raw[name], dtype=np.float32) for name in ("moves", "starts"))
    return Chain(moves, starts, float(raw["none"]))


def check(weights: bytes, described: dict[str, str]) -> None:
    """Raise ConfigurationError unless `weights` have the checksum that stands beside them."""
    if hashlib.sha256(weights).hexdigest() != described["sha256"]:
        raise ConfigurationError(
            "tocsin/read/weights/reader.onnx",
            f"the weights are damaged: their checksum is not that of version {described['version']}",
            "install tocsin again",
        )


def _described() -> dict[str, str]:
    raw: dict[str, str] = json.loads(files("tocsin.read").joinpath("weights/reader.json").read_text("utf8"))
    return raw


@cache
def _session() -> "InferenceSession":
    """The weights, loaded when the first document is read: importing this module costs nothing."""
    from onnxruntime import InferenceSession, SessionOptions, set_default_logger_severity

    set_default_logger_severity(3)
    weights = files("tocsin.read").joinpath("weights/reader.onnx").read_bytes()
    check(weights, _described())
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(weights, options, providers=["CPUExecutionProvider"])


@cache
def _splitter() -> Splitter:
    return Splitter(
        files("tocsin.read").joinpath("weights/vocabulary.txt").read_text("utf8").split("\n")[:-1]
    )


def _packed(sizes: list[int]) -> Iterator[list[int]]:
    """The numbers of neighbours packed together, as many as fit into a window."""
    held: list[int] = []
    length = 1
    for number, size in enumerate(sizes):
        if held and length + size + 1 > WINDOW:
            yield held
            held, length = [], 1
        held.append(number)
        length += size + 1
    if held:
        yield held


def _run(stretches: list[Pieces]) -> list[Floats]:
    """What is seen of the words of one window, column by column.

    Windows run one at a time: nothing is padded, and what is read of a window never depends on another.
    """
    ids, kinds, firsts = [CLASSIFY], [0], list[int]()
    for pieces in stretches:
        firsts += [len(ids) + first for first in pieces.firsts]
        ids += [*pieces.ids, SEPARATE]
        kinds += [*pieces.kinds, 0]
    given = {"ids": np.asarray([ids]), "kinds": np.asarray([kinds]), "firsts": np.asarray(firsts)}
    said, degrees, done = _session().run(None, given)
    return [*np.split(said, _SAID, 1), degrees, *np.split(done, _DONE, 1)]
