"""Feared dates are tested before they are believed: chance, season and a rising rate must not pass."""

import datetime as dt

import numpy as np
import pytest
from tests.rooms.forecast_sample import AS_OF, covered, day, happened, history, scenario, watch

from tocsin.errors import ConfigurationError
from tocsin.forecast import judge_triggers
from tocsin.forecast.placebo import placebo_p
from tocsin.forecast.ratio import ratio_interval, shrunken_effect, tally_windows
from tocsin.forecast.trigger import coming_windows
from tocsin.terms import History, Trigger
from tocsin.watches import load_watch

ELECTION = Trigger(id="election", name="US presidential election", anchor="us-presidential-election")
BY = day("2024-11-21")
LONG = [covered("1970-01-01", "2026-01-01")]


def judge(past: History, *triggers: Trigger, as_of: dt.date = AS_OF, **fields):
    return judge_triggers(watch(past, triggers=triggers, **fields), as_of=as_of, by=BY)


def every_month(start: int, end: int) -> list[str]:
    return [f"{year}-{month:02}-02" for year in range(start, end) for month in range(1, 13)]


def test_counts_by_year_give_the_worked_numbers():
    events = np.array([1, 0, 0, 0, 1, 1, 0, 0, 1, 0], dtype=bool)
    strata = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    tally = tally_windows(events, strata, [(0, 1), (5, 6)], np.ones(10, dtype=bool))
    assert (tally.windows, tally.windows_hit, tally.observed) == (2, 2, 2)
    assert tally.expected == pytest.approx(2 * (1 / 3 * 2))


def test_a_year_that_is_all_window_says_nothing():
    events = np.ones(4, dtype=bool)
    tally = tally_windows(events, np.array([0, 0, 1, 1]), [(0, 2)], np.ones(4, dtype=bool))
    assert (tally.observed, tally.expected) == (1, 1)


def test_the_plain_interval_is_the_one_on_the_page():
    low, high = ratio_interval(16, 50, 10)
    assert (round(low, 2), round(high, 1)) == (0.99, 2.5)
    assert ratio_interval(3, 0, 0) is None


def test_without_a_single_event_the_sceptics_prior_comes_back():
    empty = tally_windows(np.zeros(9, dtype=bool), np.zeros(9, dtype=int), [(0, 2)], np.ones(9, dtype=bool))
    effect = shrunken_effect(empty)
    assert effect.log_ratio == pytest.approx(0, abs=1e-9)
    assert (round(effect.low, 2), round(effect.high, 2)) == (0.52, 1.93)


def test_few_events_barely_move_the_sceptic_and_many_do():
    def effect(times: int) -> float:
        events = np.tile([1, 0, 0, 0, 1, 0, 0, 0, 0, 0], times).astype(bool)
        windows = [(10 * i, 10 * i + 1) for i in range(times)]
        strata = np.zeros(len(events), dtype=int)
        return shrunken_effect(tally_windows(events, strata, windows, np.ones(len(events), dtype=bool))).ratio

    assert 1 < effect(1) < 1.5 < effect(40) < 4  # the plain ratio is 4 in both


def test_events_that_follow_elections_are_told_from_none():
    around = [f"{year}-{date}" for year in range(1972, 2024, 4) for date in ("10-20", "11-01", "11-20")]
    (finding,) = judge(history(*around, "1975-03-03", "1985-08-08", coverage=LONG), ELECTION)
    assert finding.is_told_from_none
    assert finding.low > 1
    assert finding.log_offset > 0.4
    assert "the record shows an effect, not its cause (rate ratio" in finding.sentence


def test_a_rate_that_rises_does_not_look_like_an_effect():
    """More and more events, evenly through the year: the nearest one to a vote moves closer by itself."""
    rising = every_month(2012, 2024) + [f"{year}-06-15" for year in range(1972, 2012)]
    (finding,) = judge(history(*rising, coverage=LONG), ELECTION)
    assert not finding.is_told_from_none
    assert finding.low < 1 < finding.high


def test_a_change_of_the_list_does_not_look_like_an_effect():
    """From 5 October to 30 November 2004 the list holds another kind too; that is no effect of elections."""
    coverage = (covered("1990-01-01", "2026-01-01"), covered("2004-10-05", "2004-11-30", kind="raid"))
    raids = happened("2004-10-10", "2004-10-20", "2004-11-01", "2004-11-10", "2004-11-25", kind="raid")
    past = History(events=(*happened(*every_month(1990, 2024)), *raids), coverage=coverage)
    without = History(events=happened(*every_month(1990, 2024)), coverage=coverage[:1])
    both = (scenario(), scenario("raid"))
    assert judge(past, ELECTION, scenarios=both)[0].ratio <= judge(without, ELECTION)[0].ratio + 0.06


def test_a_hit_that_one_of_many_triggers_makes_is_held_to_a_higher_standard():
    around = [f"{year}-{date}" for year in (2016, 2020) for date in ("10-10", "10-20", "11-01", "11-20")]
    past = history(*around, "2014-03-03", coverage=[covered("2013-01-01", "2026-01-01")])
    (alone,) = judge(past, ELECTION)
    assert 0.05 / 200 < alone.placebo_p < 0.05
    assert alone.is_told_from_none
    crowd = judge(past, *(ELECTION.model_copy(update={"id": f"t{i}"}) for i in range(200)))
    assert not any(finding.is_told_from_none for finding in crowd)
    assert "200 triggers tested" in crowd[0].sentence


def test_counts_come_first_and_then_that_nothing_can_be_told():
    (finding,) = judge(
        history(*every_month(1990, 2024), coverage=[covered("1990-01-01", "2026-01-01")]), ELECTION
    )
    assert finding.sentence.startswith(
        "US presidential election (28 days before to 28 after): of the 8 windows that the record covers "
        "up to May 2024, 8 held the start of at least one episode, with "
    )
    assert "the record cannot tell an effect from none (rate ratio" in finding.sentence
    assert len(finding.dates) == 8
    assert (finding.start, finding.end) == (day("2024-10-08"), day("2024-12-03"))


def test_a_record_without_any_window_is_said_to_tell_nothing():
    (finding,) = judge(history(coverage=[covered("2021-01-01", "2023-01-01")]), ELECTION)
    assert finding.placebo_p is None
    assert not finding.is_told_from_none
    assert (finding.variants, finding.dates) == ((), ())
    assert finding.log_offset == pytest.approx(0, abs=1e-9)
    assert "covers no such window yet" in finding.sentence


def test_a_window_that_is_not_over_is_not_counted_as_a_miss():
    past = history(*every_month(2000, 2024), coverage=[covered("2000-01-01", "2026-01-01")])
    during = judge(past, ELECTION, as_of=day("2020-11-10"))[0]
    after = judge(past, ELECTION, as_of=day("2020-12-01"))[0]
    assert (len(during.dates), len(after.dates)) == (5, 6)


def test_reasonable_ways_of_counting_stand_side_by_side_and_can_be_checked():
    (finding,) = judge(history(*every_month(1975, 2024), coverage=LONG), ELECTION)
    assert [v.name for v in finding.variants] == [
        "episodes",
        "event-days",
        "up to 4 days before",
        "within 3 days of the date",
        "from 4 days after",
        "against the same season within 3 years",
        "with midterm elections",
        "since 1994",
        "since 2012",
    ]
    by_name = {v.name: v for v in finding.variants}
    assert by_name["with midterm elections"].windows == 27
    assert by_name["episodes"].windows == 13
    assert by_name["since 2012"].windows == 3
    for variant in finding.variants:
        assert variant.ratio == pytest.approx(variant.observed / variant.expected)
        assert variant.low < variant.ratio < variant.high


def test_placebo_windows_never_leave_what_the_record_covers():
    starts = np.zeros(2000, dtype=bool)
    starts[1000:1010] = True
    covered_days = np.ones(2000, dtype=bool)
    covered_days[:950] = covered_days[1050:] = False
    p = placebo_p(starts, covered_days.astype(int), covered_days, [(995, 1020)], seed=0)
    assert p == pytest.approx(17 / 75, abs=0.02)  # of 75 covered places 17 catch all ten


def test_placebo_windows_stay_where_the_list_holds_the_same_kinds():
    starts = np.zeros(400, dtype=bool)
    starts[np.arange(200, 400, 10)] = True  # a second kind is listed from day 200 on
    coverage = np.repeat([1, 2], 200)
    p = placebo_p(starts, coverage, np.ones(400, dtype=bool), [(250, 279)], seed=0)
    assert p > 0.95  # three in every 30 days of the second half; the first half would make it look rare


def test_placebo_windows_do_not_lie_across_a_gap_in_the_list():
    covered_days = np.ones(400, dtype=bool)
    covered_days[195:205] = False
    starts = (np.arange(400) % 10 == 0) & covered_days
    assert placebo_p(starts, covered_days.astype(int), covered_days, [(100, 129)], seed=0) == 1


def test_placebo_is_the_same_for_the_same_seed():
    past = history(*every_month(1990, 2024), coverage=LONG)
    assert judge(past, ELECTION) == judge(past, ELECTION)


def test_unknown_anchor_and_scenario_are_named():
    with pytest.raises(ConfigurationError, match="there is no anchor full-moon"):
        judge(history(), ELECTION.model_copy(update={"anchor": "full-moon"}))
    with pytest.raises(ConfigurationError, match="scenario landing is not in the watch"):
        judge(history(), ELECTION.model_copy(update={"scenarios": ("landing",)}))


def test_windows_that_touch_the_horizon_are_found_and_past_ones_are_not():
    def coming(as_of: str, by: str):
        return coming_windows(watch(triggers=(ELECTION,)), ELECTION, as_of=day(as_of), by=day(by))

    assert coming("2024-05-25", "2024-10-07") == ()
    assert coming("2024-05-25", "2024-10-08") == ((day("2024-10-08"), day("2024-12-03")),)
    assert coming("2024-12-02", "2025-02-01") == ((day("2024-10-08"), day("2024-12-03")),)
    assert coming("2024-12-03", "2025-02-01") == ()


def test_packaged_record_cannot_tell_an_effect_of_us_elections_and_shows_the_spring():
    """The figures of docs/rooms/forecast.md; the record is that of the packaged watch."""
    peninsula = load_watch("korean-peninsula")
    spring = Trigger(id="spring", name="March", anchor="allied-spring-exercise", days_before=8, days_after=22)
    tested = peninsula.model_copy(update={"triggers": (ELECTION, spring)})
    election, march = judge_triggers(tested, as_of=AS_OF, by=BY)
    assert not election.is_told_from_none
    assert (election.variants[0].windows, election.variants[0].observed) == (16, 10)
    assert election.low < 1 < election.ratio < 1.6 < election.high
    assert next(v for v in march.variants if v.name == "since 2012").ratio > 1.5
