"""Carries what changed to whoever should know: makes alerts once, sends each once, tries again later.

Comes in: a store, what a watch concluded, settings, the moment. Goes out: how many alerts were made and
sent, and what failed. Nothing is lost between: an alert is in the store before it is sent, and what was told
moves on in the same transaction. Knows nothing about mail, HTTP or services.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tocsin.brief.alerts import STEP, compare_states, silence_alert
from tocsin.brief.digest import join_alerts
from tocsin.brief.precision import with_precision
from tocsin.brief.standing import HOLD_DAYS, judge_status
from tocsin.config import Settings
from tocsin.errors import ConfigurationError
from tocsin.exchange.cap_alerts import alert_to_cap
from tocsin.sending.atom import to_atom
from tocsin.sending.faults import SendingFault
from tocsin.sending.hours import Hours, after_quiet, is_urgent, read_hours, when_due
from tocsin.sending.mail import send_mail
from tocsin.sending.receivers import Mailbox, Receiver, Webhook, find_receivers
from tocsin.sending.services import send_notice
from tocsin.sending.webhook import post_alert
from tocsin.store import Store
from tocsin.store.outbox import Waiting
from tocsin.terms import Alert, Watch, identify

# How long to wait after the first, second, ... failure; after the last the delivery is given up.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
MOST_ENTRIES = 50  # of a feed
MOST_EARLIER = 2_000  # alerts by which a new one's past precision is counted
CAME_BACK = "not sent: it moved and came back before its time"


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
    made, hours = 0, read_hours(settings)
    for watch, as_of in judged:
        made += make_alert(
            store,
            watch.id,
            as_of,
            at=at,
            told_as=watch,
            receivers=names,
            step=settings.alert_step,
            hours=hours,
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
    hours: Hours | None = None,
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
    if alert is not None:
        earlier = [posted.alert for posted in store.alerts(watch, limit=MOST_EARLIER)]
        alert = with_precision(alert, earlier, store.settled(watch, as_of=as_of))
    due = when_due(alert, hours, at) if alert and hours else None
    return store.put_alert(alert, told, receivers, at=at, due=due)


def note_silence(store: Store, settings: Settings, *, at: dt.datetime) -> bool:
    """Put the notice that collection has stopped on its way, once a silence; whether it is new.

    A store without channels is filled by hand, and its silence says nothing.
    """
    last, hours = last_collected(store), settings.alert_silence_hours
    if last is None or hours == 0 or at - last < dt.timedelta(hours=hours):
        return False
    notice = silence_alert(last, hours, as_of=at.date(), markings=store.markings())
    names, due = [each.name for each in find_receivers(settings)], when_due(notice, read_hours(settings), at)
    return store.put_alert(notice, None, names, at=at, due=due)


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
    """Send every delivery that is due; what fails waits longer each time, and is given up in the end.

    Where there are quiet hours or digests, what waited for one receiver goes out together.
    """
    receivers = {receiver.name: receiver for receiver in find_receivers(settings)}
    hours, sent, faults = read_hours(settings), 0, []
    while batch := _next_batch(store, receivers, hours, at):
        moment, receiver = now() if now else at, receivers[batch[0].receiver]
        try:
            note = _send(store, batch, receiver, settings, moment)
        except SendingFault as fault:
            faults.append(_put_off(store, batch, fault, hours, moment))
        else:
            for waiting in batch:
                store.mark_sent(waiting.alert.id, waiting.receiver, at=moment, note=note)
            sent += note is None
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


def _next_batch(
    store: Store, receivers: Mapping[str, Receiver], hours: Hours, at: dt.datetime
) -> list[Waiting]:
    """The oldest delivery that is due, and with it what else is due there where that goes out together."""
    first = store.lease_delivery(list(receivers), at=at)
    if first is None:
        return []
    receiver, batch = receivers[first.receiver], [first]
    if hours.joins and not (isinstance(receiver, Webhook) and receiver.form == "cap"):
        while waiting := store.lease_delivery([receiver.name], at=at):
            batch.append(waiting)
    return batch


def _send(
    store: Store, batch: Sequence[Waiting], receiver: Receiver, settings: Settings, at: dt.datetime
) -> str | None:
    """Send what waited as one; the answer says why nothing had to be sent."""
    told = batch[0].alert if len(batch) == 1 else join_alerts([each.alert for each in batch])
    if told is None:
        return CAME_BACK
    site = settings.site_address or None
    if isinstance(receiver, Mailbox):
        inside = batch if receiver.has_cap else ()
        files = [(f"tocsin-{w.alert.id}.cap.xml", _cap(store, w, settings)) for w in inside]
        send_mail(told, receiver, site, files)
    elif isinstance(receiver, Webhook):
        cap = _cap(store, batch[0], settings) if receiver.form == "cap" else None
        post_alert(told, receiver, site, at=at, cap=cap)
    else:
        send_notice(told, receiver, site)
    return None


def _cap(store: Store, waiting: Waiting, settings: Settings) -> str:
    """The alert as CAP, as an update of the one before it on the same problem."""
    watch = waiting.alert.watch
    posted = store.alerts(watch, limit=MOST_ENTRIES) if watch else []
    earlier = [each for each in posted if each.made_at < waiting.made_at]
    return alert_to_cap(
        waiting.alert,
        waiting.made_at,
        previous=(earlier[0].alert, earlier[0].made_at) if earlier else None,
        sender=settings.alert_sender,
        site=settings.site_address,
    )


def _put_off(
    store: Store, batch: Sequence[Waiting], fault: SendingFault, hours: Hours, at: dt.datetime
) -> str:
    is_last = False
    for each in batch:
        is_last = each.attempts > len(PAUSES)
        again = None if is_last else at + PAUSES[each.attempts - 1]
        if again is not None and not is_urgent(each.alert, hours):
            again = after_quiet(hours, again)
        store.mark_failed(each.alert.id, each.receiver, str(fault), again)
    follows = "given up: tocsin alerts --retry tries once more" if is_last else "it is tried again later"
    return f"{batch[0].receiver}: {fault}; {follows}"
