"""What people see who open the file with other programs: readable, documented, as the code names it."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.store_records import (
    BRIEF,
    DAY,
    OUTLOOK,
    PLANS,
    SETTLED,
    STORIES,
    WEIGHING,
    document,
    reading,
)

from tocsin.store import Store, tables

PAGE = Path(__file__).parents[2] / "docs" / "store.md"
TEXT = "Officials \u2014 \U0001f680 said that a launch might follow on the day."


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A filled store, opened read-only as any SQLite program would."""
    path = tmp_path_factory.mktemp("views") / "t.db"
    with Store(str(path)) as store:
        bare = document("a17", TEXT)
        store.put_document(bare)
        one = document(
            "a17", TEXT, outlet="Harbour TV", published=DAY, marking="EXERCISE: synthetic reporting"
        )
        store.put_document(one, TEXT.encode(), reading(one.id))
        store.put_document(document("a17", "Another text."))
        with store.growing() as growing:
            for story in STORIES:
                growing.put_stories([story])
        store.put_weighing("korea", DAY, WEIGHING)
        store.put_outlook("korea", OUTLOOK)
        store.put_plans("korea", DAY, PLANS)
        store.put_brief(BRIEF)
        store.put_settled([SETTLED])
    opened = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    opened.row_factory = sqlite3.Row
    yield opened
    opened.close()


def rows(connection: sqlite3.Connection, view: str) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(f'SELECT * FROM "{view}"')]


def columns(connection: sqlite3.Connection, name: str) -> list[str]:
    return [row["name"] for row in connection.execute(f'PRAGMA table_info("{name}")')]


def names(connection: sqlite3.Connection, *kinds: str) -> list[str]:
    found = connection.execute("SELECT name, type FROM sqlite_master ORDER BY name").fetchall()
    return [
        row["name"] for row in found if row["type"] in kinds and not row["name"].startswith("document_words_")
    ]


def test_documents_are_shown_by_label_and_a_superseded_one_is_not(connection: sqlite3.Connection) -> None:
    shown = {row["document"]: row for row in rows(connection, "v_documents")}
    assert sorted(shown) == ["a17", "a17~2"]
    assert (shown["a17"]["outlet"], shown["a17"]["claims"], shown["a17"]["events"]) == ("Harbour TV", 2, 2)
    assert shown["a17"]["marking"] == "EXERCISE: synthetic reporting"


def test_claims_are_shown_in_the_documents_words(connection: sqlite3.Connection) -> None:
    """Offsets count code points: a text with an emoji must not shift what SQLite cuts out."""
    claim = reading("x").claims[0]
    shown = rows(connection, "v_claims")[0]
    assert shown["content"] == claim.content[0].of(TEXT)
    assert shown["cue"] == " ... ".join(span.of(TEXT) for span in claim.cue)
    assert shown["chain"] == "Harbour TV > officials"
    assert shown["anonymous"] == "yes"
    assert shown["marking"] == "EXERCISE: synthetic reporting"


def test_events_are_shown_with_who_when_and_where(connection: sqlite3.Connection) -> None:
    shown = rows(connection, "v_events")[0]
    event = reading("x").events[0]
    assert shown["words"] == event.trigger.of(TEXT)
    assert (shown["actors"], shown["recipients"], shown["country"]) == ("North Korea", "South Korea", "PRK")
    assert shown["starts"] == DAY.isoformat()


def test_conclusions_are_shown_flat(connection: sqlite3.Connection) -> None:
    assert [row["documents"] for row in rows(connection, "v_stories")] == [2, 1]
    assert rows(connection, "v_origins")[0]["story"] == "a launch"
    assert [row["state"] for row in rows(connection, "v_indicators")] == ["observed", "not-looked"]
    assert rows(connection, "v_forecasts")[0]["probability"] == 0.04
    assert rows(connection, "v_settled")[0]["outcome"] == "no"
    assert rows(connection, "v_plans")[0]["due"] == DAY.isoformat()
    assert rows(connection, "v_briefs")[0]["markings"] == "EXERCISE: synthetic reporting"


def test_dates_sort_as_they_read(connection: sqlite3.Connection) -> None:
    for table, column in (("documents", "published"), ("forecasts", "as_of"), ("briefs", "as_of")):
        for (value,) in connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
            assert dt.date.fromisoformat(value)


def test_the_code_and_the_migrations_name_the_same_columns(connection: sqlite3.Connection) -> None:
    """A column that only one of them knows would be lost or would fail far from here."""
    declared = {
        table.name: [column.name for column in table.columns] for table in tables.metadata.sorted_tables
    }
    made = set(names(connection, "table")) - {"schema_version", "document_words"}
    assert made == set(declared)
    assert {name: columns(connection, name) for name in made} == declared


def test_every_table_view_and_column_is_described(connection: sqlite3.Connection) -> None:
    sections = dict(
        re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    assert sorted(sections) == names(connection, "table", "view")
    for name, section in sections.items():
        described = set(re.findall(r"`(\w+)`", section))
        assert set(columns(connection, name)) <= described, f"docs/store.md does not describe all of {name}"
