"""Finds the named people and bodies whose public word on the core claim one document gives.

A document, its reading, its credits and the story's core come in; testimonies of bodies go out. It does
not know outlets; who spoke to one ("told X") is left to that outlet's report.
"""

from collections.abc import Sequence

from tocsin.terms import Claim, Document, Reading, Side, Source, Span
from tocsin.trace.core import Core, is_denied, words_of_claim
from tocsin.trace.credits import Credit
from tocsin.trace.cues import cue
from tocsin.trace.speakers import is_mouthpiece, is_public, is_spokesperson, name_of
from tocsin.trace.testimony import Testimony, surest

PUBLIC_WORD = 0.75  # a named body's public word
_HEADED = 0.93  # the same, plainly and in the first sentences
_FIRST = 2  # sentences
BODY_BEARING = 0.45  # from this bearing on it is a word on the core claim
_PLAINLY = 0.8  # from this bearing on it plainly is
_LEAD = 5  # sentences; a body that comes later
_LATER = 0.5  # is hardly what the story rests on
_SPEAKING = ("asserts", "denies", "believes", "fears", "threatens", "promises", "doubts")


def find_bodies(
    document: Document,
    reading: Reading | None,
    credits_: Sequence[Credit],
    core: Core,
    bearing: dict[Span, float],
) -> list[Testimony]:
    """The bodies whose word on the core claim the document gives; `bearing` is that of its sentences.

    A spokesperson speaks for the body named before; early and plain words count for more.
    """
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
        name = name_of(source)
        side = _side_of(claim, sentence.of(document.text))
        is_rebuttal = core.holds(name) and (
            is_denied(words_of_claim(document, claim))
            or (claim.stance == "denies" and is_denied(sentence.of(document.text)))
        )
        if is_rebuttal:
            side, weight = "denies", max(weight, _PLAINLY)
        if weight < BODY_BEARING or not (claim.stance in _SPEAKING or is_rebuttal):
            continue
        if not is_spokesperson(name) and (_spoke_to_outlet(source) or name in told):
            continue
        probability = max(_surely(number, weight), PUBLIC_WORD if is_rebuttal else 0.0)
        found.append(Testimony("body", name, name, side, probability, source.spans, source))
    return surest(found)


def _spoke_to_outlet(source: Source) -> bool:
    """Whether the source spoke through an outlet, and not through a statement or post of its own."""
    return source.through is not None and cue("own_channel").search(source.through) is None


def _surely(sentence: int, weight: float) -> float:
    """How surely a body's word in this sentence, with this bearing, is what the document rests on."""
    if sentence < _FIRST and weight >= _PLAINLY:
        return _HEADED
    return PUBLIC_WORD * (1.0 if sentence < _LEAD else _LATER) * min(1.0, weight / _PLAINLY)


def _side_of(claim: Claim, sentence: str) -> Side:
    denies = claim.stance == "denies" or claim.polarity == "denied" or is_denied(sentence)
    return "denies" if denies else "asserts"


def _who_told(reading: Reading | None, bearing: dict[Span, float], credits_: Sequence[Credit]) -> set[str]:
    """Names of those who spoke to an outlet, the document's own included: what they say is its report."""
    told = {credit.sentence for credit in credits_ if credit.is_told}
    names = set()
    for claim in reading.claims if reading else ():
        place = (claim.source.spans or claim.cue or claim.content)[0] if claim.source else None
        if claim.source and place:
            sentence = next((s for s in bearing if s.start <= place.start < s.end), None)
            if _spoke_to_outlet(claim.source) or sentence in told:
                names.add(name_of(claim.source))
    return names
