"""The verbs that serve a desk: search, watches, doctor.

A store or a watch comes in; lines for people go out.
They know nothing of how what they show was made.
"""

import sys
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import AsOf, Database, open_store, parse_day, say, settings_here


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for.")],
    db: Database = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(min=1, help="How many documents at the most.")] = 20,
) -> None:
    """Look for words in the documents of the store, best first."""
    day = parse_day("--as-of", as_of)
    for document, snippet in open_store(db).search(" ".join(words), limit=limit, as_of=day):
        when = document.published or "date unknown"
        mark = f"  [{document.marking}]" if document.marking else ""
        sys.stdout.write(
            f"{document.label}  {document.outlet or 'outlet unknown'}  {when}{mark}\n    {snippet}\n"
        )


@app.command()
def watches(
    check: Annotated[
        str | None, typer.Option(help="Check this watch (a name, a folder or a watch.yaml).")
    ] = None,
) -> None:
    """List the packaged watches, or check one of your own."""
    from tocsin.watches import check_watch, load_watch, packaged_watches

    for name in [check] if check else packaged_watches():
        watch = load_watch(name)
        holds = f"{len(watch.scenarios)} scenarios, {len(watch.indicators)} indicators, "
        holds += f"{len(watch.playbooks)} plans, {len(watch.history.events)} dated events"
        sys.stdout.write(f"{watch.id}: {watch.title} ({holds})\n")
        for warning in check_watch(name):
            say(str(warning))


@app.command()
def doctor(db: Database = None) -> None:
    """Say what is installed, missing and writable."""
    from tocsin.doctor import examine

    settings = settings_here()
    findings = examine(db or settings.db, settings)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)
