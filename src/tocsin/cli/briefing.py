"""The verbs that write a brief: brief, and why, which leads back from it to the words.

Paths or a store come in; a brief goes out, in files and in short on stdout.
They know the order of the steps and nothing of the rooms' insides.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    AsOf,
    Database,
    Incomplete,
    Jobs,
    Out,
    Outlet,
    Paths,
    Published,
    WatchName,
    open_store,
    parse_day,
    refuse,
    say,
    today_here,
)
from tocsin.cli.bars import reading_bar
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from tocsin.pipeline import Walk
    from tocsin.store import Store


@app.command()
def brief(
    paths: Paths = None,
    watch: WatchName = None,
    as_of: AsOf = None,
    out: Out = Path("out"),
    outlet: Outlet = None,
    published: Published = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep what was read in the store.")] = False,
    db: Database = None,
    incomplete: Incomplete = None,
    track_record: Annotated[
        Path | None, typer.Option(help="Settled questions to show (JSON lines of tocsin settle --record).")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Write a sourced warning brief of the paths, or of the store where no path is given."""
    from tocsin import pipeline
    from tocsin.settling import read_record

    day = parse_day("--as-of", as_of)
    _check_watch(watch)
    record = read_record(track_record) if track_record else ()
    if not paths or keep:
        kept = Taking(paths, outlet, published) if paths else None
        publish(_carry_store(db, kept, watch, day, incomplete, jobs), out)
        raise typer.Exit(1 if kept and kept.failed else 0)
    taking = Taking(paths, outlet, published)
    everything = (item.document for item in taking)
    pairs = list(
        reading_bar(pipeline.read_documents(everything, jobs=taking.jobs(jobs), report=taking.report))
    )
    documents, unknown = pipeline.choose_known([document for document, _ in pairs], day)
    if not documents:
        taking.finish(nothing="no document was left to write a brief from; see the lines above")
    known = {document.id for document in documents}
    made = pipeline.walk(
        documents,
        [reading for document, reading in pairs if document.id in known],
        pipeline.settle_watch(watch, documents),
        as_of=day or pipeline.settle_date(documents, today=today_here()),
        unknown=unknown,
        incomplete=incomplete,
        record=record,
    )
    publish(made, out)
    taking.finish()


@app.command()
def why(
    id: Annotated[
        str, typer.Argument(help="An id in a brief: s3, forecast:nuclear-test, indicator:..., a claim.")
    ],
    source: Annotated[
        Path | None, typer.Option("--from", help="A brief.json; default: the store's latest.")
    ] = None,
    db: Database = None,
) -> None:
    """Print the way from an id in a brief back to document, span and words."""
    from tocsin.why import open_brief, trace_back

    if source is not None:
        made = open_brief(source)
    else:
        stored = open_store(db).last_brief()
        if stored is None:
            refuse(
                db or "the store", "it holds no brief", "write one with tocsin run, or give --from brief.json"
            )
        made = stored
    for line in trace_back(id, made):
        sys.stdout.write(line + "\n")


def _check_watch(watch: str | None) -> None:
    """A wrong watch stops before any work."""
    from tocsin.pipeline import settle_watch

    if watch is not None:
        settle_watch(watch, [])


def _carry_store(
    db: str | None,
    taking: Taking | None,
    watch: str | None,
    as_of: dt.date | None,
    incomplete: str | None,
    jobs: int | None,
) -> "Walk":
    """Take inputs into the store, if there are any, and write the brief of what it holds."""
    from tocsin.clock import now
    from tocsin.judging import walk_store
    from tocsin.watches import load_watch, packaged_watches

    store = open_store(db)
    if taking is not None:
        _take_in(store, taking, jobs)
    watches = [load_watch(each) for each in packaged_watches()]
    made = walk_store(
        store,
        watch,
        as_of=as_of,
        today=today_here(),
        watches=watches,
        incomplete=incomplete,
        at=now(),
    )
    if made is None:
        refuse(db or "the store", "it holds no document", "give a path")
    return made


def _take_in(store: "Store", taking: Taking, jobs: int | None) -> None:
    from tocsin.clock import now
    from tocsin.holding import hold_run
    from tocsin.running import read_unread, take_in
    from tocsin.tracing import follow_store

    with hold_run(store, now, taking.report):
        for _ in take_in(store, taking, report=taking.report):
            pass
        new = sum(1 for _ in reading_bar(read_unread(store, jobs=taking.jobs(jobs), report=taking.report)))
        follow_store(store)
    say(f"{new} new documents read")


def publish(made: "Walk", out: Path) -> None:
    """Write the brief into a folder and print what it says, or the rule that blocks it (exit 1)."""
    from tocsin.brief import write_brief
    from tocsin.errors import PublishingRefused

    try:
        written = write_brief(made.brief, out)
    except PublishingRefused as refused:
        say(str(refused))
        raise typer.Exit(1) from None
    except OSError as error:
        refuse(str(out), f"cannot be written ({error.strerror})", "name another folder with --out")
    sys.stdout.write(tell_brief(made) + "\n")
    sys.stdout.write("\nwritten: " + ", ".join(str(path) for path in written) + "\n")
    sys.stdout.write("your own reporting: tocsin brief YOUR-FILE-OR-FOLDER --out out\n")


def tell_brief(made: "Walk") -> str:
    """Bottom line and key judgements, as plain text; the brief itself holds what they rest on."""
    shown = made.brief
    lines = [shown.title, f"as of {shown.as_of}", *shown.markings, "", "Bottom line"]
    lines += [f"  {s.text}" for s in shown.sentences if s.part == "bottom-line"]
    moved = [j for j in shown.judgements if any(step.step == "indicator" for step in j.ledger)]
    for judgement in moved:
        name = f"forecast:{judgement.scenario}"
        told = [s for s in shown.sentences if s.part == "judgements" and s.kind == "judgement"]
        lines += ["", judgement.name, *(f"  {s.text}" for s in told if name in s.evidence)]
    still = [f"{j.name} {j.probability:.0%}" for j in shown.judgements if j not in moved]
    if still:
        lines += ["", "Not moved by this reporting, from the record alone", f"  {'; '.join(still)}"]
    return "\n".join(lines)
