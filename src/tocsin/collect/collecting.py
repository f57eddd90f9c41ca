"""Collect documents from files, folders and standard input, one at a time and in input order.

Comes in: paths, and today's date. Goes out: a stream of documents with the bytes as they came, mixed
with the problems met on the way; a run over ten thousand documents holds one of them at a time. Knows
nothing about the network, the store or the clock.
"""

import codecs
import datetime as dt
import io
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO

from tocsin.collect.archives import parse_archive
from tocsin.collect.finding import STDIN, find_files
from tocsin.collect.intake import Collected, Intake
from tocsin.collect.mailboxes import parse_mailbox
from tocsin.collect.parsing import ARCHIVE, MAILBOX, RECORD_LINES, RECORDS, kind_of, parse_bytes, sniff
from tocsin.collect.records import Found, Line, is_record, parse_json, parse_lines, read_lines
from tocsin.collect.sidecars import read_sidecar
from tocsin.collect.sizes import too_large
from tocsin.errors import ConfigurationError, UnreadableDocument
from tocsin.terms import Problem

_WORDS = ("where", "what", "remedy")
_Parse = Callable[[BinaryIO, str, int], Iterator[Found | UnreadableDocument]]
_CONTAINERS: dict[str, _Parse] = {ARCHIVE: parse_archive, MAILBOX: parse_mailbox}


def collect_paths(
    paths: Sequence[str | Path],
    *,
    outlet: str | None = None,
    published: dt.date | None = None,
    today: dt.date,
    max_bytes: int,
    stdin: BinaryIO | None = None,
) -> Iterator[Collected | Problem]:
    """Every document that `paths` hold, and a Problem for each input that is not one.

    Args:
        paths: files, folders (taken whole, sorted) and "-" for standard input.
        outlet: stands in where a document names none.
        published: stands in where a document gives no date.
        today: dates after this one (and a day for the zones east of here) are taken as unknown.
        max_bytes: the most that one document, or one line of a .jsonl file, may weigh.
        stdin: where "-" reads from.

    Raises:
        ConfigurationError: an argument is wrong; before anything is read.
    """
    if published is not None and published > today + dt.timedelta(days=1):
        raise ConfigurationError(
            "--published", f"{published} lies in the future", "give the outlet's own date"
        )
    if max_bytes < 1:
        raise ConfigurationError("TOCSIN_MAX_DOCUMENT_BYTES", f"{max_bytes} is not a size", "give 1 or more")
    if STDIN in map(str, paths) and stdin is None:
        raise ConfigurationError(STDIN, "no standard input was handed over", "give a path")
    intake = Intake(outlet=outlet, published=published, today=today)
    found = _collect(list(find_files(paths)), intake, max_bytes, stdin or io.BytesIO())
    return (_make_printable(one) if isinstance(one, Problem) else one for one in found)


def _collect(
    files: Sequence[str | Problem], intake: Intake, max_bytes: int, stdin: BinaryIO
) -> Iterator[Collected | Problem]:
    stems = Counter(PurePath(file).stem for file in {f for f in files if isinstance(f, str)})
    for file in files:
        if isinstance(file, Problem):
            yield file
            continue
        name = PurePath(file).name if stems[PurePath(file).stem] > 1 else PurePath(file).stem
        try:
            if file == STDIN:
                yield from _collect_stdin(stdin, intake, max_bytes)
            else:
                yield from _collect_file(file, name, intake, max_bytes)
        except UnreadableDocument as fault:
            yield _problem(fault)


def _collect_file(path: str, name: str, intake: Intake, max_bytes: int) -> Iterator[Collected | Problem]:
    kind = kind_of(path)
    if kind == RECORD_LINES:
        yield from _collect_lines(path, intake, max_bytes)
        return
    if kind in _CONTAINERS:
        yield from _collect_container(path, _CONTAINERS[kind], intake, max_bytes)
        return
    data = _read_file(path, max_bytes)
    if kind == RECORDS:
        yield from _admit_records(parse_json(_not_blank(data, path), path), intake, PurePath(path).stem)
        return
    draft = parse_bytes(data, kind or sniff(data), path)
    fields, doubts = read_sidecar(path)
    draft = draft.model_copy(update={**fields, "notes": draft.notes + doubts})
    yield from intake.admit(draft, data, name, path)


def _collect_container(
    path: str, parse: _Parse, intake: Intake, max_bytes: int
) -> Iterator[Collected | Problem]:
    """A file that holds many documents, read as it streams."""
    try:
        with Path(path).open("rb") as file:
            yield from _admit_records(parse(file, path, max_bytes), intake, PurePath(path).name)
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _collect_lines(path: str, intake: Intake, max_bytes: int) -> Iterator[Collected | Problem]:
    try:
        with Path(path).open("rb") as file:
            lines = read_lines(file, max_bytes)
            first = next(lines, None)
            if first is None:
                raise UnreadableDocument(path, "is empty", "give it one record a line")
            if (first.data or b"").startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise UnreadableDocument(path, "is UTF-16, which has no lines of bytes", "save it as UTF-8")
            found = parse_lines(chain([first], lines), path, max_bytes)
            yield from _admit_records(found, intake, PurePath(path).stem)
    except OSError as fault:
        raise _unreadable(path, fault) from None


def _collect_stdin(stdin: BinaryIO, intake: Intake, max_bytes: int) -> Iterator[Collected | Problem]:
    """Standard input: records, if its first line is one; else one text, page or JSON file."""
    where = "standard input"
    head = stdin.readline(max_bytes + 1)
    if is_record(head):
        lines = (Line(number + 1, data) for number, data in read_lines(stdin, max_bytes))
        yield from _admit_records(
            parse_lines(chain([Line(1, head)], lines), where, max_bytes), intake, "stdin"
        )
        return
    data = _not_blank(head + stdin.read(max(0, max_bytes + 1 - len(head))), where)
    if len(data) > max_bytes:
        raise too_large(where, None, max_bytes)
    found = list(parse_json(data, where)) if data.lstrip()[:1] in (b"{", b"[") else []
    if any(isinstance(record, Found) for record in found):
        yield from _admit_records(found, intake, "stdin")
    else:
        yield from intake.admit(parse_bytes(data, sniff(data), where), data, "stdin", where)


def _admit_records(
    records: Iterable[Found | UnreadableDocument], intake: Intake, stem: str
) -> Iterator[Collected | Problem]:
    """Records without an id are called by their file and their number in it."""
    for record in records:
        if isinstance(record, UnreadableDocument):
            yield _problem(record)
        else:
            name = record.draft.name or f"{stem}-{record.number}"
            yield from intake.admit(record.draft, record.kept, name, record.where)


def _read_file(path: str, max_bytes: int) -> bytes:
    """The file's bytes; a file over the limit is refused by its size, before it is read."""
    try:
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                raise too_large(path, size, max_bytes)
            data = file.read(max_bytes + 1)
    except OSError as fault:
        raise _unreadable(path, fault) from None
    if len(data) > max_bytes:
        raise too_large(path, None, max_bytes)
    return data


def _not_blank(data: bytes, where: str) -> bytes:
    if not data.strip():
        what = "holds white space only" if data else "is empty"
        raise UnreadableDocument(where, what, "give it text or leave it out")
    return data


def _unreadable(path: str, fault: OSError) -> UnreadableDocument:
    return UnreadableDocument(
        path,
        f"cannot be read ({fault.strerror or type(fault).__name__})",
        "check the file and its permissions",
    )


def _problem(fault: UnreadableDocument) -> Problem:
    return Problem(where=fault.where, what=fault.what, remedy=fault.remedy)


def _make_printable(problem: Problem) -> Problem:
    """The problem with "?" for what no text can hold, as in a file's name that is not UTF-8."""
    try:
        str(problem).encode()
    except UnicodeEncodeError:
        words = {name: getattr(problem, name).encode("utf-8", "replace").decode() for name in _WORDS}
        return problem.model_copy(update=words)
    return problem
