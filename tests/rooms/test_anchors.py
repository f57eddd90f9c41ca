import datetime as dt
from pathlib import Path

import pytest

from tocsin.reference.anchor_names import find_anchors
from tocsin.reference.anchors import anchor_dates, anchors, occurrences, us_election_day

DAY = dt.date


def test_us_elections_fall_on_the_tuesday_after_the_first_monday() -> None:
    days = [us_election_day(year) for year in (2016, 2018, 2020, 2022, 2024, 2026, 2028)]
    assert [day.day for day in days] == [8, 6, 3, 8, 5, 3, 7]
    assert anchor_dates("us-presidential-election", DAY(2020, 1, 1), DAY(2024, 12, 31)) == (
        DAY(2020, 11, 3),
        DAY(2024, 11, 5),
    )
    assert anchor_dates("us-midterm-election", DAY(2022, 1, 1), DAY(2023, 12, 31)) == (DAY(2022, 11, 8),)


def test_a_back_test_does_not_see_an_exercise_that_was_not_announced_yet() -> None:
    year = (DAY(2024, 1, 1), DAY(2024, 12, 31))
    assert anchor_dates("allied-spring-exercise", *year, as_of=DAY(2024, 2, 1)) == (DAY(2024, 3, 1),)
    assert anchor_dates("allied-spring-exercise", *year, as_of=DAY(2024, 3, 1)) == (DAY(2024, 3, 4),)
    known_early = occurrences("allied-spring-exercise", *year, as_of=DAY(2024, 2, 1))[0]
    assert (known_early.exact, known_early.end) == (False, DAY(2024, 3, 31))


def test_a_cancelled_exercise_is_expected_until_it_is_called_off() -> None:
    year = (DAY(2018, 1, 1), DAY(2018, 12, 31))
    assert anchor_dates("allied-summer-exercise", *year, as_of=DAY(2018, 6, 1)) == (DAY(2018, 8, 1),)
    assert anchor_dates("allied-summer-exercise", *year, as_of=DAY(2018, 7, 1)) == ()


def test_the_early_south_korean_vote_of_2025_was_not_known_in_2024() -> None:
    year = (DAY(2025, 1, 1), DAY(2025, 12, 31))
    assert anchor_dates("kr-presidential-election", *year, as_of=DAY(2024, 12, 1)) == ()
    assert anchor_dates("kr-presidential-election", *year) == (DAY(2025, 6, 3),)


def test_groups_hold_the_dates_of_their_members_in_order() -> None:
    days = anchor_dates("kp-anniversaries", DAY(2024, 1, 1), DAY(2024, 12, 31))
    assert [(day.month, day.day) for day in days] == [(2, 16), (4, 15), (4, 25), (7, 27), (9, 9), (10, 10)]


def test_the_bounds_asked_for_are_both_included() -> None:
    assert anchor_dates("kp-party-day", DAY(2024, 10, 10), DAY(2024, 10, 10)) == (DAY(2024, 10, 10),)


def test_every_anchor_has_a_basis_and_sound_dates() -> None:
    for entry in anchors().values():
        assert entry.basis
        assert entry.members or entry.rule != "group"
        for one in occurrences(entry.id, DAY(1945, 1, 1), DAY(2030, 12, 31)):
            assert one.start <= one.end
            assert one.known <= one.start


@pytest.mark.parametrize(
    ("text", "words", "anchor", "month"),
    [
        (
            "before the U.S. presidential election in November",
            "the U.S. presidential election in November",
            "us-presidential-election",
            11,
        ),
        (
            "the Ulchi Freedom Shield drills",
            "the Ulchi Freedom Shield drills",
            "allied-summer-exercise",
            None,
        ),
        (
            "South Korea’s parliamentary elections in April",
            "South Korea’s parliamentary elections in April",
            "kr-parliamentary-election",
            4,
        ),
        (
            "US officials fear trouble around the presidential election in November",
            "the presidential election in November",
            "us-presidential-election",
            11,
        ),
    ],
)
def test_anchors_are_found_with_the_month_beside_them(text: str, words: str, anchor: str, month: int) -> None:
    (found,) = find_anchors(text)
    assert (found.span.of(text), found.anchor, found.month) == (words, anchor, month)


def test_an_election_of_nobody_named_is_no_anchor() -> None:
    assert find_anchors("Chile holds its presidential election in November.") == []
    assert find_anchors("The presidential election was postponed.") == []


def test_the_page_names_every_anchor_that_a_watch_may_use(root: Path) -> None:
    page = (root / "docs/anchors.md").read_text(encoding="utf-8")
    assert [id for id in anchors() if f"| `{id}` | {anchors()[id].name} |" not in page] == []
