"""Put documents with their kept bytes into the store, and take them out in a fixed order.

Comes in: documents. Goes out: documents, each with the version that the store knows it by. A document that
comes again with other words about it (its outlet, its date) takes the place of the earlier one, which stays
in the table as superseded; when it was first seen stays as it was told first. Knows nothing about files.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    text,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from tocsin.errors import StoreError
from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.store.words import forget_words, index_words
from tocsin.terms import Document

_d = tables.documents.c
# When a document appeared, as the table of those that wait to be traced has it.
AGE = func.coalesce(
    _d.published_at, _d.published.concat("T12:00:00+00:00"), _d.first_seen, literal_column("'undated'")
)
READING_ORDER = (func.coalesce(_d.published, "9999"), _d.name, _d.version, _d.id)


class _Namesake(NamedTuple):
    """A stored document of the same name: another text, the same one, or the same told of differently."""

    id: str
    version: int
    text_hash: str
    superseded_by: str | None
    first_seen: str | None
    first_seen_assumed: bool


# Made once: putting a statement together costs as much as carrying it out.
_KEEP = insert(tables.kept).on_conflict_do_nothing()
_ADD = insert(tables.documents)
_ADD_UNREAD = insert(tables.unread)
_NAMESAKES = select(*(_d[column] for column in _Namesake._fields)).where(_d.name == bindparam("named"))


def put_document(connection: Connection, document: Document, kept: bytes | None) -> Document:
    """Store a document and the bytes it came in; the answer carries the version it has here.

    Raises:
        StoreError: the bytes are not those that the document's hash names.
    """
    if kept is not None:
        _put_kept(connection, document, kept)
    row = to_row(document)
    row["text_hash"] = hash_text(document.text)
    namesakes = _list_namesakes(connection, document.name)
    row["version"] = version = _tell_version(namesakes, row["text_hash"])
    seen = _first_told(namesakes, row)
    row |= seen
    if any(namesake.id == document.id for namesake in namesakes):
        _correct(connection, row)
    else:
        number = _add(connection, row)
        index_words(connection, number, document.title, document.text)
        connection.execute(_ADD_UNREAD, {"document": document.id})
    for namesake in namesakes:
        _supersede(connection, namesake, row)
    told = seen["first_seen"]
    first_seen = dt.datetime.fromisoformat(told) if isinstance(told, str) else None
    assumed = {"first_seen": first_seen, "first_seen_assumed": seen["first_seen_assumed"]}
    return document.model_copy(update={"version": version} | assumed)


def hash_text(text: str) -> str:
    """SHA-256 (hex) of a document's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_ids(connection: Connection, as_of: dt.date | None) -> Sequence[str]:
    """Ids in reading order."""
    query = select(_d.id).where(is_current(as_of)).order_by(*READING_ORDER)
    return connection.execute(query).scalars().all()


def list_unread(connection: Connection, code_version: str) -> Sequence[str]:
    """Ids, the earliest first, of documents in use that this code version has not read; looks at no others.

    They come in the order in which they are traced, so that this may begin before all are read.
    """
    r = tables.readings.c
    unread = union(
        select(tables.unread.c.document),
        select(r.document).where(r.code_version < code_version),
        select(r.document).where(r.code_version > code_version),
    )
    query = select(_d.id).where(_d.id.in_(unread), is_current(None)).order_by(AGE, _d.id)
    return connection.execute(query).scalars().all()


def list_in_use(connection: Connection, ids: Sequence[str], as_of: dt.date | None) -> Sequence[str]:
    """Those of the documents that are in use, each once, in reading order."""
    wanted = sorted(set(ids))
    found = [
        row
        for start in range(0, len(wanted), 500)
        for row in connection.execute(
            select(_d.id, *READING_ORDER[:-1]).where(
                _d.id.in_(wanted[start : start + 500]), is_current(as_of)
            )
        )
    ]
    return [row[0] for row in sorted(found, key=lambda row: (*row[1:], row[0]))]


def list_latest(connection: Connection, limit: int, as_of: dt.date | None) -> Sequence[str]:
    """Ids of the documents in use that came in last, in reading order."""
    last = select(_d.id).where(is_current(as_of)).order_by(_d.number.desc()).limit(limit)
    query = select(_d.id).where(_d.id.in_(last)).order_by(*READING_ORDER)
    return connection.execute(query).scalars().all()


def newest_day(connection: Connection, until: dt.date) -> dt.date | None:
    """The newest day on which a document in use was published or is known to have been first seen."""
    told = (
        select(func.max(_d.published)).where(is_current(None), _d.published <= until.isoformat()),
        select(func.substr(func.max(_d.first_seen), 1, 10)).where(
            is_current(None),
            text("first_seen_assumed = 0"),  # as the index has it
            _d.first_seen < (until + dt.timedelta(days=1)).isoformat(),
        ),
    )
    days = [connection.execute(query).scalar() for query in told]
    return max((dt.date.fromisoformat(day) for day in days if day), default=None)


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


def _add(connection: Connection, row: dict[str, object]) -> int:
    """Add a document; its number, which SQLite tells without being asked."""
    if connection.dialect.name == "sqlite":
        return int(connection.execute(_ADD, row).lastrowid)
    return int(connection.execute(_ADD.returning(_d.number), row).scalar_one())


def _put_kept(connection: Connection, document: Document, kept: bytes) -> None:
    if hashlib.sha256(kept).hexdigest() != document.kept_hash:
        raise StoreError(
            document.label, "its kept bytes are not those that its hash names", "collect it again"
        )
    row = {"hash": document.kept_hash, "size": len(kept), "compressed": zlib.compress(kept)}
    connection.execute(_KEEP, row)


def _list_namesakes(connection: Connection, name: str) -> list[_Namesake]:
    return [_Namesake(*row) for row in connection.execute(_NAMESAKES, {"named": name})]


def _tell_version(namesakes: Sequence[_Namesake], text_hash: object) -> int:
    """The version of the same text under the same name, else the one after the last of that name."""
    same = [namesake.version for namesake in namesakes if namesake.text_hash == text_hash]
    return same[0] if same else max((namesake.version for namesake in namesakes), default=0) + 1


def _first_told(namesakes: Sequence[_Namesake], row: Mapping[str, object]) -> dict[str, object]:
    """When this text was first seen as it was told first: no later telling, and no clock, moves it.

    A date that was only assumed gives way to one that is known.
    """
    same = [each for each in namesakes if each.text_hash == row["text_hash"] and each.first_seen]
    known = sorted(each.first_seen for each in same if each.first_seen and not each.first_seen_assumed)
    if known:
        return {"first_seen": known[0], "first_seen_assumed": False}
    stored = next((each for each in same if each.id == row["id"]), None)
    if stored and (row["first_seen"] is None or row["first_seen_assumed"]):
        return {"first_seen": stored.first_seen, "first_seen_assumed": True}
    return {name: row[name] for name in ("first_seen", "first_seen_assumed")}


def _correct(connection: Connection, row: dict[str, object]) -> None:
    """Take over what is newly said about a document that is known already; its text is the same.

    Under another title it gets the next number: whoever goes through the documents by number meets it again.
    """
    query = select(tables.documents).where(_d.id == row["id"])
    stored = connection.execute(query).mappings().one()
    changed = {column: value for column, value in row.items() if stored[column] != value}
    if changed:
        connection.execute(update(tables.documents).where(_d.id == row["id"]).values(changed))
    if "title" in changed:
        forget_words(connection, stored["number"], stored["title"], stored["text"])
        number = connection.execute(select(func.max(_d.number) + 1)).scalar_one()
        connection.execute(update(tables.documents).where(_d.id == row["id"]).values(number=number))
        index_words(connection, number, row["title"], stored["text"])
        connection.execute(delete(tables.bearings).where(tables.bearings.c.document == row["id"]))


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
