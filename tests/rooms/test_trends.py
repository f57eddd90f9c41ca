"""Claims of a trend ("growing", "has increased"), held against counts of the packaged record."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact

from tocsin.forecast.superlatives import check_superlatives
from tocsin.forecast.trends import Stretch, _share_by_chance, at_least_by_chance, stretch_before
from tocsin.read.document import read_document
from tocsin.terms import Document, SuperlativeCheck
from tocsin.watches import load_watch
from tocsin.weigh.superlatives import find_superlatives

WATCH = load_watch("korean-peninsula")
TRUE, FALSE, CANNOT = "true", "false", "not checkable"
TRENDS = ("rising", "falling", "shift")


def trends(published: str, text: str) -> tuple[SuperlativeCheck, ...]:
    day = dt.date.fromisoformat(published)
    document = Document(id="d", name="d", text=text, published=day)
    found = find_superlatives(WATCH, [document], [read_document(document)], as_of=day)
    checked = check_superlatives(found, WATCH.history, as_of=day)
    return tuple(each for each in checked if each.superlative.measure in TRENDS)


# Each sentence is our own; the counts behind it are those of the packaged history.
SENTENCES = [
    # rising
    ("2022-12-31", "Ballistic missile tests have increased this year, officials said.", TRUE),
    ("2022-12-31", "The ministry spoke of a growing number of ballistic missile tests.", TRUE),
    ("2022-12-31", "There was a sharp increase in ballistic missile tests in 2022.", TRUE),
    ("2022-11-19", "ICBM tests have become more frequent since 2021, an analyst said.", TRUE),
    ("2023-12-31", "Ballistic missile tests have increased this year, officials said.", FALSE),
    ("2024-12-31", "There has been an uptick in ballistic missile tests, he said.", FALSE),
    ("2025-12-31", "Ballistic missile tests are on the rise, the minister said.", FALSE),
    ("2019-12-31", "Ballistic missile tests surged this year.", TRUE),
    ("2016-12-31", "North Korea stepped up ballistic missile tests in 2016.", TRUE),
    ("2014-12-31", "Ballistic missile tests have risen sharply this year.", TRUE),
    ("2023-12-31", "There were more and more ICBM tests, the report says.", FALSE),
    ("2017-12-31", "The pace of ICBM tests quickened, officials said.", CANNOT),  # the kind only near by
    ("2023-07-15", "There has been a growing number of ICBM tests in recent years.", TRUE),
    ("2024-11-01", "Satellite launches have increased this year.", FALSE),
    ("2022-12-31", "Ballistic missile tests increased compared with last year, officials said.", TRUE),
    # falling
    ("2023-12-31", "Ballistic missile tests have declined this year, officials said.", TRUE),
    ("2020-12-31", "There was a drop in ballistic missile tests in 2020.", TRUE),
    ("2022-12-31", "Ballistic missile tests have become less frequent, he said.", FALSE),
    ("2024-12-31", "ICBM tests became less frequent, according to the agency.", CANNOT),  # 1 against 5
    ("2020-06-30", "The North scaled back ballistic missile tests this year.", FALSE),  # 4 against 3
    # within chance, outside the record, of a part of a kind, still to come, denied
    ("2020-06-30", "Ballistic missile tests have increased this year.", CANNOT),
    ("2024-05-24", "Cruise missile tests have increased this year, officials said.", CANNOT),
    ("2024-05-24", "Nuclear tests have increased in recent years, he said.", CANNOT),
    ("2022-12-31", "Short-range ballistic missile tests have increased this year.", CANNOT),
    ("2022-12-31", "There was an increase in ballistic missile tests from submarines.", CANNOT),
    ("2022-12-31", "Ballistic missile tests have not increased this year, officials said.", CANNOT),
    # shift
    ("2023-12-31", "Analysts see a shift to ICBM tests.", CANNOT),
    ("2022-12-31", "The report sees a shift toward ICBM tests since 2021.", TRUE),
    ("2023-12-31", "Pyongyang shifted to ballistic missile tests this year.", FALSE),
]


@pytest.mark.parametrize(("published", "text", "verdict"), SENTENCES)
def test_a_claimed_trend_is_held_against_the_counts(published: str, text: str, verdict: str) -> None:
    (check,) = trends(published, text)
    assert check.verdict == verdict, check.reason
    assert verdict == CANNOT or check.rows


NONE = [
    "The range of its ballistic missile force has increased.",
    "Fears of a nuclear test have increased in Seoul.",
    "A growing ballistic missile threat worries Japan.",
    "Spending on satellites and on ships has grown.",
    "The North increased the range of its ballistic missiles.",
    "Trade has increased since the ICBM test of 2017.",
    "Tension has grown since the nuclear test.",
    "Growing concern in Tokyo over the ballistic missile tests led to talks.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_counts_no_events_is_left_alone(text: str) -> None:
    """A missile that flies farther, or a fear that grows, is no trend in the record."""
    assert trends("2022-12-31", text) == ()


def test_the_reason_gives_both_counts_and_both_stretches() -> None:
    (check,) = trends("2022-12-31", "Ballistic missile tests have increased this year, officials said.")
    assert check.reason == (
        "33 days from 1 January 2022 to 31 December 2022, against 4 from 1 January 2021 to 31 December 2021."
    )
    assert {row.start.year for row in check.rows} == {2022}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ((dt.date(2024, 1, 1), dt.date(2024, 2, 29)), (dt.date(2023, 1, 1), dt.date(2023, 2, 28))),
        ((dt.date(2024, 3, 1), dt.date(2024, 3, 31)), (dt.date(2024, 1, 30), dt.date(2024, 2, 29))),
    ],
)
def test_the_stretch_before(now: tuple[dt.date, dt.date], then: tuple[dt.date, dt.date]) -> None:
    assert stretch_before(Stretch(*now)) == Stretch(*then)


@given(st.integers(0, 30), st.integers(0, 30))
def test_chance_is_that_of_even_halves(now: int, then: int) -> None:
    expected = binom.sf(now - 1, now + then, 0.5) if now + then else 1.0
    assert at_least_by_chance(now, now + then) == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_the_chance_of_a_share_is_fishers(here: int, others: int, before: int, others_before: int) -> None:
    table = [[here, others], [before, others_before]]
    if here + others and before + others_before:
        told = _share_by_chance(here, here + others, before, before + others_before)
        assert told == pytest.approx(fisher_exact(table, alternative="greater").pvalue, abs=1e-9)


WORDS = ("growing number of", "have increased", "ICBM tests", "ballistic missile tests", "no", "since 2021")
WORDS += ("a shift to", "this year", "in recent months", ",", "fewer and fewer", "could", "range", ".")


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
def test_no_heap_of_words_breaks_it(words: list[str], day: dt.date) -> None:
    text = " ".join(words)
    for check in trends(day.isoformat(), text):
        span = check.superlative.span
        assert 0 <= span.start < span.end <= len(text)
        assert all(row.end <= day for row in check.rows)
