"""The verb that traces: who really stands behind a story, of paths or of the store.

Paths, or a store and an analyst's word, come in; stories go out as JSON, text or a picture.
It knows the order of the steps and nothing of the rooms' insides.
"""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import (
    Add,
    Cluster,
    Cut,
    Database,
    Jobs,
    Outlet,
    Paths,
    Published,
    check_format,
    open_store,
    parse_link,
    put_out,
    refuse,
    say,
)
from tocsin.cli.taking import Taking

if TYPE_CHECKING:
    from tocsin.store import Store
    from tocsin.terms import Correction, Document, Lineage

_FORMATS = ("json", "text", "svg")
_MOST_DRAWN = 12  # stories in one picture
_ORIGIN = re.compile(r"o\d+")


@app.command()
def trace(
    paths: Paths = None,
    one_story: Annotated[bool, typer.Option("--one-story", help="Take all inputs as one story.")] = False,
    format: Annotated[
        str, typer.Option(help="json, text (to be read by people) or svg (a picture).")
    ] = "json",
    out: Annotated[Path | None, typer.Option(help="Write into this file; default: stdout.")] = None,
    story: Annotated[str | None, typer.Option(help="Only this story, by its id; of the store.")] = None,
    cut: Cut = None,
    add: Add = None,
    by: Annotated[
        str | None, typer.Option(help="Who cuts or adds; in the store the word is kept under this name.")
    ] = None,
    outlet: Outlet = None,
    published: Published = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    db: Database = None,
) -> None:
    """Print who really stands behind each story of the paths, or of the store where no path is given."""
    check_format(format, _FORMATS)
    corrections = [_correction("--cut", text, by) for text in cut or ()]
    corrections += [_correction("--add", text, by) for text in add or ()]
    taking = Taking(paths, outlet, published) if paths else None
    if taking is None:
        lineage, documents = _of_store(db, story, corrections)
    else:
        if story is not None:
            refuse(f"--story {story}", "names a story of the store", "leave the paths out, or the story")
        lineage, documents = _of_paths(taking, corrections, jobs, cluster, one_story=one_story)
    written = _show(lineage, documents, format)
    put_out(written, out)
    if taking is not None:
        taking.finish()


def _of_paths(
    taking: Taking,
    corrections: "list[Correction]",
    jobs: int | None,
    cluster: str | None,
    *,
    one_story: bool,
) -> "tuple[Lineage, list[Document]]":
    from tocsin.clusters import hire
    from tocsin.reading import read_documents
    from tocsin.trace import trace_documents

    with hire(cluster, taking.jobs(jobs)) as crew:
        everything = (item.document for item in taking)
        pairs = list(read_documents(everything, **crew._asdict(), report=taking.report))
    documents, readings = [document for document, _ in pairs], [reading for _, reading in pairs]
    if any(_ORIGIN.fullmatch(correction.to) for correction in corrections):
        found = trace_documents(documents, readings, one_story=one_story)
        corrections = [_named(correction, found) for correction in corrections]
    lineage = trace_documents(documents, readings, one_story=one_story, corrections=corrections)
    return lineage, documents


def _of_store(
    db: str | None, story: str | None, corrections: "list[Correction]"
) -> "tuple[Lineage, list[Document]]":
    """The stories as they stand after the corrections, with their documents."""
    from tocsin.terms import Lineage
    from tocsin.tracing import correct_store, follow_store, lineage_of

    with open_store(db) as store:
        follow_store(store)
        wanted = _find_story(store, story)
        for correction in [_named(correction, lineage_of(store)) for correction in corrections]:
            correct_store(store, correction, story=wanted)
        lineage = lineage_of(store)
        if wanted is not None:
            lineage = Lineage(stories=tuple(each for each in lineage.stories if each.id == wanted))
        return lineage, store.some_documents(d for each in lineage.stories for d in each.documents)


def _find_story(store: "Store", story: str | None) -> str | None:
    if story is None:
        return None
    found = store.find_story(story)
    if found is None:
        refuse(f"--story {story}", "is no story of the store", "tocsin trace --format text names them all")
    if found != story:
        say(f"{story}: went into story {found}, which is shown")
    return found


def _correction(option: str, text: str, by: str | None) -> "Correction":
    from tocsin.clock import now
    from tocsin.terms import Correction

    document, to = parse_link(option, text)
    return Correction(document=document, to=to, is_cut=option == "--cut", by=by, at=now())


def _named(correction: "Correction", lineage: "Lineage") -> "Correction":
    """The correction with the name of an origin that was given by its id ("o3")."""
    if not _ORIGIN.fullmatch(correction.to):
        return correction
    name = next((origin.name for origin in lineage.origins if origin.id == correction.to), None)
    if name is None:
        where = f"{correction.document}={correction.to}"
        refuse(where, "there is no such origin", "give its name, or an id that tocsin trace shows")
    return correction.model_copy(update={"to": name})


def _show(lineage: "Lineage", documents: "list[Document]", format: str) -> str:
    from tocsin.contract import lineage_object
    from tocsin.trace.drawing import draw_trees
    from tocsin.trace.tree import tree_of, tree_text

    if format == "json":
        return json.dumps(lineage_object(lineage, documents), ensure_ascii=False, indent=1) + "\n"
    known = {document.id: document for document in documents}
    trees = [tree_of(story, known) for story in lineage.stories]
    markings = sorted({document.marking for document in documents if document.marking})
    if format == "text":
        return "\n".join([*(f"{marking}\n" for marking in markings), *map(tree_text, trees)])
    if len(trees) > _MOST_DRAWN:
        trees = sorted(trees, key=lambda tree: -len(tree.story.documents))[:_MOST_DRAWN]
        say(f"drew the {_MOST_DRAWN} largest of {len(lineage.stories)} stories; --story draws any one")
    return draw_trees(trees, markings)
