"""Finds whether a document shows access of its own: what its author was told or saw, or unnamed sources.

A document, its reading and the story's core come in; at most one testimony goes out. It never asks who
an unnamed source is: such a source is the document's own, and no more.
"""

from collections.abc import Sequence

from tocsin.terms import Document, Reading, Side, Span
from tocsin.trace.core import BEARING, Core, words_of_claim
from tocsin.trace.credits import shows_own_access
from tocsin.trace.cues import cue
from tocsin.trace.passages import without_quotations
from tocsin.trace.speakers import is_mouthpiece
from tocsin.trace.testimony import Testimony

_OWN = 0.75  # unnamed sources in a text that credits nobody
_OWN_BESIDE = 0.7  # the same, well before the first outlet that the text credits
_CREDITED = 0.8  # an outlet credited so surely has the story too, apart from the document's own sources
_APART = 3  # sentences
_LEAD = 5  # sentences in which unnamed sources are the story's


def find_own_access(
    document: Document,
    reading: Reading | None,
    core: Core,
    about: dict[Span, float],
    outlets: Sequence[Testimony],
    mainly: Side,
) -> list[Testimony]:
    """The document's own access to the core claim, if it shows any.

    `about` is the bearing of its sentences, `outlets` are those it credits, `mainly` the side it takes.
    """
    if any(testimony.kind == "self" for testimony in outlets):
        return []
    probability, place = _OWN, _shown_access(document, about)
    is_stated = place is not None
    if place is None:
        end = max((span.end for span in list(about)[:_LEAD]), default=0)
        place = _unnamed_claim(document, reading, core, end) or _unnamed_words(document, about, end)
        if place and outlets:
            is_apart = _stands_apart(place, about, outlets)
            is_stated = is_apart and any(testimony.probability >= _CREDITED for testimony in outlets)
            probability = _OWN_BESIDE if is_apart else 0.0
    if place is None or not probability:
        return []
    return [
        Testimony(
            "self", "", document.outlet or document.label, mainly, probability, (place,), is_stated=is_stated
        )
    ]


def _stands_apart(place: Span, about: dict[Span, float], outlets: Sequence[Testimony]) -> bool:
    """Whether unnamed sources come well before any credited outlet, and so are hardly that outlet's."""
    spans = list(about)
    here = next((n for n, span in enumerate(spans) if span.start <= place.start < span.end), len(spans))
    credited = [span.start for testimony in outlets for span in testimony.spans]
    first = next((n for n, span in enumerate(spans) if span.end > min(credited, default=0)), len(spans))
    return here + _APART <= first


def _shown_access(document: Document, about: dict[Span, float]) -> Span | None:
    unquoted = without_quotations(document.text)
    for span, weight in about.items():
        if weight >= BEARING and (where := shows_own_access(span.of(unquoted))):
            return Span(span.start + where.start, span.start + where.end)
    return None


def _unnamed_claim(document: Document, reading: Reading | None, core: Core, end: int) -> Span | None:
    unquoted = without_quotations(document.text)
    for claim in reading.claims if reading else ():
        source = claim.source
        if source is None or not source.anonymous or source.through or is_mouthpiece(source):
            continue
        place = source.spans[0] if source.spans else None
        if place is None or place.start >= end or not place.of(unquoted).strip():
            continue
        if core.bearing(words_of_claim(document, claim)) >= BEARING:
            return place
    return None


def _unnamed_words(document: Document, about: dict[Span, float], end: int) -> Span | None:
    for span, weight in about.items():
        match = cue("unnamed_sources").search(span.of(document.text)) if weight >= BEARING else None
        if match and span.start < end:
            return Span(span.start + match.start(), span.start + match.end())
    return None
