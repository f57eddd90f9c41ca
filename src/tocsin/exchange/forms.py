"""Tables as files: CSV, JSON lines, Parquet, SQLite; each complete or not there at all.

Comes in: tables, the form and a path. Goes out: the files' paths. CSV and Parquet are a folder with one file
a table, the others one file. Knows nothing about where the tables come from.
"""

import csv
import importlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from tocsin.errors import ConfigurationError
from tocsin.exchange.tables import Table

_LOT = 10_000  # rows at a time
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one at the start of a cell


class Form(NamedTuple):
    """How one form is written: into a folder (one file a table), or into one file."""

    is_folder: bool
    write: Callable[[Sequence[Table], Path], Iterator[Path]]


def write_tables(tables: Sequence[Table], form: str, out: Path) -> tuple[Path, ...]:
    """Write the tables in one of `FORMS`; files of the same names are replaced.

    Raises:
        ConfigurationError: Parquet without the package pyarrow.
        OSError: the path cannot be written.
    """
    place = out if FORMS[form].is_folder else out.parent
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".export-") as waiting:
        made = list(FORMS[form].write(tables, Path(waiting)))
        return tuple(each.replace(place / each.name if FORMS[form].is_folder else out) for each in made)


def write_lines(tables: Sequence[Table], file: TextIO) -> None:
    """One row a line as a JSON object that names its table; lists stay lists."""
    for table in tables:
        for row in table.rows:
            told = {"table": table.name, **dict(zip(table.columns, row, strict=True))}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def write_text(text: str, out: Path) -> None:
    """Write one text, complete or not at all.

    Raises:
        OSError: the path cannot be written.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as waiting:
        path = Path(waiting) / "text"
        path.write_text(text, encoding="utf-8", newline="\n")
        path.replace(out)


def _write_csv(tables: Sequence[Table], folder: Path) -> Iterator[Path]:
    for table in tables:
        path = folder / f"{table.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows([_guard(_flat(cell)) for cell in row] for row in table.rows)
        yield path


def _write_lines(tables: Sequence[Table], folder: Path) -> Iterator[Path]:
    path = folder / "lines"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_lines(tables, file)
    yield path


def _write_parquet(tables: Sequence[Table], folder: Path) -> Iterator[Path]:
    try:
        arrow = importlib.import_module("pyarrow")
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        what = "writing Parquet needs the package pyarrow"
        raise ConfigurationError("--to parquet", what, 'pip install "tocsin[parquet]"') from None
    types = {int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    for table in tables:
        schema = arrow.schema([(column, types[table.kind(column)]) for column in table.columns])
        path = folder / f"{table.name}.parquet"
        with parquet.ParquetWriter(str(path), schema) as writer:
            for lot in _lots(table):
                cells = zip(zip(*lot, strict=True), schema, strict=True)
                arrays = [arrow.array(column, field.type) for column, field in cells]
                writer.write_table(arrow.table(arrays, schema=schema))
        yield path


def _write_sqlite(tables: Sequence[Table], folder: Path) -> Iterator[Path]:
    path = folder / "tables"
    database = sqlite3.connect(path)
    try:
        with database:
            for table in tables:
                _fill(database, table)
            if {"judgements", "claims", "indicators", "plans"} <= {table.name for table in tables}:
                for view in _VIEWS:
                    database.execute(view)
    finally:
        database.close()
    yield path


def _fill(database: sqlite3.Connection, table: Table) -> None:
    names = {int: "INTEGER", float: "REAL", str: "TEXT"}
    columns = ", ".join(f'"{column}" {names[table.kind(column)]}' for column in table.columns)
    database.execute(f'CREATE TABLE "{table.name}" ({columns})')
    marks = ", ".join("?" * len(table.columns))
    for lot in _lots(table):
        database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', lot)  # noqa: S608 - our own names


_VIEWS = (
    """
    CREATE VIEW v_judgements AS
    SELECT j.name, j."by", round(100 * j.probability, 1) AS percent, round(100 * j.low, 1) AS percent_low,
           round(100 * j.high, 1) AS percent_high, round(100 * j.base_rate, 1) AS base_rate_percent, j.words,
           j.severity, j.confidence, j.confidence_reasons,
           (SELECT group_concat(p.title || ' (' || p.state || ')', '; ') FROM plans p
            WHERE p.brief = j.brief AND p.scenario = j.scenario) AS plans,
           j.brief, j.marking
    FROM judgements j
    """,
    """
    CREATE VIEW v_claims AS
    SELECT c.published, c.outlet, c.chain, c.text, c.stance, c.status, c.hedged, c.reliability, c.credibility,
           o.name AS origin, c.document, c.id, c.brief, c.marking
    FROM claims c LEFT JOIN origins o ON o.id = c.origin AND o.brief = c.brief
    """,
    """
    CREATE VIEW v_indicators AS
    SELECT state, count(*) AS indicators, group_concat(id, ', ') AS which, brief, marking
    FROM indicators GROUP BY brief, state
    """,
    """
    CREATE VIEW v_origins AS
    SELECT o.name, o.kind, o.side, o.seen, o.probability, count(c.id) AS claims_shown, o.brief, o.marking
    FROM origins o LEFT JOIN claims c ON c.origin = o.id AND c.brief = o.brief
    GROUP BY o.brief, o.id
    """,
)


def _lots(table: Table) -> Iterator[list[list[Any]]]:
    rows = iter(table.rows)
    kinds = [table.kind(column) for column in table.columns]
    while lot := [_typed(row, kinds) for row in islice(rows, _LOT)]:
        yield lot


def _typed(row: Iterable[Any], kinds: Sequence[type]) -> list[Any]:
    cells = (_flat(cell) for cell in row)
    return [cell if cell is None else kind(cell) for cell, kind in zip(cells, kinds, strict=True)]


def _flat(cell: Any) -> Any:
    """A list of words as one text; anything deeper as JSON."""
    if isinstance(cell, list) and all(isinstance(each, str) for each in cell):
        return "; ".join(cell)
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else cell


def _guard(cell: Any) -> Any:
    """Text that a spreadsheet would run is kept text by an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


FORMS: dict[str, Form] = {
    "csv": Form(is_folder=True, write=_write_csv),
    "jsonl": Form(is_folder=False, write=_write_lines),
    "parquet": Form(is_folder=True, write=_write_parquet),
    "sqlite": Form(is_folder=False, write=_write_sqlite),
}
