"""Stories in the store: they grow with every run, cost what is near to them, and bear correction."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.gates.test_growth_gate import article
from tests.rooms.test_trace_streams import DAM, MORE_DAM, news

from tocsin.errors import ConfigurationError
from tocsin.judging import walk_store
from tocsin.read.document import read_document
from tocsin.store import Store
from tocsin.terms import Correction, Document, Reading
from tocsin.trace import trace_documents
from tocsin.tracing import Following, correct_store, follow_store, lineage_of

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
TODAY = dt.date(2024, 6, 1)


def keep(store: Store, *documents: Document) -> None:
    for document in documents:
        store.put_document(document, reading=read_document(document), code_version="1")
    follow_store(store)


def waiting(store: Store) -> int:
    """How many documents were read and not yet taken into the stories."""
    with store.growing() as shelf:
        return len(shelf.waiting(1000)[1])


def out_of_order(document: Document, number: int) -> Document:
    """The same with a time of its own, which is not in the order of names and days."""
    noon = dt.datetime.combine(document.published or TODAY, dt.time(12), dt.UTC)
    return document.model_copy(update={"published_at": noon + dt.timedelta(hours=number * 37 % 100)})


def batched(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    coming = iter(documents)
    while some := list(islice(coming, size)):
        yield some


def test_a_store_filled_at_once_holds_what_tracing_the_same_documents_gives(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        keep(store, *news())
        assert lineage_of(store) == trace_documents(news(), [read_document(one) for one in news()])


def test_a_store_filled_run_by_run_holds_the_same_stories_and_counts(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        for one in news():
            keep(store, one)
        batch = trace_documents(news(), [read_document(one) for one in news()])
        assert {(s.documents, s.independent) for s in store.stories()} == {
            (s.documents, s.independent) for s in batch.stories
        }


def test_a_run_without_anything_new_changes_no_row(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        keep(store, *news())
        before = (lineage_of(store), store.story_changes())
        follow_store(store)
        keep(store, *news()[:3])  # read again: they wait again, and stay where they are
        assert (lineage_of(store), store.story_changes()) == before


def test_an_outlet_learnt_later_reaches_the_story_and_the_old_document_leaves_it(tmp_path: Path) -> None:
    bare = Document(id="bare", name="dam", text=f"{DAM}. {MORE_DAM}", published=dt.date(2024, 4, 2))
    told = bare.model_copy(update={"id": "told", "outlet": "Harbour TV"})
    with Store(tmp_path / "t.db") as store:
        keep(store, bare)
        keep(store, told)
        assert [story.documents for story in store.stories()] == [("told",)]


def test_an_analysts_word_recomputes_and_is_kept_through_later_runs(tmp_path: Path) -> None:
    documents = news()
    with Store(tmp_path / "t.db") as store:
        keep(store, *documents[:6])
        before = lineage_of(store)
        story = next(s for s in before.stories if s.independent.asserting.median and s.origins)
        name = story.origins[0].name
        resting = story.origins[0].documents
        for document in resting:
            cut = Correction(document=document, to=name, is_cut=True, by="A. Lee", at=NOON)
            assert correct_store(store, cut) == [story.id]
        assert name not in core_origins(store, story.id)
        keep(store, *documents[6:])
        assert name not in core_origins(store, story.id)
        assert [correction.by for correction in store.corrections()] == ["A. Lee"] * len(resting)


def test_an_analysts_word_stands_in_the_audit_trail_once_and_the_trail_holds(tmp_path: Path) -> None:
    """Who cut a link must be found out later even where the table of corrections was tampered with."""
    with Store(tmp_path / "t.db") as store:
        keep(store, *news()[:2])
        cut = Correction(document=news()[0].name, to="Harbour TV", is_cut=True, by="A. Lee", at=NOON)
        correct_store(store, cut)
        correct_store(store, cut.model_copy(update={"at": NOON + dt.timedelta(days=1)}))  # the same word
        correct_store(store, cut.model_copy(update={"is_cut": False, "by": "B. Roe"}))
        record = f"document {news()[0].id}"
        assert [(e.at, e.who, e.what, e.record) for e in reversed(store.audit())] == [
            (NOON, "A. Lee", "cut a link", record),
            (NOON, "B. Roe", "added a link", record),
        ]
        assert store.integrity_check() == ()
        with pytest.raises(ConfigurationError, match="not said when"):
            correct_store(store, cut.model_copy(update={"at": None}))


def core_origins(store: Store, id: str) -> set[str]:
    """Names of the origins on which the core claim of a story rests."""
    story = next(story for story in store.stories() if story.id == id)
    core = {edge.to for edge in story.edges}
    return {origin.name for origin in story.origins if origin.id in core}


def test_a_correction_of_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        keep(store, *news()[:1])
        for document, by, match in (("a99", "A. Lee", "no document"), ("test0", None, "--by")):
            with pytest.raises(ConfigurationError, match=match):
                cut = Correction(document=document, to="Harbour TV", is_cut=True, by=by, at=NOON)
                correct_store(store, cut)
        cut = Correction(document=news()[0].name, to="Harbour TV", is_cut=True, by="A. Lee", at=NOON)
        with pytest.raises(ConfigurationError, match="not in story"):
            correct_store(store, cut, story="other")
        assert store.corrections() == []


def test_a_past_day_is_traced_from_what_was_known_then_and_leaves_the_stories_alone(tmp_path: Path) -> None:
    """A replay that saw a later report's origins would flatter the forecast."""
    with Store(tmp_path / "t.db") as store:
        keep(store, *news())
        now = lineage_of(store)
        day = dt.date(2024, 4, 2)
        made = walk_store(store, None, as_of=day, today=TODAY, watches=())
        known = {one.id for one in news() if one.first_seen and one.first_seen.date() <= day}
        assert made is not None
        assert {d for story in made.lineage.stories for d in story.documents} == known
        assert lineage_of(store) == now


def test_what_is_asked_of_the_store_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """Counted in steps of the database for one new document, before and after the archive grew tenfold."""

    def steps(store: Store, document: Document) -> int:
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        store.put_document(document, reading=read_document(document), code_version="1")
        with store.growing() as growing:
            driver = growing._connection.connection.dbapi_connection
            assert driver is not None
            driver.set_progress_handler(count, 100)
        follow_store(store)
        return counted

    with Store(tmp_path / "t.db") as store:
        keep(store, *(filler(number) for number in range(30)))
        few = steps(store, news()[0])
        keep(store, *(filler(number) for number in range(30, 300)))
        assert steps(store, news()[1]) < 2 * few


def filler(number: int) -> Document:
    """A matter of its own, on a day of its own."""
    words = " ".join(f"Topic{number}word{n}" for n in range(40))
    day = dt.date(2020, 1, 1) + dt.timedelta(days=4 * number)
    return Document(id=f"filler{number}", name=f"filler{number}", text=f"{words}.", published=day)


def test_stories_come_out_the_same_whether_traced_along_with_reading_after_it_or_after_a_kill(
    make_address: Callable[[], str],
) -> None:
    """Tracing that runs beside reading must not make what a desk sees depend on speed or on a kill."""
    documents = [out_of_order(article(number), number) for number in range(250)]

    def read(store: Store) -> Iterator[Document]:
        for some in batched(store.unread_documents("1"), 20):
            store.put_readings([Reading(document=one.id) for one in some], code_version="1")
            yield from some

    def told(way: str) -> object:
        with Store(make_address()) as store:
            store.put_documents([(one, None) for one in documents])
            if way == "along":
                following = Following(store)
                assert sum(1 for _ in following.along(read(store))) == 250
                assert (store.stories(), waiting(store)) == ([], 50)
                following.finish()
            elif way == "after":
                assert sum(1 for _ in read(store)) == 250 == waiting(store)
                follow_store(store)
            else:
                for _ in islice(Following(store).along(read(store)), 170):
                    pass  # a lot is in, and eighty are read beside it
                for _ in Following(store).along(read(store)):
                    pass
                follow_store(store)
            with store.growing() as shelf:
                marks = shelf.marks(document.id for document in documents)
            return store.stories(), store.story_changes(), marks

    after = told("after")
    assert told("along") == after
    assert told("killed") == after
