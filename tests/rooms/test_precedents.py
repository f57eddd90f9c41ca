"""Precedents: the last one, the longest gap that somebody watched, and what followed the nearest episodes."""

import pytest
from tests.rooms.forecast_sample import AS_OF, covered, day, happened, history, scenario, watch

from tocsin.forecast.precedents import find_precedent, find_precedents
from tocsin.terms import History, Precedent, Trigger

ELECTION = Trigger(id="election", name="the vote", anchor="us-presidential-election")


def precedent(past: History, as_of=AS_OF, **fields) -> Precedent:
    made = watch(past, **fields)
    found = find_precedent(made, made.scenarios[0], as_of)
    assert found is not None
    return found


def test_the_last_one_and_the_longest_gap():
    found = precedent(history("2001-01-01", "2003-01-01", "2009-01-01", "2024-05-20"))
    assert found.last is not None and found.last.start == day("2024-05-20")
    assert (found.quiet_days, found.gap_days) == (5, 5618)
    assert (found.gap_after, found.gap_before) == (day("2009-01-01"), day("2024-05-20"))
    assert "the longest gap 15 years, from 1 January 2009 to 20 May 2024" in found.sentence


def test_a_gap_that_is_still_open_can_be_the_longest():
    found = precedent(history("2001-01-01", "2003-01-01"))
    assert (found.gap_after, found.gap_before, found.gap_days) == (day("2003-01-01"), None, 7815)
    assert "still open on 25 May 2024" in found.sentence


def test_years_that_nobody_listed_would_pass_for_the_longest_gap():
    gap = [covered("2000-01-01", "2004-12-31"), covered("2020-01-01", "2026-01-01")]
    found = precedent(history("2002-01-01", "2003-01-01", "2020-06-01", "2023-06-01", coverage=gap))
    assert (found.gap_after, found.gap_before) == (day("2020-06-01"), day("2023-06-01"))


def test_what_came_after_the_day_is_not_a_precedent():
    found = precedent(history("2020-01-01", "2024-05-26", "2024-05-01/2024-05-31"))
    assert found.last is not None and found.last.start == day("2020-01-01")
    assert len(found.nearest) == 1


def test_the_nearest_episode_is_of_the_same_season_after_a_like_silence():
    spring = [f"{year}-05-2{n}" for year, n in ((2001, 0), (2005, 1), (2009, 2))]
    found = precedent(history(*spring, "2012-11-20", "2024-04-25"))
    # 30 days of silence now: 2001 had no known silence, the others years of it; all three share the season
    assert {each.start for each in found.nearest} == {day(text) for text in spring}
    assert found.nearest[0].start == day("2001-05-20")
    assert found.nearest[0].why == "the same season"
    like = precedent(history("2015-05-01", "2015-05-31", "2018-11-20", "2024-04-25"))
    assert like.nearest[0].start == day("2015-05-31")
    assert like.nearest[0].why == "the same season, after 30 days of silence"


def test_an_episode_near_the_same_anchor_is_nearer():
    dates = history("2019-10-20", "2020-10-20", "2024-01-02")
    plain = precedent(dates, as_of=day("2024-10-20"))
    near = precedent(dates, as_of=day("2024-10-20"), triggers=(ELECTION,))
    assert near.nearest[0].start == day("2020-10-20") and "near the vote" in near.nearest[0].why
    assert plain.nearest[0].distance < near.nearest[0].distance < 0.2  # 16 days off the vote now, 14 then
    other = next(each for each in near.nearest if each.start == day("2019-10-20"))
    assert other.distance > near.nearest[0].distance and "the vote" not in other.why


def test_what_followed_is_counted_by_day_and_only_as_far_as_it_was_listed():
    past = History(
        events=(
            *happened("2010-05-20", "2010-05-24", "2010-06-10", "2010-08-01"),
            *happened("2010-05-29", "2010-05-29", "2010-06-20", kind="raid"),
        ),
        coverage=(covered("2000-01-01", "2026-01-01"), covered("2000-01-01", "2010-07-01", kind="raid")),
    )
    (first, *_) = precedent(past, as_of=day("2012-05-24")).nearest
    assert (first.start, first.end) == (day("2010-05-20"), day("2010-05-24"))  # one episode of two days
    assert [(f.within_days, f.same, f.others, f.uncovered) for f in first.followed] == [
        (7, 0, 1, ()),
        (30, 1, 2, ()),
        (90, 2, 2, ("raid",)),
    ]
    assert [row.start for row in first.rows] == [day("2010-05-20"), day("2010-05-24")]


def test_days_after_the_as_of_date_are_not_quiet_either():
    found = precedent(history("2024-05-20"))
    assert [f.uncovered for f in found.nearest[0].followed] == 3 * [("launch",)]


def test_a_record_without_events_has_no_precedent_and_no_record_has_none():
    found = precedent(history())
    assert (found.last, found.nearest, found.gap_days) == (None, (), None)
    assert found.sentence == "None is on record in 24 years of coverage."
    made = watch(history(), (scenario("hack", kinds=("hack",), reference_class="wide"),))
    assert find_precedents(made, AS_OF) == ()


@pytest.mark.parametrize("dates", [("2024-05-25",), 20 * ("2010-05-05",), ("1900-01-01",)])
def test_odd_records_are_no_trouble(dates):
    found = precedent(history(*dates))
    assert found.gap_days is None or found.gap_days >= 0
    assert len(found.nearest) <= 1
