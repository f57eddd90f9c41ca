"""Read one document: its claims, its time expressions, its events.

Comes in: a document. Goes out: a `Reading`. It does not know other documents, the store, or what day it is.
"""

from tocsin.read.claims import find_claims
from tocsin.read.events import find_events
from tocsin.read.looking import look_over
from tocsin.read.times import find_times
from tocsin.terms import Document, Reading


def read_document(document: Document) -> Reading:
    """All that reading finds in `document`; a document without text gives an empty reading."""
    times = find_times(document.text, document.published)
    looked = look_over(document.text)
    claims = find_claims(document, looked)
    events, claims = find_events(document, claims, times, looked)
    return Reading(document=document.id, claims=claims, events=events, times=times)
