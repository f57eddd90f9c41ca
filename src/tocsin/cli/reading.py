"""The verbs that need no store: read, lint and rules.

Paths come in; what a room made of them goes out on stdout.
They know the order of the steps and nothing of the rooms' insides.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Cluster, Jobs, Outlet, Paths, Published, check_format, refuse
from tocsin.cli.taking import Taking


@app.command()
def read(
    paths: Paths = None,
    format: Annotated[
        str, typer.Option(help="jsonl (one line a document) or text (to be read by people).")
    ] = "text",
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
) -> None:
    """Print who says what through whom and how surely, document by document; needs no store."""
    from tocsin.clusters import hire
    from tocsin.contract import reading_line, reading_text
    from tocsin.reading import read_documents

    check_format(format, ("jsonl", "text"))
    taking = Taking(paths, outlet, published)
    show = reading_line if format == "jsonl" else reading_text
    documents = (item.document for item in taking)
    with hire(cluster, taking.jobs(jobs)) as crew:
        for document, reading in read_documents(documents, **crew._asdict(), report=taking.report):
            sys.stdout.write(show(document, reading) + "\n")
    taking.finish()


@app.command()
def lint(
    file: Annotated[str, typer.Argument(help="A brief.json, or a draft in Markdown; - for standard input.")],
    against: Annotated[
        Path | None,
        typer.Option(
            help="The brief.json that a draft was written from; holds its quotations and footnotes."
        ),
    ] = None,
) -> None:
    """Hold a brief against the rules of the craft; one line for each fault."""
    from tocsin.brief import lint_json_file, lint_markdown
    from tocsin.why import open_brief

    if file != "-" and not Path(file).is_file():
        refuse(file, "there is no such file", "give a brief.json or a Markdown draft")
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    held_to = open_brief(against) if against else None
    faults = lint_json_file(text, file) if is_json else lint_markdown(text, held_to)
    for line, fault in faults:
        sys.stdout.write(f"{file}:{line}: {fault.rule} {fault.message}; {fault.remedy}\n")
    raise typer.Exit(1 if faults else 0)


@app.command()
def rules(
    id: Annotated[
        str | None, typer.Argument(help="One rule, or a letter for all of its kind: G3, H.")
    ] = None,
    format: Annotated[str, typer.Option(help="text or json (one line a rule).")] = "text",
) -> None:
    """List the rules of the craft: what each asks, where it is held, and what it refuses."""
    from tocsin.brief import list_rules

    check_format(format, ("text", "json"))
    asked = [rule for rule in list_rules() if id is None or _is_meant(id, rule.id)]
    if not asked:
        refuse(id or "", "there is no such rule", "tocsin rules lists them")
    for rule in asked:
        if format == "json":
            sys.stdout.write(json.dumps(rule._asdict(), ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{rule.id}  {rule.text}\n    held in {rule.where}; refused: {rule.refused}\n")


def _is_meant(asked: str, id: str) -> bool:
    asked = asked.upper()
    return id.upper().startswith(asked) and (
        len(asked) == 1 or id.partition(".")[0] == asked.partition(".")[0]
    )
