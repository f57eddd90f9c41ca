"""What the record says, day by day: nothing counted twice, nothing made quiet that nobody watched."""

import datetime as dt

import pytest
from tests.rooms.forecast_sample import AS_OF, covered, day, happened, history

from tocsin.errors import ConfigurationError
from tocsin.forecast import episodes, event_days, recall_past
from tocsin.forecast.past import group_kinds
from tocsin.terms import History


def test_two_reports_of_one_day_would_double_the_rate():
    past = history("2023-02-02", "2023-02-02", "2023-02-03")
    assert event_days(past, ["launch"], AS_OF) == (day("2023-02-02"), day("2023-02-03"))


def test_a_salvo_over_a_week_would_count_as_many_scares():
    days = [day(d) for d in ("2023-03-01", "2023-03-03", "2023-03-10", "2023-03-20")]
    assert episodes(days) == (day("2023-03-01"), day("2023-03-20"))
    assert episodes(days, gap_days=1) == tuple(days[:1] + days[1:])
    assert episodes([]) == ()


def test_an_event_on_the_as_of_date_is_known_and_a_later_one_is_not():
    past = history("2024-05-25", "2024-05-26")
    assert event_days(past, ["launch"], AS_OF) == (AS_OF,)


def test_a_month_that_is_not_over_would_leak_the_future():
    past = history("2024-05-01/2024-05-31")
    assert event_days(past, ["launch"], AS_OF) == ()
    assert event_days(past, ["launch"], day("2024-05-31")) == (day("2024-05-16"),)


def test_a_month_only_event_has_no_day_to_be_inside_a_window_with():
    past = recall_past(history("2023-03-01/2023-03-31", "2023-06-01"), ["launch"], AS_OF)
    assert (int(past.events.sum()), int(past.dated.sum()), past.placed) == (2, 1, 1)


def test_two_different_events_of_one_month_do_not_fall_on_one_day():
    rows = happened("2023-03-01/2023-03-31")
    other = rows[0].model_copy(update={"place": "elsewhere"})
    past = History(events=(*rows, other, other), coverage=(covered("2000-01-01", "2026-01-01"),))
    assert len(event_days(past, ["launch"], AS_OF)) == 2


def test_days_outside_coverage_would_pass_for_quiet_ones():
    gap = (covered("2000-01-01", "2004-12-31"), covered("2010-01-01", "2026-01-01"))
    past = recall_past(history("2007-01-01", "2011-01-01", coverage=gap), ["launch"], AS_OF)
    assert int(past.covered.sum()) == 1827 + (AS_OF - day("2010-01-01")).days + 1
    assert int(past.events.sum()) == 1  # the one of 2007 fell where nobody looked


def test_an_event_of_a_kind_counts_only_while_its_own_kind_is_covered():
    both = (covered("2000-01-01", "2026-01-01"), covered("2000-01-01", "2010-01-01", kind="raid"))
    past = History(events=happened("2009-05-05", "2015-05-05", kind="raid"), coverage=both)
    assert event_days(past, ["launch", "raid"], AS_OF) == (day("2009-05-05"),)
    recalled = recall_past(past, ["launch", "raid"], AS_OF)
    assert len(set(recalled.coverage.tolist())) == 2  # the list changed in 2010, and the days say so


def test_kinds_of_unequal_coverage_are_not_pooled_into_one_rate():
    coverage = (
        covered("2000-01-01", "2026-01-01"),
        covered("2000-01-01", "2026-01-01", kind="test"),
        covered("2000-01-01", "2010-01-01", kind="raid"),
    )
    past = History(coverage=coverage)
    kinds = ["launch", "raid", "test", "hack"]
    assert group_kinds(past, kinds, dt.date(2020, 1, 1)) == (("launch", "test"), ("raid",))
    before_the_end_is_known = dt.date(2009, 1, 1)
    assert group_kinds(past, kinds, before_the_end_is_known) == (("launch", "raid", "test"),)


def test_dates_the_wrong_way_round_are_named():
    with pytest.raises(ConfigurationError, match="ends on 2023-01-01, before it starts on 2023-02-01"):
        event_days(history("2023-02-01/2023-01-01"), ["launch"], AS_OF)
