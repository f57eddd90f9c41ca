"""The verbs that need no store: read, trace, and lint.

Paths come in; what a room made of them goes out on stdout.
They know the order of the steps and nothing of the rooms' insides.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Add, Cut, Jobs, Outlet, Paths, Published, parse_link, refuse
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
) -> None:
    """Print who says what through whom and how surely, document by document; needs no store."""
    from tocsin.contract import reading_line, reading_text
    from tocsin.pipeline import read_documents

    if format not in ("jsonl", "text"):
        refuse(f"--format {format}", "there is no such format", "use jsonl or text")
    taking = Taking(paths, outlet, published)
    show = reading_line if format == "jsonl" else reading_text
    documents = (item.document for item in taking)
    for document, reading in read_documents(documents, jobs=taking.jobs(jobs), report=taking.report):
        sys.stdout.write(show(document, reading) + "\n")
    taking.finish()


@app.command()
def trace(
    paths: Paths = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    cut: Cut = None,
    add: Add = None,
) -> None:
    """Print who really stands behind each story, as one JSON object; needs no store."""
    import json

    from tocsin.contract import lineage_object
    from tocsin.pipeline import read_documents
    from tocsin.trace import Correction, trace_documents

    corrections = [Correction(*parse_link("--cut", text), is_cut=True) for text in cut or ()]
    corrections += [Correction(*parse_link("--add", text), is_cut=False) for text in add or ()]
    taking = Taking(paths, outlet, published)
    pairs = list(read_documents((i.document for i in taking), jobs=taking.jobs(jobs), report=taking.report))
    documents = [document for document, _ in pairs]
    readings = [reading for _, reading in pairs]
    lineage = trace_documents(documents, readings, one_story=one_story, corrections=corrections)
    sys.stdout.write(json.dumps(lineage_object(lineage, documents), ensure_ascii=False, indent=1) + "\n")
    taking.finish()


@app.command()
def lint(
    file: Annotated[str, typer.Argument(help="A brief.json, or a draft in Markdown; - for standard input.")],
) -> None:
    """Hold a brief against the rules of the craft; one line for each fault."""
    from tocsin.brief import lint_json_file, lint_markdown

    if file != "-" and not Path(file).is_file():
        refuse(file, "there is no such file", "give a brief.json or a Markdown draft")
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    is_json = file.endswith(".json") or text.lstrip().startswith("{")
    faults = lint_json_file(text, file) if is_json else lint_markdown(text)
    for line, fault in faults:
        sys.stdout.write(f"{file}:{line}: {fault.rule} {fault.message}; {fault.remedy}\n")
    raise typer.Exit(1 if faults else 0)
