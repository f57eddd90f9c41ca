"""Kill a run and a backup at random moments, and say how the database differs from an undisturbed run's."""

import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.running import EXAMPLE, tocsin

from tocsin.store.backups import check_copy

AS_OF = "2024-05-25"
# Their rows tell of the runs themselves: when, and how often it took to get through.
OF_RUNS = {"runs", "audit"}


def write_corpus(folder: Path, root: Path, documents: int) -> None:
    """Documents of about 60 words, made of sentences of the example, each under a name and day of its own."""
    folder.mkdir()
    chance = random.Random(5)
    texts = [path.read_text(encoding="utf-8") for path in sorted((root / EXAMPLE).glob("*.txt"))]
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if 5 < len(s.split()) < 40]
    for number in range(documents):
        day = f"2024-05-{chance.randrange(1, 25):02}"
        record = {"id": f"d{number:04}", "text": " ".join(chance.sample(sentences, 3)), "published": day}
        record |= {"outlet": f"Outlet {chance.randrange(30)}", "language": "en"}
        (folder / f"d{number:04}.json").write_text(json.dumps(record), encoding="utf-8")


def contents(db: Path) -> dict[str, list[str]]:
    """Every row of every table but those of the runs; the inside of the index is held by its documents."""
    with sqlite3.connect(db) as connection:
        query = "select name from sqlite_master where type = 'table' and name not like 'document_words%'"
        names = {name for (name,) in connection.execute(query)} - OF_RUNS
        return {
            name: sorted(map(repr, connection.execute(f"select * from {name}"))) for name in sorted(names)
        }


def disturb(
    inputs: str,
    root: Path,
    tmp_path: Path,
    *,
    kills: int,
    during_backup: int,
    jobs: int,
    anew: bool = False,
) -> int:
    """Kill so many runs (of some the backup beside them too), finish, and compare; how many were at work.

    With `anew` a run that came to its end is compared, and the next begins with an empty database, so that
    kills fall on every part of the work.
    """
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    words = ["run", inputs, "--as-of", AS_OF, "--jobs", str(jobs), "--db"]
    start = time.perf_counter()
    done = tocsin(*words, str(whole), cwd=root)
    assert done.returncode == 0, done.stderr
    length = time.perf_counter() - start
    chance, at_work, backups = random.Random(9), 0, 0
    for number in range(kills):
        command = [sys.executable, "-m", "tocsin.cli"]
        started = [_start([*command, *words, str(killed)], root)]
        if backups * kills < (number + 1) * during_backup and killed.exists():
            backups += 1
            backup = ["backup", str(tmp_path / "copy.db"), "--db", str(killed)]
            started.append(_start([*command, *backup], root))
        time.sleep(chance.uniform(0.2, 1) * min(length, 4 if len(started) > 1 else length))
        for process in started:
            process.send_signal(signal.SIGKILL)
        ends = [process.wait() for process in started]
        at_work += ends[0] == -signal.SIGKILL
        if (tmp_path / "copy.db").exists():
            check_copy(tmp_path / "copy.db")
        if anew and ends[0] != -signal.SIGKILL:
            compare(whole, killed)
            for path in tmp_path.glob("killed.db*"):
                path.unlink()
    assert backups == during_backup
    done = tocsin(*words, str(killed), cwd=root)
    assert done.returncode == 0, done.stderr
    compare(whole, killed)
    checked = tocsin("check", "--db", str(killed), cwd=root)
    assert checked.returncode == 0, checked.stdout
    return at_work


def compare(whole: Path, killed: Path) -> None:
    """Hold the database of killed runs to that of an undisturbed one, table by table."""
    there, here = contents(whole), contents(killed)
    for table in there | here:
        assert here[table] == there[table], f"table {table} differs"


def _start(command: list[str], root: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
