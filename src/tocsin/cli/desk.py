"""The verbs that serve a desk: search, doctor.

A store comes in; lines for people go out.
They know nothing of how what they show was made.
"""

import sys
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import AsOf, Database, open_store, parse_day, settings_here


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
def doctor(db: Database = None) -> None:
    """Say what is installed, missing and writable."""
    from tocsin.doctor import examine

    settings = settings_here()
    findings = examine(db or settings.db, settings)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)
