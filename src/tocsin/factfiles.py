"""Files of coded events and of series, as `tocsin replay` takes them.

Comes in: a TSV or Parquet file of source, relation, target, date, or a JSONL list of series. Goes out:
`Fact`s and `Asked` series; each row that cannot be used becomes a `Problem`. Knows nothing about forecasts.
"""

import csv
import datetime as dt
import gzip
import importlib
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import ConfigurationError
from tocsin.forecast.panel import Fact, Series
from tocsin.reference.cameo import find_root
from tocsin.terms import Problem

Report = Callable[[Problem], None]
Row = Mapping[str, str | None]
_COLUMNS = ("source", "relation", "target", "date")
_NAMED = 3  # problems of one sort that are named; the rest are counted


@dataclass(frozen=True)
class Asked:
    """One series of the list: its id there, and which facts count."""

    id: str
    series: Series


def read_history(path: Path, report: Report) -> list[Fact]:
    """The facts of a TSV (.gz) or Parquet file with source, relation, target, date.

    Rows that cannot be used are reported.

    Raises:
        ConfigurationError: the file cannot be read, lacks a column, or has no usable row.
    """
    facts: list[Fact] = []
    unknown: Counter[str] = Counter()
    broken: list[str] = []
    for number, row in _read_parquet(path) if path.suffix == ".parquet" else _read_tsv(path):
        root = find_root(row["relation"] or "")
        day = _day(row["date"])
        if day is None or not row["source"] or not row["target"]:
            broken.append(f"line {number} ({row['date'] or 'no date'})")
        elif root is None:
            unknown[row["relation"] or ""] += 1
        else:
            facts.append(Fact(country_of(row["source"]), *root, country_of(row["target"]), day))
    _report_rows(path, unknown, broken, report)
    if not facts:
        raise ConfigurationError(
            str(path), "no row could be used", "give rows with CAMEO relation names and YYYY-MM-DD dates"
        )
    return facts


def read_series(path: Path, report: Report) -> list[Asked]:
    """The series of a JSONL list; a line that is none is reported and left out.

    Raises:
        ConfigurationError: the file cannot be read, or no line is a series.
    """
    asked: dict[str, Asked] = {}
    for number, line in enumerate(_read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = _series(json.loads(line))
        except ValueError as error:
            report(
                Problem(
                    where=f"{path}, line {number}", what=str(error), remedy="left out; see docs/replay.md"
                )
            )
            continue
        if one.id in asked:
            what = f"id {one.id} stands there twice"
            report(Problem(where=f"{path}, line {number}", what=what, remedy="the first one is kept"))
        asked.setdefault(one.id, one)
    if not asked:
        raise ConfigurationError(
            str(path), "holds no series", 'give lines like {"id": "s1", "source": "Japan", "quad": 3}'
        )
    return list(asked.values())


def _read_tsv(path: Path) -> Iterator[tuple[int, Row]]:
    """Rows with the number of their line."""
    reader = csv.DictReader(io.StringIO(_read_text(path)), delimiter="\t")
    _require_columns(reader.fieldnames or (), f"{path}, line 1")
    for row in reader:
        yield reader.line_num, row


def _read_parquet(path: Path) -> Iterator[tuple[int, Row]]:
    """Rows with their number; a date may be a date or text."""
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigurationError(
            str(path), "Parquet cannot be read here", "pip install 'tocsin[parquet]', or give a TSV"
        ) from None
    try:
        table = parquet.read_table(path)
    except FileNotFoundError:
        raise ConfigurationError(str(path), "there is no such file", "give the path of a file") from None
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            str(path), f"cannot be read ({type(error).__name__})", "give a Parquet file, or a TSV"
        ) from None
    _require_columns(table.column_names, str(path))
    columns = [table.column(name).to_pylist() for name in _COLUMNS]
    for number, values in enumerate(zip(*columns, strict=True), 1):
        texts = [None if value is None else str(value) for value in values]
        yield number, dict(zip(_COLUMNS, texts, strict=True))


def _require_columns(named: Iterable[str], where: str) -> None:
    missing = [column for column in _COLUMNS if column not in named]
    if missing:
        remedy = f"name them {', '.join(_COLUMNS)}, in a TSV on its first line, tab between"
        raise ConfigurationError(where, f"no column {', '.join(missing)}", remedy)


def country_of(label: str) -> str:
    """Country of an actor's label: `Police (Australia)` is of Australia; with no bracket the label."""
    found = re.search(r"\(([^()]*)\)\s*$", label)
    return found.group(1) if found else label


def _report_rows(path: Path, unknown: Counter[str], broken: list[str], report: Report) -> None:
    """One line for relations that are no CAMEO names, one for rows without a date or an actor."""
    if unknown:
        named = ", ".join(f"{name or 'none'} ({count})" for name, count in unknown.most_common(_NAMED))
        what = f"{sum(unknown.values())} rows with relations that are no CAMEO names, such as {named}"
        report(Problem(where=str(path), what=what, remedy="these rows are left out", fatal=False))
    if broken:
        what = f"{len(broken)} rows without a YYYY-MM-DD date, source or target: {', '.join(broken[:_NAMED])}"
        what += ", ..." if len(broken) > _NAMED else ""
        report(Problem(where=str(path), what=what, remedy="these rows are left out; correct them"))


def _series(row: object) -> Asked:
    """A line of the list.

    Raises:
        ValueError: it is no series; the text says why.
    """
    if not isinstance(row, dict):
        raise ValueError("this is no object with fields")
    name, source, root, quad, target = (row.get(key) for key in ("id", "source", "root", "quad", "target"))
    if not isinstance(name, str | int) or not str(name):
        raise ValueError("no id")
    if not isinstance(source, str) or not source:
        raise ValueError("no source")
    if target is not None and not isinstance(target, str):
        raise ValueError(f"target {target} is no name")
    if quad is not None and quad not in (1, 2, 3, 4):
        raise ValueError(f"quad {quad} is not 1, 2, 3, 4 or null")
    if root is not None:
        number = int(root) if isinstance(root, str | int) and str(root).isdecimal() else 0
        if not 1 <= number <= 20:
            raise ValueError(f"root {root} is not 01 to 20 or null")
        root = f"{number:02d}"
    return Asked(str(name), Series(source, root, quad, target))


def _day(text: str | None) -> int | None:
    try:
        return dt.date.fromisoformat((text or "").strip()).toordinal()
    except ValueError:
        return None


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(str(path), "there is no such file", "give the path of a file") from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise ConfigurationError(
            str(path), f"cannot be read ({type(error).__name__})", "give UTF-8 text, plain or as .gz"
        ) from None
