import datetime as dt

import pytest

from tocsin.read.times import find_times

SEEN_FROM = dt.date(2024, 5, 25)  # a Saturday


def one(text: str, published: dt.date | None = SEEN_FROM) -> tuple[str, str, str | None, str | None]:
    (time,) = find_times(text, published)
    return (
        time.span.of(text),
        time.value,
        time.start.isoformat() if time.start else None,
        time.end.isoformat() if time.end else None,
    )


@pytest.mark.parametrize(
    ("text", "words", "value", "start", "end"),
    [
        ("on May 27, 2024", "May 27, 2024", "2024-05-27", "2024-05-27", "2024-05-27"),
        ("on 27 May", "27 May", "2024-05-27", "2024-05-27", "2024-05-27"),
        ("dated 2024-05-27", "2024-05-27", "2024-05-27", "2024-05-27", "2024-05-27"),
        ("They met May 26-27 there", "May 26-27", "2024-05-26/2024-05-27", "2024-05-26", "2024-05-27"),
        ("It fired on Friday.", "Friday", "2024-05-24", "2024-05-24", "2024-05-24"),
        ("It will meet on Monday.", "Monday", "2024-05-27", "2024-05-27", "2024-05-27"),
        ("It met on Monday.", "Monday", "2024-05-20", "2024-05-20", "2024-05-20"),
        ("It must answer by Monday", "Monday", "2024-05-27", "2024-05-27", "2024-05-27"),
        ("were fired by the North on Thursday", "Thursday", "2024-05-23", "2024-05-23", "2024-05-23"),
        ("It may act in November.", "November", "2024-11", "2024-11-01", "2024-11-30"),
        ("It tested one in November.", "November", "2023-11", "2023-11-01", "2023-11-30"),
        ("since March 2023", "March 2023", "2023-03", "2023-03-01", "2023-03-31"),
        ("last week", "last week", "2024-W20", "2024-05-13", "2024-05-19"),
        ("earlier this year", "earlier this year", "2024", "2024-01-01", "2024-12-31"),
        ("in the coming weeks", "the coming weeks", "PXW", "2024-05-25", "2024-07-06"),
        ("over the next two weeks", "the next two weeks", "P2W", "2024-05-25", "2024-06-08"),
        ("in the past three months", "the past three months", "P3M", "2024-02-25", "2024-05-25"),
        ("two years ago", "two years ago", "2022", "2022-01-01", "2022-12-31"),
        ("ten days ago", "ten days ago", "2024-05-15", "2024-05-15", "2024-05-15"),
        ("yesterday", "yesterday", "2024-05-24", "2024-05-24", "2024-05-24"),
        ("this morning", "this morning", "2024-05-25TMO", "2024-05-25", "2024-05-25"),
        ("in the third quarter of 2023", "the third quarter of 2023", "2023-Q3", "2023-07-01", "2023-09-30"),
        ("the first half of 2024", "the first half of 2024", "2024-H1", "2024-01-01", "2024-06-30"),
        ("in the 1990s", "the 1990s", "199", "1990-01-01", "1999-12-31"),
        ("by 2027", "2027", "2027", "2027-01-01", "2027-12-31"),
        ("last summer", "last summer", "2023-SU", "2023-06-01", "2023-08-31"),
        ("by the end of the year", "the end of the year", "2024", "2024-01-01", "2024-12-31"),
        ("later in the month", "later in the month", "2024-05", "2024-05-01", "2024-05-31"),
        ("the week of June 3", "the week of June 3", "2024-W23", "2024-06-03", "2024-06-09"),
        ("fought Spain in 1898", "1898", "1898", "1898-01-01", "1898-12-31"),
        ("in the post-1953 order", "post-1953", "1953", "1953-01-01", "1953-12-31"),
        ("nineteen ninety-six", "nineteen ninety-six", "1996", "1996-01-01", "1996-12-31"),
        ("the year two thousand", "the year two thousand", "2000", "2000-01-01", "2000-12-31"),
        ("He said in September that", "September", "2023-09", "2023-09-01", "2023-09-30"),
        ("will review Friday's ruling", "Friday", "2024-05-24", "2024-05-24", "2024-05-24"),
        ("ahead of Friday's vote", "Friday", "2024-05-31", "2024-05-31", "2024-05-31"),
        ("this past winter", "this past winter", "2023-WI", "2023-12-01", "2024-02-29"),
    ],
)
def test_dates_are_understood_from_the_publication_date(
    text: str, words: str, value: str, start: str, end: str
) -> None:
    assert one(text) == (words, value, start, end)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("an eight-day window", "duration", "P8D"),
        ("several weeks", "duration", "PXW"),
        ("for 24 hours", "duration", "PT24H"),
        ("it is broadcast daily", "set", "P1D"),
        ("every Thursday", "set", "XXXX-WXX-4"),
        ("at 3:30 p.m. Friday", "time", "2024-05-24T15:30"),
    ],
)
def test_durations_sets_and_clock_times_keep_their_kind(text: str, kind: str, value: str) -> None:
    (time,) = find_times(text, SEEN_FROM)
    assert (time.kind, time.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last week", "XXXX-WXX"),
        ("on Friday", "XXXX-XX-XX"),
        ("on May 27", "XXXX-05-27"),
        ("in November", "XXXX-11"),
    ],
)
def test_without_a_publication_date_relative_times_have_a_value_and_no_days(text: str, value: str) -> None:
    assert one(text, None)[1:] == (value, None, None)


def test_without_a_publication_date_full_dates_keep_their_days() -> None:
    assert one("on May 27, 2024", None)[2] == "2024-05-27"


def test_the_us_election_is_an_anchor_with_its_computed_day() -> None:
    text = "North Korea may act ahead of the U.S. presidential election in November."
    (time,) = find_times(text, SEEN_FROM)
    assert (time.anchor, time.start) == ("us-presidential-election", dt.date(2024, 11, 5))
    assert time.span.of(text) == "the U.S. presidential election in November"


def test_an_election_that_is_over_is_the_last_one() -> None:
    (time,) = find_times("since the U.S. presidential election", SEEN_FROM)
    assert time.start == dt.date(2020, 11, 3)


def test_an_exercise_not_yet_announced_is_known_by_its_month_only() -> None:
    (time,) = find_times("ahead of the Ulchi Freedom Shield drills", SEEN_FROM)
    assert (time.anchor, time.value) == ("allied-summer-exercise", "2024-08")


@pytest.mark.parametrize(
    "text",
    [
        "May I?",
        "It may march on.",
        "as soon as it can",
        "a second betrayal",
        "a quarter of the food",
        "7,000 containers",
        "2000 troops",
        "a 10-year-old boy",
        "",
        "soviet",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find_times(text, SEEN_FROM) == ()


def test_an_hour_belongs_to_the_day_named_before_it_and_else_to_none() -> None:
    named = find_times("It fired on Thursday. The missile came down at 3 p.m.", SEEN_FROM)
    assert [time.value for time in named] == ["2024-05-23", "2024-05-23T15:00"]
    (alone,) = find_times("The missile came down at 3 p.m.", SEEN_FROM)
    assert (alone.value, alone.start) == ("XXXX-XX-XXT15:00", None)


def test_a_year_ago_in_a_report_of_a_quarter_is_that_quarter_of_the_year_before() -> None:
    text = "Exports fell in the first quarter. They had risen a year earlier. In the year-ago period"
    assert [time.value for time in find_times(text, SEEN_FROM)] == ["2024-Q1", "2023-Q1", "2023-Q1"]
    (alone,) = find_times("They had risen a year earlier.", SEEN_FROM)
    assert alone.value == "2023"


def test_a_weekday_before_a_named_day_is_seen_from_that_day() -> None:
    first, before = find_times("It fell on June 12, after a rise on the previous Friday.", SEEN_FROM)
    assert (first.value, before.value) == ("2024-06-12", "2024-06-07")


def test_good_friday_is_a_date_and_the_good_friday_agreement_is_none() -> None:
    assert one("They met on Good Friday.")[1:3] == ("2024-03-29", "2024-03-29")
    assert find_times("They praised the Good Friday Agreement.", SEEN_FROM) == ()


def test_a_vote_to_come_whose_day_is_not_known_yet_has_no_days() -> None:
    (time,) = find_times("before the Iranian presidential election", dt.date(2024, 5, 19))
    assert (time.anchor, time.start) == ("ir-presidential-election", None)


def test_the_thirtieth_of_february_is_not_invented() -> None:
    assert all(
        time.start is None or time.start.month != 2 for time in find_times("on February 30", SEEN_FROM)
    )


_FILLER = "They talked on and on of the road and the bridge, and no more was said of either. " * 12


@pytest.mark.parametrize(
    "text",
    [
        "By the beginning of in early last Wednesday, September 30th, 2023, it was over.",
        "It fell more than twenty-one months or so ago, as they hold.",
        "Approximately ninety-nine hours later nothing had moved.",
        "It was the second half of last year, or the 2019 fiscal third quarter of 2020.",
        "At 9 p.m. local time, on Monday, and again at noon and at 14:05 GMT today.",
        "In the mid-1980s, the late eighties, the 19th century and the coming weekend.",
        "MAY 5 and JUNE 2021, next May, this spring, tonight, daily, each month, now, soon, lately.",
        "Nowadays, at the moment, the foreseeable future, these days, earlier this evening.",
    ],
)
def test_a_time_is_found_in_the_midst_of_a_long_text_as_it_is_in_a_short_one(text: str) -> None:
    alone, within = find_times(text, SEEN_FROM), find_times(_FILLER + text + " " + _FILLER, SEEN_FROM)
    assert alone
    assert [time.span.of(text) for time in alone] == [time.span.of(_FILLER + text) for time in within]
    assert [time.value for time in alone] == [time.value for time in within]
