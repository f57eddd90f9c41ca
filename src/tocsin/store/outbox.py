"""Keep alerts and who still has to get them, so that each is sent once, and later where a receiver is down.

Comes in: alerts, receivers' names, moments. Goes out: what is waiting, with a lease on it, and what was
sent. Making an alert and moving on what was told is one transaction. Knows nothing about how anything is
sent, and no address or secret: a receiver is a name.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from tocsin.store import tables
from tocsin.terms import Alert, Record, Told

_a, _d = tables.alerts.c, tables.deliveries.c
LEASE = dt.timedelta(minutes=5)  # a sender that died lets go after this


class Waiting(NamedTuple):
    """One alert that one receiver still has to get, and how often it was tried."""

    alert: Alert
    receiver: str
    attempts: int
    made_at: dt.datetime


class Delivery(Record):
    """How it stands with one receiver of an alert."""

    receiver: str
    state: str  # waiting, sent, given-up
    attempts: int
    next_try: dt.datetime | None
    fault: str | None
    sent_at: dt.datetime | None


class Posted(Record):
    """An alert with when it was made and how it stands with each receiver."""

    alert: Alert
    made_at: dt.datetime
    deliveries: tuple[Delivery, ...] = ()


def put_alert(
    connection: Connection,
    alert: Alert | None,
    told: Told | None,
    receivers: Sequence[str],
    at: dt.datetime,
    due: dt.datetime | None = None,
) -> bool:
    """Put an alert and its deliveries in, and what readers are told from now on; whether it is new.

    `due`: when it may go out, if not at once.
    """
    if told is not None:
        row = {"watch": told.watch, "body": told.model_dump_json()}
        put = insert_once(tables.told).values(row)
        connection.execute(put.on_conflict_do_update(index_elements=["watch"], set_={"body": row["body"]}))
    if alert is None:
        return False
    made = insert_once(tables.alerts).values(
        id=alert.id,
        watch=alert.watch,
        kind=alert.kind,
        as_of=alert.as_of.isoformat(),
        made_at=_moment(at),
        headline=alert.headline,
        body=alert.model_dump_json(),
    )
    if connection.execute(made.on_conflict_do_nothing().returning(_a.id)).first() is None:
        return False
    rows = [
        {
            "alert": alert.id,
            "receiver": name,
            "state": "waiting",
            "attempts": 0,
            "next_try": _moment(due or at),
        }
        for name in dict.fromkeys(receivers)
    ]
    if rows:
        connection.execute(insert(tables.deliveries), rows)
    if alert.watch is not None and (due is None or due <= at):
        _hasten(connection, alert, at)
    return True


def _hasten(connection: Connection, alert: Alert, at: dt.datetime) -> None:
    """What waits for its hour on the same problem goes out with it: told later, it would be out of date."""
    same = select(_a.id).where(_a.watch == alert.watch)
    waits = update(tables.deliveries).where(_d.state == "waiting", _d.attempts == 0, _d.alert.in_(same))
    connection.execute(waits.values(next_try=_moment(at)))


def get_told(connection: Connection, watch: str) -> Told | None:
    """What readers of the watch's alerts were last told."""
    query = select(tables.told.c.body).where(tables.told.c.watch == watch)
    body = connection.execute(query).scalar_one_or_none()
    return None if body is None else Told.model_validate_json(body)


def lease_next(connection: Connection, receivers: Sequence[str], at: dt.datetime) -> Waiting | None:
    """The oldest delivery that is due to one of the receivers, held back from other senders for a while."""
    query = select(_a.body, _a.made_at, _d.alert, _d.receiver, _d.attempts).join(
        tables.alerts, _a.id == _d.alert
    )
    query = query.where(_d.state == "waiting", _d.next_try <= _moment(at), _d.receiver.in_(receivers))
    row = connection.execute(query.order_by(_a.number, _d.receiver).limit(1)).one_or_none()
    if row is None:
        return None
    _change(connection, row.alert, row.receiver, next_try=_moment(at + LEASE), attempts=row.attempts + 1)
    return Waiting(
        Alert.model_validate_json(row.body),
        row.receiver,
        row.attempts + 1,
        dt.datetime.fromisoformat(row.made_at),
    )


def mark_sent(
    connection: Connection, alert: str, receiver: str, at: dt.datetime, note: str | None = None
) -> None:
    """The receiver has it, or need not have it, as the note says: it is never sent there again."""
    _change(connection, alert, receiver, state="sent", sent_at=_moment(at), next_try=None, fault=note)


def mark_failed(
    connection: Connection, alert: str, receiver: str, fault: str, next_try: dt.datetime | None
) -> None:
    """The receiver did not get it: when to try again, or None to give up."""
    state = "given-up" if next_try is None else "waiting"
    again = None if next_try is None else _moment(next_try)
    _change(connection, alert, receiver, state=state, fault=fault, next_try=again)


def retry_given_up(connection: Connection, receivers: Sequence[str], at: dt.datetime) -> int:
    """Put what was given up, or waits for later, on the way again now; how many."""
    change = update(tables.deliveries).where(
        _d.receiver.in_(receivers), or_(_d.state == "given-up", _d.state == "waiting")
    )
    return connection.execute(change.values(state="waiting", next_try=_moment(at))).rowcount


def list_alerts(connection: Connection, watch: str | None, limit: int) -> list[Posted]:
    """The last alerts, of one watch or of all, newest first."""
    query = select(_a.id, _a.body, _a.made_at).order_by(_a.number.desc()).limit(limit)
    if watch is not None:
        query = query.where(_a.watch == watch)
    rows = connection.execute(query).all()
    sent = select(tables.deliveries).where(_d.alert.in_([row.id for row in rows])).order_by(_d.receiver)
    deliveries = list(connection.execute(sent).mappings())
    return [
        Posted(
            alert=Alert.model_validate_json(row.body),
            made_at=row.made_at,
            deliveries=tuple(
                Delivery.model_validate({k: v for k, v in each.items() if k != "alert"})
                for each in deliveries
                if each["alert"] == row.id
            ),
        )
        for row in rows
    ]


def _change(connection: Connection, alert: str, receiver: str, **values: object) -> None:
    change = update(tables.deliveries).where(_d.alert == alert, _d.receiver == receiver)
    connection.execute(change.values(**values))


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds")
