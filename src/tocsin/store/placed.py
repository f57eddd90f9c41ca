"""Tell where events are said to be: places with how many documents tell of an event there.

Comes in: ids of documents. Goes out: places as the words give them, never more precise. Knows nothing about
maps.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from tocsin.store import tables
from tocsin.terms import Record, Status

_LOT = 400


class Placed(Record):
    """An event with the place that its words give."""

    key: str
    document: str
    kind: str | None
    status: Status
    name: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


def list_placed(connection: Connection, documents: Sequence[str]) -> list[Placed]:
    """The events in these documents that are said to be anywhere."""
    e, found = tables.events.c, list[Placed]()
    for start in range(0, len(documents), _LOT):
        query = (
            select(
                (e.document + "#" + e.id).label("key"),
                *(e.document, e.kind, e.status),
                e.place_name.label("name"),
                e.place_country.label("country"),
                e.place_latitude.label("latitude"),
                e.place_longitude.label("longitude"),
            )
            .where(e.document.in_(documents[start : start + _LOT]))
            .where(e.place_name.is_not(None) | e.place_country.is_not(None))
            .order_by(e.document, e.position)
        )
        found += [Placed.model_validate(dict(row)) for row in connection.execute(query).mappings()]
    return found
