"""The verb about competing explanations: ach, which prints their matrix or writes one to be filled.

Paths, a store or a brief come in; the matrix goes out as text, JSON or a page. It knows the order of the
steps and nothing of how explanations are ranked.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    AsOf,
    Database,
    Jobs,
    MatrixFile,
    Outlet,
    Paths,
    Published,
    WatchName,
    check_format,
    open_out,
    open_store,
    parse_day,
    put_out,
    refuse,
)
from tocsin.cli.briefing import walk_paths
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    import datetime as dt

    from tocsin.terms import Brief, Comparison

_FORMATS = ("text", "json", "html")


@app.command()
def ach(
    paths: Paths = None,
    watch: WatchName = None,
    matrix: MatrixFile = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Show the matrix of this brief.json instead.")
    ] = None,
    as_of: AsOf = None,
    format: Annotated[str, typer.Option(help="text (to be read by people), json or html (a page).")] = "text",
    write: Annotated[
        Path | None, typer.Option(help="Also write the matrix as YAML here, for an analyst to fill.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write into this file; default: stdout.")] = None,
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    db: Database = None,
) -> None:
    """Hold competing explanations against the evidence of paths, of the store or of a brief."""
    check_format(format, _FORMATS)
    if matrix is not None and not paths:
        refuse(
            "--matrix", "goes with paths", "put it beside watch.yaml as matrix.yaml for the store's briefs"
        )
    taking, brief = chosen_brief("ach", paths, source, watch, as_of, outlet, published, jobs, db, matrix)
    if brief.comparison is None:
        refuse("ach", "there is nothing to compare", "name a watch with hypotheses, and reporting on it")
    written = _show(brief.comparison, brief, format)
    if write is not None:
        _write(write, brief.comparison)
    put_out(written, out)
    if taking is not None:
        taking.finish()


def chosen_brief(
    verb: str,
    paths: list[str] | None,
    source: Path | None,
    watch: str | None,
    as_of: str | None,
    outlet: str | None,
    published: str | None,
    jobs: int | None,
    db: str | None,
    matrix: Path | None = None,
) -> "tuple[Taking | None, Brief]":
    """What a brief of these paths would hold, with what took them in; or the brief of a file or the store."""
    from tocsin.why import open_brief

    if source is not None and paths:
        refuse("--from", "shows what a brief holds", "leave the paths out")
    day = parse_day("--as-of", as_of)
    if not paths:
        return None, open_brief(source) if source else _brief_of_store(verb, watch, day, db)
    taking = Taking(paths, outlet, published)
    return taking, walk_paths(taking, watch, day, jobs, to="weigh", matrix=matrix).brief


def _brief_of_store(verb: str, name: str | None, day: "dt.date | None", db: str | None) -> "Brief":
    """The store's latest brief on a watch."""
    if name is None:
        refuse(verb, "no watch is named", "name one with --watch, or give paths")
    made = open_store(db).latest_brief(name, as_of=day)
    if made is None:
        refuse(db or "the store", f"it holds no brief on {name}", "write one with tocsin run, or give paths")
    return made


def _show(made: "Comparison", brief: "Brief", format: str) -> str:
    from tocsin.brief.matrix import to_matrix_page, to_matrix_text

    if format == "json":
        return made.model_dump_json(indent=1) + "\n"
    if format == "html":
        title = f"Competing explanations: {brief.title.removesuffix(': warning brief')}"
        return to_matrix_page(made, title=title, as_of=brief.as_of, markings=brief.markings)
    marks = "".join(f"{each}\n" for each in brief.markings)
    return f"Competing explanations: {brief.watch}, as of {brief.as_of}\n{marks}\n{to_matrix_text(made)}"


def _write(file: Path, made: "Comparison") -> None:
    from tocsin.watches.matrices import write_matrix

    with open_out(file) as opened:
        opened.write(write_matrix(made.matrix))
