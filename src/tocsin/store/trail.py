"""The audit trail: who did what to which record and when, in a chain that shows any change of it.

Comes in: what was done, and the content that it was done to. Goes out: entries, and a line for each link
that does not hold. An entry holds hashes and never contents, so that what is erased on request leaves the
chain whole. Knows nothing about what is worth an entry.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from tocsin.store import tables
from tocsin.store.rows import to_record
from tocsin.terms import AuditEntry

_a = tables.audit.c


def add_entry(
    connection: Connection, *, at: dt.datetime, who: str, what: str, record: str, content: str = ""
) -> None:
    """Add an entry to the end of the chain; `content` is hashed and not kept."""
    last = connection.execute(select(_a.number, _a.hash).order_by(_a.number.desc()).limit(1)).first()
    row: dict[str, object] = {
        "number": last.number + 1 if last else 1,
        "at": at.astimezone(dt.UTC).isoformat(),
        "who": who,
        "what": what,
        "record": record,
        "content_hash": hash_content(content),
        "previous": last.hash if last else "",
    }
    connection.execute(insert(tables.audit).values(row | {"hash": _seal(row)}))


def hash_content(content: str) -> str:
    """SHA-256 (hex) of a record's content as text."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def list_entries(connection: Connection, limit: int | None = None) -> list[AuditEntry]:
    """The entries, the newest first."""
    query = select(tables.audit).order_by(_a.number.desc()).limit(limit)
    return [to_record(AuditEntry, row) for row in connection.execute(query).mappings()]


def last_hash(connection: Connection) -> tuple[int, str]:
    """How many entries there are and the hash of the last: written down elsewhere, it shows a cut end."""
    count = connection.execute(select(func.count()).select_from(tables.audit)).scalar_one()
    return count, connection.execute(select(_a.hash).order_by(_a.number.desc()).limit(1)).scalar() or ""


def find_breaks(connection: Connection) -> Iterator[str]:
    """One line for each entry that was changed, is missing or does not follow the one before it."""
    number, previous = 0, ""
    for row in connection.execute(select(tables.audit).order_by(_a.number)).mappings():
        number += 1
        if row["number"] != number:
            yield f"audit: entry {number} is missing"
            number = row["number"]
        elif row["previous"] != previous:
            yield f"audit: entry {number} does not follow the one before it"
        if _seal(row) != row["hash"]:
            yield f"audit: entry {number} was changed after it was written"
        previous = row["hash"]


def _seal(row: Mapping[str, Any] | RowMapping) -> str:
    names = ("number", "at", "who", "what", "record", "content_hash", "previous")
    packed = json.dumps([row[name] for name in names], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()
