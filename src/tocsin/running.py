"""One run over a store: take in, read, trace, judge every watch, and say in numbers what came of it.

Comes in: a store, what is to be taken in, the watches, a clock. Goes out: the run's summary, stored, and
what each watch came to. Every step is a short transaction that can be done again, so a run that was
killed anywhere is finished by the next one. It knows the order of the steps and nothing of their insides.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice, takewhile
from typing import NamedTuple, TypeVar

from tocsin import __version__
from tocsin.collect import Collected
from tocsin.gathering import Gathered
from tocsin.holding import Hold
from tocsin.judging import Judged, judge_watch
from tocsin.reading import read_documents
from tocsin.store import Store
from tocsin.terms import Document, Problem, RunSummary, Watch
from tocsin.tracing import Following

Item = TypeVar("Item")
Report = Callable[[Problem], None]
LOT = 20  # documents or readings that are stored in one transaction
SLACK = dt.timedelta(seconds=2)  # by so much clocks of one machine may differ


class Asked(NamedTuple):
    """What a run is asked for; a live run is as of today, any other as of the newest report."""

    command: str
    watches: Sequence[Watch]
    as_of: dt.date | None = None
    is_live: bool = False
    jobs: int = 1
    executor: Executor | None = None
    incomplete: str | None = None
    is_asked: bool = False  # judge every watch, changed or not


class Ran(NamedTuple):
    """What a run did, and what came of each watch that was judged."""

    summary: RunSummary
    judged: tuple[Judged, ...]


def run_once(
    store: Store,
    items: Iterable[Collected],
    asked: Asked,
    *,
    hold: Hold,
    clock: Callable[[], dt.datetime],
    problems: list[Problem],
    report: Report,
    ask: Callable[[dt.datetime], Iterable[Gathered]] = lambda _: (),
    show: Callable[[Iterator[Document]], Iterator[Document]] = iter,
) -> Ran:
    """Everything that a run does once; `problems` fills as inputs fail, here and where `items` come from.

    `ask` asks the channels that are due at a moment.
    """
    started = settle_moment(store, clock(), report)
    newest = store.newest_number()
    _ask(ask(started), report, hold)
    for _ in take_in(store, items, report=report, goes_on=hold.goes_on):
        pass
    taken_in = store.newest_number() - newest
    following = Following(store, hold.goes_on)
    reading = read_unread(
        store, jobs=asked.jobs, executor=asked.executor, report=report, goes_on=hold.goes_on
    )
    read = sum(1 for _ in show(following.along(reading)))
    changed = len(following.finish())
    is_live = asked.is_live or bool(store.channels())
    day = asked.as_of or (None if is_live else store.newest_day(started.date()))
    judged = list(_judge(store, asked, day or started.date(), hold, started))
    summary = RunSummary(
        command=asked.command,
        as_of=day or started.date(),
        code_version=__version__,
        started=started,
        ended=max(started, clock()),
        is_finished=hold.goes_on(),
        taken_in=taken_in,
        read=read,
        stories_changed=changed,
        moves=tuple(move for each in judged for move in each.moves),
        problems=tuple(problems),
    )
    store.put_run(summary)
    return Ran(summary, tuple(judged))


def settle_moment(store: Store, now: dt.datetime, report: Report) -> dt.datetime:
    """Now, or the latest moment that the store knows of if the clock is behind it: time never runs back."""
    latest = store.latest_moment()
    if latest is None or now + SLACK >= latest:
        return max(now, latest) if latest else now
    behind = latest - now
    report(
        Problem(
            where="the clock",
            what=f"says {now:%Y-%m-%d %H:%M} UTC, {_length(behind)} before what this store was last told",
            remedy=f"set it right; until it has caught up, what comes in is first seen at {latest:%H:%M} UTC "
            f"of {latest:%Y-%m-%d}, and nothing is lost",
            fatal=False,
        )
    )
    return latest


def take_in(
    store: Store, items: Iterable[Collected], *, report: Report, goes_on: Callable[[], bool] = lambda: True
) -> Iterator[Document]:
    """Put documents into the store, a few in a short transaction; what was erased on request stays out."""
    for some in _in_lots(takewhile(lambda _: goes_on(), items)):
        erased = store.erased_among([item.document for item in some])
        for item in some:
            if item.document.id in erased:
                report(
                    Problem(
                        where=item.document.label,
                        what="was erased from this store on request",
                        remedy="it is not taken in again",
                        fatal=False,
                    )
                )
        kept = [(item.document, item.kept) for item in some if item.document.id not in erased]
        yield from store.put_documents(kept)


def read_unread(
    store: Store,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    report: Report,
    goes_on: Callable[[], bool] = lambda: True,
) -> Iterator[Document]:
    """Read what this version of the code has not read, and keep readings a few at a time as they are made."""
    unread = takewhile(lambda _: goes_on(), store.unread_documents(__version__))
    for some in _in_lots(read_documents(unread, jobs=jobs, executor=executor, report=report)):
        store.put_readings([reading for _, reading in some], code_version=__version__)
        yield from (document for document, _ in some)


def _in_lots(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while lot := list(islice(waiting, LOT)):
        yield lot


def _ask(gathered: Iterable[Gathered], report: Report, hold: Hold) -> None:
    """Let the channels be asked and what they gave be stored; the store has it when it comes by here."""
    for each in gathered:
        for problem in each.problems:
            report(problem)
        if not hold.goes_on():
            return


def _judge(store: Store, asked: Asked, day: dt.date, hold: Hold, now: dt.datetime) -> Iterator[Judged]:
    for watch in asked.watches:
        if not hold.goes_on():
            return
        judged = judge_watch(
            store,
            watch,
            day=day,
            as_of=asked.as_of,
            incomplete=asked.incomplete,
            is_asked=asked.is_asked,
            at=now,
        )
        if judged is not None:
            yield judged


def _length(time: dt.timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 60 * 48 else f"{minutes // (60 * 24)} days"
