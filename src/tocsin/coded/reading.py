"""Streams a file of coded events in batches, from any line on, without holding more than one batch.

Comes in: a path (plain, .gz or .zip), a format or none, and how many lines are done already. Goes out:
batches of rows with the lines that could not be used and where the batch ends. Knows nothing about stores. A
file is known again by its size and its first 64 KiB, so that a killed import goes on where it stopped.
"""

import csv
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.coded.formats import Format, find_format
from tocsin.coded.rows import Getter, Unusable, cells_getter, make_row
from tocsin.errors import ConfigurationError
from tocsin.terms import CodedRow

BATCH = 20_000
_HEAD_BYTES = 65_536
csv.field_size_limit(4_000_000)


class Bad(NamedTuple):
    """A line that could not be used: its number from 1, and why."""

    line: int
    why: str


class Batch(NamedTuple):
    """Rows, what could not be used among them, and how many lines of the file are done with it."""

    rows: list[CodedRow]
    bad: list[Bad]
    done: int


class CodedFile(NamedTuple):
    """A file that is known and open to be read: `name` stands for its contents, `size` is in bytes."""

    path: Path
    name: str
    size: int
    form: Format

    def batches(self, done: int = 0, told: Callable[[int], None] = lambda _: None) -> Iterator[Batch]:
        """The file from the line after `done` on; `told` hears of bytes read, for a progress bar.

        Raises:
            ConfigurationError: the archive is broken in the middle; what came before it has been given out.
        """
        try:
            with _open(self.path, told) as raw:
                text = io.TextIOWrapper(raw, self.form.encoding, errors="replace", newline="")
                yield from _batches(self.form, text, str(self.path), done)
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as broken:
            raise ConfigurationError(
                str(self.path),
                f"the archive is broken ({broken})",
                "fetch it again; the import goes on from there",
            ) from None


def open_coded(path: Path, name: str | None = None) -> CodedFile:
    """Look a file over: which format it has, and by what it is known again.

    Raises:
        ConfigurationError: it cannot be read, or is of no known format.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        with _open(path, lambda _: None) as raw:
            first = io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="").readline()
    except (OSError, zipfile.BadZipFile, EOFError, zlib.error) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise ConfigurationError(str(path), f"cannot be read ({why})", "name a readable file") from None
    known = hashlib.sha256(head + str(size).encode()).hexdigest()[:32]
    return CodedFile(path, known, size, find_format(first, str(path), name))


def _batches(form: Format, text: io.TextIOWrapper, where: str, done: int) -> Iterator[Batch]:
    lines = _getters(form, text, where)
    for _ in islice(lines, done):
        pass
    while True:
        batch = _batch(form, islice(lines, BATCH), done)
        if batch.done == done:
            return
        done = batch.done
        yield batch


def _batch(form: Format, lines: Iterable[Getter | str], done: int) -> Batch:
    """The next lines as rows; each way to a line's fields is let go of before the next is made."""
    rows: list[CodedRow] = []
    bad: list[Bad] = []
    for get in lines:
        done += 1
        try:
            if isinstance(get, str):
                raise Unusable(get)
            rows.append(make_row(form, get))
        except Unusable as why:
            bad.append(Bad(done, str(why)))
    return Batch(rows, bad, done)


def _getters(form: Format, text: io.TextIOWrapper, where: str) -> Iterator[Getter | str]:
    """For each line a way to its fields, or why it has none."""
    if form.is_json:
        yield from map(_json_getter(form), text)
        return
    if form.separator == "\t":
        reader = csv.reader(_whole(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(_whole(text), delimiter=form.separator)
    width, places = _places(form, reader, where)
    of = cells_getter(places)
    for cells in reader:
        # Trailing separators and a stray column at the end do no harm; a line cut short does.
        yield of(cells) if len(cells) >= width else f"it has {len(cells)} columns of {width}"


def _whole(text: Iterable[str]) -> Iterator[str]:
    """Lines without NUL, which a CSV reader stops at."""
    return (line.replace("\0", "") for line in text)


def _places(form: Format, reader: Any, where: str) -> tuple[int, dict[str, tuple[int, ...]]]:
    """How many columns a line must have, and where each field's columns stand."""
    if form.width:
        return form.width, {
            field: tuple(each for each in _columns(column) if isinstance(each, int))
            for field, column in form.fields.items()
        }
    head = [cell.strip().lstrip("\ufeff") for cell in next(reader, [])]
    if missing := [each for each in form.needs if each not in head]:
        raise ConfigurationError(
            where, f"has no column {missing[0]!r}, which {form.name} has", "name another --format"
        )
    found = {
        field: tuple(head.index(str(each)) for each in _columns(column) if each in head)
        for field, column in form.fields.items()
    }
    needed = [places[0] for field, places in found.items() if places and field in ("start", *form.id)]
    return max(needed, default=0) + 1, found


def _columns(column: int | str | tuple[str, ...]) -> tuple[int | str, ...]:
    return column if isinstance(column, tuple) else (column,)


def _json_getter(form: Format) -> Callable[[str], Getter | str]:
    paths = {
        field: tuple(str(each).split(".") for each in _columns(column))
        for field, column in form.fields.items()
    }

    def of(line: str) -> Getter | str:
        try:
            record = json.loads(line)
        except ValueError:
            return "it is no JSON"
        if not isinstance(record, dict):
            return "it is no JSON object"

        def get(field: str) -> str | None:
            for path in paths.get(field, ()):
                value = _at(record, path)
                if value is not None and str(value).strip():
                    return str(value).strip()
            return None

        return get

    return of


def _at(record: object, path: list[str]) -> str | float | int | None:
    """The plain value at a path; of a list, its first member's."""
    for step in path:
        if isinstance(record, list):
            record = record[0] if record else None
        record = record.get(step) if isinstance(record, dict) else None
    if isinstance(record, list):
        record = record[0] if record else None
    return record if isinstance(record, str | int | float) and not isinstance(record, bool) else None


class _Counting(io.RawIOBase):
    """A file that tells how many bytes were read of it."""

    def __init__(self, file: Any, told: Callable[[int], None]) -> None:
        self._file, self._told = file, told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = int(self._file.readinto(buffer))
        self._told(count)
        return count

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _open(path: Path, told: Callable[[int], None]) -> Any:
    if path.suffix == ".zip":
        archive = zipfile.ZipFile(path)
        inside = [each for each in archive.infolist() if not each.is_dir()]
        if len(inside) != 1:
            raise ConfigurationError(str(path), f"holds {len(inside)} files", "name an archive with one")
        return io.BufferedReader(_Counting(archive.open(inside[0]), told), 1 << 20)
    raw = io.BufferedReader(_Counting(path.open("rb", buffering=0), told), 1 << 20)
    return gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
