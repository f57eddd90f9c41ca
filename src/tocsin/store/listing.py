"""Lists that are read page by page, each from where the last ended: documents, stories, claims, audit trail.

Comes in: filters, the place to go on from, a number of rows, which problems may be seen. Goes out: records
and the place to go on from. Nothing is counted or skipped over, so that a late page costs no more than the
first. Knows nothing about addresses.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from tocsin.errors import ConfigurationError
from tocsin.store import lineages, pages, readings, sight, tables
from tocsin.store.connected import Connected
from tocsin.store.pages import Sighting
from tocsin.store.rows import to_record
from tocsin.terms import AuditEntry, Claim, Stance, Status, Story

Seen = Collection[str] | None  # the watches that may be seen; None: all

_d, _s, _c, _a, _b = (
    table.c for table in (tables.documents, tables.stories, tables.claims, tables.audit, tables.bearings)
)


class Filter(NamedTuple):
    """Which documents are asked for: of an outlet, published within days, bearing on a watch."""

    outlet: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    watch: str | None = None


def list_documents(
    connection: Connection, asked: Filter, after: str | None, limit: int, seen: Seen
) -> tuple[list[Sighting], str | None]:
    """Documents in use, those stored last first."""
    query = select(_d.number, _d.id).where(_d.superseded_by.is_(None), *_filters(asked))
    if after is not None:
        query = query.where(_d.number < _numbers(after, 1)[0])
    if seen is not None:
        query = query.where(_d.id.in_(sight.seen_documents(seen)))
    rows = connection.execute(query.order_by(_d.number.desc()).limit(limit + 1)).all()
    found = pages.list_sightings(connection, [row.id for row in rows[:limit]])
    more = _place(rows[limit - 1].number) if len(rows) > limit else None
    return [found[row.id] for row in rows[:limit]], more


def list_stories(
    connection: Connection, watch: str | None, after: str | None, limit: int, seen: Seen
) -> tuple[list[Story], str | None]:
    """Stories, those that began last first; of a watch those with a document that bears on it."""
    query = select(_s.began, _s.id)
    if watch is not None:
        query = query.where(_s.id.in_(sight.seen_stories([watch])))
    if seen is not None:
        query = query.where(_s.id.in_(sight.seen_stories(seen)))
    if after is not None:
        began, id_ = _words(after, 2)
        query = query.where(or_(_s.began < began, and_(_s.began == began, _s.id < id_)))
    rows = connection.execute(query.order_by(_s.began.desc(), _s.id.desc()).limit(limit + 1)).all()
    told = {story.id: story for story in lineages.get_stories(connection, [row.id for row in rows[:limit]])}
    more = _place(rows[limit - 1].began, rows[limit - 1].id) if len(rows) > limit else None
    return [told[row.id] for row in rows[:limit]], more


def list_claims(
    connection: Connection,
    document: str,
    stance: Stance | None,
    status: Status | None,
    after: str | None,
    limit: int,
) -> tuple[list[Claim], str | None]:
    """The claims of a document, in its order."""
    query = select(tables.claims).where(_c.document == document).order_by(_c.position).limit(limit + 1)
    if stance is not None:
        query = query.where(_c.stance == stance)
    if status is not None:
        query = query.where(_c.status == status)
    if after is not None:
        query = query.where(_c.position > _numbers(after, 1)[0])
    rows = connection.execute(query).mappings().all()
    more = _place(rows[limit - 1]["position"]) if len(rows) > limit else None
    return [readings.to_claim(row) for row in rows[:limit]], more


def list_audit(connection: Connection, after: str | None, limit: int) -> tuple[list[AuditEntry], str | None]:
    """The audit trail, the newest entry first."""
    query = select(tables.audit)
    if after is not None:
        query = query.where(_a.number < _numbers(after, 1)[0])
    rows = connection.execute(query.order_by(_a.number.desc()).limit(limit + 1)).mappings().all()
    more = _place(rows[limit - 1]["number"]) if len(rows) > limit else None
    return [to_record(AuditEntry, row) for row in rows[:limit]], more


class Listing(Connected):
    """The methods of a store that give lists page by page."""

    def list_documents(
        self, asked: Filter, *, after: str | None, limit: int
    ) -> tuple[Sequence[Sighting], str | None]:
        """Documents in use, those stored last first, and the place to go on from."""
        with self._read() as connection:
            return list_documents(connection, asked, after, limit, None)

    def list_stories(
        self, watch: str | None, *, after: str | None, limit: int
    ) -> tuple[Sequence[Story], str | None]:
        """Stories, those that began last first, and the place to go on from."""
        with self._read() as connection:
            return list_stories(connection, watch, after, limit, None)

    def list_claims(
        self,
        document: str,
        *,
        stance: Stance | None,
        status: Status | None,
        after: str | None,
        limit: int,
    ) -> tuple[Sequence[Claim], str | None]:
        """The claims of a document, in its order, and the place to go on from."""
        with self._read() as connection:
            return list_claims(connection, document, stance, status, after, limit)

    def list_audit(self, *, after: str | None, limit: int) -> tuple[Sequence[AuditEntry], str | None]:
        """The audit trail, the newest entry first, and the place to go on from."""
        with self._read() as connection:
            return list_audit(connection, after, limit)


def _filters(asked: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.outlet is not None:
        found.append(_d.outlet == asked.outlet)
    if asked.since is not None:
        found.append(_d.published >= asked.since.isoformat())
    if asked.until is not None:
        found.append(_d.published <= asked.until.isoformat())
    if asked.watch is not None:
        bearing: Select[tuple[str]] = select(_b.document).where(_b.watch == asked.watch)
        found.append(_d.id.in_(bearing))
    return found


def _place(*values: object) -> str:
    """A place in a list as one word, for whoever reads on."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _words(after: str, number: int) -> list[str]:
    return [str(value) for value in _values(after, number)]


def _numbers(after: str, number: int) -> list[int]:
    values = [value for value in _values(after, number) if isinstance(value, int) and abs(value) < 2**62]
    if len(values) != number:
        raise _no_place()
    return values


def _values(after: str, number: int) -> list[object]:
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, binascii.Error):
        raise _no_place() from None
    if not isinstance(values, list) or len(values) != number:
        raise _no_place()
    return values


def _no_place() -> ConfigurationError:
    return ConfigurationError("after", "is no place in this list", "give what `next` of the page before says")
