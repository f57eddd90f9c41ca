"""Whatever the record and the evidence, forecasts are probabilities that fit together and know no future."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.forecast_sample import NOTHING, indicator, scenario, watch

from tocsin.forecast import episodes, forecast_watch
from tocsin.forecast.intensity import log_odds
from tocsin.terms import CoverageInterval, Evidence, History, HistoryEvent, Trigger, Watch

KINDS = ("launch", "raid")
FIRST, LAST = dt.date(1974, 1, 1), dt.date(2024, 12, 31)
days = st.dates(FIRST, LAST)
TRIGGERS = (
    Trigger(id="election", name="US presidential election", anchor="us-presidential-election"),
    Trigger(id="spring", name="spring exercise", anchor="allied-spring-exercise", scenarios=("raid",)),
)
INDICATORS = (
    indicator("a", {"launch": 0.9, "raid": 0.1}, otherwise=0.3),
    indicator("b", {"launch": 0.6}, otherwise=0.1),
)
SCENARIOS = (scenario(reference_class="wide"), scenario("raid", reference_class="wide"), NOTHING)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[dt.date, dt.date]:
    start, length = draw(days), draw(st.integers(0, 9000))
    return start, min(start + dt.timedelta(days=length), LAST)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to forty events, some of a day and some of a month or more, in and out of scattered coverage."""
    events = [
        HistoryEvent(start=start, end=start + dt.timedelta(days=length), kind=kind, source="list")
        for start, length, kind in draw(
            st.lists(
                st.tuples(days, st.sampled_from([0, 0, 0, 30, 364]), st.sampled_from(KINDS)), max_size=40
            )
        )
    ]
    coverage = [
        CoverageInterval(kind=kind, start=start, end=end, source="list")
        for (start, end), kind in draw(
            st.lists(st.tuples(intervals(), st.sampled_from(KINDS)), min_size=1, max_size=5)
        )
    ]
    return History(events=tuple(events), coverage=tuple(coverage))


pieces = st.lists(
    st.builds(
        Evidence,
        indicator=st.sampled_from(["a", "b"]),
        state=st.sampled_from(["observed", "absent-covered", "absent-uncovered", "not-looked"]),
        origin=st.sampled_from([None, "o1", "o2", "o3"]),
        strength=st.floats(0, 1),
        note=st.just(""),
    ),
    max_size=8,
)


def made(past: History) -> Watch:
    return watch(past, SCENARIOS, INDICATORS, TRIGGERS)


@settings(max_examples=100, deadline=None)
@given(histories(), pieces, days, st.sampled_from([1, 20, 180, 900]))
def test_every_forecast_is_whole(past: History, evidence: list[Evidence], as_of: dt.date, horizon: int):
    outlook = forecast_watch(made(past), evidence, as_of=as_of, horizon_days=horizon)
    launch, raid, nothing = outlook.forecasts
    for forecast in outlook.forecasts:
        assert 0 < forecast.low <= forecast.probability <= forecast.high < 1
        assert sum(s.log_odds for s in forecast.ledger) == pytest.approx(
            log_odds(forecast.probability), abs=1e-6
        )
        assert forecast.curve[-1].probability == forecast.probability
    for forecast in (launch, raid):
        by_date = [(p.low, p.probability, p.high) for p in forecast.curve]
        assert all(a <= b for one, two in pairwise(by_date) for a, b in zip(one, two, strict=True))
        moved = sum(s.log_odds for s in forecast.ledger if s.step in ("indicator", "cap"))
        assert abs(moved) <= 1.5 + 1e-6
        assert all(0 < w.low <= w.probability <= w.high < 1 for w in forecast.windows)
    # whatever hangs together: no less than what the sum of both leaves, no more than the likelier leaves
    both, likelier = launch.probability + raid.probability, max(launch.probability, raid.probability)
    assert 1 - both - 1e-9 <= nothing.probability <= 1 - likelier + 1e-9


@settings(max_examples=60, deadline=None)
@given(histories(), days, st.integers(0, 2000))
def test_a_history_cut_at_a_later_date_gives_the_same_forecasts(past: History, as_of: dt.date, later: int):
    cut = as_of + dt.timedelta(days=later)
    known = History(
        events=tuple(event for event in past.events if event.end <= cut),
        coverage=tuple(
            c.model_copy(update={"end": min(c.end, cut)}) for c in past.coverage if c.start <= cut
        ),
    )
    whole = forecast_watch(made(past), (), as_of=as_of)
    parts = forecast_watch(made(known), (), as_of=as_of)
    assert [f.probability for f in whole.forecasts] == [f.probability for f in parts.forecasts]
    assert [(t.ratio, t.placebo_p, t.dates) for t in whole.triggers] == [
        (t.ratio, t.placebo_p, t.dates) for t in parts.triggers
    ]


@settings(max_examples=60, deadline=None)
@given(histories(), days)
def test_a_row_that_stands_twice_changes_nothing(past: History, as_of: dt.date):
    twice = past.model_copy(update={"events": past.events + past.events})
    assert forecast_watch(made(twice), (), as_of=as_of) == forecast_watch(made(past), (), as_of=as_of)


@given(st.lists(days, max_size=60), st.integers(0, 40))
def test_every_event_day_lies_in_the_episode_that_began_last(dates: list[dt.date], gap: int):
    starts = episodes(dates, gap)
    assert set(starts) <= set(dates)
    assert all((later - earlier).days > gap for earlier, later in pairwise(starts))
    assert not dates or starts[0] == min(dates)
