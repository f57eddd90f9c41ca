"""The verbs on coded events: take in files of other makers, and give events out in their columns.

Files come in and rows go into the store, or the other way round. It knows the order of the steps and nothing
of how a row is read.
"""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, parse_day, refuse, say
from tocsin.cli.bars import byte_bar

if TYPE_CHECKING:
    from tocsin.coded import CodedFile
    from tocsin.store import Store
    from tocsin.terms import CodedRow

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


@events.command()
def export(
    to: Annotated[str, typer.Option(help="csv, jsonl, parquet, gdelt or polecat.")] = "jsonl",
    out: Annotated[Path, typer.Option(help="A file; - for standard output (jsonl only).")] = Path("-"),
    source: Annotated[
        list[str] | None,
        typer.Option(help="Only of this maker; tocsin for what was read here. May be given again."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(help="Also what was read as planned, possible, did-not-occur …; may be given again."),
    ] = None,
    since: Annotated[str | None, typer.Option(help="First day (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option(help="Last day (YYYY-MM-DD).")] = None,
    db: Database = None,
) -> None:
    """Give events out: what is said to have happened; planned, feared and denied ones only when asked for."""
    from tocsin.coded import FORMS, known_formats, write_coded, write_lines
    from tocsin.terms import Status

    if to not in FORMS:
        refuse(f"--to {to}", "there is no such form", f"use {', '.join(FORMS)}")
    if str(out) == "-" and to != "jsonl":
        refuse("--out -", f"{to} goes into a file", "name a file with --out")
    known = [*known_formats(), "tocsin"]
    for name in source or ():
        if name not in known:
            refuse(f"--source {name}", "is no maker of coded events", f"use {', '.join(known)}")
    for name in status or ():
        if name not in get_args(Status):
            refuse(f"--status {name}", "is no status", f"use {', '.join(get_args(Status))}")
    first, last = parse_day("--since", since), parse_day("--until", until)
    with open_store(db) as store:
        rows = _rows(store, source or (), {"occurred", "ongoing", *(status or ())}, first, last)
        marks = store.markings() if "tocsin" in (source or ["tocsin"]) else ()
        if str(out) == "-":
            write_lines(rows, sys.stdout)
            return
        try:
            count = write_coded(rows, to, out)
        except OSError as error:
            refuse(
                f"--out {out}", f"cannot be written ({error.strerror})", "name a path in a folder of yours"
            )
    say(f"{count} events written: {out}")
    if to in MAKERS and marks:
        say(f"{out}: {to} has no column for a handling line; these events carry: {'; '.join(marks)}")


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
    store: "Store", sources: Sequence[str], statuses: set[str], since: dt.date | None, until: dt.date | None
) -> Iterator["CodedRow"]:
    others = [each for each in sources if each != "tocsin"]
    if others or not sources:
        yield from store.stream_coded(sources=others, since=since, until=until)
    if "tocsin" in sources or not sources:
        yield from store.stream_read_events(statuses=statuses, since=since, until=until)
