"""One step of preparing the example, as of several days: `python -m` this, with a folder, a store, a step.

Comes in: the example's folder and a path for the store. Goes out: the store, one step further. The steps
are those of `tocsin run`, day after day, so that the pages have something to compare.
"""

import datetime as dt
import sys
from pathlib import Path

from tocsin import __version__, pipeline
from tocsin.clock import today
from tocsin.judging import judge_watch
from tocsin.reading import read_documents
from tocsin.sending import make_alert
from tocsin.settling import settle_brief
from tocsin.store import Store
from tocsin.terms import Problem
from tocsin.tracing import follow_store
from tocsin.watches import load_watch
from tocsin.web.demo import DAYS, STEPS, WATCH

SETTLED = dt.date(2025, 1, 1)  # when every question of the example had come due
LARGEST = 1_000_000  # bytes of one document


def collect_example(example: Path, store: Store) -> None:
    """Put the example's documents into the store; what is none is said on stderr."""
    found = pipeline.collect(
        [str(example)],
        outlet=None,
        published=None,
        today=today(),
        max_bytes=LARGEST,
        stdin=sys.stdin.buffer,
    )
    for item in found:
        if isinstance(item, Problem):
            _say(item)
        else:
            store.put_document(item.document, item.kept)


def read_example(store: Store) -> None:
    """Read what was collected."""
    for _, reading in read_documents(store.unread_documents(__version__), report=_say):
        store.put_reading(reading, code_version=__version__)


def judge_example(store: Store) -> None:
    """Carry it through the other rooms as of each day, and make the alerts of each."""
    watch = load_watch(WATCH)
    follow_store(store)
    for day in DAYS:
        judge_watch(store, watch, day=day, as_of=day, is_asked=True)
        made = dt.datetime.combine(day, dt.time(18), dt.UTC)
        make_alert(store, WATCH, day, at=made, told_as=watch)


def settle_example(store: Store) -> None:
    """Hold the briefs against what the record says came: an illustration, as the watch was written later."""
    watch = load_watch(WATCH)
    for brief in store.briefs(WATCH):
        store.put_settled(settle_brief(brief, watch, watch.history, on=SETTLED))


def _say(problem: Problem) -> None:
    sys.stderr.write(f"tocsin: {problem}\n")


if __name__ == "__main__":
    folder, path, *steps = sys.argv[1:]
    with Store(path) as opened:
        for step in steps or STEPS:
            if step == "collect":
                collect_example(Path(folder), opened)
            elif step == "read":
                read_example(opened)
            else:
                judge_example(opened)
                settle_example(opened)
