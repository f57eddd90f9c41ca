"""Put documents with their kept bytes into the store, and take them out in a fixed order.

Comes in: documents. Goes out: documents, each with the version that the store knows it by. Nothing is
ever deleted: a document that comes again with other words about it (its outlet, its date) takes the
place of the earlier one, which stays in the table as superseded. Knows nothing about files.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, select, update
from sqlalchemy.dialects.sqlite import insert

from tocsin.errors import StoreError
from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.store.words import index_words, reindex_words
from tocsin.terms import Document

_d = tables.documents.c
_READING_ORDER = (func.coalesce(_d.published, "9999"), _d.name, _d.version, _d.id)


class _Namesake(NamedTuple):
    """A stored document of the same name: another text, the same one, or the same told of differently."""

    id: str
    version: int
    text_hash: str
    superseded_by: str | None


def put_document(connection: Connection, document: Document, kept: bytes | None) -> Document:
    """Store a document and the bytes it came in; the answer carries the version it has here.

    Raises:
        StoreError: the bytes are not those that the document's hash names.
    """
    if kept is not None:
        _put_kept(connection, document, kept)
    row = to_row(document)
    row["text_hash"] = hashlib.sha256(document.text.encode()).hexdigest()
    namesakes = _list_namesakes(connection, document.name)
    row["version"] = version = _tell_version(namesakes, row["text_hash"])
    if any(namesake.id == document.id for namesake in namesakes):
        _correct(connection, row)
    else:
        number = connection.execute(tables.documents.insert().values(row)).lastrowid
        index_words(connection, number, document.title, document.text)
    for namesake in namesakes:
        _supersede(connection, namesake, row)
    return document.model_copy(update={"version": version})


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


def _list_namesakes(connection: Connection, name: str) -> list[_Namesake]:
    query = select(*(_d[column] for column in _Namesake._fields)).where(_d.name == name)
    return [_Namesake(*row) for row in connection.execute(query)]


def _tell_version(namesakes: Sequence[_Namesake], text_hash: object) -> int:
    """The version of the same text under the same name, else the one after the last of that name."""
    same = [namesake.version for namesake in namesakes if namesake.text_hash == text_hash]
    return same[0] if same else max((namesake.version for namesake in namesakes), default=0) + 1


def _correct(connection: Connection, row: dict[str, object]) -> None:
    """Take over what is newly said about a document that is known already; its text is the same."""
    query = select(tables.documents).where(_d.id == row["id"])
    stored = connection.execute(query).mappings().one()
    changed = {column: value for column, value in row.items() if stored[column] != value}
    if changed:
        connection.execute(update(tables.documents).where(_d.id == row["id"]).values(changed))
    if "title" in changed:
        reindex_words(connection, stored["number"], (stored["title"], row["title"]), stored["text"])


def _supersede(connection: Connection, namesake: _Namesake, row: dict[str, object]) -> None:
    """Let the document of `row` stand for its text: itself in use, any other with that text not."""
    if namesake.text_hash != row["text_hash"]:
        return
    stands_for = None if namesake.id == row["id"] else row["id"]
    if namesake.superseded_by != stands_for:
        change = update(tables.documents).where(_d.id == namesake.id)
        connection.execute(change.values(superseded_by=stands_for))


def _number(version: str) -> int:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
