"""Reads the example into a store and carries it through the rooms as of several days: `python -m` this.

Comes in: the example's folder and a path for the store. Goes out: the store. It walks the same corridor
as `tocsin run`, day after day, so that the pages have something to compare.
"""

import datetime as dt
import sys
from pathlib import Path

from tocsin import pipeline
from tocsin.clock import today
from tocsin.sending import make_alert
from tocsin.store import Store
from tocsin.terms import Problem
from tocsin.watches import load_watch
from tocsin.web.demo import DAYS, WATCH

LARGEST = 1_000_000  # bytes of one document


def prepare_example(example: Path, path: Path) -> None:
    """Fill the store; what cannot be read is said on stderr."""
    watch = load_watch(WATCH)
    with Store(path) as store:
        found = pipeline.collect(
            [str(example)],
            outlet=None,
            published=None,
            today=today(),
            max_bytes=LARGEST,
            stdin=sys.stdin.buffer,
        )
        collected = (item for item in found if not _is_problem(item))
        for _ in pipeline.keep(store, collected, report=_say):  # type: ignore[arg-type]
            pass
        for day in DAYS:
            pipeline.walk_store(store, WATCH, as_of=day, today=day)
            made = dt.datetime.combine(day, dt.time(18), dt.UTC)
            make_alert(store, WATCH, day, at=made, told_as=watch)


def _is_problem(item: object) -> bool:
    if isinstance(item, Problem):
        _say(item)
        return True
    return False


def _say(problem: Problem) -> None:
    sys.stderr.write(f"tocsin: {problem}\n")


if __name__ == "__main__":
    prepare_example(Path(sys.argv[1]), Path(sys.argv[2]))
