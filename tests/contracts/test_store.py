"""The store gives back what was put in, forgets nothing, and is unmoved by doing a thing twice."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.store_records import BRIEF, LINEAGE, OUTLOOK, PLANS, WEIGHING, document, dump, reading

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.terms import Lineage, Outlook, Reading, Weighing

DAY = dt.date(2024, 5, 25)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "t.db")) as opened:
        yield opened


def test_a_document_comes_back_whole_with_the_bytes_it_came_in(store: Store) -> None:
    put = document("a17", "A launch \u2014 \ubd81\ud55c \U0001f680\r\n", outlet="Harbour TV", published=DAY)
    assert store.put_document(put, put.text.encode()) == put
    assert store.find_document("a17") == put
    assert store.kept(put) == put.text.encode()


def test_bytes_that_are_not_the_documents_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="kept bytes"):
        store.put_document(document("a17", "A launch."), b"something else")
    assert list(store.documents()) == []


def test_a_reading_comes_back_whole(store: Store) -> None:
    """A lost span or a null that became 0 would make a brief cite the wrong words."""
    put = store.put_document(document("a17", "Officials said on Saturday that a test might follow."))
    store.put_reading(reading(put.id), code_version="1")
    assert store.reading_of(put.id) == reading(put.id)
    assert store.claim(f"{put.id}#c1") == reading(put.id).claims[0]
    assert store.event(f"{put.id}#e1") == reading(put.id).events[0]
    assert store.claim(f"{put.id}#c9") is None


def test_a_second_reading_takes_the_place_of_the_first(store: Store) -> None:
    put = store.put_document(document("a17", "Words."), reading=reading(document("a17", "Words.").id))
    store.put_reading(Reading(document=put.id))
    assert store.reading_of(put.id) == Reading(document=put.id)


def test_a_document_whose_reading_fails_is_not_stored_half(store: Store) -> None:
    whole = document("a17", "Words.")
    twice = reading(whole.id)
    broken = twice.model_copy(update={"claims": twice.claims * 2})
    with pytest.raises(StoreError):
        store.put_document(whole, reading=broken)
    assert store.find_document("a17") is None
    assert store.search("Words") == []


def test_unread_documents_are_those_this_code_has_not_read(store: Store) -> None:
    """After an upgrade the old readings must be made anew."""
    first, second = (store.put_document(document(name, f"Text {name}.")) for name in ("a", "b"))
    store.put_reading(Reading(document=first.id), code_version="1")
    assert list(store.unread_documents("1")) == [second]
    assert list(store.unread_documents("2")) == [first, second]


def test_one_name_on_two_texts_is_two_versions_whatever_run_they_came_in(store: Store) -> None:
    first = store.put_document(document("a17", "First text."))
    second = store.put_document(document("a17", "Second text."))
    assert (first.version, second.version) == (1, 2)
    assert store.put_document(document("a17", "First text.")).version == 1
    assert store.find_document("a17") == second
    assert store.find_document("a17~1") == first
    assert store.find_document(first.id) == first


def test_what_is_learnt_about_a_text_later_replaces_what_was_known_and_counts_it_once(store: Store) -> None:
    """A second run with --outlet must not make one report look like two."""
    bare = store.put_document(document("a17", "A launch."))
    told = store.put_document(document("a17", "A launch.", outlet="Harbour TV"))
    assert told.version == 1
    assert list(store.documents()) == [told]
    assert store.find_document(bare.id) == bare  # an old brief may still point at it
    store.put_document(document("a17", "A launch."))
    assert list(store.documents()) == [bare]


def test_a_marking_or_title_given_later_takes_effect(store: Store) -> None:
    plain = document("a17", "A launch.", title="Old")
    marked = plain.model_copy(update={"marking": "EXERCISE: synthetic reporting", "title": "New"})
    store.put_document(plain)
    store.put_document(marked)
    assert list(store.documents()) == [marked]
    assert [hit.document for hit in store.search("new")] == [marked]
    assert store.search("old") == []


def test_documents_come_in_the_same_order_whatever_order_they_were_stored_in(tmp_path: Path) -> None:
    made = [
        document("late", "Three.", published=dt.date(2024, 5, 3)),
        document("undated", "Four."),
        document("early", "One.", published=dt.date(2024, 5, 1)),
        document("also-late", "Two.", published=dt.date(2024, 5, 3)),
    ]
    for number, order in enumerate((made, made[::-1])):
        with Store(str(tmp_path / f"{number}.db")) as store:
            for one in order:
                store.put_document(one)
            assert [one.name for one in store.documents()] == ["early", "also-late", "late", "undated"]


def test_as_of_shows_what_had_been_seen_by_the_end_of_that_day_in_utc(store: Store) -> None:
    """A replay that saw tomorrow's report, or one of unknown date, would flatter the forecast."""
    seoul = dt.timezone(dt.timedelta(hours=9))
    store.put_document(
        document("evening", "1", first_seen=dt.datetime(2024, 5, 25, 23, 59, 59, 999999, dt.UTC))
    )
    store.put_document(document("seoul", "2", first_seen=dt.datetime(2024, 5, 26, 8, 0, tzinfo=seoul)))
    store.put_document(document("next", "3", first_seen=dt.datetime(2024, 5, 26, tzinfo=dt.UTC)))
    store.put_document(document("undated", "4"))
    assert [one.name for one in store.documents(DAY)] == ["evening", "seoul"]
    assert [one.name for one in store.documents(DAY - dt.timedelta(days=1))] == []
    assert len(list(store.documents())) == 4
    assert [one.name for one in store.documents(dt.date.max)] == ["evening", "next", "seoul"]


def test_many_documents_stream_and_may_be_written_to_meanwhile(store: Store) -> None:
    for number in range(250):
        store.put_document(document(f"d{number:03}", f"Text {number}."))
    for one in store.unread_documents("1"):
        store.put_reading(Reading(document=one.id), code_version="1")
    assert list(store.unread_documents("1")) == []


def test_lineage_is_replaced_whole(store: Store) -> None:
    store.put_lineage(LINEAGE)
    store.put_lineage(LINEAGE)
    assert store.lineage() == LINEAGE
    store.put_lineage(Lineage())
    assert store.lineage() == Lineage()


def test_weighings_and_plans_of_a_day_come_back_and_are_replaced(store: Store) -> None:
    store.put_weighing("korea", DAY, WEIGHING)
    store.put_plans("korea", DAY, PLANS)
    assert store.weighing("korea", DAY) == WEIGHING
    assert store.plans("korea", DAY) == PLANS
    assert store.weighing("korea", DAY + dt.timedelta(days=1)) is None
    store.put_weighing("korea", DAY, Weighing())
    store.put_plans("korea", DAY, ())
    assert store.weighing("korea", DAY) == Weighing()
    assert store.plans("korea", DAY) == ()


def test_forecasts_are_added_to_and_never_changed(store: Store) -> None:
    """What was said must stay readable after we change our mind, or no score can be trusted."""
    store.put_outlook("korea", OUTLOOK)
    store.put_outlook("korea", OUTLOOK)
    changed = OUTLOOK.model_copy(update={"forecasts": ()})
    store.put_outlook("korea", changed)
    assert store.outlook("korea", DAY) == changed
    assert store.outlook("korea", DAY, revision=1) == OUTLOOK
    assert store.outlook("korea", DAY, revision=3) is None
    assert store.outlook("other", DAY) is None


def test_a_published_brief_is_frozen(store: Store, tmp_path: Path) -> None:
    store.put_brief(BRIEF)
    store.put_brief(BRIEF)
    with pytest.raises(StoreError, match="never changed"):
        store.put_brief(BRIEF.model_copy(update={"title": "Another"}))
    assert store.brief(BRIEF.version) == BRIEF
    with (
        sqlite3.connect(tmp_path / "t.db") as connection,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        connection.execute("UPDATE briefs SET title = 'x'")


def test_the_last_brief_is_found_for_comparison(store: Store) -> None:
    second = BRIEF.model_copy(update={"version": "v2", "as_of": DAY + dt.timedelta(days=7)})
    store.put_brief(second)
    store.put_brief(BRIEF)  # published later, but of an earlier day: a replay
    assert store.latest_brief("korea") == second
    assert store.last_brief() == BRIEF
    assert store.latest_brief("korea", before="v2") == BRIEF
    assert store.latest_brief("korea", before=BRIEF.version) is None
    assert store.latest_brief("korea", as_of=DAY) == BRIEF
    assert store.latest_brief("korea", before="not published yet", as_of=DAY) == BRIEF
    assert store.latest_brief(None) is None


def test_everything_twice_is_everything_once(store: Store, tmp_path: Path) -> None:
    def do_all() -> None:
        for name in ("a", "b"):
            one = document(
                name,
                f"Text {name} with all the words of its reading.",
                title=name,
                first_seen=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
            )
            store.put_document(one, one.text.encode(), reading(one.id), code_version="1")
        store.put_lineage(LINEAGE)
        store.put_weighing("korea", DAY, WEIGHING)
        store.put_outlook("korea", OUTLOOK)
        store.put_plans("korea", DAY, PLANS)
        store.put_brief(BRIEF)

    do_all()
    before = dump(tmp_path / "t.db")
    do_all()
    assert dump(tmp_path / "t.db") == before
    derived = {"runs", "audit", "run_lock", "unread", "bearings", "watched", "observations", "erasures"}
    derived |= {"erasing", "v_runs", "v_observations"}
    assert all(rows for table, rows in before.items() if table not in derived)
    assert store.integrity_check() == ()


def test_the_integrity_check_finds_changed_bytes_and_lost_words(store: Store, tmp_path: Path) -> None:
    one = document("a", "Text.")
    store.put_document(one, one.text.encode())
    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("UPDATE kept SET compressed = x'00'")
        connection.execute(
            "INSERT INTO documents (number, id, name, version, text, text_hash, first_seen_assumed, links,"
            " media_type, unknown, superseded_by)"
            " VALUES (99, 'x', 'x', 1, '', '', 0, '[]', '', '[]', 'nobody')"
        )
    faults = "\n".join(store.integrity_check())
    assert f"the bytes of {hashlib.sha256(b'Text.').hexdigest()}" in faults
    assert "document x is not in the index" in faults
    assert "documents: row 99 points to a row of documents that is not there" in faults


def test_an_outlook_keeps_its_numbers_exactly(store: Store) -> None:
    third = OUTLOOK.forecasts[0].model_copy(update={"probability": 1 / 3, "low": 0.0, "high": 1.0})
    outlook = Outlook(as_of=DAY, by=DAY, forecasts=(third,))
    store.put_outlook("korea", outlook)
    assert store.outlook("korea", DAY) == outlook
