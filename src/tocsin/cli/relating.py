"""The verb about pairs of countries: relations, which prints who does what for whom, as a table or a picture.

Paths, a store or a brief come in; the table goes out as text, JSON or SVG. It knows nothing of how acts are
found.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    AsOf,
    Database,
    Jobs,
    Outlet,
    Paths,
    Published,
    WatchName,
    open_out,
    parse_day,
    refuse,
)
from tocsin.cli.explaining import brief_of_paths, brief_of_store
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from tocsin.terms import Brief, Relationship

_FORMATS = ("text", "json", "svg")


@app.command()
def relations(
    paths: Paths = None,
    watch: WatchName = None,
    pair: Annotated[str | None, typer.Option(help="Only this pair of the watch, by its id.")] = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="Show those of this brief.json instead.")
    ] = None,
    as_of: AsOf = None,
    format: Annotated[
        str, typer.Option(help="text (to be read by people), json or svg (a picture of one pair).")
    ] = "text",
    out: Annotated[Path | None, typer.Option(help="Write into this file; default: stdout.")] = None,
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    db: Database = None,
) -> None:
    """Print what the pairs of a watch do for each other over time, as claimed and as established apart."""
    from tocsin.why import open_brief

    if format not in _FORMATS:
        refuse(f"--format {format}", "there is no such format", f"use {', '.join(_FORMATS)}")
    if source is not None and paths:
        refuse("--from", "shows what a brief holds", "leave the paths out")
    taking = Taking(paths, outlet, published) if paths else None
    day = parse_day("--as-of", as_of)
    if taking is not None:
        brief = brief_of_paths(taking, watch, None, day, jobs)
    else:
        brief = open_brief(source) if source else brief_of_store("relations", watch, day, db)
    written = _show(_chosen(brief, pair), brief, format)
    if out is None:
        sys.stdout.write(written)
    else:
        with open_out(out) as file:
            file.write(written)
    if taking is not None:
        taking.finish()


def _chosen(brief: "Brief", pair: str | None) -> "list[Relationship]":
    if not brief.relations:
        where = brief.watch or "this reporting"
        refuse(where, "names no pair of countries", "add `relations:` to the watch (docs/relations.md)")
    found = [each for each in brief.relations if pair in (None, each.id)]
    if not found:
        known = ", ".join(each.id for each in brief.relations)
        refuse(f"--pair {pair}", "is no pair of the watch", f"use {known}")
    return found


def _show(found: "list[Relationship]", brief: "Brief", format: str) -> str:
    from tocsin.brief.charts.relations import draw_relations
    from tocsin.brief.relations import to_relations_text
    from tocsin.svg import standing_alone

    if format == "json":
        return (
            json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False, indent=1) + "\n"
        )
    if format == "svg":
        if len(found) > 1:
            names = ", ".join(each.id for each in found)
            refuse("--format svg", "draws one pair", f"name it with --pair: {names}")
        drawn = draw_relations(found[0], as_of=brief.as_of, id="relations", markings=brief.markings)
        return standing_alone(drawn) + "\n"
    marks = "".join(f"{each}\n" for each in brief.markings)
    head = f"Relations: {brief.watch}, as of {brief.as_of}\n{marks}\n"
    return head + "\n".join(to_relations_text(each) for each in found)
