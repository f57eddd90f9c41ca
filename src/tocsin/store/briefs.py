"""Keep published briefs as they were published.

Comes in: briefs. Goes out: briefs. A version, once in, is frozen: the database itself refuses to change
it, except that an erasure on request takes words out (erasing.py). Knows nothing about how briefs are
written or shown.
"""

import datetime as dt

from sqlalchemy import Connection, insert, select, tuple_

from tocsin.errors import StoreError
from tocsin.store import tables, trail
from tocsin.terms import Brief

_b = tables.briefs.c


def put_brief(connection: Connection, brief: Brief, at: dt.datetime | None = None) -> None:
    """Freeze a brief; the same brief twice is one.

    Who published one with parts missing stands in the audit trail as of `at`, which must then be given.

    Raises:
        StoreError: another brief stands under the same watch and version.
    """
    body = brief.model_dump_json()
    query = select(_b.body).where(_b.watch == (brief.watch or ""), _b.version == brief.version)
    frozen = connection.execute(query).scalar_one_or_none()
    if frozen == body:
        return
    if frozen is not None:
        raise StoreError(
            f"brief {brief.version}",
            "was published before with other contents",
            "a published version is never changed; publish under a new version",
        )
    connection.execute(
        insert(tables.briefs).values(
            watch=brief.watch or "",
            version=brief.version,
            as_of=brief.as_of.isoformat(),
            title=brief.title,
            exercise=brief.exercise,
            markings=list(brief.markings),
            incomplete=brief.incomplete,
            code_version=brief.code_version,
            body=body,
        )
    )
    if brief.incomplete is not None:
        assert at is not None, "who publishes a brief with parts missing is kept with the moment"
        what, record = "published a brief with parts missing", f"brief {brief.version}"
        trail.add_entry(connection, at=at, who=brief.incomplete, what=what, record=record, content=body)


def latest_brief(
    connection: Connection, watch: str | None, before: str | None, as_of: dt.date | None
) -> Brief | None:
    """The watch's last brief: before the version named, and not later than the day named, if they are."""
    query = select(_b.body).where(_b.watch == (watch or ""))
    if as_of is not None:
        query = query.where(_b.as_of <= as_of.isoformat())
    if before is not None:
        query = query.where(_b.version != before)
        named = select(_b.as_of, _b.number).where(_b.watch == (watch or ""), _b.version == before)
        if (row := connection.execute(named).one_or_none()) is not None:
            query = query.where(tuple_(_b.as_of, _b.number) < tuple_(row.as_of, row.number))
    body = connection.execute(query.order_by(_b.as_of.desc(), _b.number.desc()).limit(1)).scalar_one_or_none()
    return None if body is None else Brief.model_validate_json(body)


def last_brief(connection: Connection) -> Brief | None:
    """The brief that was published last, of whatever watch."""
    query = select(_b.body).order_by(_b.number.desc()).limit(1)
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else Brief.model_validate_json(body)


def get_briefs(connection: Connection, watch: str | None) -> list[Brief]:
    """Every published brief, or every one of a watch, in the order of publishing."""
    query = select(_b.body).order_by(_b.number)
    if watch is not None:
        query = query.where(_b.watch == watch)
    return [Brief.model_validate_json(body) for body in connection.execute(query).scalars()]


def get_brief(connection: Connection, version: str) -> Brief | None:
    """A published brief by its version."""
    body = connection.execute(select(_b.body).where(_b.version == version).limit(1)).scalar_one_or_none()
    return None if body is None else Brief.model_validate_json(body)
