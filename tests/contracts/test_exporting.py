"""Exports as a person at a shell makes them: from a brief, from a store, and one line for every mistake."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from lxml import etree
from tests.contracts.store_records import BRIEF, document, reading
from tests.rooms.brief_sample import MARKING, sample_brief
from tests.running import tocsin

from tocsin.brief import to_json
from tocsin.exchange import carried_by_stix, read_stix
from tocsin.store import Store

TEXT = "Officials \u2014 \U0001f680 said that a launch might follow on the day."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.json").write_text(to_json(sample_brief()), encoding="utf-8")
    return tmp_path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with a marked document and two briefs of one watch."""
    path = tmp_path / "desk.db"
    with Store(str(path)) as made:
        one = document("a17", TEXT, marking=MARKING)
        made.put_document(one, TEXT.encode(), reading(one.id))
        made.put_brief(BRIEF)
        made.put_brief(BRIEF.model_copy(update={"version": "v2", "exercise": False, "markings": ()}))
    return path


def test_a_brief_goes_out_as_stix_and_from_stix_as_anything(folder: Path) -> None:
    first = tocsin("export", ".", "--to", "stix", "--out", "b.json", cwd=folder)
    assert (first.returncode, first.stdout) == (0, "")
    assert read_stix((folder / "b.json").read_bytes(), "b.json") == carried_by_stix(sample_brief())
    direct, round_about = (
        tocsin("export", name, "--to", "cap", cwd=folder) for name in ("brief.json", "b.json")
    )
    assert direct.returncode == round_about.returncode == 0
    assert direct.stdout == round_about.stdout and "<status>Exercise</status>" in direct.stdout


def test_json_lines_go_to_standard_output_unless_a_file_is_named(folder: Path) -> None:
    done = tocsin("export", "brief.json", cwd=folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"briefs", "claims", "judgements"} < {row["table"] for row in rows}
    assert {row["marking"] for row in rows} == {MARKING}


def test_a_store_gives_its_last_brief_as_an_update_of_the_one_before(store: Path) -> None:
    done = tocsin("export", "desk.db", "--to", "cap", "--sender", "desk.example", cwd=store.parent)
    alert = etree.fromstring(done.stdout.encode())
    said = {each.tag.split("}")[1]: each.text for each in alert}
    assert (said["identifier"], said["status"], said["msgType"]) == ("tocsin-v2", "Draft", "Update")
    assert said["references"] == "desk.example,tocsin-v1,2024-05-25T00:00:00-00:00"
    first = tocsin("export", "desk.db", "--to", "cap", "--brief", "v1", cwd=store.parent)
    assert "<msgType>Alert</msgType>" in first.stdout and "<status>Exercise</status>" in first.stdout


def test_a_store_gives_all_that_it_shows_with_markings_and_without_whole_documents(store: Path) -> None:
    done = tocsin("export", "desk.db", "--to", "csv", "--out", "tables", cwd=store.parent)
    assert done.returncode == 0, done.stderr
    tables = {path.stem: list(csv.DictReader(path.open())) for path in (store.parent / "tables").iterdir()}
    assert {"documents", "claims", "events", "stories", "briefs", "forecasts"} < tables.keys()
    assert [row["marking"] for row in tables["claims"]] == [MARKING] * 2
    assert "text" not in tables["documents"][0]
    whole = tocsin("export", "desk.db", "--to", "sqlite", "--out", "t.db", "--with-text", cwd=store.parent)
    assert whole.returncode == 0, whole.stderr
    database = sqlite3.connect(store.parent / "t.db")
    assert database.execute("SELECT text, marking, claims FROM documents").fetchone() == (TEXT, MARKING, 2)


def test_a_feed_holds_every_brief_of_the_watch(store: Path) -> None:
    done = tocsin("export", "desk.db", "--to", "atom", "--watch", "korea", cwd=store.parent)
    feed = etree.fromstring(done.stdout.encode())
    assert [each.text for each in feed.iter("{*}id")][1:] == ["urn:tocsin:brief:v1", "urn:tocsin:brief:v2"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.json"], "nothing.json: cannot be read (No such file or directory); name a brief.json"),
        (["brief.json", "--to", "pdf"], "--to pdf: there is no such form; use stix, cap, atom, csv"),
        (["brief.json", "--to", "csv"], "--out -: csv does not fit into standard output; name a folder"),
        (["brief.json", "--watch", "x"], "--watch: chooses among the briefs of a store"),
        (["brief.json", "--to", "cap", "--sender", "a b"], "--sender 'a b': may hold no space"),
        (["brief.json", "--out", "brief.json/x"], "--out brief.json/x: cannot be written"),
        (["other.json"], "other.json: carries no brief of Tocsin; other programs' reports are read with"),
        (["desk.db", "--brief", "v9"], "desk.db: it holds no brief v9; write one with"),
    ],
)
def test_a_mistake_is_one_line(words: list[str], said: str, folder: Path, store: Path) -> None:
    (folder / "other.json").write_text('{"type": "bundle", "objects": []}')
    done = tocsin("export", *words, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"tocsin: {said}") and done.stderr.count("\n") == 1
