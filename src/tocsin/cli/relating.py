"""The verb about pairs of countries: relations, which prints who does what for whom, as a table or a picture.

Paths, a store or a brief come in; the table goes out as text, JSON or SVG. It knows nothing of how acts are
found.
"""

import json
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
    check_format,
    put_out,
    refuse,
)
from tocsin.cli.explaining import chosen_brief

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
    check_format(format, _FORMATS)
    taking, brief = chosen_brief("relations", paths, source, watch, as_of, outlet, published, jobs, db)
    written = _show(_chosen(brief, pair), brief, format)
    put_out(written, out)
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
