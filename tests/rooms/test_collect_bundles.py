"""Other programs' reports in STIX: words, author, date, references and markings come along."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.brief_sample import sample_brief
from tests.rooms.test_collect_paths import collect

from tocsin.exchange import to_stix
from tocsin.terms import Link

AUTHOR = {"type": "identity", "id": "identity--1", "name": "Harbour Watch Centre"}
STATEMENT = {
    "type": "marking-definition",
    "id": "marking-definition--1",
    "definition_type": "statement",
    "definition": {"statement": "EXERCISE: synthetic reporting"},
}
REPORT = {
    "type": "report",
    "id": "report--1",
    "name": "Barriers at the mole",
    "description": "Two officials said that barriers had been moved to the northern mole.",
    "published": "2031-05-18T09:30:00Z",
    "created": "2031-05-18T10:00:00Z",
    "created_by_ref": "identity--1",
    "object_marking_refs": [
        "marking-definition--1",
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    ],
    "external_references": [
        {"source_name": "Harbour TV", "url": "https://harbour.example/1", "description": "Barriers moved"},
        {"source_name": "no address"},
        "odd",
    ],
}
NOTE = {
    "type": "note",
    "id": "note--1",
    "abstract": "On the barriers",
    "content": "A pilot said that the fairway was still open.",
    "authors": ["Pilots' desk"],
    "created": "2031-05-19T10:00:00Z",
}


def bundle(*objects: Any) -> str:
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}, indent=1)


def collected(folder: Path, text: str, name: str = "feed.json") -> Any:
    (folder / name).write_text(text, encoding="utf-8")
    return collect(folder / name, today=dt.date(2031, 6, 1))


@pytest.mark.parametrize("name", ["feed.json", "feed.stix"])
def test_a_report_and_a_note_become_documents_with_all_that_is_said_of_them(
    name: str, tmp_path: Path
) -> None:
    (report, note), refused, doubts = collected(tmp_path, bundle(AUTHOR, REPORT, NOTE, STATEMENT), name)
    assert not refused and not doubts
    assert report.name == "report--1" and report.title == "Barriers at the mole"
    assert report.text == REPORT["description"]
    assert report.outlet == "Harbour Watch Centre" and report.published == dt.date(2031, 5, 18)
    assert report.url == "https://harbour.example/1"
    assert report.links == (Link(url="https://harbour.example/1", text="Harbour TV: Barriers moved"),)
    assert report.marking == "EXERCISE: synthetic reporting; TLP:AMBER"
    assert note.text == "On the barriers\n\nA pilot said that the fairway was still open."
    assert note.byline == "Pilots' desk" and note.published == dt.date(2031, 5, 19)


def test_a_bundle_comes_through_standard_input_too() -> None:
    documents, refused, _ = collect("-", stdin=io.BytesIO(bundle(AUTHOR, NOTE).encode()))
    assert [each.name for each in documents] == ["note--1"] and not refused
    one_line = json.dumps(json.loads(bundle(NOTE))).encode() + b"\n"
    documents, refused, _ = collect("-", stdin=io.BytesIO(one_line))
    assert [each.name for each in documents] == ["note--1"] and not refused


def test_our_own_brief_is_no_reporting(tmp_path: Path) -> None:
    documents, (refused,), _ = collected(tmp_path, to_stix(sample_brief()))
    assert not documents
    assert "is a brief of Tocsin; what we said ourselves is no reporting" in refused


@pytest.mark.parametrize(
    ("objects", "said"),
    [
        ((AUTHOR,), "is a STIX bundle without a report or a note"),
        ((REPORT | {"description": None},), "has no words"),
        ((REPORT | {"revoked": True},), "was revoked by its author"),
    ],
)
def test_what_cannot_be_taken_is_one_line(objects: Any, said: str, tmp_path: Path) -> None:
    documents, (refused,), _ = collected(tmp_path, bundle(*objects))
    assert not documents and said in refused


def test_odd_values_in_odd_places_end_no_run(tmp_path: Path) -> None:
    odd = {"name": 3, "external_references": {}, "object_marking_refs": "x", "created_by_ref": [], "lang": 1}
    documents, refused, _ = collected(tmp_path, bundle(None, 7, REPORT | odd, NOTE | {"authors": "x"}))
    assert [each.name for each in documents] == ["report--1", "note--1"] and not refused
