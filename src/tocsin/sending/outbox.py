"""Carries what changed to whoever should know: makes alerts once, sends each once, tries again later.

Comes in: a store, what a watch concluded, settings, the moment. Goes out: how many alerts were made and
sent, and what failed. Nothing is lost between: an alert is in the store before it is sent, and what was told
moves on in the same transaction. Knows nothing about mail or HTTP.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tocsin.brief.alerts import STEP, compare_states, silence_alert
from tocsin.brief.standing import HOLD_DAYS, judge_status
from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.sending.atom import to_atom
from tocsin.sending.faults import SendingFault
from tocsin.sending.mail import send_mail
from tocsin.sending.receivers import Mailbox, Receiver, find_receivers
from tocsin.sending.webhook import post_alert
from tocsin.store import Store
from tocsin.terms import Alert, Watch, identify

# How long to wait after the first, second, ... failure; after the last the delivery is given up.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
MOST_ENTRIES = 50  # of a feed


class Sent(NamedTuple):
    """What one round of sending came to."""

    made: int  # new alerts
    sent: int  # deliveries
    faults: tuple[str, ...]  # a line each: receiver, what happened, what follows


def send_alerts(
    store: Store,
    judged: Sequence[tuple[Watch, dt.date]],
    settings: Settings,
    *,
    at: dt.datetime,
    now: Callable[[], dt.datetime] | None = None,
) -> Sent:
    """After a round of a run: tell what changed in the watches judged, that collection stopped, what waits.

    `judged` names each watch of the run with the last day of which its results are in the store, changed in
    this round or not; a round without a watch is worth a call too. It asks the store alone, so it may be
    called again after a crash, or twice: the same difference is told once. `at` is the moment of the round;
    `now`, where given, is asked for each delivery. Receivers may be slow: call it when the run's lock is
    free again.

    Raises:
        ConfigurationError: the settings name a receiver by half.
    """
    names = [receiver.name for receiver in find_receivers(settings)]
    made = 0
    for watch, as_of in judged:
        made += make_alert(
            store, watch.id, as_of, at=at, told_as=watch, receivers=names, step=settings.alert_step
        )
        if settings.feed_folder is not None:
            write_feed(store, watch.id, watch.title, settings)
    made += note_silence(store, settings, at=at)
    return send_waiting(store, settings, at=at, now=now)._replace(made=made)


def make_alert(
    store: Store,
    watch: str,
    as_of: dt.date,
    *,
    at: dt.datetime,
    told_as: Watch | None = None,
    receivers: Sequence[str] = (),
    step: float = STEP,
) -> bool:
    """Put what changed since readers were last told on its way to the named receivers; whether any did."""
    days = store.days(watch, up_to=as_of, limit=HOLD_DAYS)
    states = [state for each in reversed(days) if (state := store.state(watch, each))]
    if not states or states[-1].as_of != as_of:
        return False
    before = store.told(watch)
    alert, told = compare_states(
        before,
        states[-1],
        judge_status(states),
        watch=told_as,
        markings=store.markings(),
        step=step,
    )
    if told == before:
        return False
    return store.put_alert(alert, told, receivers, at=at)


def note_silence(store: Store, settings: Settings, *, at: dt.datetime) -> bool:
    """Put the notice that collection has stopped on its way, once a silence; whether it is new.

    A store without channels is filled by hand, and its silence says nothing.
    """
    last, hours = last_collected(store), settings.alert_silence_hours
    if last is None or hours == 0 or at - last < dt.timedelta(hours=hours):
        return False
    notice = silence_alert(last, hours, as_of=at.date(), markings=store.markings())
    return store.put_alert(notice, None, [each.name for each in find_receivers(settings)], at=at)


def last_collected(store: Store) -> dt.datetime | None:
    """When a channel was last read well, or where none ever was, when the first was subscribed to."""
    channels = [channel for channel in store.channels() if not channel.paused]
    states = store.channel_states()
    read = [at for each in channels if (state := states.get(each.id)) and (at := state.succeeded)]
    return max(read, default=None) or min((each.added for each in channels), default=None)


def put_test(store: Store, settings: Settings, *, at: dt.datetime) -> None:
    """Put a test on its way to every receiver: the same path that an alert takes."""
    test = Alert(
        id=identify("test", at.isoformat()),
        kind="test",
        watch=None,
        title="Test",
        as_of=at.date(),
        headline="This is a test: alerts reach you",
        path="/watch",
    )
    store.put_alert(test, None, [receiver.name for receiver in find_receivers(settings)], at=at)


def send_waiting(
    store: Store,
    settings: Settings,
    *,
    at: dt.datetime,
    now: Callable[[], dt.datetime] | None = None,
) -> Sent:
    """Send every delivery that is due; what fails waits longer each time, and is given up in the end."""
    receivers = {receiver.name: receiver for receiver in find_receivers(settings)}
    sent, faults = 0, []
    while waiting := store.lease_delivery(list(receivers), at=at):
        moment = now() if now else at
        try:
            _send(waiting.alert, receivers[waiting.receiver], settings, moment)
        except SendingFault as fault:
            faults.append(
                _put_off(store, waiting.alert.id, waiting.receiver, waiting.attempts, fault, moment)
            )
        else:
            store.mark_sent(waiting.alert.id, waiting.receiver, at=moment)
            sent += 1
    return Sent(0, sent, tuple(faults))


def write_feed(store: Store, watch: str, title: str, settings: Settings) -> Path:
    """Write the problem's feed into the folder of the settings, whole or not at all.

    Raises:
        ConfigurationError: the folder cannot be written.
    """
    assert settings.feed_folder is not None
    text = to_atom(watch, title, store.alerts(watch, limit=MOST_ENTRIES), settings.site_address)
    path = settings.feed_folder / f"{watch}.atom"
    waiting = path.with_suffix(".part")
    try:
        settings.feed_folder.mkdir(parents=True, exist_ok=True)
        waiting.write_text(text, encoding="utf-8")
        waiting.replace(path)
    except OSError as fault:
        what = f"cannot be written ({type(fault).__name__})"
        raise ConfigurationError("TOCSIN_FEED_FOLDER", what, "name a folder of yours") from None
    return path


def _send(alert: Alert, receiver: Receiver, settings: Settings, at: dt.datetime) -> None:
    site = settings.site_address or None
    if isinstance(receiver, Mailbox):
        send_mail(alert, receiver, site)
    else:
        post_alert(alert, receiver, site, at=at)


def _put_off(
    store: Store, alert: str, receiver: str, attempts: int, fault: SendingFault, at: dt.datetime
) -> str:
    is_last = attempts > len(PAUSES)
    store.mark_failed(alert, receiver, str(fault), None if is_last else at + PAUSES[attempts - 1])
    follows = "given up: tocsin alerts --retry tries once more" if is_last else "it is tried again later"
    return f"{receiver}: {fault}; {follows}"
