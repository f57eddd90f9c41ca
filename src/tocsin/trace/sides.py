"""Sets right on which side a story's origins stand, from what all of its documents say of them.

Testimonies of all documents come in and go out: a speaker who denies in one text asserts in none, and an
outlet that is said never to have reported a thing is no origin of it. It finds no new origins.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence

from tocsin.terms import Document, Side
from tocsin.trace.counting import PLAIN
from tocsin.trace.cues import cue
from tocsin.trace.passages import sentences
from tocsin.trace.testimony import Testimony, surest

_MOVED = 0.65  # a text that credits a cleared outlet rests on the one that most of the story credits
_REACH = 60  # characters between an outlet's name and the words that clear it


def on_one_side(testimonies: Sequence[Sequence[Testimony]]) -> list[list[Testimony]]:
    """Every speaker on the side that he takes most surely in the story; a plain denial decides."""
    surely: dict[str, dict[Side, float]] = defaultdict(lambda: {"asserts": 0.0, "denies": 0.0})
    for testimony in (t for each in testimonies for t in each if t.kind == "body"):
        side = surely[testimony.key]
        side[testimony.side] = max(side[testimony.side], testimony.probability)
    denying = {name for name, side in surely.items() if side["denies"] >= min(PLAIN, side["asserts"]) > 0}
    return [
        surest([t._replace(side="denies") if t.kind == "body" and t.key in denying else t for t in each])
        for each in testimonies
    ]


def cleared_houses(
    documents: Sequence[Document], testimonies: Sequence[Sequence[Testimony]]
) -> frozenset[str]:
    """Houses that a document clears of what they are credited for ("it has nothing to do with the story")."""
    named = {(t.key, t.name) for each in testimonies for t in each if t.kind == "outlet"}
    return frozenset(key for document in documents for key, name in named if _clears(document, name))


def without_cleared(
    testimonies: Sequence[Sequence[Testimony]], cleared: Container[str]
) -> list[list[Testimony]]:
    """The testimonies without cleared houses: who credits one rests on whom most others credit for it."""
    crediting = Counter(
        t.key for each in testimonies for t in each if t.kind == "outlet" and t.key not in cleared
    )
    first = min(crediting, key=lambda key: (-crediting[key], key), default=None)
    leading = next((t for each in testimonies for t in each if t.key == first and t.kind == "outlet"), None)
    return [_moved(each, cleared, leading) for each in testimonies]


def _moved(
    testimonies: Sequence[Testimony], cleared: Container[str], leading: Testimony | None
) -> list[Testimony]:
    kept = [t for t in testimonies if t.kind != "outlet" or t.key not in cleared]
    gone = [t for t in testimonies if t not in kept and t.side == "asserts"]
    if gone and leading and not any(t.kind == "outlet" for t in kept):
        kept.append(leading._replace(spans=gone[0].spans, probability=_MOVED))
    return kept


def _clears(document: Document, name: str) -> bool:
    for span in sentences(document.text):
        words = span.of(document.text)
        place = words.find(name)
        if place >= 0 and cue("disowned").search(words, place + len(name), place + len(name) + _REACH):
            return True
    return False
