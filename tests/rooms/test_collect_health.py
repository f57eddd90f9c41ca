"""Channels over time: when they are due, when something is the matter, what they covered."""

import datetime as dt
from typing import Any

import pytest

from tocsin.collect.health import tell_health
from tocsin.collect.polling import reach_back
from tocsin.collect.standing import after_failure, after_reading, is_due
from tocsin.terms import Channel, ChannelState, Look

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


def channel(**fields: Any) -> Channel:
    return Channel.model_validate(
        {"id": "c", "address": "https://harbour.example/feed", "added": NOW} | fields
    )


def state(**fields: Any) -> ChannelState:
    return ChannelState.model_validate({"channel": "c", "tried": NOW, "succeeded": NOW} | fields)


def every(hours: float, number: int, until: dt.datetime = NOW) -> tuple[dt.datetime, ...]:
    """So many items, so many hours apart, the last one at a moment."""
    return tuple(until - each * hours * HOUR for each in reversed(range(number)))


@pytest.mark.parametrize(
    ("fields", "word", "said"),
    [
        ({"tried": None}, "new", "not asked"),
        ({}, "well", "just now"),
        ({"arrivals": every(2, 20)}, "well", ""),
        ({"arrivals": every(2, 20, NOW - 3 * DAY)}, "silent", "one in 2 h"),
        ({"arrivals": every(2, 20, NOW - 20 * HOUR)}, "well", ""),  # never silent within a day
        ({"arrivals": every(24 * 7, 20, NOW - 20 * DAY)}, "well", ""),  # a weekly: three weeks are not four
        ({"arrivals": every(24 * 7, 20, NOW - 30 * DAY)}, "silent", "one in 7 days"),
        ({"arrivals": every(2, 3, NOW - 30 * DAY)}, "well", ""),  # too few to know its rhythm
        ({"failures": 1, "failing_since": NOW, "reason": "is not there"}, "failing", "is not there; 1 time"),
        ({"failures": 9, "failing_since": NOW - 8 * DAY, "reason": "x"}, "dead", "since 2024-05-24"),
        ({"failures": 3, "failing_since": NOW - 8 * DAY, "reason": "x"}, "failing", "3 times"),
        ({"failures": 1, "is_gone": True, "reason": "is gone"}, "dead", "is gone"),
        ({"failures": 1, "wait_until": NOW + HOUR, "reason": "asks for fewer"}, "waiting", "13:00 UTC"),
        ({"moved_to": "https://new.example/"}, "moved", "https://new.example/"),
        ({"languages": ("en",) * 20 + ("fr",) * 10}, "changed-language", "'fr' now, and 'en'"),
        ({"languages": ("en",) * 20 + ("fr",) * 3}, "well", ""),
        ({"languages": ("fr",) * 10}, "well", ""),
        ({"seconds": 14.0}, "slow", "14 seconds"),
    ],
)
def test_a_channel_is_judged_by_its_own_past(fields: dict[str, Any], word: str, said: str) -> None:
    health = tell_health(channel(), state(**fields), now=NOW)
    assert (health.state, said in health.reason) == (word, True), health


def test_a_channel_in_another_language_than_it_was_said_to_have_is_named() -> None:
    health = tell_health(channel(language="ko"), state(languages=("en",) * 10), now=NOW)
    assert health.state == "changed-language"
    assert tell_health(channel(paused=True), state(failures=3), now=NOW).state == "paused"
    assert tell_health(channel(), None, now=NOW).state == "new"


@pytest.mark.parametrize(
    ("fields", "passed", "wanted"),
    [
        ({}, 14, False),
        ({}, 15, True),
        ({"failures": 1}, 20, False),
        ({"failures": 1}, 30, True),
        ({"failures": 40}, 23 * 60, False),
        ({"failures": 40}, 24 * 60, True),
        ({"wait_until": NOW + 3 * HOUR}, 60, False),
        ({"wait_until": NOW + 3 * HOUR}, 180, True),
        ({}, -60, True),  # the clock was set back
    ],
)
def test_a_channel_is_asked_when_it_is_due_and_less_often_while_it_fails(
    fields: dict[str, Any], passed: int, wanted: bool
) -> None:
    assert is_due(channel(), state(**fields), NOW + dt.timedelta(minutes=passed)) is wanted


def test_a_paused_or_removed_channel_is_never_due() -> None:
    assert is_due(channel(), None, NOW)
    assert not is_due(channel(paused=True), None, NOW)
    assert not is_due(channel(removed=NOW), None, NOW)


def read(before: ChannelState, now: dt.datetime, **fields: Any) -> ChannelState:
    given: dict[str, Any] = {"seen": (), "tries": {}, "arrivals": (), "languages": (), "oldest": None}
    given |= {"is_whole": False, "is_partial": False} | fields
    return after_reading(channel(), before, now=now, **given)


def test_what_is_left_over_is_asked_for_again_whole() -> None:
    """With the server's tag kept, the rest of a long listing would never be sent again."""
    before = state(etag='"v1"', content_hash="x", last_modified="y")
    assert read(before, NOW).etag == '"v1"'
    after = read(before, NOW, is_partial=True)
    assert (after.etag, after.last_modified, after.content_hash) == (None, None, None)


def test_a_failure_forgets_nothing_and_a_reading_ends_it() -> None:
    before = state(seen=("a",), look=Look(channel="c", covers_from=NOW, first=NOW, last=NOW))
    failed = after_failure(before, "is not there", now=NOW + HOUR, wait=60, is_gone=False)
    again = after_failure(failed, "is not there", now=NOW + 2 * HOUR, wait=None, is_gone=True)
    assert (again.failures, again.failing_since, again.wait_until) == (2, NOW + HOUR, None)
    assert again.seen == ("a",) and again.look == before.look
    cured = read(again, NOW + 3 * HOUR, seen=("b",), arrivals=[NOW])
    assert (cured.failures, cured.failing_since, cured.reason, cured.is_gone) == (0, None, None, False)
    assert cured.seen == ("a", "b") and cured.found == NOW + 3 * HOUR


def test_coverage_goes_on_while_nothing_can_have_been_missed() -> None:
    first = read(state(), NOW, oldest=NOW - 5 * HOUR).look
    assert first == Look(channel="c", covers_from=NOW - 5 * HOUR, first=NOW, last=NOW)
    soon = read(state(look=first), NOW + HOUR, is_whole=True).look
    assert soon == Look(channel="c", covers_from=NOW - 5 * HOUR, first=NOW, last=NOW + HOUR)


def test_an_outage_that_the_listing_reaches_over_is_covered_but_only_from_then_on() -> None:
    first = Look(channel="c", covers_from=NOW - HOUR, first=NOW, last=NOW)
    later = NOW + 30 * HOUR
    assert read(state(look=first), later, is_whole=True).look == Look(
        channel="c", covers_from=NOW, first=later, last=later
    )
    reaching = read(state(look=first), later, oldest=NOW - HOUR).look
    assert reaching is not None and reaching.covers_from == NOW


def test_an_outage_that_the_listing_does_not_reach_over_leaves_a_hole() -> None:
    first = Look(channel="c", covers_from=NOW - HOUR, first=NOW, last=NOW)
    later = NOW + 30 * HOUR
    assert read(state(look=first), later, oldest=later - 5 * HOUR).look == Look(
        channel="c", covers_from=later - 5 * HOUR, first=later, last=later
    )


def test_an_old_entry_at_the_end_of_a_listing_does_not_stretch_what_it_covers() -> None:
    assert reach_back([*every(3, 10), NOW - 20 * DAY], NOW) == NOW - 27 * HOUR
    assert reach_back(every(24 * 7, 4), NOW) == NOW - 21 * DAY
    assert reach_back([], NOW) is None
