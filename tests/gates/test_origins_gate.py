"""Gate: independent origins against stories that two people read; the floors may rise, not fall."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from benchmarks import lineage

from tocsin.read.document import read_document
from tocsin.terms import Document, Lineage, identify
from tocsin.trace import trace_documents
from tocsin.trace.copies import find_copies

FLOORS = {
    "origin_f1": 0.79,
    "pair_kappa": 0.8,
    "right": 0.83,
    "several": 0.75,
    "covered": 0.9,
    "deny_right": 0.9,
}
CEILINGS = {"overcount": 1.1, "undercount": 1.1, "interval": 1.96}


def documents_of(path: Path, outlet: str = "outlet") -> list[Document]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Document(
            id=identify(str(row["id"]), row["text"]),
            name=str(row["id"]),
            text=row["text"],
            outlet=row.get(outlet),
        )
        for row in rows
    ]


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("origins_scorer", shared / "score" / "origins.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(
    lineage: Lineage, documents: list[Document]
) -> tuple[dict[str, int], dict[str, int], list[set[str]]]:
    """Counts and groups as the contract prints them: the origins of the core claim are those with an edge."""
    (story,) = lineage.stories
    names = {document.id: document.name for document in documents}
    core = {edge.to for edge in story.edges}
    groups = [{names[d] for d in origin.documents} for origin in story.origins if origin.id in core]
    counts = story.independent
    return counts.asserting.model_dump(), counts.denying.model_dump(), groups


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, Any]:
    folder = shared / "data" / "lineage" / "stories"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    answers = {}
    for path in sorted(folder.glob("dev-*.jsonl")):
        documents = documents_of(path)
        readings = [read_document(document) for document in documents]
        answers[path.stem] = answer(trace_documents(documents, readings, one_story=True), documents)
    total: dict[str, Any] = scorer(shared).score(gold, answers)[0]
    return total


@pytest.mark.parametrize("measure", sorted(FLOORS))
def test_origins_stay_above_the_floor(scores: dict[str, Any], measure: str) -> None:
    assert scores[measure] >= FLOORS[measure], scores


@pytest.mark.parametrize("measure", sorted(CEILINGS))
def test_counts_stay_below_the_ceiling(scores: dict[str, Any], measure: str) -> None:
    assert scores[measure] <= CEILINGS[measure], scores


def test_copies_and_stories_stay_above_the_floor(shared: Path) -> None:
    folder = shared / "data" / "lineage"
    rows = [json.loads(line) for line in (folder / "ecbplus.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lineage.clusters(rows)["bcubed_f1"] >= 0.88
    figures = lineage.copies(
        [json.loads(line) for line in (folder / "helsinki.jsonl").read_text(encoding="utf-8").splitlines()]
    )
    assert figures["containment_recall"] >= 0.99
    assert figures["copy_precision"] == 1.0
    assert figures["index_bytes_per_document"] <= 900


def test_three_outlets_on_one_event_are_never_taken_for_copies(shared: Path) -> None:
    assert find_copies(documents_of(shared / "data" / "lineage" / "basil.jsonl", "publisher")) == []
