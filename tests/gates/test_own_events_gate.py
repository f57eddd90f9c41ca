"""Gate: events in the project's own sentences that were held back; every clone can run it.

The weights have not seen these sentences; with them the last settings of what is credible were chosen.
"""

from training.marked_events import Eventful, event_sentences

from tocsin.read.document import read_document
from tocsin.reference.kinds import kinds
from tocsin.terms import Document, Event

UNCODED, FOUND, CODED, STATUS = 0.9, 0.64, 0.729, 0.88  # measured .900, .650, .739 and .891


def coded(sentence: Eventful) -> list[Event]:
    reading = read_document(Document(id=sentence.id, name=sentence.id, text=sentence.text))
    return [event for event in reading.events if event.class_]


def test_every_sentence_is_marked_in_words_that_the_project_knows() -> None:
    both = [sentence for held in (False, True) for sentence in event_sentences(held=held)]
    assert len(both) >= 600
    assert len({event.class_ for sentence in both for event in sentence.events}) == 16, (
        "a PLOVER class is missing"
    )
    known = set(kinds())
    assert not {event.kind for sentence in both for event in sentence.events} - known - {None}
    assert sum(not sentence.events for sentence in both) >= 150, "what is no event has to be learnt too"


def test_held_back_sentences_are_coded_as_well_as_measured() -> None:
    plain, quiet, gold, met, coded_right, status = 0, 0, 0, 0, 0, 0
    for sentence in event_sentences(held=True):
        found = coded(sentence)
        plain += not sentence.events
        quiet += not sentence.events and not found
        for event in sentence.events:
            start, end = event.trigger[0][0], event.trigger[-1][1]
            here = [f for f in found if f.trigger.start < end and f.trigger.end > start]
            gold += 1
            met += bool(here)
            coded_right += any(f.class_ == event.class_ for f in here)
            status += any(f.status == event.status for f in here)
    assert quiet / plain >= UNCODED, f"{quiet} of {plain} sentences without an event stay without one"
    assert met / gold >= FOUND, f"{met} of {gold} events are found"
    assert coded_right / met >= CODED, f"{coded_right} of {met} events have the right class"
    assert status / met >= STATUS, f"{status} of {met} events have the right status"
