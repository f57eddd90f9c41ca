"""The verbs that keep a store sound: observe, backup, restore, check, prune, erase.

A store and the name of a person come in; one line of what was done goes out.
They know nothing of how records are kept.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    Database,
    open_store,
    parse_day,
    refuse,
    say,
    settings_here,
    today_here,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from tocsin.collect import Observed
    from tocsin.store import Store
    from tocsin.terms import Problem

By = Annotated[str, typer.Option(help="Who does this; it stands in the audit trail.")]


@app.command()
def observe(
    text: Annotated[str | None, typer.Argument(help="What was observed, in plain words.")] = None,
    by: By = "",
    origin: Annotated[str, typer.Option(help="Who knows it at first hand.")] = "",
    kind: Annotated[str, typer.Option(help="call, imagery, notice, seismic, sighting or other.")] = "other",
    at: Annotated[str, typer.Option(help="When it was so: a day, or a time with its zone.")] = "",
    known: Annotated[str, typer.Option(help="Since when the desk has had it; default: now.")] = "",
    grade: Annotated[str, typer.Option(help="Source A to F and information 1 to 6, such as B2.")] = "F6",
    place: Annotated[str, typer.Option(help="Where.")] = "",
    watch: Annotated[str, typer.Option(help="The watch that it bears on.")] = "",
    indicator: Annotated[str, typer.Option(help="The indicator of that watch that it shows.")] = "",
    csv: Annotated[
        Path | None,
        typer.Option(help="Rows with a heading instead: text, origin, kind, at, known, grade, ..."),
    ] = None,
    db: Database = None,
) -> None:
    """Enter what is not an article (a call, imagery, a notice, a quake); it weighs like a claim."""
    from tocsin.clock import now
    from tocsin.collect import observe as enter
    from tocsin.errors import UnreadableDocument

    if not by.strip():
        refuse("--by", "names nobody", "say who enters this")
    moment = now()
    fields = {"text": text, "origin": origin, "kind": kind, "at": at, "known": known, "grade": grade}
    fields |= {"place": place, "watch": watch, "indicator": indicator}
    try:
        found: Iterable[Observed | Problem] = (
            _read_rows(csv, by, moment) if csv else [enter(fields, by=by, now=moment, where="observe")]
        )
        failed = _enter(open_store(db), found, moment)
    except UnreadableDocument as fault:
        refuse(fault.where, fault.what, fault.remedy)
    raise typer.Exit(1 if failed else 0)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the copy.")], db: Database = None
) -> None:
    """Copy the store while it is in use; the copy is checked before it gets its name."""
    store = open_store(db)
    size = store.back_up(file)
    entries, end = store.audit_end()
    sys.stdout.write(
        f"{file}: {size / 1e6:.1f} MB, whole; audit trail of {entries} entries ends {end[:16]}\n"
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that tocsin backup wrote.")],
    by: By = "",
    db: Database = None,
) -> None:
    """Put a backup in the store's place; what was there is kept beside it."""
    from tocsin.clock import now
    from tocsin.store import put_in_place
    from tocsin.store.addresses import is_server, show_address

    if not by.strip():
        refuse("--by", "names nobody", "say who restores")
    told = db or settings_here().db
    if is_server(told):
        refuse(show_address(told), "is a server, not a file", "use pg_restore, or tocsin move from a file")
    address = Path(told)
    _refuse_while_running(address)
    aside = put_in_place(file, address)
    open_store(str(address)).note(at=now(), who=by, what="restored a backup", record=file.name)
    kept = f"; what was there is in {aside}" if aside else ""
    sys.stdout.write(f"{address}: restored from {file}{kept}\n")


@app.command()
def check(db: Database = None) -> None:
    """Check the store: its pages, spans, hashes, index of words and audit trail; a line for each fault."""
    store = open_store(db)
    faults = store.integrity_check()
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    entries, end = store.audit_end()
    if not faults:
        sys.stdout.write(f"sound; audit trail of {entries} entries ends {end or 'nowhere yet'}\n")
    raise typer.Exit(1 if faults else 0)


@app.command()
def prune(
    older_than: Annotated[
        str, typer.Option(help="Let go of kept bytes first seen before this: a day, or 90d.")
    ],
    by: By = "",
    count: Annotated[bool, typer.Option("--count", help="Only say what would go.")] = False,
    db: Database = None,
) -> None:
    """Let go of the bytes that old documents came in; texts and all that was read in them stay."""
    from tocsin.clock import now

    before = _day_before(older_than)
    store = open_store(db)
    if count:
        found = store.find_prunable(before)
        sys.stdout.write(f"{found.files} kept files of {found.size / 1e6:.1f} MB would go\n")
        return
    if not by.strip():
        refuse("--by", "names nobody", "say who prunes, or only --count")
    gone = store.prune(before, at=now(), by=by)
    sys.stdout.write(f"{gone.files} kept files of {gone.size / 1e6:.1f} MB went; their room is used again\n")


@app.command()
def erase(
    document: Annotated[str, typer.Argument(help="A document: its name, label or id.")],
    by: By = "",
    reason: Annotated[str, typer.Option(help="Why; without the words that must go.")] = "",
    db: Database = None,
) -> None:
    """Erase a document on request, out of every page of the store; the audit trail stays whole."""
    from tocsin.clock import now

    if not by.strip() or not reason.strip():
        refuse("--by and --reason", "are needed", "say who asks for this and why")
    store = open_store(db)
    gone = store.erase(document, at=now(), by=by, reason=reason)
    told = [f"{gone.documents} erased", f"{gone.files} kept files went", f"{gone.briefs} briefs were cleared"]
    sys.stdout.write(f"{document}: {', '.join(told)}\n")
    if gone.sharing:
        say(
            f"{document}: {gone.sharing} other documents came in the same file and keep their text without it"
        )
    say("copies made before hold it still; erase it there too, or let them go")


def _enter(store: "Store", found: "Iterable[Observed | Problem]", at: "dt.datetime") -> bool:
    """Store observations and say what each is called; whether any failed."""
    from tocsin.entering import enter_observation
    from tocsin.terms import Problem
    from tocsin.watches import load_watch

    failed = False
    for each in found:
        if isinstance(each, Problem):
            failed = True
            say(str(each))
            continue
        stored = enter_observation(store, each, find_watch=load_watch, at=at)
        sys.stdout.write(f"{stored.label}: entered; the next tocsin run weighs it\n")
    return failed


def _read_rows(file: Path, by: str, at: "dt.datetime") -> "Iterable[Observed | Problem]":
    from tocsin.collect import read_observations

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        refuse(str(file), f"cannot be read ({type(fault).__name__})", "give a CSV file in UTF-8")
    return read_observations(text, by=by, now=at, where=str(file))


def _refuse_while_running(address: Path) -> None:
    """A run would write into the file that is laid aside."""
    from tocsin.errors import StoreError
    from tocsin.holding import is_alive
    from tocsin.store import Store

    if not address.exists():
        return
    try:
        with Store(address) as store:
            lock = store.run_lock()
    except StoreError:
        return  # a damaged store is what a backup is for
    if lock is not None and is_alive(lock.owner):
        refuse(
            f"process {lock.owner.process} on {lock.owner.host}", "is running on this store", "stop it first"
        )


def _day_before(text: str) -> "dt.date":
    import datetime as dt

    if text.endswith("d") and text[:-1].isdigit():
        return today_here() - dt.timedelta(days=int(text[:-1]))
    day = parse_day("--older-than", text)
    assert day is not None
    return day
