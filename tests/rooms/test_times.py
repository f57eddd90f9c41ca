import datetime as dt

import pytest

from tocsin.read.timerules import TimeRule, time_rules
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
    ["May I?", "It may march on.", "7,000 containers", "2000 troops", "a 10-year-old boy", "", "soviet"],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert find_times(text, SEEN_FROM) == ()


def test_an_hour_belongs_to_the_day_named_before_it_and_else_to_none() -> None:
    named = find_times("It fired on Thursday. The missile came down at 3 p.m.", SEEN_FROM)
    assert [time.value for time in named] == ["2024-05-23", "2024-05-23T15:00"]
    (alone,) = find_times("The missile came down at 3 p.m.", SEEN_FROM)
    assert (alone.value, alone.start) == ("XXXX-XX-XXT15:00", None)


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


@pytest.mark.parametrize("rule", [rule for rule in time_rules() if rule.sign is not None])
def test_no_rule_of_time_asks_for_a_sign_that_what_it_finds_does_not_hold(rule: TimeRule) -> None:
    found = [match[0] for text in _MANY for match in rule.pattern.finditer(text)]
    assert rule.sign is not None
    assert all(rule.sign.search(words) for words in found), found


_MANY = [
    "On 2024-05-27, 5/27/24, 27 May 2024, the 3rd of June, in early March 2023, in June last year;",
    "last May, in May, late Friday, at 10:30 a.m. EST tomorrow, this morning, last night, this year;",
    "the past decade, next weekend, last winter, 12 days ago, several weeks earlier, the coming months;",
    "the next three quarters, a 10-day trip, many years, for weeks, months after, a few minutes, every June;",
    "the third quarter of 2022, the quarter, the second half of 2021, fiscal year 2025, 2027, the 1990s;",
    "the twenties, the 21st century, the following day, recently, the near future, weekly",
]
