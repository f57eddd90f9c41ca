"""Put documents with their kept bytes into the store, and take them out in a fixed order.

Comes in: documents. Goes out: documents, each with the version that the store knows it by. Nothing is
ever deleted: a document that comes again with other words about it (its outlet, its date) takes the
place of the earlier one, which stays in the table as superseded. Knows nothing about files.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, select, update
from sqlalchemy.dialects.sqlite import insert

from tocsin.errors import StoreError
from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.store.words import index_words, reindex_words
from tocsin.terms import Document

_d = tables.documents.c
_READING_ORDER = (func.coalesce(_d.published, "9999"), _d.name, _d.version, _d.id)


def put_document(connection: Connection, document: Document, kept: bytes | None) -> Document:
    """Store a document and the bytes it came in; the answer carries the version it has here.

    Raises:
        StoreError: the bytes are not those that the document's hash names.
    """
    if kept is not None:
        _put_kept(connection, document, kept)
    row = to_row(document)
    row["text_hash"] = hashlib.sha256(document.text.encode()).hexdigest()
    stored = connection.execute(select(tables.documents).where(_d.id == document.id)).mappings().one_or_none()
    if stored is None:
        row["version"] = _next_version(connection, row)
        number = connection.execute(tables.documents.insert().values(row)).lastrowid
        index_words(connection, number, document.title, document.text)
    else:
        row["version"] = stored["version"]
        _correct(connection, stored, row)
    _supersede_others(connection, row)
    return document.model_copy(update={"version": row["version"]})


def list_ids(connection: Connection, as_of: dt.date | None, unread_by: str | None = None) -> Sequence[str]:
    """Ids in reading order; with `unread_by`, only those that this code version has not read."""
    query = select(_d.id).where(is_current(as_of)).order_by(*_READING_ORDER)
    if unread_by is not None:
        readings = tables.readings.c
        mine = and_(readings.document == _d.id, readings.code_version == unread_by)
        query = query.where(~select(readings.document).where(mine).exists())
    return connection.execute(query).scalars().all()


def is_current(as_of: dt.date | None) -> ColumnElement[bool]:
    """Not superseded and, given a date, first seen on it or before (UTC); the undated are left out then."""
    if as_of is None:
        return _d.superseded_by.is_(None)
    return and_(_d.superseded_by.is_(None), func.substr(_d.first_seen, 1, 10) <= as_of.isoformat())


def get_documents(connection: Connection, ids: Sequence[str]) -> Iterator[Document]:
    """The documents with these ids, in their order."""
    rows = connection.execute(select(tables.documents).where(_d.id.in_(ids))).mappings()
    by_id = {row["id"]: row for row in rows}
    return (to_record(Document, by_id[one]) for one in ids)


def find_document(connection: Connection, name_or_id: str) -> Document | None:
    """By id, by label (`a17~2`), or by name; of several versions the newest."""
    name, _, version = name_or_id.rpartition("~")
    queries = (
        select(tables.documents).where(_d.id == name_or_id),
        select(tables.documents).where(is_current(None), _d.name == name_or_id),
        select(tables.documents).where(is_current(None), _d.name == name, _d.version == _number(version)),
    )
    for query in queries:
        row = connection.execute(query.order_by(_d.version.desc()).limit(1)).mappings().one_or_none()
        if row is not None:
            return to_record(Document, row)
    return None


def get_kept(connection: Connection, kept_hash: str) -> bytes | None:
    """The bytes as they came."""
    query = select(tables.kept.c.compressed).where(tables.kept.c.hash == kept_hash)
    compressed = connection.execute(query).scalar_one_or_none()
    return None if compressed is None else zlib.decompress(compressed)


def _put_kept(connection: Connection, document: Document, kept: bytes) -> None:
    if hashlib.sha256(kept).hexdigest() != document.kept_hash:
        raise StoreError(
            document.label, "its kept bytes are not those that its hash names", "collect it again"
        )
    row = {"hash": document.kept_hash, "size": len(kept), "compressed": zlib.compress(kept)}
    connection.execute(insert(tables.kept).values(row).on_conflict_do_nothing())


def _next_version(connection: Connection, row: dict[str, object]) -> int:
    """The version of the same text under the same name, else the one after the last of that name."""
    versions = select(_d.version).where(_d.name == row["name"])
    same: int | None = connection.execute(
        versions.where(_d.text_hash == row["text_hash"]).limit(1)
    ).scalar_one_or_none()
    if same is not None:
        return same
    last = connection.execute(versions.order_by(_d.version.desc()).limit(1)).scalar_one_or_none()
    return (last or 0) + 1


def _correct(connection: Connection, stored: RowMapping, row: dict[str, object]) -> None:
    """Take over what is newly said about a document that is known already; its text is the same."""
    changed = {column: value for column, value in row.items() if stored[column] != value}
    if not changed:
        return
    connection.execute(update(tables.documents).where(_d.id == row["id"]).values(changed))
    if "title" in changed:
        reindex_words(connection, stored["number"], (stored["title"], row["title"]), stored["text"])


def _supersede_others(connection: Connection, row: dict[str, object]) -> None:
    is_same_text = and_(_d.name == row["name"], _d.text_hash == row["text_hash"])
    change = update(tables.documents)
    connection.execute(
        change.where(is_same_text, _d.id != row["id"], _d.superseded_by.is_distinct_from(row["id"])).values(
            superseded_by=row["id"]
        )
    )
    connection.execute(
        change.where(_d.id == row["id"], _d.superseded_by.is_not(None)).values(superseded_by=None)
    )


def _number(version: str) -> int:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
