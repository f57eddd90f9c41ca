"""The verb that traces: who really stands behind a story, of paths or of the store.

Paths, or a store and an analyst's word, come in; stories go out on stdout.
It knows the order of the steps and nothing of the rooms' insides.
"""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Add, Cut, Jobs, Outlet, Paths, Published, parse_link
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from tocsin.terms import Correction


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
    from tocsin.contract import lineage_object
    from tocsin.pipeline import read_documents
    from tocsin.trace import trace_documents

    corrections = [_correction("--cut", text) for text in cut or ()]
    corrections += [_correction("--add", text) for text in add or ()]
    taking = Taking(paths, outlet, published)
    pairs = list(read_documents((i.document for i in taking), jobs=taking.jobs(jobs), report=taking.report))
    documents = [document for document, _ in pairs]
    readings = [reading for _, reading in pairs]
    lineage = trace_documents(documents, readings, one_story=one_story, corrections=corrections)
    sys.stdout.write(json.dumps(lineage_object(lineage, documents), ensure_ascii=False, indent=1) + "\n")
    taking.finish()


def _correction(option: str, text: str) -> "Correction":
    from tocsin.terms import Correction

    document, to = parse_link(option, text)
    return Correction(document=document, to=to, is_cut=option == "--cut")
