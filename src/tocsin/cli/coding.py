"""The verbs on coded events: take in files of other makers, and give events out in their columns.

Files come in and rows go into the store, or the other way round. It knows the order of the steps and nothing
of how a row is read.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, Paths, check_format, open_store, parse_day, refuse, say
from tocsin.cli.bars import byte_bar
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from tocsin.coded import CodedFile
    from tocsin.happenings import Whence
    from tocsin.store import Store
    from tocsin.terms import CodedRow, Happening

    _Joined = tuple[tuple[Happening, ...], dict[str, Whence], Callable[[], None]]

MAKERS = ("gdelt", "polecat")  # layouts of others, which no column can be added to
NAMED = 5  # lines that could not be used and are told; the rest are counted by reason
events = typer.Typer(no_args_is_help=True, help="Coded events: take in others' files, give events out.")
app.add_typer(events, name="events")


@events.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files of coded events; .gz and .zip too.")],
    format: Annotated[
        str | None,
        typer.Option(help="gdelt, icews, polecat, plover, ucdp, acled or cns; default: by the first line."),
    ] = None,
    db: Database = None,
) -> None:
    """Take files of coded events into the store; each event once, and after a kill from where it stopped."""
    from tocsin.coded import open_coded
    from tocsin.errors import ConfigurationError

    failed = False
    with open_store(db) as store:
        for path in files:
            try:
                failed |= _take(store, open_coded(path, format))
            except ConfigurationError as fault:
                say(str(fault))
                failed = True
    raise typer.Exit(1 if failed else 0)


Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status", help="Also what was read as planned, possible, did-not-occur …; may be given again."
    ),
]
Since = Annotated[str | None, typer.Option(help="First day (YYYY-MM-DD).")]
Until = Annotated[str | None, typer.Option(help="Last day (YYYY-MM-DD).")]


@events.command()
def export(
    to: Annotated[str, typer.Option(help="csv, jsonl, parquet, gdelt or polecat.")] = "jsonl",
    out: Annotated[Path, typer.Option(help="A file; - for standard output (jsonl only).")] = Path("-"),
    source: Annotated[
        list[str] | None,
        typer.Option(help="Only of this maker; tocsin for what was read here. May be given again."),
    ] = None,
    joined: Annotated[
        bool,
        typer.Option("--joined", help="What was read here, each act once, with how many tell of it."),
    ] = False,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    db: Database = None,
) -> None:
    """Give events out: what is said to have happened; planned, feared and denied ones only when asked for."""
    from tocsin.coded import FORMS, JOINED_COLUMNS, known_formats, write_coded, write_lines
    from tocsin.terms import CODED_COLUMNS

    if to not in FORMS:
        refuse(f"--to {to}", "there is no such form", f"use {', '.join(FORMS)}")
    if str(out) == "-" and to != "jsonl":
        refuse("--out -", f"{to} goes into a file", "name a file with --out")
    known = [*known_formats(), "tocsin"]
    for name in source or ():
        if name not in known:
            refuse(f"--source {name}", "is no maker of coded events", f"use {', '.join(known)}")
    if joined and set(source or ["tocsin"]) != {"tocsin"}:
        refuse("--joined", "joins what was read here, not the events of others", "leave out --source")
    wanted, first, last = _wanted(status), parse_day("--since", since), parse_day("--until", until)
    columns = JOINED_COLUMNS if joined else CODED_COLUMNS
    with open_store(db) as store:
        rows = (_joined_rows if joined else partial(_rows, sources=source or ()))(store, wanted, first, last)
        marks = store.markings() if "tocsin" in (source or ["tocsin"]) else ()
        if str(out) == "-":
            write_lines(rows, sys.stdout, columns)
            return
        try:
            count = write_coded(rows, to, out, columns)
        except OSError as error:
            refuse(
                f"--out {out}", f"cannot be written ({error.strerror})", "name a path in a folder of yours"
            )
    say(f"{count} events written: {out}")
    if to in MAKERS and marks:
        say(f"{out}: {to} has no column for a handling line; these events carry: {'; '.join(marks)}")


@events.command()
def told(
    paths: Paths = None,
    format: Annotated[str, typer.Option(help="text (to be read by people) or jsonl.")] = "text",
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    db: Database = None,
) -> None:
    """Print each act that documents tell of once: how many tell of it, and where they differ.

    Paths are read and traced; without any, the store's documents are taken.
    """
    from tocsin.contract import happening_text
    from tocsin.happenings import choose

    check_format(format, ("text", "jsonl"))
    wanted, first, last = _wanted(status), parse_day("--since", since), parse_day("--until", until)
    happenings, whence, finish = _of_paths(paths) if paths else _of_store(db)
    labels = {document: each.label for document, each in whence.items()}
    for one in choose(happenings, wanted, first, last):
        line = one.model_dump_json() if format == "jsonl" else happening_text(one, labels)
        sys.stdout.write(line + "\n")
    finish()


def _wanted(status: list[str] | None) -> set[str]:
    from tocsin.terms import Status

    for name in status or ():
        if name not in get_args(Status):
            refuse(f"--status {name}", "is no status", f"use {', '.join(get_args(Status))}")
    return {"occurred", "ongoing", *(status or ())}


def _of_paths(paths: list[str]) -> "_Joined":
    from tocsin.happenings import join_read, whence_of
    from tocsin.reading import read_documents

    taking = Taking(paths, None, None)
    read = list(read_documents((item.document for item in taking), report=taking.report))
    happenings = join_read([document for document, _ in read], [reading for _, reading in read])
    return happenings, {document.id: whence_of(document) for document, _ in read}, taking.finish


def _of_store(db: str | None) -> "_Joined":
    from tocsin.happenings import Whence, join_store

    whence: dict[str, Whence] = {}
    with open_store(db) as store:
        return join_store(store, whence), whence, lambda: None


def _joined_rows(
    store: "Store", statuses: set[str], since: dt.date | None, until: dt.date | None
) -> Iterator["CodedRow"]:
    from tocsin.happenings import Whence, as_row, choose, join_store

    whence: dict[str, Whence] = {}
    for one in choose(join_store(store, whence), statuses, since, until):
        yield as_row(one, whence)


def _take(store: "Store", file: "CodedFile") -> bool:
    """Take one file in and say what came of it; whether a line of it could not be used."""
    from tocsin.store.coded import Progress

    before = store.coded_progress(file.name)
    if before.is_finished:
        say(f"{file.path}: taken in before, {before.done} lines; nothing new")
        return False
    if before.done:
        say(f"{file.path}: goes on after line {before.done}")
    new = known = 0
    done = before.done
    reasons: Counter[str] = Counter()
    path, form = str(file.path), file.form.name
    with byte_bar(file.size, file.path.name) as told:
        for batch in file.batches(before.done, told):
            done = batch.done
            added = store.put_coded(
                batch.rows, name=file.name, path=path, form=form, progress=Progress(done, is_finished=False)
            )
            new, known = new + added, known + len(batch.rows) - added
            for bad in batch.bad:
                reasons[bad.why] += 1
                if reasons.total() <= NAMED:
                    say(f"{file.path}: line {bad.line} of events is left out: {bad.why}")
    store.put_coded([], name=file.name, path=path, form=form, progress=Progress(done, is_finished=True))
    left = f"; {reasons.total()} lines left out" if reasons else ""
    say(f"{file.path} ({file.form.title}): {new} events new, {known} known already{left}")
    return bool(reasons)


def _rows(
    store: "Store",
    statuses: set[str],
    since: dt.date | None,
    until: dt.date | None,
    *,
    sources: Sequence[str],
) -> Iterator["CodedRow"]:
    others = [each for each in sources if each != "tocsin"]
    if others or not sources:
        yield from store.stream_coded(sources=others, since=since, until=until)
    if "tocsin" in sources or not sources:
        yield from store.stream_read_events(statuses=statuses, since=since, until=until)
