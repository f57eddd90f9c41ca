"""Which documents bear on which watch, kept at reading time, so that a watch loads its own and no other.

Comes in: a watch's id and fingerprint, and the documents that were found to bear on it. Goes out: the ids
of those of a stretch of days, and which documents have not been looked at for it. Knows nothing about what
makes a document bear on a watch.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from tocsin.store import tables
from tocsin.store.documents import READING_ORDER, is_current

UNDATED = ""  # a document without any day sorts before all and belongs to every stretch

_b, _d, _w = tables.bearings.c, tables.documents.c, tables.watched.c


class Reach(NamedTuple):
    """How many documents bear on a watch, of how many, in so many words of text."""

    documents: int
    of: int


def looked_until(connection: Connection, watch: str, fingerprint: str) -> int:
    """Up to which number documents were looked at for the watch as it is now; forgets it as it was."""
    row = connection.execute(select(tables.watched).where(_w.watch == watch)).mappings().one_or_none()
    if row is not None and row["fingerprint"] == fingerprint:
        return int(row["number"])
    connection.execute(delete(tables.bearings).where(_b.watch == watch))
    connection.execute(delete(tables.watched).where(_w.watch == watch))
    connection.execute(
        insert(tables.watched).values(watch=watch, fingerprint=fingerprint, number=0, weighed=None)
    )
    return 0


def list_after(connection: Connection, number: int, limit: int) -> Sequence[tuple[int, str]]:
    """Numbers and ids of the next documents after a number."""
    query = select(_d.number, _d.id).where(_d.number > number).order_by(_d.number).limit(limit)
    return [(row.number, row.id) for row in connection.execute(query)]


def put_bearings(
    connection: Connection, watch: str, found: Iterable[tuple[str, dt.date | None]], until: int
) -> None:
    """Note documents (id and day) that bear on the watch, and up to which number all were looked at."""
    rows = [
        {"watch": watch, "day": day.isoformat() if day else UNDATED, "document": id_} for id_, day in found
    ]
    if rows:
        connection.execute(insert(tables.bearings).on_conflict_do_nothing(), rows)
    connection.execute(update(tables.watched).where(_w.watch == watch).values(number=until))


def list_bearing(connection: Connection, watch: str, since: dt.date, as_of: dt.date | None) -> Sequence[str]:
    """Ids, in reading order, of documents in use that bear on the watch: of `since` or later, or undated."""
    query = (
        select(_d.id)
        .join(tables.bearings, _b.document == _d.id)
        .where(_b.watch == watch, or_(_b.day == UNDATED, _b.day >= since.isoformat()), is_current(as_of))
        .order_by(*READING_ORDER)
    )
    return connection.execute(query).scalars().all()


def count_bearing(connection: Connection, watch: str) -> Reach:
    """How many documents in use bear on the watch, of how many there are."""
    query = (
        select(func.count())
        .select_from(tables.bearings)
        .join(tables.documents, _b.document == _d.id)
        .where(_b.watch == watch, is_current(None))
    )
    everything = select(func.count()).select_from(tables.documents).where(is_current(None))
    return Reach(connection.execute(query).scalar_one(), connection.execute(everything).scalar_one())


def newest_number(connection: Connection) -> int:
    """The highest number of a document."""
    return connection.execute(select(func.max(_d.number))).scalar() or 0


def weighed_as(connection: Connection, watch: str) -> str | None:
    """What the watch was last weighed on, as the run wrote it down."""
    return connection.execute(select(_w.weighed).where(_w.watch == watch)).scalar_one_or_none()


def put_weighed(connection: Connection, watch: str, weighed: str | None) -> None:
    """Write down what the watch was weighed on."""
    connection.execute(update(tables.watched).where(_w.watch == watch).values(weighed=weighed))
