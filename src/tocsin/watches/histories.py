"""Histories: dated events and what a record covers, from two small CSV files.

Comes in: `history.csv` (start, end, kind, source, place, note) and `coverage.csv` (kind, start, end,
source). Goes out: a `History`; a month or a year instead of a day becomes an interval. Knows nothing
about scenarios or rates.
"""

import csv
import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from pathlib import Path

from tocsin.errors import ConfigurationError
from tocsin.terms import CoverageInterval, History, HistoryEvent

HISTORY_COLUMNS = ("start", "end", "kind", "source", "place", "note")
COVERAGE_COLUMNS = ("kind", "start", "end", "source")
_NEEDED = ("start", "kind", "source")

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def load_history(file: Path) -> tuple[HistoryEvent, ...]:
    """The events of one history.csv, in the order of the file.

    `start` may be a day, a month (1984-09) or a year; `end` empty means the last day of `start`.

    Raises:
        ConfigurationError: naming FILE:LINE, for a wrong column, a missing field or a date that is none.
    """
    return tuple(event for _, event in numbered_history(file))


def numbered_history(file: Path) -> Iterator[tuple[int, HistoryEvent]]:
    """The events of one history.csv with their line numbers."""
    for line, row in _rows(file, HISTORY_COLUMNS, needed=_NEEDED):
        start, end = _interval(row["start"], row["end"], f"{file}:{line}")
        yield (
            line,
            HistoryEvent(
                start=start,
                end=end,
                kind=row["kind"],
                source=row["source"],
                place=row["place"] or None,
                note=row["note"] or None,
            ),
        )


def load_coverage(file: Path) -> tuple[CoverageInterval, ...]:
    """The coverage intervals of one coverage.csv.

    Raises:
        ConfigurationError: naming FILE:LINE, for a wrong column, a missing field or a date that is none.
    """
    intervals = []
    for line, row in _rows(file, COVERAGE_COLUMNS, needed=COVERAGE_COLUMNS):
        start, end = _interval(row["start"], row["end"], f"{file}:{line}")
        intervals.append(CoverageInterval(kind=row["kind"], start=start, end=end, source=row["source"]))
    return tuple(intervals)


def load_record(folder: Path) -> tuple[History, tuple[int, ...]]:
    """The history beside a watch file, with the line number of each event; empty where there is none.

    Raises:
        ConfigurationError: one of the two files is wrong, or a history stands without its coverage.
    """
    history, coverage = folder / "history.csv", folder / "coverage.csv"
    if history.exists() and not coverage.exists():
        remedy = "say in coverage.csv (kind,start,end,source) from when to when each kind is listed"
        raise ConfigurationError(str(history), "stands without a coverage.csv beside it", remedy)
    numbered = tuple(numbered_history(history)) if history.exists() else ()
    intervals = load_coverage(coverage) if coverage.exists() else ()
    events = tuple(event for _, event in numbered)
    return History(events=events, coverage=intervals), tuple(line for line, _ in numbered)


def find_record_faults(folder: Path) -> Iterator[ConfigurationError]:
    """Every fault of history.csv and coverage.csv, row by row; nothing where `load_record` succeeds."""
    history, coverage = folder / "history.csv", folder / "coverage.csv"
    if history.exists() and not coverage.exists():
        yield from _fault_of(lambda: load_record(folder))
    for file, columns, needed in (
        (history, HISTORY_COLUMNS, _NEEDED),
        (coverage, COVERAGE_COLUMNS, COVERAGE_COLUMNS),
    ):
        if file.exists():
            yield from _file_faults(file, columns, needed)


def _file_faults(
    file: Path, columns: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[ConfigurationError]:
    try:
        for line, cells in _cells(file, columns):
            where = f"{file}:{line}"
            yield from _fault_of(lambda: _check_row(cells, columns, needed, where))  # noqa: B023 - called at once
    except ConfigurationError as fault:
        yield fault


def _check_row(cells: list[str], columns: tuple[str, ...], needed: tuple[str, ...], where: str) -> None:
    row = _row(cells, columns, needed, where)
    _interval(row["start"], row["end"], where)


def _fault_of(check: Callable[[], object]) -> Iterator[ConfigurationError]:
    try:
        check()
    except ConfigurationError as fault:
        yield fault


def _rows(
    file: Path, columns: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file as stripped text, with the line that each ends on."""
    for line, cells in _cells(file, columns):
        yield line, _row(cells, columns, needed, f"{file}:{line}")


def _cells(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows as they stand, with the line that each ends on; the header is checked."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text)
            _check_header(next(reader, []), columns, file)
            for cells in reader:
                if cells:
                    yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(file), "the file is not UTF-8 text", "save it as UTF-8") from error
    except OSError as error:
        raise ConfigurationError(
            str(file), f"cannot be read ({error.strerror})", "check name and rights"
        ) from error


def _check_header(header: list[str], columns: tuple[str, ...], file: Path) -> None:
    if tuple(cell.strip() for cell in header) != columns:
        found = ",".join(header) or "nothing"
        raise ConfigurationError(f"{file}:1", f"the header is {found!r}", f"write {','.join(columns)}")


def _row(cells: list[str], columns: tuple[str, ...], needed: tuple[str, ...], where: str) -> dict[str, str]:
    if len(cells) != len(columns):
        what = f"{len(cells)} fields where {len(columns)} belong"
        raise ConfigurationError(
            where, what, f"write {','.join(columns)}, and quote a field that holds a comma"
        )
    row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
    for name in needed:
        if not row[name]:
            raise ConfigurationError(where, f"{name} is empty", f"write the {name} of this row")
    return row


def _interval(start: str, end: str, where: str) -> tuple[dt.date, dt.date]:
    """First day of `start` and last day of `end` (of `start`, where `end` is empty)."""
    first, last = _days(start, where)[0], _days(end or start, where)[1]
    if last < first:
        raise ConfigurationError(
            where, f"end {end} lies before start {start}", "swap or correct the two dates"
        )
    return first, last


def _days(text: str, where: str) -> tuple[dt.date, dt.date]:
    """First and last day of `2017-09-03`, `1984-09` or `1984`."""
    parts = _DATE.fullmatch(text)
    try:
        if parts is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in parts.groups())
        assert year is not None
        first = dt.date(year, month or 1, day or 1)
        last_month = month or 12
        return first, dt.date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError as error:
        remedy = "write YYYY-MM-DD, YYYY-MM or YYYY with a day that exists"
        raise ConfigurationError(where, f"{text!r} is not a date", remedy) from error
