"""What is new since a place in the store: documents, alerts, briefs, runs and decisions, each once.

Comes in: a place, which is the last number of each kind. Goes out: what came after it, and the place behind
it. Knows nothing about who is told.
"""

from collections.abc import Callable, Collection
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, func, select

from tocsin.store import sight, tables
from tocsin.store.connected import Connected
from tocsin.terms import Record

NewsKind = Literal["document", "alert", "brief", "run", "decision"]
MOST = 200  # of one kind at once


class Place(NamedTuple):
    """Up to which number each kind was told."""

    document: int = 0
    alert: int = 0
    brief: int = 0
    run: int = 0
    decision: int = 0


class News(Record):
    """Something new: what it is, its id, the problem that it belongs to, and one line."""

    kind: NewsKind
    id: str
    watch: str | None
    told: str
    number: int


class _Kind(NamedTuple):
    table: Table
    tell: Callable[[RowMapping], dict[str, Any]]


_KINDS: dict[NewsKind, _Kind] = {
    "document": _Kind(
        tables.documents,
        lambda row: {"id": row["id"], "watch": None, "told": row["title"] or row["name"]},
    ),
    "alert": _Kind(
        tables.alerts, lambda row: {"id": row["id"], "watch": row["watch"], "told": row["headline"]}
    ),
    "brief": _Kind(
        tables.briefs,
        lambda row: {"id": row["version"], "watch": row["watch"] or None, "told": row["title"]},
    ),
    "run": _Kind(
        tables.runs, lambda row: {"id": str(row["number"]), "watch": None, "told": f"run of {row['ended']}"}
    ),
    "decision": _Kind(
        tables.audit,
        lambda row: {
            "id": str(row["number"]),
            "watch": None,
            "told": f"{row['who']} {row['what']}: {row['record']}",
        },
    ),
}
_COLUMNS = {
    "document": ("number", "id", "title", "name"),
    "alert": ("number", "id", "watch", "headline"),
    "brief": ("number", "version", "watch", "title"),
    "run": ("number", "ended"),
    "decision": ("number", "who", "what", "record"),
}


def find_end(connection: Connection) -> Place:
    """The place behind all that there is."""
    ends = {
        kind: connection.execute(select(func.max(each.table.c.number))).scalar() or 0
        for kind, each in _KINDS.items()
    }
    return Place(**ends)


def list_news(
    connection: Connection, after: Place, watches: Collection[str] | None
) -> tuple[list[News], Place]:
    """What came after a place, of the problems that may be seen, and the place behind it."""
    found: list[News] = []
    reached = after._asdict()
    for kind, each in _KINDS.items():
        columns = [each.table.c[name] for name in _COLUMNS[kind]]
        query = select(*columns).where(each.table.c.number > reached[kind])
        rows = connection.execute(query.order_by(each.table.c.number).limit(MOST)).mappings().all()
        if rows:
            reached[kind] = rows[-1]["number"]
        made = [News(kind=kind, number=row["number"], **each.tell(row)) for row in rows]
        found += made if watches is None else _seen(connection, made, watches)
    return found, Place(**reached)


def _seen(connection: Connection, news: list[News], watches: Collection[str]) -> list[News]:
    documents = [each.id for each in news if each.kind == "document"]
    known = sight.among_documents(connection, watches, documents)
    return [
        each
        for each in news
        if each.kind == "run" or each.watch in watches or (each.kind == "document" and each.id in known)
    ]


class Telling(Connected):
    """The methods of a store by which others are told what is new."""

    def news_end(self) -> Place:
        """The place behind all that there is."""
        with self._read() as connection:
            return find_end(connection)

    def news(self, after: Place) -> tuple[list[News], Place]:
        """What came after a place, and the place behind it."""
        with self._read() as connection:
            return list_news(connection, after, None)
