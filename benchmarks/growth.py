"""What it costs to take one more article into the stories of a store, as the archive grows.

`python -m benchmarks.growth --sizes 1000,10000` fills a store with generated articles (half of them rewritten
from one of the same day) and prints one line of JSON last: CPU milliseconds an article in lots and one at a
time, and the size of the file. It knows the store and tracing, and nothing of reading: claims are empty.
"""

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from tocsin.store import Store
from tocsin.terms import Document, Reading, identify
from tocsin.tracing import follow_store

DAY = 500  # articles a day
ALONE = 50  # articles taken in one at a time at each size
WORDS = 40_000  # in the generator's language; the n-th is met in proportion to 1 / (n + 20)


def measure(sizes: list[int]) -> list[dict[str, float | int]]:
    """The figures at each size, the smallest first."""
    articles, done, rows = generate(), 0, []
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        for size in sorted(sizes):
            lots = _take_in(store, list(islice(articles, size - done)), at_once=True)
            alone = _take_in(store, list(islice(articles, ALONE)), at_once=False)
            done = size + ALONE
            megabytes = (Path(folder) / "t.db").stat().st_size / 2**20
            rows.append(
                {
                    "archive": size,
                    "lots_ms": round(sum(lots), 2),
                    "alone_median_ms": round(sorted(alone)[len(alone) // 2], 2),
                    "file_mb": round(megabytes, 1),
                }
            )
    return rows


def generate() -> Iterator[Document]:
    """Articles of 14 sentences; every other one keeps a third of the sentences of one of its day."""
    chance, number = random.Random(1), 0
    total = list(accumulate(1 / (place + 20) for place in range(WORDS)))
    today: list[list[str]] = []
    while True:
        if number % DAY == 0:
            today = []
        older = chance.choice(today) if today and number % 2 else None
        drawn = (chance.choices(range(WORDS), cum_weights=total, k=16) for _ in range(14))
        told = [" ".join(f"W{word}" for word in words) for words in drawn]
        pairs = zip(told, older or told, strict=True)
        text = [then if chance.random() < 1 / 3 else now for now, then in pairs]
        today.append(text)
        moment = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number / DAY)
        whole = ". ".join(text) + "."
        yield Document(
            id=identify(number, whole),
            name=f"a{number}",
            text=whole,
            outlet=f"Paper {number % 97}",
            published_at=moment,
            published=moment.date(),
            first_seen=moment,
        )
        number += 1


def _take_in(store: Store, documents: list[Document], *, at_once: bool) -> list[float]:
    """CPU milliseconds of tracing: of each article, or of all at once shared among them (one number)."""
    spent = []
    for document in documents:
        store.put_document(document, reading=Reading(document=document.id), code_version="1")
        if not at_once:
            spent.append(_follow(store))
    return [_follow(store) / max(1, len(documents))] if at_once else spent


def _follow(store: Store) -> float:
    start = time.process_time()
    follow_store(store)
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default="1000,10000", help="sizes of the archive, with commas between")
    options = parser.parse_args()
    print(json.dumps({"growth": measure([int(size) for size in options.sizes.split(",")])}))


if __name__ == "__main__":
    main()
