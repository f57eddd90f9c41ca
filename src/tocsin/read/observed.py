"""Read the words of an observation: whatever they say, all of it is laid to whoever knows it at first hand.

Comes in: a document made of an observation. Goes out: a `Reading` in which one claim of the origin's holds
the whole text, and the claims and events found in it stand within. Knows nothing about grades.
"""

from tocsin.read.document import read_document
from tocsin.terms import OBSERVED, Claim, Document, Reading, Source, Span

WHOLE = "c0"


def is_observed(document: Document) -> bool:
    """Whether the document holds the words of an observation."""
    return document.media_type == OBSERVED


def read_observation(document: Document) -> Reading:
    """All that reading finds, within one claim laid to the origin."""
    found = read_document(document)
    origin = document.byline or "unknown"
    whole = Claim(
        id=WHOLE,
        document=document.id,
        source=Source(name=origin),
        content=(Span(0, len(document.text)),),
        chain=(origin,),
        events=tuple(event.id for event in found.events if event.claim is None),
    )
    inner = [
        claim.model_copy(update={"within": claim.within or WHOLE, "chain": (origin, *claim.chain)})
        for claim in found.claims
    ]
    events = [event.model_copy(update={"claim": event.claim or WHOLE}) for event in found.events]
    return found.model_copy(update={"claims": (whole, *inner), "events": tuple(events)})
