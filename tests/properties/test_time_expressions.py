import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tocsin.read.times import find_times

WORDS = (
    (
        "last",
        "May",
        "27",
        "2024",
        ",",
        "the",
        "next",
        "two",
        "weeks",
        "ago",
        "Friday",
        "Nov.",
        "in",
        "quarter",
        "31",
    ),
    (
        "February",
        "1990s",
        "coming",
        "every",
        "10",
        "a.m.",
        "\n",
        "’s",
        "US",
        "election",
        "é",
        "W",
        "0",
        "-",
        "99",
    ),
)
PIECES = st.lists(st.sampled_from([word for row in WORDS for word in row]), max_size=14).map(" ".join)


@given(PIECES, st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31)) | st.none())
def test_any_jumble_of_time_words_gives_ordered_spans_and_sound_intervals(
    text: str, published: dt.date | None
) -> None:
    times = find_times(text, published)
    last_end = 0
    for time in times:
        assert last_end <= time.span.start < time.span.end <= len(text)
        last_end = time.span.end
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.end is None or time.start <= time.end


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
)
def test_a_full_date_means_itself_from_anywhere(day: dt.date, published: dt.date) -> None:
    for text in (f"on {day:%B} {day.day}, {day.year}", f"on {day.isoformat()}"):
        (time,) = find_times(text, published)
        assert (time.start, time.end, time.value) == (day, day, day.isoformat())


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_a_named_weekday_lies_within_a_week(published: dt.date) -> None:
    (past,) = find_times("They met on Tuesday.", published)
    (ahead,) = find_times("They will meet on Tuesday.", published)
    assert past.start is not None
    assert ahead.start is not None
    assert past.start.weekday() == ahead.start.weekday() == 1
    assert 0 <= (published - past.start).days < 7
    assert 0 <= (ahead.start - published).days < 7
