"""Say where collection stands with a channel after a reading or a failure, and when to ask it again.

Comes in: where it stood, and what happened now. Goes out: where it stands. Knows nothing about how a
channel is read.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.terms import Channel, ChannelState, Look

_MOST_SEEN = 5_000  # items of a feed or sitemap that are remembered; it lists far fewer
_MOST_ARRIVALS = 50
_LONGEST_WAIT = dt.timedelta(days=1)
_SLACK = dt.timedelta(seconds=30)  # a timer that fires a little early is on time


def is_due(channel: Channel, state: ChannelState | None, now: dt.datetime) -> bool:
    """Whether the channel is to be asked: its time has come, and no server asked us to wait.

    A channel that fails is asked ever less often, down to once a day.
    """
    if channel.paused or channel.removed is not None:
        return False
    if state is None or state.tried is None or state.tried > now:  # a clock set back stops nothing
        return True
    if state.wait_until is not None and state.wait_until > now:
        return False
    every = dt.timedelta(minutes=channel.every_minutes)
    longest: int = 2 ** min(state.failures, 12)
    return now - state.tried >= max(min(every * longest, _LONGEST_WAIT), every) - _SLACK


def after_failure(
    state: ChannelState, reason: str, *, now: dt.datetime, wait: float | None, is_gone: bool
) -> ChannelState:
    """One more failure in a row; what was seen and covered stays as it was."""
    return state.model_copy(
        update={
            "tried": now,
            "failures": state.failures + 1,
            "failing_since": state.failing_since or now,
            "reason": reason,
            "is_gone": is_gone,
            "wait_until": now + dt.timedelta(seconds=wait) if wait else None,
        }
    )


def after_reading(
    channel: Channel,
    state: ChannelState,
    *,
    now: dt.datetime,
    seen: Sequence[str],
    tries: dict[str, int],
    arrivals: Sequence[dt.datetime],
    languages: Sequence[str | None],
    oldest: dt.datetime | None,
    is_whole: bool,
    is_partial: bool,
) -> ChannelState:
    """A good reading. Where items are left over, the next one asks for the whole listing again."""
    forget = {"etag": None, "last_modified": None, "content_hash": None} if is_partial else {}
    fresh = dict.fromkeys(seen)
    kept = [item for item in state.seen if item not in fresh]
    most = _MOST_SEEN if "://" in channel.address else len(kept) + len(fresh)
    return state.model_copy(
        update={
            "tried": now,
            "succeeded": now,
            "found": now if arrivals else state.found,
            "failures": 0,
            "failing_since": None,
            "reason": None,
            "is_gone": False,
            "wait_until": None,
            "arrivals": tuple(sorted((*state.arrivals, *arrivals)))[-_MOST_ARRIVALS:],
            "languages": (*state.languages, *(code for code in languages if code))[-_MOST_ARRIVALS:],
            "seen": (*kept, *fresh)[-max(most, 2 * len(fresh)) :],
            "tries": tries,
            "look": extend_look(channel, state.look, now, oldest, is_whole),
            **forget,
        }
    )


def extend_look(
    channel: Channel, last: Look | None, now: dt.datetime, oldest: dt.datetime | None, is_whole: bool
) -> Look:
    """The stretch that this reading belongs to: the last one, gone on; or a new one after a gap.

    A gap in asking begins a new stretch, which still covers the time between where the listing reaches
    back over it; but that time was covered only from now on.
    """
    reaches = is_whole or (last is not None and oldest is not None and oldest <= last.last)
    if last is None or not reaches or now < last.last:
        return Look(channel=channel.id, covers_from=min(oldest or now, now), first=now, last=now)
    allowed = max(3 * dt.timedelta(minutes=channel.every_minutes), dt.timedelta(hours=1))
    if now - last.last <= allowed:
        return last.model_copy(update={"last": now})
    return Look(channel=channel.id, covers_from=last.last, first=now, last=now)
