"""Events joined of all their tellings, from the store or from documents just read, and as rows for others.

Documents with their readings come in, by way of the store; happenings and rows go out. It knows the order of
the steps and nothing of how tellings are joined.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tocsin.store import Store
from tocsin.terms import Actor, CodedRow, Document, Happening, Lineage, Reading
from tocsin.trace import trace_documents
from tocsin.weigh import join_events

_AT_ONCE = 500  # documents whose readings are fetched together


class Whence(NamedTuple):
    """What is shown of a document that tells of a happening: its name, its address, its handling line."""

    label: str
    url: str | None
    marking: str | None


def whence_of(document: Document) -> Whence:
    """What is shown of this document."""
    return Whence(document.label, document.url, document.marking)


def join_store(store: Store, whence: dict[str, Whence]) -> tuple[Happening, ...]:
    """Every happening that the store's documents tell of; fills `whence` by document id."""
    return join_events(_read(store, whence), Lineage(stories=tuple(store.stories())))


def join_read(documents: Sequence[Document], readings: Sequence[Reading]) -> tuple[Happening, ...]:
    """Every happening that these documents tell of, with who stands behind it."""
    lineage = trace_documents(documents, readings)
    return join_events(zip(documents, readings, strict=True), lineage)


def choose(
    happenings: Iterable[Happening],
    statuses: Collection[str],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Iterator[Happening]:
    """Those with one of these statuses that fall, or were first reported, in these days."""
    for one in happenings:
        day = one.start or one.reported
        is_late = until is not None and (day is None or day > until)
        is_early = since is not None and (day is None or day < since)
        if one.status in statuses and not is_late and not is_early:
            yield one


def as_row(one: Happening, whence: Mapping[str, Whence]) -> CodedRow:
    """A happening in the columns of joined events: mentions, articles and independent sources counted."""
    actor, recipient, place = _first(one.actors), _first(one.recipients), one.place
    marks = dict.fromkeys(mark for each in one.documents if (mark := whence[each].marking) is not None)
    return (
        *(one.id, "tocsin", one.tellings[0], _day(one.start or one.reported), _day(one.end or one.reported)),
        *(one.cameo, one.class_, one.mode, one.kind),
        *(_names(one.actors), actor.country, actor.sector),
        *(_names(one.recipients), recipient.country, recipient.sector),
        *(place.name, place.country, place.latitude, place.longitude, None),
        *(None, None, len(one.tellings), one.status, whence[one.documents[0]].url, "; ".join(marks) or None),
        *(len(one.documents), None if one.origins is None else len(one.origins)),
    )


def _read(store: Store, whence: dict[str, Whence]) -> Iterator[tuple[Document, Reading]]:
    lot: list[Document] = []
    for document in store.documents():
        whence[document.id] = whence_of(document)
        lot.append(document)
        if len(lot) == _AT_ONCE:
            yield from _with_readings(store, lot)
            lot = []
    yield from _with_readings(store, lot)


def _with_readings(store: Store, lot: list[Document]) -> Iterator[tuple[Document, Reading]]:
    by_id = {document.id: document for document in lot}
    for reading in store.readings_of(list(by_id)):
        yield by_id[reading.document], reading


def _first(people: Sequence[Actor]) -> Actor:
    return people[0] if people else Actor(name="")


def _names(people: Sequence[Actor]) -> str | None:
    return "; ".join(one.name for one in people) or None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
