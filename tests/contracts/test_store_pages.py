"""What the pages ask: the right words behind a key, the last word of a day, and never a scan of all."""

import datetime as dt
import sqlite3

import pytest
from tests.contracts.meddling import meddle
from tests.contracts.store_records import DAY, OUTLOOK, PLANS, STORIES, WEIGHING, document, reading

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.terms import Claim, Document, Event, Reading, Span, Story

TEXT = "Officials — \U0001f680 북한 said that a launch might follow on the day."
SEEN = dt.datetime(2024, 5, 24, 8, tzinfo=dt.UTC)


def put(store: Store, name: str, text: str = TEXT, **fields: object) -> Document:
    return store.put_document(document(name, text, **fields))


def put_stories(store: Store, *stories: Story) -> None:
    with store.growing() as growing:
        for story in stories:
            growing.put_stories([story])


def test_the_words_behind_a_claim_are_the_words_of_its_spans(store):
    """Offsets are code points: one emoji before the words must not shift them."""
    put_ = put(store, "a17", outlet="Harbour TV", marking="EXERCISE: synthetic reporting")
    start = TEXT.index("a launch")
    claim = Claim(
        id="c1",
        document=put_.id,
        content=(Span(start, start + 8), Span(TEXT.index("on the day"), len(TEXT) - 1)),
        chain=("officials",),
        stance="denies",
    )
    store.put_reading(Reading(document=put_.id, claims=(claim,)))
    found = store.passages([claim.key, "nowhere#c1", "no-key"])
    assert list(found) == [claim.key]
    passage = found[claim.key]
    assert passage.words == "a launch … on the day" and passage.stance == "denies"
    assert passage.document.outlet == "Harbour TV"
    assert passage.document.marking == "EXERCISE: synthetic reporting"


def test_an_event_is_shown_with_the_words_around_it(store):
    text = "Before it all came quiet weeks. " * 5 + "Then troops moved north. " + "After it came more. " * 8
    put_ = put(store, "a", text)
    start = text.index("moved")
    event = Event(id="e1", document=put_.id, trigger=Span(start, start + 5), kind="force-movement")
    store.put_reading(Reading(document=put_.id, events=(event,)))
    words = store.passages([event.key])[event.key].words
    assert "troops moved north" in words and words.startswith("… ") and words.endswith(" …")


def test_the_state_of_a_day_is_its_last_revision_with_its_indicators_and_plans(store):
    store.put_outlook("korea", OUTLOOK)
    later = OUTLOOK.model_copy(update={"by": DAY + dt.timedelta(days=400)})
    store.put_outlook("korea", later)
    store.put_weighing("korea", DAY, WEIGHING)
    store.put_plans("korea", DAY, PLANS)
    state = store.state("korea", DAY)
    assert state is not None and state.outlook == later
    assert state.indicators == WEIGHING.indicators and state.plans == PLANS
    assert store.watched() == [("korea", DAY)]
    assert store.state("korea", DAY - dt.timedelta(days=1)) is None


def test_days_come_newest_first_and_the_course_oldest_first(store):
    for back in (0, 1, 9):
        day = DAY - dt.timedelta(days=back)
        store.put_outlook("korea", OUTLOOK.model_copy(update={"as_of": day}))
        store.put_weighing("korea", day, WEIGHING)
    assert store.days("korea") == [DAY, DAY - dt.timedelta(days=1), DAY - dt.timedelta(days=9)]
    assert store.days("korea", up_to=DAY - dt.timedelta(days=2)) == [DAY - dt.timedelta(days=9)]
    course = store.course("korea", DAY - dt.timedelta(days=5))
    assert [point.as_of for point in course] == [DAY - dt.timedelta(days=1), DAY]
    assert {each.as_of for each in store.indicator_days("korea", DAY)} == {DAY}


def test_a_document_leads_to_its_stories_however_they_were_written(store, address):
    """Stories grow and are changed in place; what a document tells must follow."""
    story, other = STORIES[:2]
    put_stories(store, *STORIES)
    assert story.id in [line.id for line in store.story_lines_of(["d1"])]
    assert store.story(story.id) == story
    assert store.origins_behind(["d1#c1", "d1#c9"])["d1#c1"] == ("Harbour TV", story.id)
    put_stories(store, story.model_copy(update={"documents": ("d9",)}))
    assert story.id not in [line.id for line in store.story_lines_of(["d1"])]
    meddle(address, "UPDATE stories SET documents = '[\"d8\"]' WHERE id = ?", (story.id,))
    assert store.story_lines_of(["d9"]) == [] and store.story_lines_of(["d8"])[0].id == story.id
    assert store.story(other.id) == other and store.story("none") is None


def test_stories_of_the_first_tables_are_traced_anew(tmp_path, monkeypatch):
    """Their origins were numbered across a run, which means nothing once stories grow one by one."""
    from tocsin.store import migrating, migrations

    monkeypatch.setattr(migrating, "MIGRATIONS", migrations.MIGRATIONS[:1])
    monkeypatch.setattr(migrating, "VERSION", 1)
    Store(tmp_path / "old.db").close()
    with sqlite3.connect(tmp_path / "old.db") as other:
        other.execute(
            "INSERT INTO documents (number, id, name, version, text, text_hash, first_seen_assumed, links,"
            " media_type, unknown) VALUES (1, 'd1', 'a17', 1, 'Text.', '', 0, '[]', 'text/plain', '[]')"
        )
        other.execute("INSERT INTO readings VALUES ('d1', '1')")
        other.execute("INSERT INTO stories VALUES ('s', 0, 'a launch', '[]', 1, 1, 1, 0, 0, 0)")
    monkeypatch.undo()
    with Store(tmp_path / "old.db") as brought, brought.growing() as growing:
        assert growing.waiting(9) == ([], ["d1"])
        assert brought.stories() == [] and [one.id for one in brought.unread_documents("2")] == ["d1"]


def test_outlets_are_counted_with_the_latest_first(store):
    put(store, "a", "One.", outlet="Harbour TV", first_seen=SEEN, published=DAY)
    put(store, "b", "Two.", outlet="Harbour TV", first_seen=SEEN + dt.timedelta(hours=1))
    put(store, "c", "Three.", first_seen=SEEN - dt.timedelta(days=1))
    lines = store.outlets()
    assert [(line.outlet, line.documents) for line in lines] == [("Harbour TV", 2), (None, 1)]
    assert lines[0].last_seen == SEEN + dt.timedelta(hours=1) and lines[0].last_published == DAY
    assert [each.label for each in store.newest_documents(2)] == ["b", "a"]
    assert store.holdings().documents == 3 and store.markings() == ()


def test_a_store_opened_for_reading_cannot_be_written(store, address):
    put(store, "a")
    with Store(address, read_only=True) as reader:
        assert reader.find_document("a") is not None
        with pytest.raises(StoreError, match="read-only"):
            reader.put_document(document("b", "More."))
        put(store, "c", "A writer goes on meanwhile.")
        assert reader.find_document("c") is not None


INDEXED = {
    "SELECT * FROM forecasts WHERE watch = 'k' AND as_of = 'd' AND revision = 1": "sqlite_autoindex",
    "SELECT story FROM story_documents WHERE document = 'd'": "PRIMARY KEY",
    "SELECT DISTINCT marking FROM documents WHERE marking IS NOT NULL": "documents_by_marking",
    "SELECT outlet, count(*), max(first_seen), max(published) FROM documents WHERE superseded_by IS NULL"
    " GROUP BY outlet": "documents_by_outlet",
    "SELECT id FROM documents WHERE superseded_by IS NULL AND first_seen IS NOT NULL"
    " ORDER BY first_seen DESC LIMIT 9": "documents_by_first_seen",
    "SELECT * FROM origins WHERE story = 's1'": "sqlite_autoindex",
}


@pytest.mark.parametrize("query", INDEXED)
def test_what_a_page_asks_goes_over_an_index(tmp_path, query):
    """With 200,000 documents a scan would be a page that hangs."""
    with Store(tmp_path / "t.db") as store:
        put_stories(store, *STORIES)
    with sqlite3.connect(tmp_path / "t.db") as other:
        plan = " ".join(str(row) for row in other.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert INDEXED[query] in plan, plan


def test_a_reading_is_found_by_its_document(store):
    put_ = put(store, "a17")
    store.put_reading(reading(put_.id))
    assert set(store.passages([f"{put_.id}#c1", f"{put_.id}#e1"])) == {f"{put_.id}#c1", f"{put_.id}#e1"}
