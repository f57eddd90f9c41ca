"""Finds what one document shows for its story's core claim: whose word it gives, and on which side.

A document, its reading, its credits and the story's core come in; testimonies go out. It does not know
the other documents: whether the credited outlet is among them is for origins to say.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from tocsin.reference.outlets import find_outlet
from tocsin.terms import Claim, Document, Reading, Side, Source, Span
from tocsin.trace.core import BEARING, Core, is_denied, words_of_claim
from tocsin.trace.credits import Credit, shows_own_access
from tocsin.trace.cues import cue
from tocsin.trace.houses import house_of
from tocsin.trace.passages import sentences, without_quotations
from tocsin.trace.quotes import Quoted
from tocsin.trace.speakers import is_mouthpiece, is_public, name_of

_CREDITED = {"told": 0.92, "reported": 0.9, "link": 0.6, "line": 0.6, "dateline": 0.6}
_BODY = 0.8  # a named body's public word
BODY_BEARING = 0.45  # from this bearing on it is a word on the core claim
_PLAINLY = 0.8  # from this bearing on it plainly is
_LEAD = 5  # sentences; a body that comes later
_LATER = 0.5  # is hardly what the story rests on
_SPEAKING = ("asserts", "denies", "believes", "fears", "threatens", "promises", "doubts")
_OWN = 0.75  # unnamed sources in a text that credits nobody
_OWN_BESIDE = 0.6  # the same, well before the first outlet that the text credits
_APART = 3  # sentences
_ONE_BREATH = 60  # characters
_BESIDE = 0.4  # an outlet that only reported what a body said in public


class Testimony(NamedTuple):
    """One word on the core claim: `kind` and `key` say whose, `probability` how surely it is meant."""

    kind: Literal["outlet", "body", "self"]
    key: str  # house of the outlet, name of the body, "" for the document's own access
    name: str
    side: Side
    probability: float
    spans: tuple[Span, ...]
    source: Source | None = None
    is_told: bool = False  # a source spoke to the outlet
    is_stated: bool = False  # own access in so many words: the text names its own outlet

    def is_beside(self, other: "Testimony") -> bool:
        """Whether both are named in one breath ("X and Y report")."""
        return any(abs(a.start - b.start) < _ONE_BREATH for a in self.spans for b in other.spans)


def find_testimonies(
    document: Document, reading: Reading | None, credits_: Sequence[Credit], core: Core
) -> list[Testimony]:
    """The outlets, bodies and own sources that the document shows for the core claim, or an empty list.

    Outlets it credits come first; a body speaking in public counts beside them, unless it spoke to the
    outlet ("told X"); unnamed sources count as the document's own access only where it credits nobody.
    """
    spans = sentences(document.text)
    bearing = {span: core.bearing(span.of(document.text)) for span in spans}
    about = _scope(spans, bearing)
    mainly: Side = "denies" if _is_mainly_denial(document, spans, bearing) else "asserts"
    outlets = _outlets(document, credits_, about, mainly)
    bodies = _bodies(document, reading, credits_, core, bearing)
    if bodies:
        outlets = [_beside(outlet, bodies, credits_) for outlet in outlets]
    found = [*outlets, *bodies, *_own_access(document, reading, core, about, outlets, mainly)]
    return found or _from_lines(document, credits_)


def with_quotation(testimonies: Sequence[Testimony], quoted: Quoted) -> list[Testimony]:
    """The testimonies with that of a shared quotation's speaker, and without own sources that it explains.

    An outlet that only reported counts for less beside him; where sources spoke to an outlet, he did too.
    """
    if any(t.kind == "outlet" and t.is_told for t in testimonies):
        return list(testimonies)
    kept = [t for t in testimonies if (t.kind != "self" or t.is_stated) and t.name != quoted.name]
    kept = [t._replace(probability=_BESIDE) if t.kind == "outlet" else t for t in kept]
    spans, name = (quoted.span,), quoted.name
    return [*kept, Testimony("body", name, name, "asserts", _BODY, spans, quoted.source)]


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
        denies = is_denied(credit.sentence.of(document.text)) or (credit.is_told and mainly == "denies")
        probability = _CREDITED[credit.cue] * _share(weight, leading)
        found.append(_credited(credit, "denies" if denies else "asserts", probability))
    return _surest(found)


def _share(weight: float, leading: float) -> float:
    """1 for the credit nearest to the core claim in its document, less for one made in passing."""
    return (weight / leading) ** 2 * min(1.0, (weight - 0.25) / 0.35)


def _credited(credit: Credit, side: Side, probability: float) -> Testimony:
    if credit.is_own:
        return Testimony("self", "", credit.name, side, probability, (credit.span,), is_stated=True)
    spans = (credit.span,)
    return Testimony("outlet", credit.family, credit.name, side, probability, spans, is_told=credit.is_told)


def _bodies(
    document: Document,
    reading: Reading | None,
    credits_: Sequence[Credit],
    core: Core,
    bearing: dict[Span, float],
) -> list[Testimony]:
    found = []
    told = _who_told(reading, bearing, credits_)
    last: Source | None = None  # of whom "a spokesperson" is one
    for claim in reading.claims if reading else ():
        source = claim.source
        if source and is_mouthpiece(source):
            source = last.model_copy(update={"spans": source.spans}) if last else None
        if source is None or claim.within or not is_public(source, document):
            continue
        last = source
        place = (source.spans or claim.cue or claim.content)[0]
        number, sentence = next(
            ((n, s) for n, s in enumerate(bearing) if s.start <= place.start < s.end), (len(bearing), place)
        )
        weight = max(core.bearing(words_of_claim(document, claim)), 0.8 * bearing.get(sentence, 0.0))
        if weight < BODY_BEARING or claim.stance not in _SPEAKING:
            continue
        if source.through or name_of(source) in told:
            continue
        name = name_of(source)
        probability = _BODY * (1.0 if number < _LEAD else _LATER) * min(1.0, weight / _PLAINLY)
        side = _side_of(claim, sentence.of(document.text))
        found.append(Testimony("body", name, name, side, probability, source.spans, source))
    return _surest(found)


def _side_of(claim: Claim, sentence: str) -> Side:
    denies = claim.stance == "denies" or claim.polarity == "denied" or is_denied(sentence)
    return "denies" if denies else "asserts"


def _surest(testimonies: Sequence[Testimony]) -> list[Testimony]:
    best: dict[tuple[str, Side], Testimony] = {}
    for testimony in testimonies:
        before = best.get((testimony.key, testimony.side))
        if before is None or before.probability < testimony.probability:
            best[testimony.key, testimony.side] = testimony
    return list(best.values())


def _who_told(reading: Reading | None, bearing: dict[Span, float], credits_: Sequence[Credit]) -> set[str]:
    """Names of those who spoke to an outlet that is not the document's: what they say is its report."""
    told = {credit.sentence for credit in credits_ if credit.is_told and not credit.is_own}
    names = set()
    for claim in reading.claims if reading else ():
        place = (claim.source.spans or claim.cue or claim.content)[0] if claim.source else None
        if claim.source and place:
            sentence = next((s for s in bearing if s.start <= place.start < s.end), None)
            if claim.source.through or sentence in told:
                names.add(name_of(claim.source))
    return names


def _beside(outlet: Testimony, bodies: Sequence[Testimony], credits_: Sequence[Credit]) -> Testimony:
    """An outlet that reported, in one sentence, what a body said in public is hardly an origin itself."""
    for credit in credits_:
        if credit.span in outlet.spans and not credit.is_told:
            for body in bodies:
                if any(credit.sentence.start <= span.start < credit.sentence.end for span in body.spans):
                    return outlet._replace(probability=_BESIDE)
    return outlet


def _own_access(
    document: Document,
    reading: Reading | None,
    core: Core,
    about: dict[Span, float],
    outlets: Sequence[Testimony],
    mainly: Side,
) -> list[Testimony]:
    if any(testimony.kind == "self" for testimony in outlets):
        return []
    probability, place = _OWN, _shown_access(document, about)
    is_stated = place is not None
    if place is None:
        end = max((span.end for span in list(about)[:_LEAD]), default=0)
        place = _unnamed_claim(document, reading, core, end) or _unnamed_words(document, about, end)
        if place and outlets:
            probability = _OWN_BESIDE if _stands_apart(place, about, outlets) else 0.0
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
    for claim in reading.claims if reading else ():
        source = claim.source
        if source is None or not source.anonymous or source.through or not source.spans:
            continue
        if is_mouthpiece(source):
            continue
        if source.spans[0].start < end and core.bearing(words_of_claim(document, claim)) >= BEARING:
            return source.spans[0]
    return None


def _unnamed_words(document: Document, about: dict[Span, float], end: int) -> Span | None:
    for span, weight in about.items():
        match = cue("unnamed_sources").search(span.of(document.text)) if weight >= BEARING else None
        if match and span.start < end:
            return Span(span.start + match.start(), span.start + match.end())
    return None


def _from_lines(document: Document, credits_: Sequence[Credit]) -> list[Testimony]:
    """The agency of a dateline or credit line stands behind a text that shows nobody else."""
    lines = [credit for credit in credits_ if credit.cue in ("dateline", "line")]
    named = {credit.family: credit for credit in lines if not credit.is_own}
    agencies = {
        f: c for f, c in named.items() if (o := find_outlet(c.name)) and o.kind in ("agency", "state-media")
    }
    return [
        Testimony("outlet", family, credit.name, "asserts", _CREDITED[credit.cue], (credit.span,))
        for family, credit in (agencies or named).items()
        if document.outlet is None or house_of(document.outlet) != family
    ]
