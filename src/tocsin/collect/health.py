"""Tell how a channel is doing: well, silent against its own rhythm, failing, dead, moved, slow.

Comes in: a channel, where collection stands with it, and the moment. Goes out: one word and why. Silence
is judged by the channel's own gaps between items, never by a fixed number of hours. Knows nothing about
what the items say.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from tocsin.terms import Channel, ChannelState, Record

HealthName = Literal[
    "new", "well", "waiting", "slow", "changed-language", "moved", "silent", "failing", "dead", "paused"
]

_DEAD_AFTER = dt.timedelta(days=7)  # of failures in a row
_DEAD_FAILURES = 5
_FEWEST_GAPS = 4  # items before a rhythm can be told
_SILENT_TIMES = 4  # as long as nine in ten of its gaps
_LEAST_SILENCE = dt.timedelta(days=1)
_SLOW = 10.0  # seconds for one listing
_FEWEST_LANGUAGES = 10  # documents on each side before a language can be called changed


class Health(Record):
    """How a channel is doing, why, and its rhythm: the gap that nine in ten of its items keep."""

    channel: str
    state: HealthName
    reason: str
    rhythm_hours: float | None = None


def tell_health(channel: Channel, state: ChannelState | None, *, now: dt.datetime) -> Health:
    """The gravest thing that is the matter with the channel, or that it is well."""
    rhythm = _tell_rhythm(state.arrivals) if state else None
    name, reason = _judge(channel, state, rhythm, now)
    hours = round(rhythm.total_seconds() / 3600, 1) if rhythm else None
    return Health(channel=channel.id, state=name, reason=reason, rhythm_hours=hours)


def _judge(
    channel: Channel, state: ChannelState | None, rhythm: dt.timedelta | None, now: dt.datetime
) -> tuple[HealthName, str]:
    if channel.paused:
        return "paused", "paused by hand"
    if state is None or state.tried is None:
        return "new", "not asked yet"
    if state.failures:
        return _judge_failure(state, now)
    if (silence := _tell_silence(state, rhythm, now)) is not None:
        return "silent", silence
    if state.moved_to is not None:
        return "moved", f"has moved for good to {state.moved_to}; add that and remove this"
    if (change := _tell_change(channel, state.languages)) is not None:
        return "changed-language", change
    if state.seconds is not None and state.seconds > _SLOW:
        return "slow", f"took {state.seconds:.0f} seconds to answer"
    return "well", f"read {_ago(now - state.tried)}"


def _judge_failure(state: ChannelState, now: dt.datetime) -> tuple[HealthName, str]:
    since = now - (state.failing_since or now)
    times = f"{state.failures} time{'s' if state.failures > 1 else ''} in a row"
    told = f"{state.reason}; {times}, since {_day(state.failing_since)}"
    if state.is_gone or (since >= _DEAD_AFTER and state.failures >= _DEAD_FAILURES):
        return "dead", told
    if state.wait_until is not None and state.wait_until > now:
        return "waiting", f"{state.reason}; left alone until {state.wait_until:%Y-%m-%d %H:%M} UTC"
    return "failing", told


def _tell_rhythm(arrivals: Sequence[dt.datetime]) -> dt.timedelta | None:
    """The gap between items that nine in ten gaps do not pass; None while there are too few."""
    gaps = sorted(later - earlier for earlier, later in pairwise(sorted(arrivals)))
    if len(gaps) < _FEWEST_GAPS:
        return None
    return gaps[min(len(gaps) - 1, round(0.9 * (len(gaps) - 1)))]


def _tell_silence(state: ChannelState, rhythm: dt.timedelta | None, now: dt.datetime) -> str | None:
    """Why it is silent: nothing new for four times as long as its gaps, and for a day at least."""
    if rhythm is None or not state.arrivals:
        return None
    quiet = now - max(state.arrivals[-1], state.found or state.arrivals[-1])
    if quiet < max(_SILENT_TIMES * rhythm, _LEAST_SILENCE):
        return None
    return f"answers, but brought nothing new for {_span(quiet)}; its rhythm is one in {_span(rhythm)}"


def _tell_change(channel: Channel, languages: Sequence[str]) -> str | None:
    """What language it now writes in, where that is not the one it wrote in, or is known by."""
    latest = Counter(languages[-_FEWEST_LANGUAGES:])
    before = Counter(languages[:-_FEWEST_LANGUAGES])
    expected = channel.language or (
        before.most_common(1)[0][0] if before.total() >= _FEWEST_LANGUAGES else None
    )
    if latest.total() < _FEWEST_LANGUAGES or expected is None:
        return None
    code, number = latest.most_common(1)[0]
    if code == expected or number <= latest.total() / 2:
        return None
    return f"writes in {code!r} now, and {expected!r} is expected"


def _ago(gap: dt.timedelta) -> str:
    return "just now" if gap < dt.timedelta(minutes=2) else f"{_span(gap)} ago"


def _span(gap: dt.timedelta) -> str:
    hours = gap.total_seconds() / 3600
    if hours < 1:
        return f"{max(1, round(hours * 60))} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _day(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "an unknown day"
