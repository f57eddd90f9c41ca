"""Kill -9 at any moment, then run again: the database is that of an undisturbed run, table by table."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.contracts.store_records import dump

from tocsin.store import Store

KILLS = 10
DOCUMENTS = 100

# A small stand-in for the corridor: collect a folder, store each document with a reading of its own.
DRIVER = """
import datetime as dt, sys
from tocsin.collect import Collected, collect_paths
from tocsin.store import Store
from tocsin.terms import Claim, Event, Reading, Span

folder, database = sys.argv[1:]
print("about to open", flush=True)
with Store(database) as store:
    for one in collect_paths([folder], today=dt.date(2024, 6, 1), max_bytes=20_000_000):
        if not isinstance(one, Collected):
            continue
        text, id = one.document.text, one.document.id
        claims = tuple(
            Claim(id=f"c{n}", document=id, content=(Span(n, n + 9),), chain=("officials",)) for n in range(5)
        )
        events = (Event(id="e1", document=id, trigger=Span(0, 4)),)
        store.put_document(one.document, one.kept, Reading(document=id, claims=claims, events=events))
        print(one.document.name, flush=True)
"""


def write_folder(folder: Path) -> None:
    """Documents of all sizes, with a name on two texts among them."""
    folder.mkdir()
    chance = random.Random(7)
    for number in range(DOCUMENTS):
        words = " ".join(f"word{chance.randrange(500)}" for _ in range(chance.randrange(20, 400)))
        record = {"text": f"Report {number}: {words}.", "language": "en"}  # so that no run need tell it
        (folder / f"d{number:03}.json").write_text(json.dumps(record))
    (folder / "e.jsonl").write_text(
        '{"id": "x", "text": "One text."}\n{"id": "x", "text": "Another text."}\n'
    )


def start(folder: Path, database: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(folder), str(database)], stdout=subprocess.PIPE, text=True
    )


def kill_after(run: "subprocess.Popen[str]", lines: int, seconds: float) -> bool:
    """Let a run print so many lines, wait a moment, kill it; whether it was still at work then."""
    assert run.stdout is not None
    with run.stdout:
        for _ in range(lines):
            run.stdout.readline()
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        return run.wait() == -signal.SIGKILL


def finish(run: "subprocess.Popen[str]") -> int:
    run.communicate()
    return run.returncode


def test_a_killed_run_leaves_nothing_half_done(tmp_path: Path) -> None:
    write_folder(tmp_path / "in")
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    assert finish(start(tmp_path / "in", whole)) == 0
    chance = random.Random(11)
    stages = [0, 0, *sorted(chance.sample(range(1, DOCUMENTS), KILLS - 2))]
    at_work = 0
    for documents in stages:
        at_work += kill_after(start(tmp_path / "in", killed), 1 + documents, chance.uniform(0, 0.004))
    assert at_work >= KILLS // 2, "too few runs were still at work when they were killed"
    assert finish(start(tmp_path / "in", killed)) == 0
    assert dump(killed) == dump(whole)
    with Store(str(killed)) as store, Store(str(whole)) as undisturbed:
        assert store.integrity_check() == ()
        assert len(list(store.documents())) == DOCUMENTS + 2
        assert store.search("word7", limit=500) == undisturbed.search("word7", limit=500)
