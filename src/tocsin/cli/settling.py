"""The verb that looks back: settle, which holds what a brief said against what came.

A brief, or every brief of a store, comes in; a post-mortem goes out, in files and in short on stdout, and
the outcomes go into a track record. It knows the order of the steps and nothing of how a question is settled.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, parse_day, refuse, say, today_here

if TYPE_CHECKING:
    from tocsin.terms import Brief, PostMortem


@app.command()
def settle(
    source: Annotated[
        Path | None, typer.Option("--from", help="A brief.json; default: every brief of the store.")
    ] = None,
    watch: Annotated[
        str | None, typer.Option("--watch", help="The watch of the brief; default: the one that it names.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(help="A history.csv with coverage.csv beside it; default: the watch's own.")
    ] = None,
    rulings: Annotated[
        Path | None, typer.Option(help="CSV: scenario,outcome,day,settler,basis, where no list can settle.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="Settle with what happened up to this day (YYYY-MM-DD); default: today."),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Folder for postmortem.html, postmortem.md and postmortem.json.")
    ] = Path("out"),
    record: Annotated[
        Path | None, typer.Option(help="Also append the outcomes to this track record (JSON lines).")
    ] = None,
    db: Database = None,
) -> None:
    """Settle the questions of a brief by what happened after it, with scores."""
    from tocsin import settling

    on = parse_day("--as-of", as_of) or today_here()
    ruled = settling.read_rulings(rulings) if rulings else ()
    store = open_store(db) if source is None or db else None
    for made in _briefs(source, db, watch):
        used = settling.find_watch(made, watch)
        events = settling.open_history(history) if history else used.history
        settled = settling.settle_brief(made, used, events, on=on, rulings=ruled)
        if store is not None:
            store.put_settled(settled)
        if record is not None:
            try:
                say(f"{settling.append_record(record, settled)} outcomes added to {record}")
            except OSError as error:
                refuse(f"--record {record}", f"cannot be written ({error.strerror})", "name a file of yours")
        folder = out if source is not None else out / f"{made.as_of}-{made.version}"
        _show(settling.examine_brief(made, used, settled, on), folder)


def _briefs(source: Path | None, db: str | None, watch: str | None) -> "list[Brief]":
    """The brief that was named, or those of the store."""
    from tocsin.why import open_brief

    if source is not None:
        return [open_brief(source)]
    found = [brief for brief in open_store(db).briefs() if brief.watch and watch in (None, brief.watch)]
    if not found:
        refuse(
            db or "the store", "it holds no brief with a watch", "give --from brief.json, or run tocsin run"
        )
    return found


def _show(found: "PostMortem", folder: Path) -> None:
    """Write the page, and say on stdout what became of each question."""
    from tocsin.brief import write_postmortem
    from tocsin.brief.postmortem import sum_up, verdict

    try:
        written = write_postmortem(found, folder)
    except OSError as error:
        refuse(str(folder), f"cannot be written ({error.strerror})", "name another folder with --out")
    lines = [f"{found.title}, as of {found.as_of}", *found.markings]
    if found.illustration:
        lines.append(f"An illustration, not a record of foresight. {found.illustration}")
    lines += ["", sum_up(found), ""]
    for each in (*found.track_record.settled, *found.track_record.open):
        scores = "; ".join(f"{s.method} {s.probability:.0%}, Brier {s.brier:.3f}" for s in each.scores)
        lines.append(f"{each.question.name}: {verdict(each)}. {each.reason}")
        lines += [f"    {scores}"] if scores else []
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.write("\nwritten: " + ", ".join(str(path) for path in written) + "\n")
