"""Writes coded events for others: CSV, JSON lines, Parquet, or the columns of GDELT 2.0 and POLECAT.

Comes in: rows in the order of CODED_COLUMNS. Goes out: a file, written beside its place and then moved. Knows
nothing about stores, nor which events may leave: that is the caller's choice.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tocsin.coded.formats import known_formats
from tocsin.coded.rows import fips_table
from tocsin.errors import ConfigurationError
from tocsin.terms import CODED_COLUMNS, CodedRow

JOINED_COLUMNS = (*CODED_COLUMNS, "articles", "sources")  # of events joined of all their tellings
_LOT = 50_000
_AT = {name: number for number, name in enumerate(CODED_COLUMNS)}
_POLECAT = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"),
    *("Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW"),
    *("Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw"),
    *("Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude"),
    *("Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
_AS_POLECAT = {
    "Event ID": "id",
    "Event Date": "start",
    "Event Type": "class",
    "Event Mode": "mode",
    "Intensity": "intensity",
    "Actor Name": "actor",
    "Actor Country": "actor_country",
    "Primary Actor Sector": "actor_sector",
    "Recipient Name": "recipient",
    "Recipient Country": "recipient_country",
    "Primary Recipient Sector": "recipient_sector",
    "Placename": "place",
    "City": "place",
    "Country": "country",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "Source": "url",
}


def write_coded(
    rows: Iterable[CodedRow], form: str, out: Path, columns: Sequence[str] = CODED_COLUMNS
) -> int:
    """Write every row, which has these columns or JOINED_COLUMNS; the answer is how many there were.

    Raises:
        ConfigurationError: Parquet is asked for and pyarrow is not installed.
        OSError: the file cannot be written; nothing is left in its place.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    waiting = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        count = FORMS[form](iter(rows), waiting, columns)
        waiting.replace(out)
    finally:
        waiting.unlink(missing_ok=True)
    return count


def _write_csv(rows: Iterator[CodedRow], out: Path, columns: Sequence[str]) -> int:
    return _separated(rows, out, columns, lambda row: row, ",")


def _write_polecat(rows: Iterator[CodedRow], out: Path, _: Sequence[str]) -> int:
    places = [_AT[_AS_POLECAT[name]] if name in _AS_POLECAT else None for name in _POLECAT]
    return _separated(rows, out, _POLECAT, lambda row: [None if p is None else row[p] for p in places], "\t")


def _write_gdelt(rows: Iterator[CodedRow], out: Path, _: Sequence[str]) -> int:
    """61 columns without a head line; ids are numbers of their own, since GDELT's are numbers."""
    count = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        for count, row in enumerate(rows, start=1):
            file.write("\t".join(_gdelt_cells(count, row)) + "\n")
    return count


def _gdelt_cells(number: int, row: CodedRow) -> list[str]:
    cells = [""] * 61
    day = str(row[_AT["start"]]).replace("-", "")
    code = str(row[_AT["code"]] or "")
    cells[0:4] = [str(number), day, day[:6], day[:4]]
    cells[26:29] = [code, code[:3], code[:2]]
    for field, place in known_formats()["gdelt"].fields.items():
        if field in _GDELT_TEXT and isinstance(place, int):
            value = row[_AT[_GDELT_TEXT[field]]]
            cells[place] = "" if value is None else " ".join(str(value).split())
    if len(row) > len(CODED_COLUMNS):  # how many articles and sources tell of a joined event
        cells[33], cells[32] = ("" if value is None else str(value) for value in row[len(CODED_COLUMNS) :])
    cells[53] = _iso_to_fips().get(str(row[_AT["country"]]), "")
    cells[59] = day + "000000"
    return cells


_GDELT_TEXT = {
    each: each
    for each in (
        *("actor", "actor_country", "actor_sector", "recipient", "recipient_country", "recipient_sector"),
        *("intensity", "mentions", "precision", "place", "latitude", "longitude", "url"),
    )
}


@cache
def _iso_to_fips() -> dict[str, str]:
    return {iso: fips for fips, iso in fips_table().items()}


def _separated(
    rows: Iterator[CodedRow],
    out: Path,
    head: Sequence[str],
    cells: Callable[[CodedRow], Sequence[object]],
    separator: str,
) -> int:
    count = 0
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator="\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow(cells(row))
            count += 1
    return count


def _write_lines(rows: Iterator[CodedRow], out: Path, columns: Sequence[str]) -> int:
    with out.open("w", encoding="utf-8") as file:
        return write_lines(rows, file, columns)


def write_lines(rows: Iterable[CodedRow], file: TextIO, columns: Sequence[str] = CODED_COLUMNS) -> int:
    """One JSON object a line, without the fields that are empty."""
    count = 0
    for row in rows:
        filled = {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        file.write(json.dumps(filled, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_parquet(rows: Iterator[CodedRow], out: Path, columns: Sequence[str]) -> int:
    try:
        pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigurationError(
            "--to parquet", "pyarrow is not installed", "pip install 'tocsin[parquet]'"
        ) from None
    kinds: dict[str, Any] = dict.fromkeys(("latitude", "longitude", "precision", "intensity"), pa.float64())
    kinds |= dict.fromkeys(("fatalities", "mentions", "articles", "sources"), pa.int64())
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in columns])
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while lot := list(islice(rows, _LOT)):
            cells = [pa.array(column, schema.types[n]) for n, column in enumerate(zip(*lot, strict=True))]
            writer.write_table(pa.Table.from_arrays(cells, schema=schema))
            count += len(lot)
    return count


FORMS: dict[str, Callable[[Iterator[CodedRow], Path, Sequence[str]], int]] = {
    "csv": _write_csv,
    "jsonl": _write_lines,
    "parquet": _write_parquet,
    "gdelt": _write_gdelt,
    "polecat": _write_polecat,
}
