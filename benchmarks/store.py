"""How a store behaves as it fills: `python -m benchmarks.store --db FILE` prints one line of JSON last.

It fills FILE with generated documents of 60 words up to each of `--sizes`, and at each size times a run of
1,000 new articles, searches, the queries of a problem page, and a backup. A document is three sentences
out of a pool that is read once; what is read in a sentence is moved to where the sentence stands. It knows
the store and the run, and nothing of what the sentences mean.
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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tocsin import __version__
from tocsin.cli.bars import day_bar
from tocsin.clock import now
from tocsin.collect import Collected
from tocsin.holding import hold_run
from tocsin.pipeline import read_documents
from tocsin.running import Asked, run_once
from tocsin.store import Store, documents, readings
from tocsin.terms import Claim, Document, Event, Reading, Record, Span, Time, identify
from tocsin.tracing import follow_store
from tocsin.watches import load_watch, packaged_watches

Row = dict[str, Any]

SIZES = (1_000, 10_000, 100_000, 200_000)
POOL = 3_000  # sentences
NEW = 1_000  # articles of the run that is timed
BEARING = 0.05  # share of documents that bear on the watch
LAST = dt.date(2026, 5, 24)  # the day of the newest document
DAYS = 730  # over which the archive is spread
TOGETHER = 500  # documents stored in one transaction while the store is filled

_SYLLABLES = (
    *("bal", "dor", "fen", "gar", "hal", "ist", "jor", "kem", "lun", "mar", "nok"),
    *("ost", "pel", "quin", "ras", "sol", "tam", "ulm", "vor", "wes", "yar", "zel"),
)
_WHO = ("officials", "the ministry", "a spokesperson", "police", "residents", "analysts", "the company")
_DID = ("said", "reported", "denied", "warned", "announced", "believed", "confirmed")
_WHAT = ("a bridge had been closed", "talks had failed", "a fire was under control", "prices would rise")
_NORTH = (
    "North Korea fired a short-range missile into the sea",
    "North Korea's leader visited a weapons plant",
    "Seoul's Joint Chiefs of Staff saw activity at the Sohae launch site",
    "Pyongyang would send more troops to Russia",
)


class Read(NamedTuple):
    """A sentence with what is read in it."""

    text: str
    reading: Reading


def measure(db: Path, sizes: Sequence[int], jobs: int) -> Row:
    """The figures at each size, by name."""
    pool = _read_pool(jobs)
    rows = []
    with Store(db) as store:
        for size in sizes:
            start = time.process_time()
            _fill(store, pool, size)
            filled = time.process_time() - start
            rows.append(_measure_at(store, pool, size, jobs) | {"fill_cpu_seconds": round(filled, 1)})
            print(json.dumps(rows[-1]), file=sys.stderr)
    return {"sizes": rows}


def _measure_at(store: Store, pool: Sequence[Read], size: int, jobs: int) -> Row:
    run = _time_run(store, pool, size, jobs)
    watch = packaged_watches()[0]
    words = random.Random(1).sample([word for each in pool[:500] for word in each.text.split()], 30)
    start = time.perf_counter()
    copied = store.back_up(store.file.with_suffix(".copy"))
    backup = time.perf_counter() - start
    store.file.with_suffix(".copy").unlink()
    return run | {
        "documents": size,
        "search_ms": _milliseconds([lambda word=word: store.search(word) for word in words]),
        "page_ms": _milliseconds([lambda: _problem_page(store, watch)] * 5),
        "backup_seconds": round(backup, 1),
        "megabytes": round(copied / 1e6),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _problem_page(store: Store, watch: str) -> None:
    """What a problem's page asks: how it stands, what bears on it, and the stories behind."""
    day = store.newest_day(LAST) or LAST
    weighing, _, _ = store.last_judged(watch, day)
    store.reach(watch)
    recent = store.bearing_on(watch, since=day - dt.timedelta(days=7))
    store.stories_of(recent[-50:])
    for state in weighing.indicators if weighing else ():
        for key in state.evidence[:3]:
            store.claim(key) or store.event(key)


def _time_run(store: Store, pool: Sequence[Read], size: int, jobs: int) -> Row:
    """A run of 1,000 articles that the store has not seen, through all rooms."""
    new = [
        Collected(document, document.text.encode())
        for document, _ in (_compose(pool, 10_000_000 + size + number, LAST) for number in range(NEW))
    ]
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
    """The middle and the longest time of the calls, by the clock."""
    times = []
    for call in calls:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return {"median": round(statistics.median(times), 1), "longest": round(max(times), 1)}


# --- filling -----------------------------------------------------------------------------------------


def _fill(store: Store, pool: Sequence[Read], size: int) -> None:
    """Store generated documents with their readings up to a number of them, and trace what is new."""
    first = store.newest_number()
    lots = range(first, size, TOGETHER)
    for start in day_bar(iter(lots), len(lots), f"filling to {size}"):
        with store._write() as connection:
            for number in range(start, min(start + TOGETHER, size)):
                day = LAST - dt.timedelta(days=1 + (number * 7919) % DAYS)
                document, reading = _compose(pool, number, day)
                documents.put_document(connection, document, None)
                readings.put_reading(connection, reading, __version__)
    follow_store(store)


def _compose(pool: Sequence[Read], number: int, day: dt.date) -> tuple[Document, Reading]:
    """A document of three sentences of the pool, and what is read in them, each where it stands."""
    chance = random.Random(number)
    quiet = int(POOL * (1 - BEARING))
    chosen = [pool[chance.randrange(quiet)] for _ in range(3)]
    if chance.random() < BEARING:
        chosen[0] = pool[chance.randrange(quiet, POOL)]
    text = " ".join(each.text for each in chosen)
    name = f"d{number:08}"
    id_ = identify(name, text)
    claims: list[Claim] = []
    events: list[Event] = []
    times: list[Time] = []
    start = 0
    for place, each in enumerate(chosen):
        moved = _move(each.reading, start, f"s{place}", id_)
        claims += moved.claims
        events += moved.events
        times += moved.times
        start += len(each.text) + 1
    moment = dt.datetime.combine(day, dt.time(chance.randrange(24)), dt.UTC)
    document = Document(
        id=id_,
        name=name,
        text=text,
        outlet=f"Outlet {chance.randrange(300)}",
        published=day,
        published_at=moment,
        first_seen=moment,
        language="en",
        kept_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    return document, Reading(document=id_, claims=tuple(claims), events=tuple(events), times=tuple(times))


def _move(reading: Reading, by: int, prefix: str, document: str) -> Reading:
    """A reading with every span moved and every local id renamed."""

    def move(value: Any, field: str = "") -> Any:
        if isinstance(value, Span):
            return Span(value.start + by, value.end + by)
        if isinstance(value, tuple):
            return tuple(move(each, field) for each in value)
        if field in ("id", "within", "claim", "events") and value is not None:
            return f"{prefix}{value}"
        if field == "document":
            return document
        if isinstance(value, Record):
            fields = {name: move(getattr(value, name), name) for name in type(value).model_fields}
            return type(value).model_construct(**fields)
        return value

    return Reading.model_construct(
        document=document,
        claims=tuple(move(each) for each in reading.claims),
        events=tuple(move(each) for each in reading.events),
        times=tuple(move(each) for each in reading.times),
    )


def _read_pool(jobs: int) -> list[Read]:
    made = [
        Document(id=identify(n), name=f"p{n}", text=text, published=LAST)
        for n, text in enumerate(_sentences())
    ]
    read = read_documents(day_bar(iter(made), len(made), "reading the pool"), jobs=jobs, report=_say)
    return [Read(document.text, reading) for document, reading in read]


def _sentences() -> Iterator[str]:
    """Sentences of about 20 words; the last twentieth of them is about the watch."""
    chance = random.Random(3)
    quiet = int(POOL * (1 - BEARING))
    for number in range(POOL):
        names = ["".join(chance.sample(_SYLLABLES, 2)).capitalize() for _ in range(5)]
        what = chance.choice(_WHAT if number < quiet else _NORTH)
        yield (
            f"In {names[0]}, {chance.choice(_WHO)} {chance.choice(_DID)} on {LAST:%A} that {what} near "
            f"{names[1]} {names[2]}, {chance.randrange(2, 900)} kilometres from {names[3]} and {names[4]}."
        )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Time a store as it fills.")
    parser.add_argument("--db", type=Path, required=True, help="a file that is not there yet")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="documents, in rising order")
    parser.add_argument("--jobs", type=int, default=2, help="processes to read with")
    given = parser.parse_args()
    if given.db.exists():
        sys.exit(f"{given.db} is there already; name a file that is not")
    print(json.dumps(measure(given.db, [int(size) for size in given.sizes.split(",")], given.jobs)))


if __name__ == "__main__":
    main()
