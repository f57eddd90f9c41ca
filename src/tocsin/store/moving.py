"""Move a store from one database to another, of whatever kind, and hold both beside each other row by row.

Comes in: an open store and an empty one. Goes out: how many rows of each table were moved; all of it or none.
Values go as they stand, so the copy says the same to the last digit. Knows nothing about what a row means.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, inspect

from tocsin.errors import StoreError
from tocsin.store import trail
from tocsin.store.connected import Connected
from tocsin.store.words import index_words

_AT_ONCE = 500  # rows in memory
_FILLED_BY_TRIGGERS = ("untraced", "story_documents")  # come last, in place of what the triggers made
_OF_ONE_PLACE = {"schema_version", "run_lock", "document_words"}


class _Shape(NamedTuple):
    """A table with its columns, and those by which its rows are told apart."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def count_rows(source: Connected) -> int:
    """How many rows there are to move."""
    with source._read() as connection:
        return sum(_count(connection, shape.name) for shape in _list_tables(connection))


def move_store(
    source: Connected,
    target: Connected,
    *,
    at: dt.datetime,
    by: str,
    told: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Move everything into an empty store, and look at every row again on both sides; rows by table.

    The trail of the new store then says by whom and when. `told` is given how many more rows were moved.

    Raises:
        StoreError: the target holds something already, or what arrived is not what left; nothing is moved.
    """
    with source._read() as from_, target._write() as to:
        tables = _list_tables(from_)
        _refuse_full(to, target.address, tables)
        for shape in tables:
            _copy(from_, to, shape, told)
        moved = {shape.name: _compare(from_, to, shape, target.address) for shape in tables}
        what = "moved the store here, every row held beside its origin"
        trail.add_entry(to, at=at, who=by, what=what, record=source.address)
        return moved


def _list_tables(connection: Connection) -> list[_Shape]:
    """The tables in an order in which no row points to one that is not there yet."""
    asked = inspect(connection)
    order = [name for name, _ in asked.get_sorted_table_and_fkc_names() if name]
    names = [name for name in order if name not in _OF_ONE_PLACE and not name.startswith("document_words")]
    names.sort(key=lambda name: name in _FILLED_BY_TRIGGERS)
    return [
        _Shape(
            name,
            tuple(column["name"] for column in asked.get_columns(name)),
            tuple(asked.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in names
    ]


def _refuse_full(connection: Connection, address: str, tables: Sequence[_Shape]) -> None:
    if any(_count(connection, shape.name) for shape in tables):
        raise StoreError(address, "holds records already", "move into a new file or an empty database")


def _copy(from_: Connection, to: Connection, shape: _Shape, told: Callable[[int], None]) -> None:
    to.exec_driver_sql(f'DELETE FROM "{shape.name}"')  # noqa: S608 - names of our own tables
    places = ", ".join("?" * len(shape.columns))
    put = f'INSERT INTO "{shape.name}" ({_quoted(shape.columns)}) VALUES ({places})'  # noqa: S608
    later: list[tuple[Any, Any]] = []
    waiting = _stream(from_, shape)
    while rows := list(islice(waiting, _AT_ONCE)):
        if shape.name == "documents":
            rows, stands_for = _without_pointers(rows, shape)
            later += stands_for
            _index(to, rows, shape)
        to.exec_driver_sql(put, rows)
        told(len(rows))
    if later:
        to.exec_driver_sql("UPDATE documents SET superseded_by = ? WHERE id = ?", later)


def _without_pointers(
    rows: list[tuple[Any, ...]], shape: _Shape
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, Any]]]:
    """Documents that point to no other yet, and what they will point to once all are there."""
    id_, pointer = (shape.columns.index(name) for name in ("id", "superseded_by"))
    pointers = [(row[pointer], row[id_]) for row in rows if row[pointer] is not None]
    return [(*row[:pointer], None, *row[pointer + 1 :]) for row in rows], pointers


def _index(to: Connection, rows: list[tuple[Any, ...]], shape: _Shape) -> None:
    number, title, words = (shape.columns.index(name) for name in ("number", "title", "text"))
    for row in rows:
        index_words(to, row[number], row[title], row[words])


def _compare(from_: Connection, to: Connection, shape: _Shape, address: str) -> int:
    """Hold each row beside its origin; how many there are."""
    count = _count(from_, shape.name)
    if _count(to, shape.name) != count:
        raise StoreError(address, f"got another number of rows of {shape.name}", "nothing was moved")
    for row, arrived in zip(_stream(from_, shape), _stream(to, shape), strict=True):
        if row != arrived:
            values = dict(zip(shape.columns, row, strict=True))
            told = ", ".join(str(values[name]) for name in shape.key)
            raise StoreError(address, f"row {told} of {shape.name} came out changed", "nothing was moved")
    return count


def _stream(connection: Connection, shape: _Shape) -> Iterator[tuple[Any, ...]]:
    """All rows by their key, as they stand."""
    query = f'SELECT {_quoted(shape.columns)} FROM "{shape.name}" ORDER BY {_quoted(shape.key)}'  # noqa: S608
    found = connection.exec_driver_sql(query, execution_options={"yield_per": _AT_ONCE})
    for row in found:
        yield tuple(row)


def _count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
