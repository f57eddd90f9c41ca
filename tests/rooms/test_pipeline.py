"""The corridor: what it carries, what it leaves out, and that one bad page costs one page."""

import datetime as dt

from tocsin.pipeline import choose_known, settle_date
from tocsin.reading import read_documents
from tocsin.terms import Document


def document(name: str, **fields) -> Document:
    return Document(id=f"id-{name}", name=name, text="Officials said that talks had failed.", **fields)


def seen_on(day: int) -> dt.datetime:
    return dt.datetime(2024, 5, day, 12, tzinfo=dt.UTC)


def test_a_page_that_reading_breaks_on_is_named_and_the_others_are_read():
    broken = Document.model_construct(**{**document("b").model_dump(), "text": None})
    problems = []
    read = list(read_documents([document("a"), broken, document("c")], report=problems.append))
    assert [each.name for each, _ in read] == ["a", "c"]
    assert [problem.where for problem in problems] == ["b"]
    assert "report it" in problems[0].remedy


def test_what_was_seen_later_or_at_an_unknown_time_is_left_out_of_a_dated_brief():
    early, late, undated = (
        document("early", first_seen=seen_on(2)),
        document("late", first_seen=seen_on(4)),
        document("u"),
    )
    known, unknown = choose_known([early, late, undated], dt.date(2024, 5, 3))
    assert known == [early]
    assert len(unknown) == 1 and "whether u was known by 2024-05-03" in unknown[0]


def test_without_a_date_everything_given_is_used():
    everything = [document("a"), document("b", published=dt.date(2024, 5, 2))]
    assert choose_known(everything, None) == (everything, [])


def test_that_todays_date_stands_in_where_no_document_has_one_is_said():
    known, unknown = choose_known([document("a")], None)
    assert len(known) == 1 and "today's is taken" in unknown[0]


def test_the_as_of_date_is_the_newest_publication_date_or_today():
    today = dt.date(2026, 1, 1)
    assert settle_date([document("a", published=dt.date(2024, 5, 2)), document("b")], today=today) == dt.date(
        2024, 5, 2
    )
    assert settle_date([document("b")], today=today) == today
