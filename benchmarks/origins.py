"""How well links survive when the words that show them are hidden, and what tracing costs.

`python -m benchmarks.origins --data DIR --out FOLDER` traces every DIR/*.jsonl (one story a file, a line an
article: id, text, and where known outlet, published, url, links) as one story, writes FOLDER/<story>.json as
`tocsin trace --one-story` prints it, for whoever scores it against readings of his own, and prints one line
of JSON last. For the masked figures every sentence and line that names the outlet on which an article rests
is taken out of that article, one article at a time: is the link still found, and are false ones found?
"""

import argparse
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tocsin.contract import lineage_object
from tocsin.read.document import read_document
from tocsin.terms import Document, Reading, Story, identify
from tocsin.trace import trace_documents
from tocsin.trace.passages import sentences

SURE = 0.6  # an article rests on an outlet whose edge has at least this probability
FOUND = 0.35  # and is still found to from this one on


class _Told(NamedTuple):
    documents: list[Document]
    readings: list[Reading]


def measure(folder: Path, out: Path | None = None) -> dict[str, float | int | None]:
    """Figures over all stories of a folder; the traced stories go to `out`."""
    told = {path.stem: _read(path) for path in sorted(folder.glob("*.jsonl"))}
    if not told:
        raise SystemExit(f"{folder}: holds no .jsonl file; name a folder of stories")
    start = time.process_time()
    traced = {name: _trace(story) for name, story in told.items()}
    seconds = time.process_time() - start
    count = sum(len(story.documents) for story in told.values())
    if out:
        _write(out, told)
    masked, again, false = 0, 0, 0
    for name, story in told.items():
        for place, origin in _links(story, traced[name]):
            hidden = _trace(_masked(story, place, origin))
            before, after = (
                _rests_on(traced[name], story, place, FOUND),
                _rests_on(hidden, story, place, FOUND),
            )
            masked, again = masked + 1, again + (origin in after)
            false += len(after - before)
    return {
        "stories": len(told),
        "documents": count,
        "trace_ms_per_document": round(1000 * seconds / count, 2),
        "masked_links": masked,
        "masked_found": round(again / masked, 4) if masked else None,
        "masked_false_links": false,
    }


def _trace(story: _Told) -> Story:
    return trace_documents(story.documents, story.readings, one_story=True).stories[0]


def _links(story: _Told, traced: Story) -> list[tuple[int, str]]:
    """(place of the article, outlet) for each article that surely rests on an outlet which it names."""
    return [
        (place, name)
        for place, document in enumerate(story.documents)
        for name in sorted(_rests_on(traced, story, place, SURE))
        if name.casefold() in document.text.casefold()
    ]


def _rests_on(traced: Story, story: _Told, place: int, least: float) -> set[str]:
    outlets = {origin.id: origin.name for origin in traced.origins if origin.kind == "outlet"}
    mine = story.documents[place].id
    edges = [edge for edge in traced.edges if edge.from_ == mine and edge.probability >= least]
    return {outlets[edge.to] for edge in edges if edge.to in outlets}


def _masked(story: _Told, place: int, outlet: str) -> _Told:
    """The story with every sentence that names the outlet blanked in one article, at the same length."""
    document = story.documents[place]
    text = document.text
    named = re.compile(re.escape(outlet.removeprefix("The ").split()[0]), re.IGNORECASE)
    for span in sentences(document.text):
        if named.search(span.of(document.text)):
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    hidden = document.model_copy(update={"text": text})
    documents = [*story.documents[:place], hidden, *story.documents[place + 1 :]]
    readings = [*story.readings[:place], read_document(hidden), *story.readings[place + 1 :]]
    return _Told(documents, readings)


def _read(path: Path) -> _Told:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    known = ("text", "title", "outlet", "published", "url", "links")
    documents = [
        Document.model_validate(
            {key: row[key] for key in known if row.get(key)}
            | {"name": str(row["id"]), "id": identify(str(row["id"]), row["text"])}
        )
        for row in rows
    ]
    return _Told(documents, [read_document(document) for document in documents])


def _write(out: Path, told: dict[str, _Told]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, story in told.items():
        lineage = trace_documents(story.documents, story.readings, one_story=True)
        line = json.dumps(lineage_object(lineage, story.documents), ensure_ascii=False, indent=1)
        (out / f"{name}.json").write_text(line, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description="Links with their words hidden, and the cost of tracing.")
    parser.add_argument("--data", type=Path, required=True, help="a folder of stories, one .jsonl each")
    parser.add_argument("--out", type=Path, help="where the traced stories go")
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.data, options.out)))


if __name__ == "__main__":
    main()
