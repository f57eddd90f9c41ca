"""Put what was read in a document, claim by claim and event by event, and take it out again.

Comes in: a reading. Goes out: the same reading, or one claim or event by its key. A second reading of
a document replaces the first. Knows nothing about how texts are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from tocsin.store import suggestions, tables
from tocsin.store.rows import Nested, to_record, to_row
from tocsin.terms import Certainty, Claim, Event, Interval, Place, Reading, Record, Source, Time

_CLAIM: Nested = {"source": Source, "certainty": Certainty}
_EVENT: Nested = {"place": Place, "time": Interval}
_Part = TypeVar("_Part", bound=Record)
_PARTS: tuple[tuple[str, Table, type[Record], Nested], ...] = (
    ("claims", tables.claims, Claim, _CLAIM),
    ("events", tables.events, Event, _EVENT),
    ("times", tables.times, Time, {}),
)


def put_readings(connection: Connection, readings: Sequence[Reading], code_version: str) -> None:
    """Store all that documents were found to say, in place of what earlier readings found."""
    read = [{"document": reading.document, "code_version": code_version} for reading in readings]
    ids = [reading.document for reading in readings]
    accepted = suggestions.accepted_claims(connection, ids)
    readings = [_with_accepted(reading, accepted.get(reading.document, ())) for reading in readings]
    for table in (tables.readings, tables.unread):
        connection.execute(delete(table).where(table.c.document.in_(ids)))
    _insert(connection, tables.readings, read)
    for name, table, _, nested in _PARTS:
        rows = [
            {"document": reading.document} | to_row(part, nested) | {"position": position}
            for reading in readings
            for position, part in enumerate(getattr(reading, name))
        ]
        _insert(connection, table, rows)


def _with_accepted(reading: Reading, accepted: Sequence[Claim]) -> Reading:
    """The reading with the claims that people accepted, which stay when the text is read anew."""
    known = {claim.id for claim in reading.claims}
    more = tuple(claim for claim in accepted if claim.id not in known)
    return reading.model_copy(update={"claims": (*reading.claims, *more)}) if more else reading


def get_reading(connection: Connection, document: str) -> Reading | None:
    """The reading of a document; None if it was not read yet."""
    readings = tables.readings.c
    if connection.execute(select(readings.document).where(readings.document == document)).first() is None:
        return None
    return Reading(
        document=document,
        claims=tuple(_take(connection, tables.claims, Claim, document, _CLAIM)),
        events=tuple(_take(connection, tables.events, Event, document, _EVENT)),
        times=tuple(_take(connection, tables.times, Time, document, {})),
    )


def get_readings(connection: Connection, documents: Sequence[str]) -> dict[str, Reading]:
    """The readings of many documents at once, by document; those that were not read are absent."""
    read = tables.readings.c.document
    known = connection.execute(select(read).where(read.in_(documents))).scalars().all()
    parts: dict[str, dict[str, list[Record]]] = {
        id_: {"claims": [], "events": [], "times": []} for id_ in known
    }
    for name, table, kind, nested in _PARTS:
        query = select(table).where(table.c.document.in_(known)).order_by(table.c.document, table.c.position)
        for row in connection.execute(query).mappings():
            parts[row["document"]][name].append(to_record(kind, row, nested))
    return {id_: Reading.model_validate({"document": id_} | found) for id_, found in parts.items()}


def get_claims(connection: Connection, documents: Sequence[str]) -> dict[str, Reading]:
    """Of each document that was read its claims alone, which is all that tracing asks for."""
    readings = tables.readings.c
    query = select(readings.document).where(readings.document.in_(documents))
    found: dict[str, list[Claim]] = {document: [] for document in connection.execute(query).scalars()}
    claims = tables.claims
    told = (
        select(claims).where(claims.c.document.in_(documents)).order_by(claims.c.document, claims.c.position)
    )
    for row in connection.execute(told).mappings():
        found[row["document"]].append(to_record(Claim, row, _CLAIM))
    return {document: Reading(document=document, claims=tuple(each)) for document, each in found.items()}


def get_claim(connection: Connection, key: str) -> Claim | None:
    """One claim by its key, `<document id>#<local id>`."""
    return _take_one(connection, tables.claims, Claim, key, _CLAIM)


def to_claim(row: RowMapping) -> Claim:
    """The claim of a row."""
    return to_record(Claim, row, _CLAIM)


def get_event(connection: Connection, key: str) -> Event | None:
    """One event by its key, `<document id>#<local id>`."""
    return _take_one(connection, tables.events, Event, key, _EVENT)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _take(
    connection: Connection, table: Table, kind: type[_Part], document: str, nested: Nested
) -> Iterator[_Part]:
    query = select(table).where(table.c.document == document).order_by(table.c.position)
    return (to_record(kind, row, nested) for row in connection.execute(query).mappings())


def _take_one(
    connection: Connection, table: Table, kind: type[_Part], key: str, nested: Nested
) -> _Part | None:
    document, _, local = key.partition("#")
    query = select(table).where(table.c.document == document, table.c.id == local)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else to_record(kind, row, nested)
