"""Lay records flat into rows and raise rows to records again.

Comes in: a record, or a row. Goes out: the other. A nested record becomes columns with its name before
them (`source_kind`); one that says nothing at all comes back as None or as its default. Knows nothing
about single tables.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from sqlalchemy import RowMapping

from tocsin.terms import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)
Nested = Mapping[str, type[Record]]


def to_row(record: Record, nested: Nested | None = None) -> dict[str, object]:
    """The record's fields as column values, named as in the contract; times in UTC."""
    row: dict[str, object] = record.model_dump(mode="json")
    for name, value in record:
        if isinstance(value, dt.datetime):
            row[name] = value.astimezone(dt.UTC).isoformat()
    for name, kind in (nested or {}).items():
        inner = row.pop(name) or {}
        assert isinstance(inner, dict)
        row |= {f"{name}_{field}": inner.get(field) for field in _fields(kind)}
    return row


def to_record(kind: type[AnyRecord], row: RowMapping, nested: Nested | None = None) -> AnyRecord:
    """The record that the row was made of; columns that are no fields of it are passed over."""
    nested = nested or {}
    values = {field: row[field] for field in _fields(kind) if field not in nested}
    for name, inner in nested.items():
        parts = {field: row[f"{name}_{field}"] for field in _fields(inner)}
        if any(part is not None for part in parts.values()):
            values[name] = parts
    return kind.model_validate(values)


@cache  # asked for every row
def _fields(kind: type[Record]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in kind.model_fields.items())
