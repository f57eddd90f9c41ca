"""Comparisons with the past, read in sentences and held against the packaged history."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.forecast.superlatives import check_superlatives
from tocsin.read.document import read_document
from tocsin.terms import Document, SuperlativeCheck
from tocsin.watches import load_watch
from tocsin.weigh.superlatives import find_superlatives

WATCH = load_watch("korean-peninsula")
FRAGMENTS = (
    *("the", "first", "third", "14th", "most", "largest", "longest pause", "record number of", "more", "its"),
    *("than in all of", "last year", "this year", "since", "2017", "March 2022", "in five years", "ever"),
    *("for the first time", "ICBM test", "ballistic missile", "satellite", "nuclear test", "would be"),
    *("officials said", ".", ",", "in 2022"),
)
TRUE, FALSE, CANNOT = "true", "false", "not checkable"


def checks(published: str, text: str, as_of: str | None = None) -> tuple[SuperlativeCheck, ...]:
    day = dt.date.fromisoformat(published)
    document = Document(id="d", name="d", text=text, published=day)
    known = dt.date.fromisoformat(as_of) if as_of else day
    found = find_superlatives(WATCH, [document], [read_document(document)], as_of=known)
    return check_superlatives(found, WATCH.history, as_of=known)


# Each sentence is our own; the days behind it are those of the packaged history.
SENTENCES = [
    # first since, first in
    ("2022-03-17", "The North fired an ICBM on 16 March 2022, the first since November 2017.", TRUE),
    ("2022-03-25", "Thursday's launch was the first ICBM test since November 2017, officials said.", FALSE),
    ("2016-02-08", "It was the first space launch since December 2012.", TRUE),
    ("2023-07-13", "Wednesday's launch was the first ICBM test since April.", TRUE),
    (
        "2019-05-05",
        "On Saturday the North fired a ballistic missile for the first time since November 2017.",
        FALSE,
    ),
    ("2024-11-01", "It was the first ICBM test in almost a year.", TRUE),
    ("2024-11-01", "It was the first ICBM test in more than a year.", FALSE),
    ("2021-03-26", "It was the first ballistic missile test in a year.", TRUE),
    ("2024-05-28", "It was the first satellite launch this year.", TRUE),
    ("2024-01-15", "It was the first launch of a ballistic missile by the North this year.", TRUE),
    ("2024-05-20", "The launch in January was the first ballistic missile test this year.", TRUE),
    ("2024-05-20", "The launch in March was the first ballistic missile test this year.", FALSE),
    ("2024-03-18", "Monday's launch was the first ballistic missile test this year.", FALSE),
    ("2006-10-10", "The North tested a nuclear device for the first time on Monday.", TRUE),
    ("2015-06-01", "The North has never before launched a satellite, a lawmaker said.", FALSE),
    # how many
    ("2017-09-04", "It was North Korea's sixth nuclear test.", TRUE),
    ("2016-09-10", "North Korea carried out its fifth nuclear test on Friday.", TRUE),
    ("2016-09-10", "It was the second nuclear test this year.", TRUE),
    ("2013-02-13", "It was the fourth nuclear test by the North since 2006.", FALSE),
    ("2022-11-19", "It was the sixth ICBM test this year.", TRUE),
    ("2022-11-19", "It was the eighth ICBM test this year.", FALSE),
    ("2023-11-22", "It was the third attempt to launch a satellite this year.", TRUE),
    ("2019-11-29", "It was the 14th ballistic missile test of the year.", TRUE),
    ("2022-01-31", "It was the fifth missile test this month.", FALSE),  # six listed days already
    ("2022-11-04", "Pyongyang fired an intercontinental missile for the seventh time this year.", FALSE),
    ("2017-11-30", "North Korea on Wednesday test-fired its third ICBM of the year.", TRUE),
    ("2024-05-25", "The satellite launch would be the fourth in a year.", FALSE),
    # the most, more than, the longest
    ("2022-12-31", "North Korea conducted a record number of ballistic missile tests in 2022.", TRUE),
    ("2023-01-05", "In 2022, North Korea conducted a record number of ballistic missile tests.", TRUE),
    ("2024-12-31", "North Korea carried out a record number of ballistic missile tests this year.", FALSE),
    ("2022-06-06", "There have been more ballistic missile tests this year than in all of last year.", TRUE),
    ("2025-12-31", "There were more ballistic missile tests this year than in all of last year.", FALSE),
    (
        "2019-04-18",
        "The test on 17 April ended the longest pause between ballistic missile tests in five years.",
        TRUE,
    ),
    ("2024-03-19", "It ended the longest pause between ballistic missile tests since 2021.", FALSE),
    ("2019-08-30", "August was the busiest month for ballistic missile tests since 2017.", TRUE),
    ("2023-12-19", "There have been five ICBM tests in 2023, the most in any year.", FALSE),
    # what the record cannot tell: outside its cover
    ("2024-05-25", "It would be the first nuclear test since 2017, officials said.", CANNOT),
    ("2024-05-25", "A nuclear test would be the first in almost seven years.", CANNOT),
    ("2026-10-01", "It was the first ICBM test since 2024.", CANNOT),
    ("2022-01-31", "It was the seventh missile test this month.", CANNOT),  # cruise missiles are not listed
    ("2022-10-10", "It has held more missile tests this year than in any previous year.", CANNOT),
    # ... of narrower kinds than it lists
    ("2023-04-14", "North Korea tested a solid-fuel ICBM for the first time.", CANNOT),
    ("2022-10-05", "It was the first missile to fly over Japan in five years.", CANNOT),
    ("2014-04-01", "It was the first naval clash since November 2009.", CANNOT),
    # ... of measures that no list of days holds
    ("2024-05-24", "Officials fear the most provocative military action in a decade.", CANNOT),
    ("2022-11-03", "It was the largest salvo of missiles ever.", CANNOT),
    ("2022-12-31", "The North fired a record number of missiles in 2022.", CANNOT),
    ("2017-09-04", "The nuclear test was the most powerful in a decade.", CANNOT),
    ("2022-06-06", "It was the largest number of ballistic missiles fired in a single day.", CANNOT),
    # ... of what did not happen
    ("2020-12-01", "For the first time in four years a year passed without a nuclear test.", CANNOT),
    # ... and where the words name no date
    ("2021-03-26", "It was the first ballistic missile test since the new president took office.", CANNOT),
]


@pytest.mark.parametrize(("published", "text", "verdict"), SENTENCES)
def test_a_comparison_with_the_past_is_judged_by_the_record(published: str, text: str, verdict: str):
    (check,) = checks(published, text)
    assert check.verdict == verdict, check.reason


@pytest.mark.parametrize(
    "text",
    [
        "It was not the first ICBM test this year.",
        "The second stage fell into the sea this year.",
        "Missiles were fired in the first week of May 2022.",
        "At first, officials said, the missile flew east.",
        "Most missiles this year were short-range ones.",
        "It was most likely an ICBM test, as in 2017.",
        "The launch failed a second time.",
        "The first lady watched the missile launch this year.",
    ],
)
def test_words_that_compare_with_nothing_in_the_past_are_left_alone(text: str):
    assert checks("2022-11-19", text) == ()


def test_the_rows_that_decide_are_named():
    (false,) = checks("2024-03-18", "Monday's launch was the first ballistic missile test this year.")
    assert [str(row.start) for row in false.rows] == ["2024-01-14"]
    assert false.reason == "The record lists such events on 1 day in that time, the last on 14 January 2024."
    (true,) = checks("2016-02-08", "It was the first space launch since December 2012.")
    assert [str(row.start) for row in true.rows] == ["2012-12-12", "2016-02-07"]
    (cannot,) = checks("2024-05-25", "It would be the first nuclear test since 2017, officials said.")
    assert "the record does not list nuclear-test on 1 January 2018" in cannot.reason


def test_what_the_record_learnt_later_decides_nothing():
    """On 28 May 2024 nobody knew of the launches of June."""
    text = "There have been more ballistic missile tests this year than in all of last year."
    (early,) = checks("2022-01-20", text)
    assert early.reason.startswith("4 by 20 January 2022, against 4")


def test_the_words_lie_in_the_claim_that_makes_them():
    text = "Officials said on Monday that it was the first ICBM test since 2017. Nobody else did."
    document = Document(id="d", name="d", text=text, published=dt.date(2022, 3, 18))
    reading = read_document(document)
    (found,) = find_superlatives(WATCH, [document], [reading], as_of=dt.date(2022, 3, 18))
    claim = next(claim for claim in reading.claims if claim.key == found.claim)
    assert claim.source is not None and claim.source.name == "Officials"
    assert found.span.of(text) == found.words == "first ICBM test since 2017"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("the first ICBM test since December.", dt.date(2022, 1, 1)),  # told in March: the one before
        ("the first ICBM test in five years.", dt.date(2017, 6, 16)),  # 5 % less than five years
        ("the first ICBM test in nearly five years.", dt.date(2018, 3, 17)),
        ("the first ICBM test this month.", dt.date(2022, 3, 1)),
    ],
)
def test_the_stretch_of_time_is_that_of_the_words(words: str, start: dt.date):
    (check,) = checks("2022-03-17", f"It was {words}")
    assert check.superlative.start == start


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
def test_no_heap_of_words_breaks_it(words: list[str], day: dt.date):
    text = " ".join(words)
    document = Document(id="d", name="d", text=text, published=day)
    found = find_superlatives(WATCH, [document], [read_document(document)], as_of=day)
    for check in check_superlatives(found, WATCH.history, as_of=day):
        assert 0 <= check.superlative.span.start < check.superlative.span.end <= len(text)
        assert all(row.end <= day for row in check.rows)
        needs_no_row = check.superlative.measure in ("more", "most", "count") or check.superlative.is_ahead
        is_first_of_all = check.reason == "The record lists none before it."
        assert check.verdict == "not checkable" or check.rows or needs_no_row or is_first_of_all


def test_a_watch_without_kinds_compares_nothing_and_breaks_nothing():
    """A desk's own watch may have no record at all; a comparison in the news must not end its run."""
    bare = WATCH.model_copy(
        update={
            "record_words": (),
            "scenarios": tuple(each.model_copy(update={"kinds": ()}) for each in WATCH.scenarios),
        }
    )
    day = dt.date(2024, 5, 25)
    document = Document(id="d", name="d", text="Tickets cost less this year, the first time since 2017.")
    assert find_superlatives(bare, [document], [read_document(document)], as_of=day) == ()
