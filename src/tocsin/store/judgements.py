"""Put what a watch concluded as of a day: states of indicators, forecasts, plans; and take it out again.

Comes in: weighings, outlooks and plans, by watch and as-of date. Goes out: the same. Weighings and plans
are derived and replaced; forecasts are a record of what was said, so a changed outlook is added as the
next revision and no earlier one is touched. Knows nothing about how any of it is concluded.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select

from tocsin.store import tables
from tocsin.store.rows import AnyRecord, Nested, to_record, to_row
from tocsin.terms import (
    Evidence,
    Forecast,
    Grade,
    GradedClaim,
    IndicatorState,
    Outlook,
    Plan,
    Precedent,
    Record,
    Superlative,
    SuperlativeCheck,
    TriggerFinding,
    Weighing,
)

_GRADED: Nested = {"grade": Grade}


def put_weighing(connection: Connection, watch: str, as_of: dt.date, weighing: Weighing) -> None:
    """Store a weighing in place of the watch's earlier one of that day."""
    day = {"watch": watch, "as_of": as_of.isoformat()}
    connection.execute(delete(tables.weighings).where(*_is(tables.weighings, day)))  # its parts go with it
    row = day | {
        "relevant_documents": list(weighing.relevant_documents),
        "superlatives": _dump(weighing.superlatives),
        "comparison": weighing.comparison.model_dump(mode="json") if weighing.comparison else None,
        "relations": _dump(weighing.relations),
    }
    connection.execute(insert(tables.weighings).values(row))
    _insert(connection, tables.indicator_states, day, weighing.indicators)
    _insert(connection, tables.evidence, day, weighing.evidence)
    _insert(connection, tables.graded_claims, day, weighing.claims, _GRADED)


def get_weighing(connection: Connection, watch: str, as_of: dt.date) -> Weighing | None:
    """The watch's weighing of that day, if there is one."""
    day = {"watch": watch, "as_of": as_of.isoformat()}
    query = select(tables.weighings).where(*_is(tables.weighings, day))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Weighing(
        indicators=take(connection, tables.indicator_states, day, IndicatorState),
        evidence=take(connection, tables.evidence, day, Evidence),
        claims=take(connection, tables.graded_claims, day, GradedClaim, _GRADED),
        relevant_documents=tuple(row["relevant_documents"]),
        superlatives=tuple(Superlative.model_validate(each) for each in row["superlatives"]),
        comparison=row["comparison"],
        relations=row["relations"],
    )


def last_day(connection: Connection, watch: str, as_of: dt.date) -> dt.date | None:
    """The last day, not later than `as_of`, for which the watch was weighed."""
    w = tables.weighings.c
    query = select(func.max(w.as_of)).where(w.watch == watch, w.as_of <= as_of.isoformat())
    day = connection.execute(query).scalar()
    return dt.date.fromisoformat(day) if day else None


def put_outlook(connection: Connection, watch: str, outlook: Outlook) -> None:
    """Store an outlook as the day's next revision, unless it says what the last one said."""
    if get_outlook(connection, watch, outlook.as_of) == outlook:
        return
    day = {"watch": watch, "as_of": outlook.as_of.isoformat()}
    revision = day | {"revision": _last_revision(connection, day) + 1}
    row = revision | {
        "by": outlook.by.isoformat(),
        "triggers": _dump(outlook.triggers),
        "precedents": _dump(outlook.precedents),
        "superlatives": _dump(outlook.superlatives),
    }
    connection.execute(insert(tables.outlooks).values(row))
    _insert(connection, tables.forecasts, revision, outlook.forecasts)


def get_outlook(
    connection: Connection, watch: str, as_of: dt.date, revision: int | None = None
) -> Outlook | None:
    """The watch's outlook of that day: the last revision, or the one asked for."""
    day = {"watch": watch, "as_of": as_of.isoformat()}
    key = day | {"revision": revision or _last_revision(connection, day)}
    query = select(tables.outlooks).where(*_is(tables.outlooks, key))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Outlook(
        as_of=as_of,
        by=row["by"],
        forecasts=take(connection, tables.forecasts, key, Forecast),
        triggers=tuple(TriggerFinding.model_validate(trigger) for trigger in row["triggers"]),
        precedents=tuple(Precedent.model_validate(each) for each in row["precedents"]),
        superlatives=tuple(SuperlativeCheck.model_validate(each) for each in row["superlatives"]),
    )


def put_plans(connection: Connection, watch: str, as_of: dt.date, plans: Sequence[Plan]) -> None:
    """Store the plans in place of the watch's earlier ones of that day."""
    day = {"watch": watch, "as_of": as_of.isoformat()}
    connection.execute(delete(tables.plans).where(*_is(tables.plans, day)))
    _insert(connection, tables.plans, day, plans)


def get_plans(connection: Connection, watch: str, as_of: dt.date) -> tuple[Plan, ...]:
    """The watch's plans of that day."""
    return take(connection, tables.plans, {"watch": watch, "as_of": as_of.isoformat()}, Plan)


def take(
    connection: Connection,
    table: Table,
    key: Mapping[str, object],
    kind: type[AnyRecord],
    nested: Nested | None = None,
) -> tuple[AnyRecord, ...]:
    """The records of one table under a key (watch and day), in order."""
    query = select(table).where(*_is(table, key)).order_by(table.c.position)
    return tuple(to_record(kind, row, nested) for row in connection.execute(query).mappings())


def _dump(records: Sequence[Record]) -> list[dict[str, Any]]:
    return [record.model_dump(mode="json") for record in records]


def _last_revision(connection: Connection, day: Mapping[str, object]) -> int:
    query = select(func.max(tables.outlooks.c.revision)).where(*_is(tables.outlooks, day))
    return connection.execute(query).scalar_one_or_none() or 0


def _is(table: Table, key: Mapping[str, object]) -> list[ColumnElement[bool]]:
    return [table.c[column] == value for column, value in key.items()]


def _insert(
    connection: Connection,
    table: Table,
    key: Mapping[str, object],
    records: Sequence[Record],
    nested: Nested | None = None,
) -> None:
    rows = [to_row(record, nested) | dict(key) | {"position": n} for n, record in enumerate(records)]
    if rows:
        connection.execute(insert(table), rows)
