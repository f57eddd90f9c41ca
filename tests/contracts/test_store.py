"""The store gives back what was put in, forgets nothing, and is unmoved by doing a thing twice."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contracts.meddling import Refused, dump, meddle
from tests.contracts.store_records import (
    ALERT,
    BRIEF,
    CAPTURE,
    CHANNEL,
    FETCHED,
    NOON,
    OUTLOOK,
    PLAN_ORDER,
    PLANS,
    SETTLED,
    STATE,
    STORIES,
    TOLD,
    WEIGHING,
    document,
    reading,
    suggestion,
    translation,
)

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.store.coded import Progress
from tocsin.terms import (
    CODED_COLUMNS,
    Correction,
    Edge,
    Marks,
    Outlook,
    Reading,
    Story,
    StoryChange,
    Weighing,
)

DAY = dt.date(2024, 5, 25)


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
    """After an upgrade the old readings must be made anew, the earliest first, as they are traced."""
    days = {"a": dt.date(2024, 5, 2), "b": dt.date(2024, 5, 1)}
    second, first = (
        store.put_document(document(name, f"Text {name}.").model_copy(update={"published": day}))
        for name, day in days.items()
    )
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


def test_documents_come_in_the_same_order_whatever_order_they_were_stored_in(
    make_address: Callable[[], str],
) -> None:
    made = [
        document("late", "Three.", published=dt.date(2024, 5, 3)),
        document("undated", "Four."),
        document("early", "One.", published=dt.date(2024, 5, 1)),
        document("also-late", "Two.", published=dt.date(2024, 5, 3)),
    ]
    for order in (made, made[::-1]):
        with Store(make_address()) as store:
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


def put_stories(store: Store, *stories: Story) -> None:
    with store.growing() as growing:
        for story in stories:
            growing.put_stories([story])


def grow(store: Store, first: str, second: str) -> None:
    """What a stream leaves behind of two documents, of which the second copies the first and visits s1."""
    marks = [
        Marks(document=one, words=bytes(8), credited=("x",), runs=(1, 2), group=1) for one in (first, second)
    ]
    with store.growing() as growing:
        growing.count([(7, 8)] * (2 - len(growing.marks([first, second]))))
        for each in marks:
            growing.put(each, [5])
        growing.put_copies([Edge(from_=second, to=first, relation="copied", probability=0.9)])
        change = StoryChange(
            kind="merged", from_=("s2", "s3"), to=("s2",), documents=(first,), causes=(second,), reason="r"
        )
        growing.settle({first: "s2", second: "s2"}, {"s3": "s2"}, [change])
        growing.put_guest(second, ["s1"])
        cut = Correction(document=first, to="Harbour TV", is_cut=True, by="A. Lee", at=NOON)
        growing.put_correction(cut, first)


def test_what_is_near_a_document_is_found_and_its_story_with_it(store: Store) -> None:
    first, second = (store.put_document(document(name, f"Text {name}.")).id for name in ("a", "b"))
    grow(store, first, second)
    with store.growing() as growing:
        assert growing.frequencies([7, 9]) == ({7: 2, -1: 2}, 2)
        assert [marks.document for marks in growing.near([5], None)[1]] == [first, second]
        assert list(growing.near([5], NOON)) == [1]  # undated documents are of any day
        assert growing.near([6], None) == {}
        sharing = Marks(document="x", runs=(2, 3))
        assert growing.sharing(sharing) == {first: (1, 2), second: (1, 2)}
        assert [edge.to for edge in growing.copies([second])] == [first]
        assert growing.told_in("s2") == (sorted([first, second]), [])
        assert growing.told_in("s1") == ([], [second])
        assert growing.has_story("s3") and not growing.has_story("s4")
        assert growing.forget(second) == ["s2"]
        assert growing.told_in("s2") == ([first], [])
        assert growing.copies([second]) == []


def test_a_document_waits_to_be_traced_when_it_was_read_or_told_of_anew(store: Store) -> None:
    """A date or outlet learnt later must reach the story that the document is in."""

    def waiting() -> list[str]:
        with store.growing() as growing:
            return growing.waiting(9)[1]

    one = store.put_document(document("a", "Text."))
    assert waiting() == []
    store.put_reading(Reading(document=one.id), code_version="1")
    assert waiting() == [one.id]
    with store.growing() as growing:
        growing.traced([one.id])
    store.put_document(one.model_copy(update={"marking": "EXERCISE"}))
    assert waiting() == [one.id]
    other = store.put_document(document("a", "Text.", outlet="Harbour TV"))
    store.put_reading(Reading(document=other.id), code_version="1")
    with store.growing() as growing:
        assert growing.waiting(9) == ([one.id], [other.id])


def test_what_became_of_stories_is_kept_with_the_day_and_an_old_id_leads_on(store: Store) -> None:
    first, second = (store.put_document(document(name, f"Text {name}.")).id for name in ("a", "b"))
    put_stories(store, STORIES[0].model_copy(update={"id": "s2"}), STORIES[0].model_copy(update={"id": "s3"}))
    grow(store, first, second)
    assert [(change.kind, change.to) for change in store.story_changes()] == [("merged", ("s2",))]
    assert [story.id for story in store.stories()] == ["s2"]
    assert store.find_story("s3") == "s2"
    assert store.find_story("s9") is None


def test_an_analysts_word_is_kept_with_who_and_when_and_only_once(store: Store) -> None:
    cut = Correction(document="a", to="Harbour TV", is_cut=True, by="A. Lee", at=NOON)
    with store.growing() as growing:
        growing.put_correction(cut, "a")
        growing.put_correction(cut.model_copy(update={"at": NOON + dt.timedelta(days=1)}), "a")
    assert store.corrections() == [cut]
    assert store.corrections(NOON.date()) == [cut]
    assert store.corrections(NOON.date() - dt.timedelta(days=1)) == []


def test_a_story_is_replaced_whole_and_the_others_stay(store: Store) -> None:
    put_stories(store, *STORIES)
    put_stories(store, *STORIES)
    assert sorted(store.stories(), key=lambda story: story.id, reverse=True) == STORIES
    changed = STORIES[0].model_copy(update={"origins": (), "edges": (), "guests": ("d2",)})
    put_stories(store, changed)
    assert sorted(store.stories(), key=lambda story: story.id, reverse=True) == [changed, STORIES[1]]


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


def test_a_published_brief_is_frozen(store: Store, address: str) -> None:
    store.put_brief(BRIEF)
    store.put_brief(BRIEF)
    with pytest.raises(StoreError, match="never changed"):
        store.put_brief(BRIEF.model_copy(update={"title": "Another"}))
    assert store.brief(BRIEF.version) == BRIEF
    with pytest.raises(Refused, match="never changed"):
        meddle(address, "UPDATE briefs SET title = 'x'")


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


def test_everything_twice_is_everything_once(store: Store, address: str) -> None:
    def do_all() -> None:
        for name in ("a", "b"):
            one = document(
                name,
                f"Text {name} with all the words of its reading.",
                title=name,
                first_seen=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
            )
            store.put_document(one, one.text.encode(), reading(one.id), code_version="1")
        store.put_channel(CHANNEL)
        store.put_fetched([(FETCHED, FETCHED.text.encode())], [CAPTURE], STATE)
        put_stories(store, *STORIES)
        grow(store, *(store.find_document(name).id for name in ("a", "b")))
        store.put_weighing("korea", DAY, WEIGHING)
        store.put_outlook("korea", OUTLOOK)
        store.put_plans("korea", DAY, PLANS)
        store.put_triage("ada", STORIES[0].id, "read", at=dt.datetime(2024, 5, 25, 18, tzinfo=dt.UTC))
        store.put_brief(BRIEF)
        store.put_settled([SETTLED])
        store.put_alert(ALERT, TOLD, ["mail"], at=dt.datetime(2024, 5, 25, 18, tzinfo=dt.UTC))
        coded = dict.fromkeys(CODED_COLUMNS) | {"id": "gdelt:1", "source": "gdelt", "status": "occurred"}
        row = tuple((coded | {"start": DAY.isoformat(), "end": DAY.isoformat()}).values())
        store.put_suggestions([suggestion(one)])
        store.put_translation(translation(one))
        store.put_coded([row], name="f", path="x", form="gdelt", progress=Progress(1, is_finished=True))

    do_all()
    before = dump(address)
    do_all()
    assert dump(address) == before
    derived = {
        "runs",
        "audit",
        "run_lock",
        "unread",
        "uncounted",
        "bearings",
        "watched",
        "observations",
        "erasures",
    }
    derived |= {"erasing", "v_runs", "v_observations"}
    derived |= {"plan_orders", "v_plan_orders"}  # each word is one more
    derived |= {"people", "watch_access", "tokens"}  # a name is taken once, a token made once
    derived |= {"source_grades", "match_decisions", "v_source_grades", "v_match_decisions"}  # twice is twice
    assert all(rows for table, rows in before.items() if table not in derived)
    assert store.integrity_check() == ()


def test_the_integrity_check_finds_changed_bytes_and_lost_words(store: Store, address: str) -> None:
    one = document("a", "Text.")
    store.put_document(one, one.text.encode())
    meddle(address, "UPDATE kept SET compressed = ?", (b"0",))
    added = (
        "INSERT INTO documents (number, id, name, version, text, text_hash, first_seen_assumed, links,"
        " media_type, unknown, superseded_by) VALUES (99, 'x', 'x', 1, '', '', 0, '[]', '', '[]', ?)"
    )
    meddle(address, added, ("nobody" if store.is_file else None,))  # a server refuses the former
    faults = "\n".join(store.integrity_check())
    assert f"the bytes of {hashlib.sha256(b'Text.').hexdigest()}" in faults
    assert "document x is not in the index" in faults
    assert "row 99 points to a row of documents that is not there" in faults or not store.is_file


def test_an_outlook_keeps_its_numbers_exactly(store: Store) -> None:
    third = OUTLOOK.forecasts[0].model_copy(update={"probability": 1 / 3, "low": 0.0, "high": 1.0})
    outlook = Outlook(as_of=DAY, by=DAY, forecasts=(third,))
    store.put_outlook("korea", outlook)
    assert store.outlook("korea", DAY) == outlook


def test_the_track_record_grows_and_is_never_changed(store: Store, address: str) -> None:
    """A score that could be edited afterwards would prove nothing."""
    open_ = SETTLED.model_copy(
        update={"outcome": None, "question": SETTLED.question.model_copy(update={"scenario": "other"})}
    )
    store.put_settled([SETTLED, open_])
    store.put_settled([SETTLED.model_copy(update={"settled_on": dt.date(2025, 1, 1)})])
    assert store.settled("korea") == (SETTLED,)
    assert store.settled("korea", as_of=SETTLED.settled_on - dt.timedelta(days=1)) == ()
    assert store.settled("taiwan") == ()
    with pytest.raises(StoreError, match="settled before with no"):
        store.put_settled([SETTLED.model_copy(update={"outcome": True})])
    for statement in ("UPDATE settled SET brier = 0", "DELETE FROM settled"):
        with pytest.raises(Refused, match="track record"):
            meddle(address, statement)


def test_what_was_decided_about_plans_grows_and_is_never_changed(store: Store, address: str) -> None:
    """Who set a plan to what, and when, must stand as it was said."""
    later = PLAN_ORDER.model_copy(update={"state": "stood-down", "at": NOON + dt.timedelta(days=2)})
    for each in (PLAN_ORDER, later):
        store.put_plan_order(each)
    assert store.plan_orders("korea") == (PLAN_ORDER, later)
    assert store.plan_orders("korea", as_of=DAY) == (PLAN_ORDER,)
    assert (store.plan_orders("taiwan"), store.count_plan_orders("korea")) == ((), 2)
    assert store.audit()[0].what == "set plan island to stood-down"
    for statement in ("UPDATE plan_orders SET state = 'active'", "DELETE FROM plan_orders"):
        with pytest.raises(Refused, match="decided about a plan"):
            meddle(address, statement)


def test_briefs_are_listed_in_the_order_of_publishing(store: Store) -> None:
    other = BRIEF.model_copy(update={"version": "v2", "watch": None})
    store.put_brief(BRIEF)
    store.put_brief(other)
    assert [brief.version for brief in store.briefs()] == ["v1", "v2"]
    assert store.briefs("korea") == [BRIEF]


def test_a_database_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """What was forecast before this version must still be readable, with what it could not say unknown."""
    from tocsin.store.migrations import MIGRATIONS

    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    for statement in ("CREATE TABLE schema_version (version INTEGER NOT NULL)", *MIGRATIONS[0]):
        old.execute(statement)
    old.execute("INSERT INTO schema_version VALUES (1)")
    old.execute(
        'INSERT INTO outlooks (watch, as_of, revision, "by", triggers) '
        "VALUES ('korea', '2024-05-25', 1, '2024-11-21', '[]')"
    )
    old.commit()
    old.close()
    with Store(str(path)) as store:
        found = store.outlook("korea", DAY)
        assert found is not None and found.precedents == ()
        store.put_settled([SETTLED])
        assert store.integrity_check() == ()


def test_the_version_of_a_store_changes_with_each_change_by_anybody(store: Store, address: str) -> None:
    """A page that is kept to be shown again must not outlive what it was made from."""
    seen = [store.version()]
    for name in ("a", "b"):
        with Store(address) as other:
            other.put_document(document(name, "Text."))
        seen.append(store.version())
        assert store.version() == seen[-1]
    assert len(set(seen)) == 3
