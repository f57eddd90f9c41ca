"""Read the project's own sentences: text with the parts of each attribution in brackets.

`[S1 Officials] [Q1 say] [T1 it failed]` comes in; a text and its claims come out, each with its parts as
character spans and the number of the claim that it lies within. `[T1,3 ...]` belongs to two claims. It knows
the brackets and not what is done with the claims.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from training.polnear import Article, Attribution

_BRACKET = re.compile(r"\[([SQT])(\d+(?:,\d+)*) |\]")
SENTENCES = Path(__file__).parent / "sentences"


class Marked(NamedTuple):
    """A text with its attributions by number, and the number that each lies within (None: outermost)."""

    id: str
    text: str
    attributions: dict[int, Attribution]
    within: dict[int, int | None]

    def outermost(self) -> Article:
        """The text with what PolNeAR would mark: the outermost attributions alone."""
        kept = tuple(a for n, a in self.attributions.items() if self.within[n] is None)
        return Article(self.id, self.text, kept)

    def insides(self) -> Iterator[Article]:
        """Each content of one piece as a text of its own, with the attributions directly within it."""
        for number, attribution in self.attributions.items():
            if len(attribution.content) != 1:
                continue
            start, end = attribution.content[0]
            children = [
                _moved(a, -start)
                for n, a in self.attributions.items()
                if self.within[n] == number and a.cue and start <= a.cue[0][0] < end
            ]
            yield Article(f"{self.id}/{number}", self.text[start:end], tuple(children))


def own_sentences(*, held: bool) -> Iterator[Marked]:
    """The hand-written sentences that are held back from training, or those that are not."""
    for line in (SENTENCES / "own.jsonl").read_text("utf8").splitlines():
        row = json.loads(line)
        if row["held"] == held:
            yield read_marked(row["id"], row["marked"])


def read_marked(id: str, marked: str) -> Marked:
    """Text and claims of a sentence with brackets; ValueError where a bracket is not closed."""
    text, at = "", 0
    open_: list[tuple[str, list[int], int]] = []
    parts: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for bracket in _BRACKET.finditer(marked):
        text += marked[at : bracket.start()]
        at = bracket.end()
        if bracket[1]:
            open_.append((bracket[1], [int(n) for n in bracket[2].split(",")], len(text)))
            continue
        role, numbers, start = open_.pop()
        for number in numbers:
            parts.setdefault(number, {"S": [], "Q": [], "T": []})[role].append((start, len(text)))
    if open_:
        raise ValueError(f"{id}: a bracket is not closed: {marked}")
    text += marked[at:]
    known = {n: Attribution(*(tuple(sorted(own[r])) for r in "SQT")) for n, own in sorted(parts.items())}
    return Marked(id, text, known, {n: _holder(n, known) for n in known})


def _holder(number: int, known: dict[int, Attribution]) -> int | None:
    """The smallest content that holds the cue; else a claim of a lower number with the same content."""
    own = known[number]
    cue = own.cue[0][0] if own.cue else -1
    holders = [
        (end - start, n)
        for n, other in known.items()
        for start, end in other.content
        if n != number and start <= cue < end
    ]
    if holders:
        return min(holders)[1]
    shared = [n for n, other in known.items() if n < number and own.content and other.content == own.content]
    return shared[0] if shared else None


def _moved(attribution: Attribution, by: int) -> Attribution:
    return Attribution(*(tuple((a + by, b + by) for a, b in part) for part in attribution))
