"""How a store behaves as it fills: `python -m benchmarks.store --db FILE` prints one line of JSON last.

It fills FILE with generated documents of 60 words up to each of `--sizes`, and at each size times a run of
1,000 new articles, searches, the queries of a problem page, and a backup; `--picture` draws the growth. The
first 2,000 documents are read and traced; older ones are copies of these in the database, each lot twenty
days earlier and under other ids, hashes and stories, so that an archive of years is made in minutes. It
knows the store and the run, and nothing of what the words mean.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.drawing import draw_growth
from tocsin.cli.bars import day_bar
from tocsin.clock import now
from tocsin.collect import Collected
from tocsin.holding import hold_run
from tocsin.reading import read_documents
from tocsin.running import Asked, run_once
from tocsin.store import Store, tables
from tocsin.terms import Document, identify
from tocsin.watches import load_watch, packaged_watches
from tocsin.web.problem import show_problem
from tocsin.web.shelf import Shelf
from tocsin.web.watching import show_watch

Row = dict[str, Any]

SIZES = (2_000, 10_000, 100_000, 200_000)
BASE = 2_000  # documents that are read and traced; the archive is copied from them
NEW = 1_000  # articles of the run that is timed
BEARING = 0.05  # share of documents that bear on the watch
LAST = dt.date(2026, 5, 24)  # the day of the newest document
NEW_FROM = 10_000_000  # numbers of what is new, so that none stands in the archive
DAYS = 20  # over which the base is spread: a hundred documents a day
STORY = 4  # documents that tell of one matter

_SYLLABLES = (
    *("bal", "dor", "fen", "gar", "hal", "ist", "jor", "kem", "lun", "mar", "nok"),
    *("ost", "pel", "ras", "sol", "tam", "ulm", "vor", "wes", "yar", "zel", "bri"),
)
_WHO = ("officials", "the ministry", "a spokesperson", "police", "residents", "analysts", "the company")
_DID = ("said", "reported", "denied", "warned", "announced", "believed", "confirmed")
_WHAT = ("had been closed", "had failed", "was under control", "would rise", "could be repaired")
_NORTH = (
    "North Korea fired a short-range missile over",
    "North Korea's leader visited a weapons plant at",
    "Seoul's Joint Chiefs of Staff saw work at the Sohae launch site, like that at",
    "Pyongyang would send more troops to",
)


def measure(db: Path, sizes: Sequence[int], jobs: int) -> Row:
    """The figures at each size, by name."""
    rows = []
    with Store(db) as store:
        _lay_base(store, jobs)
        for before, size in zip((BASE, *sizes), sizes, strict=False):
            _fill(store, before // BASE, size // BASE)
            rows.append(_measure_at(store, size, jobs))
            print(json.dumps(rows[-1]), file=sys.stderr)
    return {"sizes": rows}


def _measure_at(store: Store, size: int, jobs: int) -> Row:
    run = _time_run(store, size, jobs)
    shelf = Shelf(store)
    shelf.watches  # noqa: B018  # loaded once for all pages
    words = random.Random(1).sample(" ".join(_text(number) for number in range(50)).split(), 30)
    start = time.perf_counter()
    copied = store.back_up(store.file.with_suffix(".copy"))
    backup = time.perf_counter() - start
    store.file.with_suffix(".copy").unlink()
    return run | {
        "documents": size,
        "search_ms": _milliseconds([lambda word=word: store.search(word) for word in words]),
        "problem_page_ms": _milliseconds([lambda: show_problem(shelf, packaged_watches()[0], None)] * 7),
        "watch_page_ms": _milliseconds([lambda: show_watch(shelf, now())] * 7),
        "backup_seconds": round(backup, 1),
        "megabytes": round(copied / 1e6),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _time_run(store: Store, size: int, jobs: int) -> Row:
    """A run of 1,000 articles that the store has not seen, through all rooms, beside only reading them."""
    new = [_make(NEW_FROM + size + number, LAST) for number in range(NEW)]
    before, start = _cpu(), time.perf_counter()
    for _ in read_documents((item.document for item in new), jobs=jobs, report=_say):
        pass
    alone, reading = time.perf_counter() - start, _cpu() - before
    asked = Asked("run", [load_watch(name) for name in packaged_watches()], jobs=jobs)
    before, start = _cpu(), time.perf_counter()
    with hold_run(store, now, lambda _: None) as hold:
        ran = run_once(store, new, asked, hold=hold, clock=now, problems=[], report=_say)
    seconds, cpu = time.perf_counter() - start, _cpu() - before
    words = sum(item.document.words for item in new)
    assert ran.summary.taken_in == ran.summary.read == NEW
    return {
        "run_seconds": round(seconds, 1),
        "run_cpu_seconds": round(cpu, 1),
        "reading_seconds": round(alone, 1),
        "reading_cpu_seconds": round(reading, 1),
        "words": words,
        "run_words_per_cpu_second": round(words / cpu),
        "watch_documents": sum(len(each.walk.brief.documents) for each in ran.judged),
    }


def _say(problem: object) -> None:
    print(problem, file=sys.stderr)


def _cpu() -> float:
    """User and system time of this process and of the finished ones that it started."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _milliseconds(calls: Sequence[Callable[[], object]]) -> Row:
    """The middle and the longest time of the calls by the clock, and their mean in CPU time."""
    times = []
    spent = time.process_time()
    for call in calls:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - spent) * 1000 / len(calls)
    return {
        "median": round(statistics.median(times), 1),
        "longest": round(max(times), 1),
        "cpu": round(cpu, 1),
    }


# --- filling -----------------------------------------------------------------------------------------


def _lay_base(store: Store, jobs: int) -> None:
    """Run 2,000 generated documents through all rooms: what the archive is copied from."""
    made = (_make(number, LAST - dt.timedelta(days=1 + number % DAYS)) for number in range(BASE))
    asked = Asked("run", [load_watch(name) for name in packaged_watches()], jobs=jobs)
    shown = day_bar(made, BASE, "laying the base")
    with hold_run(store, now, lambda _: None) as hold:
        run_once(store, shown, asked, hold=hold, clock=now, problems=[], report=_say)


def _fill(store: Store, first: int, last: int) -> None:
    """Copy the base until the store holds so many lots, each earlier and of other stories."""
    lots = range(first, last)
    for lot in day_bar(iter(lots), len(lots), f"filling to {last * BASE}"):
        with store._write() as connection:
            for statement in _COPY:
                connection.exec_driver_sql(statement.replace("<lot>", str(lot)))
    with store._write() as connection:
        connection.exec_driver_sql("UPDATE watched SET number = (SELECT max(number) FROM documents)")


# A lot's ids are those of the base with another beginning; its numbers, groups and hashes are moved on.
_ID = "printf('x%03x', <lot>) || substr({}, 5)"
_NUMBER = f"<lot> * {BASE + NEW} + {NEW_FROM}"  # each lot leaves room for a run after it
_BASE = f"number <= {BASE}"
_IDS = "(SELECT json_group_array(" + _ID.format("value") + ") FROM json_each({}))"


def _copy(table: str, where: str, **changed: str) -> str:
    """A statement that copies the rows of the base within one table, some columns changed."""
    names = [column.name for column in tables.metadata.tables[table].columns]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name.rstrip("_"), f'"{name}"') for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {where}"


_OF_BASE = f"document IN (SELECT id FROM documents WHERE {_BASE})"
_OF_STORIES = f"story IN (SELECT story FROM marks WHERE {_BASE})"
_COPY = (
    _copy(
        "documents",
        _BASE,
        number=f"number + {_NUMBER}",
        id=_ID.format("id"),
        name="name || '-<lot>'",
        published=f"date(published, '-' || (<lot> * {DAYS}) || ' days')",
        published_at="NULL",
        first_seen=f"strftime('%Y-%m-%dT%H:%M:%S+00:00', first_seen, '-' || (<lot> * {DAYS}) || ' days')",
        kept_hash="NULL",
    ),
    f"INSERT INTO document_words (rowid, text) SELECT number + {_NUMBER}, text FROM documents WHERE {_BASE}",
    _copy("readings", _OF_BASE, document=_ID.format("document")),
    *(_copy(table, _OF_BASE, document=_ID.format("document")) for table in ("claims", "events", "times")),
    f"DELETE FROM untraced WHERE document IN (SELECT id FROM documents WHERE number > {_NUMBER})",
    _copy(
        "marks",
        _BASE,
        document=_ID.format("document"),
        number=f"number + {_NUMBER}",
        moment=f"strftime('%Y-%m-%dT%H:%M:%S+00:00', moment, '-' || (<lot> * {DAYS}) || ' days')",
        group=f'"group" + {_NUMBER}',
        story=_ID.format("story"),
    ),
    _copy(
        "group_keys",
        f'"group" <= {BASE}',
        key="(key + <lot> * 7919) % 4294967296",
        group=f'"group" + {_NUMBER}',
    ),
    _copy("copy_runs", f"document <= {BASE}", run="run + <lot> * 7919", document=f"document + {_NUMBER}"),
    _copy(
        "stories",
        f"id IN (SELECT story FROM marks WHERE {_BASE})",
        id=_ID.format("id"),
        documents=_IDS.format("documents"),
    ),
    _copy(
        "origins",
        _OF_STORIES,
        story=_ID.format("story"),
        documents=_IDS.format("documents"),
        claims=_IDS.format("claims"),
    ),
    _copy("edges", _OF_STORIES, story=_ID.format("story")),
    _copy(
        "bearings",
        _OF_BASE,
        day=f"date(day, '-' || (<lot> * {DAYS}) || ' days')",
        document=_ID.format("document"),
    ),
)


def _make(number: int, day: dt.date) -> Collected:
    """A generated document of about 60 words, and its bytes."""
    text, name = _text(number), f"d{number:08}"
    moment = dt.datetime.combine(day, dt.time(number % 24), dt.UTC)
    document = Document(
        id=identify(name, text),
        name=name,
        text=text,
        outlet=f"Outlet {number % 300}",
        published=day,
        first_seen=moment,
        language="en",
        kept_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    return Collected(document, text.encode())


def _text(number: int) -> str:
    """Three sentences; four documents in a row tell of the same names."""
    shared, own = random.Random(number // STORY), random.Random(number * 31 + 7)
    bears = shared.random() < BEARING
    names = [_name(shared) for _ in range(4)]
    told = []
    for place in range(3):
        what = own.choice(_NORTH) if bears and place == 0 else f"{names[place]} {own.choice(_WHAT)} near"
        told.append(
            f"{_name(own)} {own.choice(_WHO)} {own.choice(_DID)} on {LAST:%A} that {what} {names[3]} "
            f"{_name(own)}, {own.randrange(2, 900)} {_name(own).lower()} from {_name(own)} and {_name(own)}."
        )
    return " ".join(told)


def _name(chance: random.Random) -> str:
    return "".join(chance.sample(_SYLLABLES, 3)).capitalize()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Time a store as it fills.")
    parser.add_argument("--db", type=Path, required=True, help="a file that is not there yet")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="documents, in rising order")
    parser.add_argument("--jobs", type=int, default=2, help="processes to read with")
    parser.add_argument("--picture", type=Path, help="an SVG file to draw the growth into")
    given = parser.parse_args()
    if given.db.exists():
        sys.exit(f"{given.db} is there already; name a file that is not")
    measured = measure(given.db, [int(size) for size in given.sizes.split(",")], given.jobs)
    if given.picture:
        given.picture.write_text(draw_growth(measured["sizes"]), encoding="utf-8")
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
