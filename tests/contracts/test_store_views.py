"""What people see who open the file with other programs: readable, documented, as the code names it."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.contracts.meddling import Meddler, another_program
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
def opened(make_address: Callable[[], str]) -> Iterator[Meddler]:
    """A filled store, opened by another program."""
    address = make_address()
    with Store(address) as store:
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
    with another_program(address) as other:
        yield other


def test_documents_are_shown_by_label_and_a_superseded_one_is_not(opened: Meddler) -> None:
    shown = {row["document"]: row for row in opened.rows("v_documents")}
    assert sorted(shown) == ["a17", "a17~2"]
    assert (shown["a17"]["outlet"], shown["a17"]["claims"], shown["a17"]["events"]) == ("Harbour TV", 2, 2)
    assert shown["a17"]["marking"] == "EXERCISE: synthetic reporting"


def test_claims_are_shown_in_the_documents_words(opened: Meddler) -> None:
    """Offsets count code points: a text with an emoji must not shift what SQLite cuts out."""
    claim = reading("x").claims[0]
    shown = opened.rows("v_claims")[0]
    assert shown["content"] == claim.content[0].of(TEXT)
    assert shown["cue"] == " ... ".join(span.of(TEXT) for span in claim.cue)
    assert shown["chain"] == "Harbour TV > officials"
    assert shown["anonymous"] == "yes"
    assert shown["marking"] == "EXERCISE: synthetic reporting"


def test_events_are_shown_with_who_when_and_where(opened: Meddler) -> None:
    shown = opened.rows("v_events")[0]
    event = reading("x").events[0]
    assert shown["words"] == event.trigger.of(TEXT)
    assert (shown["actors"], shown["recipients"], shown["country"]) == ("North Korea", "South Korea", "PRK")
    assert shown["starts"] == DAY.isoformat()


def test_conclusions_are_shown_flat(opened: Meddler) -> None:
    assert [row["documents"] for row in opened.rows("v_stories")] == [2, 1]
    assert opened.rows("v_origins")[0]["story"] == "a launch"
    assert [row["state"] for row in opened.rows("v_indicators")] == ["observed", "not-looked"]
    assert opened.rows("v_forecasts")[0]["probability"] == 0.04
    assert opened.rows("v_settled")[0]["outcome"] == "no"
    assert opened.rows("v_plans")[0]["due"] == DAY.isoformat()
    assert opened.rows("v_briefs")[0]["markings"] == "EXERCISE: synthetic reporting"


def test_dates_sort_as_they_read(opened: Meddler) -> None:
    for table, column in (("documents", "published"), ("forecasts", "as_of"), ("briefs", "as_of")):
        for (value,) in opened.ask(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):
            assert dt.date.fromisoformat(value)


def test_the_code_and_the_migrations_name_the_same_columns(opened: Meddler) -> None:
    """A column that only one of them knows would be lost or would fail far from here."""
    declared = {
        table.name: [column.name for column in table.columns] for table in tables.metadata.sorted_tables
    }
    made = set(opened.names("table")) - {"schema_version", "document_words"}
    assert made == set(declared)
    assert {name: opened.columns(name) for name in made} == declared


def test_every_table_view_and_column_is_described(opened: Meddler) -> None:
    sections = dict(
        re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    assert sorted(sections) == opened.names("table", "view")
    for name, section in sections.items():
        described = set(re.findall(r"`(\w+)`", section))
        assert set(opened.columns(name)) <= described, f"docs/store.md does not describe all of {name}"
