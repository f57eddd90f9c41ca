"""What tracing a new article costs must not grow with the archive: a desk's years may not slow its day."""

import datetime as dt
import random
import time
from string import ascii_lowercase

from tocsin.store import Store
from tocsin.terms import Document, Reading
from tocsin.tracing import follow_store

A_DAY = 5  # documents; four in a row tell of one matter
LOT = 20


def article(number: int) -> Document:
    """A text of about 60 words, of the day that its number falls on."""
    shared, own = random.Random(number // 4), random.Random(number + 1)
    names = ["".join(shared.choices(ascii_lowercase, k=6)).capitalize() for _ in range(12)]
    words = " ".join(f"{own.choice(names)} {''.join(own.choices(ascii_lowercase, k=3))}" for _ in range(28))
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number // A_DAY)
    return Document(
        id=f"d{number}", name=f"d{number}", text=f"{words}.", outlet=f"Paper {number % 90}", published=day
    )


def take_in(store: Store, numbers: range) -> float:
    """CPU seconds of tracing these articles."""
    for number in numbers:
        store.put_document(article(number), reading=Reading(document=f"d{number}"), code_version="1")
    start = time.process_time()
    follow_store(store)
    return time.process_time() - start


def test_tracing_an_article_costs_the_same_in_an_archive_ten_times_as_large(tmp_path):
    """Lots go into both by turns, and the cheapest of each counts: a busy machine is as busy for both."""
    with Store(tmp_path / "small.db") as small, Store(tmp_path / "large.db") as large:
        take_in(small, range(200))
        take_in(large, range(2_000))
        costs = [
            (
                take_in(small, range(200 + lot, 200 + lot + LOT)),
                take_in(large, range(2_000 + lot, 2_000 + lot + LOT)),
            )
            for lot in range(0, 5 * LOT, LOT)
        ]
    in_small, in_large = (min(each) for each in zip(*costs, strict=True))
    assert in_large < 1.6 * in_small, (
        f"{in_large / in_small:.2f} times, {in_large / LOT * 1000:.1f} ms an article"
    )
