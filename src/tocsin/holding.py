"""Hold a store for one run at a time, give signs of life, and notice when it is time to stop.

Comes in: a store and a clock. Goes out: a `Hold`, which the run asks between two documents whether it goes
on. It knows processes and signals of this machine, and nothing of what the run does.
"""

import datetime as dt
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from tocsin.errors import RunUnderway
from tocsin.store import Owner, Store
from tocsin.terms import Problem

SIGN = dt.timedelta(seconds=30)  # between two signs of life
_STOPPING = (signal.SIGTERM, signal.SIGINT)


class Hold:
    """A run's hold on its store."""

    def __init__(
        self, store: Store, owner: Owner, clock: Callable[[], dt.datetime], stopped: Event | None = None
    ) -> None:
        self._store, self._owner, self._clock = store, owner, clock
        self._signed = clock()
        self._stopped = stopped or Event()

    def goes_on(self) -> bool:
        """Whether to take up the next document; gives a sign of life when one is due.

        Raises:
            RunUnderway: another run has taken the store over meanwhile.
        """
        now = self._clock()
        if abs(now - self._signed) >= SIGN:
            self._signed = now
            if not self._store.keep_run(self._owner, now):
                raise RunUnderway(
                    self._store.address,
                    "was taken over by another run while this one was silent",
                    "let that one go on; what was stored is kept",
                )
        return not self._stopped.is_set()


@contextmanager
def hold_run(
    store: Store,
    clock: Callable[[], dt.datetime],
    report: Callable[[Problem], None],
    stopped: Event | None = None,
) -> Iterator[Hold]:
    """Hold the store against a second runner, and let go of it whatever happens.

    Once `stopped` is set, the run ends after the document at hand.

    Raises:
        RunUnderway: another run holds it and is alive.
    """
    owner = this_process()
    dead = store.take_run(owner, clock(), is_alive)
    if dead is not None:
        report(
            Problem(
                where=store.address,
                what=f"a run of {dead.since:%Y-%m-%d %H:%M} UTC (process {dead.owner.process} on "
                f"{dead.owner.host}) ended without letting go",
                remedy="it was taken over; nothing that it stored is lost",
                fatal=False,
            )
        )
    try:
        yield Hold(store, owner, clock, stopped)
    finally:
        store.free_run(owner)


@contextmanager
def heeding_signals() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set meanwhile; a second one ends the program at once."""
    stopped = Event()

    def stop(_: int, __: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = {number: signal.signal(number, stop) for number in _STOPPING}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def this_process() -> Owner:
    """Who is running here."""
    return Owner(socket.gethostname(), os.getpid(), _birth_of(os.getpid()))


def is_alive(owner: Owner) -> bool:
    """Whether a process of this machine still runs: the same one, not a later one with its number."""
    try:
        os.kill(owner.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's, and alive
    return _birth_of(owner.process) == owner.born


def _birth_of(process: int) -> str:
    """When a process began, in ticks since this boot; "" where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    after_name = told.rpartition(")")[2].split()
    return "" if after_name[0] == "Z" else f"{boot}:{after_name[19]}"
