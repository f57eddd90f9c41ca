"""Gate: the project's own sentences that were held back from training; every clone can run it."""

import re
from typing import NamedTuple

from training.marked import Marked, own_sentences

from tocsin.read.claims import find_claims
from tocsin.terms import Claim, Document, Span

CLAIM, NESTED = 0.797, 0.727  # measured .8029 and .7324

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


class Said(NamedTuple):
    """One claim as sets of words: source, cue and content, and the cue of the claim around it."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    above: frozenset[int]


def words(text: str, spans: tuple[tuple[int, int], ...] | tuple[Span, ...]) -> frozenset[int]:
    """The places of the words of `text` that the spans touch; a mark alone counts by its own place."""
    inside = {m.start() for m in _WORD.finditer(text) for a, b in spans if m.start() < b and m.end() > a}
    return frozenset(inside or {a for a, _ in spans})


def marked(sentence: Marked) -> list[Said]:
    said = []
    for number, own in sentence.attributions.items():
        above = sentence.within[number]
        cue = sentence.attributions[above].cue if above is not None else ()
        said.append(Said(*(words(sentence.text, part) for part in (*own, cue))))
    return said


def read(sentence: Marked) -> list[Said]:
    claims = find_claims(Document(id="d", name="d", text=sentence.text))
    by_id = {claim.id: claim for claim in claims}

    def said(claim: Claim) -> Said:
        source = claim.source.spans if claim.source else ()
        above = by_id[claim.within].cue if claim.within else ()
        return Said(*(words(sentence.text, part) for part in (source, claim.cue, claim.content, above)))

    return [said(claim) for claim in claims if claim.cue]


def is_same(a: Said, b: Said) -> bool:
    """Source and cue meet (or both lack a source), most of the content is shared; both nested or neither."""
    shared = len(a.content & b.content) / len(a.content | b.content)
    sources = bool(a.source & b.source) or not (a.source or b.source)
    return sources and bool(a.cue & b.cue) and shared >= 0.5 and bool(a.above) == bool(b.above)


def f1(gold: list[list[Said]], found: list[list[Said]]) -> float:
    right = sum(any(is_same(g, f) for f in fs) for gs, fs in zip(gold, found, strict=True) for g in gs)
    return 2 * right / (sum(map(len, gold)) + sum(map(len, found)))


def test_sentences_never_seen_in_training_come_out_as_they_are_marked() -> None:
    held = list(own_sentences(held=True))
    gold, found = [marked(s) for s in held], [read(s) for s in held]
    assert len(held) >= 198
    assert f1(gold, found) >= CLAIM
    nested = [[[said for said in one if said.above] for one in side] for side in (gold, found)]
    assert f1(*nested) >= NESTED
