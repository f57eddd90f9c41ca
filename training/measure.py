"""Measure the shipped weights on PolNeAR's dev articles: `python -m training.measure --data DIR`.

Articles with their marks come in; one line of figures goes out and, with --log, into the log of the training.
It counts what the program itself gives (`find_claims`), outermost claims only, words and no marks; it does
not choose anything.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tocsin.read.claims import find_claims
from tocsin.terms import Document
from training.polnear import read_articles

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.'’\-][A-Za-z0-9]+)*")
_PARTS = ("source", "cue", "content")
_Words = frozenset[int]


class _Said(NamedTuple):
    """One attribution as sets of words, by the place where each word starts."""

    source: _Words
    cue: _Words
    content: _Words


def main() -> None:
    """Read the arguments, measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/")
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    line = json.dumps(measure(given.data / "polnear" / "dev"))
    print(line)
    if given.log:
        with given.log.open("a") as file:
            file.write(line + "\n")


def measure(folder: Path) -> dict[str, float]:
    """F1 of words a part, and F1 of whole attributions: content met, and all three parts equal."""
    n: Counter[str] = Counter()
    for article in read_articles(folder):
        words = [(m.start(), m.end()) for m in _WORD.finditer(article.text)]
        gold = [_said(words, a.source, a.cue, a.content) for a in article.attributions]
        claims = find_claims(Document(id=article.name, name=article.name, text=article.text))
        found = [
            _said(words, c.source.spans if c.source else (), c.cue, c.content)
            for c in claims
            if c.within is None and c.cue
        ]
        _count(n, gold, found)
    return {key: round(_f1(n, key), 4) for key in (*_PARTS, "met", "equal")}


def _said(words: list[tuple[int, int]], *parts: tuple[tuple[int, int], ...]) -> _Said:
    return _Said(*(frozenset(s for s, e in words for a, b in part if s < b and e > a) for part in parts))


def _count(n: "Counter[str]", gold: list[_Said], found: list[_Said]) -> None:
    for at, part in enumerate(_PARTS):
        g, f = (frozenset().union(*(one[at] for one in side)) for side in (gold, found))
        n.update({f"{part} right": len(g & f), f"{part} gold": len(g), f"{part} found": len(f)})
    gold, found = [g for g in gold if g.content], [f for f in found if f.content]
    for key in ("met", "equal"):
        n.update({f"{key} gold": len(gold), f"{key} found": len(found)})
    n["equal right"] += len(set(gold) & set(found))
    left = list(found)
    for one in gold:
        best = max(left, key=lambda f: len(f.content & one.content), default=None)
        if best is not None and best.content & one.content:
            n["met right"] += 1
            left.remove(best)


def _f1(n: "Counter[str]", key: str) -> float:
    total = n[f"{key} gold"] + n[f"{key} found"]
    return 2 * n[f"{key} right"] / total if total else 0.0


if __name__ == "__main__":
    main()
