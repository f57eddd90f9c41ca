"""Kill -9 at any moment, then run again: the database is that of an undisturbed run, table by table."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.contracts.store_records import dump

from tocsin.store import Store

KILLS = 10
DOCUMENTS = 150

# A small stand-in for the corridor: collect a folder, store each document with a reading of its own.
DRIVER = """
import datetime as dt, sys
from tocsin.collect import Collected, collect_paths
from tocsin.store import Store
from tocsin.terms import Claim, Event, Lineage, Reading, Span

folder, database = sys.argv[1:]
with Store(database) as store:
    print("open", flush=True)
    for one in collect_paths([folder], today=dt.date(2024, 6, 1), max_bytes=20_000_000):
        if not isinstance(one, Collected):
            continue
        text, id = one.document.text, one.document.id
        claims = tuple(
            Claim(id=f"c{n}", document=id, content=(Span(n, n + 9),), chain=("officials",)) for n in range(5)
        )
        events = (Event(id="e1", document=id, trigger=Span(0, 4)),)
        store.put_document(one.document, one.kept, Reading(document=id, claims=claims, events=events))
    store.put_lineage(Lineage())
"""


def write_folder(folder: Path) -> None:
    """Documents of all sizes, with a name on two texts and a sidecar among them."""
    folder.mkdir()
    chance = random.Random(7)
    for number in range(DOCUMENTS):
        words = " ".join(f"word{chance.randrange(500)}" for _ in range(chance.randrange(20, 400)))
        (folder / f"d{number:03}.txt").write_text(f"Report {number}: {words}.")
    (folder / "d000.meta.yaml").write_text("outlet: Harbour TV\npublished: 2024-05-25\n")
    (folder / "e.jsonl").write_text(
        '{"id": "x", "text": "One text."}\n{"id": "x", "text": "Another text."}\n'
    )


def start(folder: Path, database: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(folder), str(database)], stdout=subprocess.PIPE, text=True
    )


def test_a_killed_run_leaves_nothing_half_done(tmp_path: Path) -> None:
    write_folder(tmp_path / "in")
    began = time.monotonic()
    assert start(tmp_path / "in", tmp_path / "whole.db").wait() == 0
    whole = time.monotonic() - began
    chance = random.Random(11)
    stopped_midway = 0
    for number in range(KILLS):
        run = start(tmp_path / "in", tmp_path / "killed.db")
        if number % 3:  # every third run is killed wherever it is, even while it starts
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(chance.uniform(0, 0.25 * whole / 2))
        else:
            time.sleep(chance.uniform(0.1, 0.9) * whole)
        run.send_signal(signal.SIGKILL)
        stopped_midway += run.wait() == -signal.SIGKILL
        if run.stdout is not None:
            run.stdout.close()
    assert stopped_midway >= KILLS // 2, "too few runs were still running when they were killed"
    assert start(tmp_path / "in", tmp_path / "killed.db").wait() == 0
    assert dump(tmp_path / "killed.db") == dump(tmp_path / "whole.db")
    with Store(str(tmp_path / "killed.db")) as store, Store(str(tmp_path / "whole.db")) as undisturbed:
        assert store.integrity_check() == ()
        assert len(list(store.documents())) == DOCUMENTS + 2
        assert store.search("word7", limit=500) == undisturbed.search("word7", limit=500)
