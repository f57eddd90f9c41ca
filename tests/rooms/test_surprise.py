"""Whether so many sightings are unusual: against the record, older reporting, or the watch's own guess."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson
from tests.rooms.weigh_sample import AS_OF, UNNAMED, indicator, origin, report, watch, weigh

from tocsin.terms import CoverageInterval, History, HistoryEvent, IndicatorState, Match, Scenario
from tocsin.weigh.surprise import Rate, at_least, at_most, judge

FIRE = Match(kinds=("artillery-fire",), actors=("PRK",), statuses=("occurred",))


def found(reports: list[object], *names: str, **fields: object) -> IndicatorState:
    on = watch(indicator(match=FIRE, baseline_per_year=1), **fields)
    origins = [origin(f"o{number}", name) for number, name in enumerate(names)]
    return weigh(reports, *origins, on=on).indicators[0]  # type: ignore[arg-type]


def recorded(years: int, events_a_year: int) -> dict[str, object]:
    start = AS_OF - dt.timedelta(days=round(365.25 * years))
    days = [
        start + dt.timedelta(days=round(n * 365.25 / events_a_year)) for n in range(years * events_a_year - 1)
    ]
    days = [day for day in days if day < AS_OF - dt.timedelta(days=30)]
    history = History(
        events=tuple(HistoryEvent(start=d, end=d, kind="fire", source="s") for d in days),
        coverage=(CoverageInterval(kind="fire", start=start, end=AS_OF, source="s"),),
    )
    scenario: Scenario = (
        watch().scenarios[0].model_copy(update={"kinds": ("fire",), "event_kinds": ("artillery-fire",)})
    )
    return {"history": history, "scenarios": (scenario,)}


@given(st.integers(0, 30), st.floats(0.01, 20))
def test_the_tails_are_those_of_a_poisson_count(number: int, expected: float) -> None:
    assert at_most(number, expected) == pytest.approx(poisson.cdf(number, expected), abs=1e-9)
    assert at_least(number, expected) == pytest.approx(poisson.sf(number - 1, expected), abs=1e-9)


def test_many_sightings_against_a_quiet_record_are_unusual_and_said_in_words() -> None:
    names = ("a", "b", "c", "d")
    dated = [
        report(name, day=AS_OF - dt.timedelta(days=4 * n), time={"end": AS_OF - dt.timedelta(days=4 * n)})
        for n, name in enumerate(names)
    ]
    told = found(dated, *names, **recorded(years=5, events_a_year=2)).surprise  # type: ignore[arg-type]
    assert told is not None
    assert (told.basis, told.seen, told.is_unusual) == ("history", 4, True)
    assert told.sentence.startswith(
        "unusual for here and now: 4 sightings in the last 30 days, 0.2 usual by the"
    )


def test_the_same_sightings_against_a_busy_record_are_not() -> None:
    dated = [report("a", time={"end": AS_OF})]
    told = found(dated, "a", **recorded(years=5, events_a_year=24)).surprise  # type: ignore[arg-type]
    assert told is not None
    assert not told.is_unusual


def test_without_a_record_older_reporting_tells_what_is_usual() -> None:
    days = [AS_OF - dt.timedelta(days=40 + 4 * number) for number in range(14)]
    older = [
        report(f"q{n}", "North Korea: calm by the island.", kind=None, day=day) for n, day in enumerate(days)
    ]
    told = found([*older, report("a", time={"end": AS_OF})], "a").surprise  # type: ignore[list-item]
    assert told is not None
    assert told.basis == "archive"


def test_else_the_watchs_own_guess_is_taken_and_named() -> None:
    told = found([report("a")], "a").surprise  # type: ignore[list-item]
    assert told is not None
    assert told.basis == "watch"
    assert "by the watch's own guess" in told.sentence


def test_what_one_source_says_and_others_retell_is_one_sighting() -> None:
    """Else a week of rewrites would look like a week of alarms."""
    days = [AS_OF - dt.timedelta(days=n) for n in range(5)]
    on = watch(indicator(match=Match(kinds=("artillery-fire",), statuses=("possible",)), baseline_per_year=1))
    told = [report(f"r{n}", day=day, status="possible", source=UNNAMED) for n, day in enumerate(days)]
    one = origin("o1", *(f"r{n}" for n in range(5)))
    surprise = weigh(told, one, on=on).indicators[0].surprise
    assert surprise is not None
    assert surprise.seen == 1


def test_fewer_than_usual_is_only_unusual_where_somebody_looked() -> None:
    rate = Rate(0.2, "archive")
    assert judge(0, 30, rate, can_be_absent=True).is_unusual
    assert not judge(0, 30, rate, can_be_absent=False).is_unusual


def test_nothing_is_said_where_nothing_tells_what_is_usual() -> None:
    on = watch(indicator(match=FIRE))
    assert weigh([report("a")], origin("o1", "a"), on=on).indicators[0].surprise is None
