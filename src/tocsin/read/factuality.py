"""Weigh what the rules make of an event's reality against what the encoder makes of it.

A status that the rules gave and two degrees of the word that names the event come in; a status goes out. The
table of lexicon/factuality.yaml says where the encoder is heard; everywhere else the rules stand. It does not
know the words around the event.
"""

from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
import yaml

from tocsin.read.encoder import Floats
from tocsin.terms import Status

Reading = Literal["claims", "events"]


class Degrees(NamedTuple):
    """From -3, certainly not, to 3, certainly so: what the author is committed to, and what happened."""

    author: float
    happened: float


class Factuality(NamedTuple):
    """The degrees of every word that was read of a text, by where the word starts; in text order."""

    starts: list[int]
    degrees: Floats  # words x 2

    def at(self, place: int) -> Degrees | None:
        """The degrees of the word that holds the character at `place`; None before the first word read."""
        row = bisect_right(self.starts, place) - 1
        return Degrees(*self.degrees[row].tolist()) if row >= 0 else None


class Entry(NamedTuple):
    """One row of the table: under these statuses and within these bounds the encoder's word is taken."""

    rules: frozenset[str]
    author: tuple[float, float]
    happened: tuple[float, float]
    gives: Status


def settle(reading: Reading, status: Status, degrees: Degrees | None) -> Status:
    """The status of a claim or an event, from what the rules give and the first row that fits."""
    if degrees is None:
        return status
    return next((entry.gives for entry in table()[reading] if _fits(entry, status, degrees)), status)


@cache
def table() -> dict[Reading, tuple[Entry, ...]]:
    """The rows for claims and for events, read once."""
    raw = yaml.safe_load(files("tocsin.read").joinpath("lexicon/factuality.yaml").read_text("utf-8"))
    return {reading: tuple(_entry(row) for row in rows) for reading, rows in raw.items()}


def gathered(starts: list[int], degrees: list[Floats]) -> Factuality:
    """One table of the parts of a text, in the order of the text."""
    return Factuality(starts, np.concatenate(degrees) if degrees else np.zeros((0, 2), dtype=np.float32))


def _entry(row: dict[str, object]) -> Entry:
    return Entry(
        frozenset(str(row["rules"]).split()),
        _bounds(row.get("author")),
        _bounds(row.get("happened")),
        row["gives"],  # type: ignore[arg-type]
    )


def _bounds(given: object) -> tuple[float, float]:
    """`above 2.2` or `below -1`; without either, everything."""
    if given is None:
        return -np.inf, np.inf
    side, bound = str(given).split()
    return (float(bound), np.inf) if side == "above" else (-np.inf, float(bound))


def _fits(entry: Entry, status: Status, degrees: Degrees) -> bool:
    in_author = entry.author[0] < degrees.author < entry.author[1]
    return status in entry.rules and in_author and entry.happened[0] < degrees.happened < entry.happened[1]
