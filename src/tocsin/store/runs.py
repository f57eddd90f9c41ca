"""The run: one at a time on a store, what each did, and that its clock never runs back.

Comes in: who wants to run, and summaries. Goes out: whether it may, and the same records. Knows
nothing about what a run does, nor what time it is.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from tocsin.errors import RunUnderway
from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.terms import RunSummary

SILENT = dt.timedelta(minutes=10)  # without a sign for so long, a run on another machine counts as dead

_r = tables.runs.c
_COUNTED = {"indicators_moved": "indicator", "forecasts_moved": "forecast", "plans_touched": "plan"}


class Owner(NamedTuple):
    """A process that runs: machine, process id, and what tells it from a later one with the same id."""

    host: str
    process: int
    born: str


class Lock(NamedTuple):
    """Who holds the run, since when, and when it last gave a sign."""

    owner: Owner
    since: dt.datetime
    heartbeat: dt.datetime


def get_lock(connection: Connection) -> Lock | None:
    """Who holds the run now, if anyone."""
    row = connection.execute(select(tables.run_lock)).mappings().one_or_none()
    if row is None:
        return None
    moments = (dt.datetime.fromisoformat(row[name]) for name in ("since", "heartbeat"))
    return Lock(Owner(row["host"], row["process"], row["born"]), *moments)


def take_lock(
    connection: Connection, owner: Owner, now: dt.datetime, is_alive: Callable[[Owner], bool]
) -> Lock | None:
    """Let `owner` hold the run; the answer is the lock of a dead run that was taken over, if there was one.

    A run on this machine is dead when its process is; one on another when it has been silent too long.

    Raises:
        RunUnderway: another run is alive.
    """
    held = get_lock(connection)
    if held is not None and held.owner != owner:
        is_here = held.owner.host == owner.host
        if is_alive(held.owner) if is_here else now - held.heartbeat < SILENT:
            raise RunUnderway(
                f"process {held.owner.process} on {held.owner.host}",
                f"is running on this store since {held.since:%Y-%m-%d %H:%M} UTC",
                "wait for it, or stop it; nothing was done",
            )
    connection.execute(delete(tables.run_lock))
    moment = max(now, held.heartbeat if held else now).isoformat()
    row = owner._asdict() | {"only": 1, "since": moment, "heartbeat": moment}
    connection.execute(insert(tables.run_lock).values(row))
    return held if held is not None and held.owner != owner else None


def keep_lock(connection: Connection, owner: Owner, now: dt.datetime) -> bool:
    """Give a sign of life; False if another has taken the run over."""
    lock = tables.run_lock
    mine = (lock.c.host == owner.host, lock.c.process == owner.process, lock.c.born == owner.born)
    return (
        connection.execute(
            update(lock).where(*mine).values(heartbeat=func.max(lock.c.heartbeat, now.isoformat()))
        ).rowcount
        == 1
    )


def free_lock(connection: Connection, owner: Owner) -> None:
    """Let go of the run, if `owner` still holds it."""
    lock = tables.run_lock
    mine = (lock.c.host == owner.host, lock.c.process == owner.process, lock.c.born == owner.born)
    connection.execute(delete(lock).where(*mine))


def latest_moment(connection: Connection) -> dt.datetime | None:
    """The latest moment that a run has told the store: no later run may count from before it."""
    ended = connection.execute(select(func.max(_r.ended))).scalar()
    sign = connection.execute(select(tables.run_lock.c.heartbeat)).scalar()
    return max((dt.datetime.fromisoformat(each) for each in (ended, sign) if each), default=None)


def put_summary(connection: Connection, run: RunSummary) -> int:
    """Add a run; the answer is its number."""
    row = to_row(run)
    row |= {column: run.count(kind) for column, kind in _COUNTED.items()}
    return int(connection.execute(insert(tables.runs).values(row).returning(_r.number)).scalar_one())


def list_runs(connection: Connection, limit: int) -> list[RunSummary]:
    """The last runs, the newest first."""
    query = select(tables.runs).order_by(_r.number.desc()).limit(limit)
    return [to_record(RunSummary, row) for row in connection.execute(query).mappings()]
