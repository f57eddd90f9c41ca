"""Finds what one document bears witness to: whose word on the story's core claim it gives.

A document, its reading, its credits and the story's core come in; testimonies go out. It does not know
the other documents: whether the credited outlet is among them is for counting to say.
"""

from collections.abc import Sequence

from tocsin.reference.outlets import find_outlet
from tocsin.terms import Document, Reading, Side, Span
from tocsin.trace.access import find_own_access
from tocsin.trace.bodies import PUBLIC_WORD, find_bodies
from tocsin.trace.core import BEARING, Core, is_called_false, is_denied
from tocsin.trace.credits import Credit
from tocsin.trace.passages import told_sentences
from tocsin.trace.quotes import Quoted
from tocsin.trace.testimony import Testimony, surest

_CREDITED = {"told": 0.92, "reported": 0.9, "link": 0.6, "line": 0.6, "dateline": 0.6}
_LINED = 0.85  # unnamed sources over the dateline or credit line of another outlet
_BESIDE = 0.4  # an outlet that only reported what a body said in public


def find_testimonies(
    document: Document, reading: Reading | None, credits_: Sequence[Credit], core: Core
) -> list[Testimony]:
    """The outlets, bodies and own sources that the document shows for the core claim, or an empty list.

    Outlets it credits come first; a body speaking in public counts beside them, unless it spoke to the
    outlet ("told X"); unnamed sources count as the document's own access only where it credits nobody.
    """
    spans = told_sentences(document.text)
    bearing = {span: core.bearing(span.of(document.text)) for span in spans}
    about = _scope(spans, bearing)
    mainly: Side = "denies" if _is_mainly_denial(document, spans, bearing) else "asserts"
    outlets = _outlets(document, credits_, about, mainly)
    bodies = find_bodies(document, reading, credits_, core, bearing)
    if bodies:
        outlets = [_beside(outlet, bodies, credits_) for outlet in outlets]
    own = find_own_access(document, reading, core, about, outlets, mainly)
    if not outlets and not any(testimony.is_stated for testimony in own):
        own = _from_lines(credits_, own, mainly) or own
    return [*outlets, *bodies, *(own if own and (own[0].kind == "self" or not bodies) else [])]


def with_quotation(testimonies: Sequence[Testimony], quoted: Quoted) -> list[Testimony]:
    """The testimonies with that of a shared quotation's speaker, and without own sources that it explains.

    An outlet that only reported counts for less beside him; where sources spoke to an outlet, he did too.
    """
    if any(t.is_told for t in testimonies):
        return list(testimonies)
    kept = [t for t in testimonies if (t.kind != "self" or t.is_stated) and t.name != quoted.name]
    kept = [t._replace(probability=_BESIDE) if t.kind == "outlet" else t for t in kept]
    spans, name = (quoted.span,), quoted.name
    return [*kept, Testimony("body", name, name, quoted.side, PUBLIC_WORD, spans, quoted.source)]


def _scope(spans: Sequence[Span], bearing: dict[Span, float]) -> dict[Span, float]:
    """Bearing of each sentence, helped by the sentence before it: "..., X reported" may follow the claim."""
    scope, before = {}, 0.0
    for place, span in enumerate(spans):
        lead = 0.15 if place < 4 else 0.0
        scope[span] = min(1.0, max(bearing[span], 0.75 * before) + lead)
        before = bearing[span]
    return scope


def _is_mainly_denial(document: Document, spans: Sequence[Span], bearing: dict[Span, float]) -> bool:
    """Whether headline or first sentence say that the core claim is false."""
    opening = [span for span in spans[:1] if bearing[span] >= BEARING]
    return any(is_denied(words) for words in (document.title or "", *(s.of(document.text) for s in opening)))


def _outlets(
    document: Document, credits_: Sequence[Credit], about: dict[Span, float], mainly: Side
) -> list[Testimony]:
    weights = {c: about.get(c.sentence, 0.0) for c in credits_ if c.cue not in ("dateline", "line")}
    leading = max(weights.values(), default=0.0)
    found = []
    for credit, weight in weights.items():
        if weight < BEARING:
            continue
        denies = is_called_false(credit.sentence.of(document.text)) or (credit.is_told and mainly == "denies")
        probability = _CREDITED[credit.cue] * _share(weight, leading)
        found.append(_credited(credit, "denies" if denies else "asserts", probability))
    return surest(found)


def _share(weight: float, leading: float) -> float:
    """1 for the credit nearest to the core claim in its document, less for one made in passing."""
    return (weight / leading) ** 2 * min(1.0, (weight - 0.25) / 0.35)


def _credited(credit: Credit, side: Side, probability: float) -> Testimony:
    if credit.is_own:
        told, here = credit.is_told, (credit.span,)
        return Testimony("self", "", credit.name, side, probability, here, is_told=told, is_stated=True)
    spans = (credit.span,)
    return Testimony("outlet", credit.family, credit.name, side, probability, spans, is_told=credit.is_told)


def _beside(outlet: Testimony, bodies: Sequence[Testimony], credits_: Sequence[Credit]) -> Testimony:
    """An outlet that reported, in one sentence, what a body said in public is hardly an origin itself."""
    for credit in credits_:
        if credit.span in outlet.spans and not credit.is_told:
            for body in bodies:
                if any(credit.sentence.start <= span.start < credit.sentence.end for span in body.spans):
                    return outlet._replace(probability=_BESIDE)
    return outlet


def _from_lines(credits_: Sequence[Credit], unnamed: Sequence[Testimony], mainly: Side) -> list[Testimony]:
    """The outlet of a dateline or credit line: unnamed sources are its own, and else it may be the author."""
    lines = [credit for credit in credits_ if credit.cue in ("dateline", "line") and not credit.is_own]
    named = {credit.family: credit for credit in lines}
    agencies = {
        f: c for f, c in named.items() if (o := find_outlet(c.name)) and o.kind in ("agency", "state-media")
    }
    probability = _LINED if unnamed else _CREDITED["line"]
    return [
        Testimony("outlet", family, credit.name, mainly, probability, (credit.span,))
        for family, credit in (agencies or named).items()
    ]
