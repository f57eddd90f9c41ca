"""`tocsin run` killed at any moment and run again ends like a run that nobody disturbed."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.running import EXAMPLE, tocsin


def contents(db: Path) -> dict[str, list[str]]:
    """Every row of every table; the shadow tables of the search index are held through the documents."""
    with sqlite3.connect(db) as connection:
        query = "select name from sqlite_master where type = 'table' and name not like '%fts%'"
        names = sorted(name for (name,) in connection.execute(query) if not name.startswith("sqlite_"))
        return {name: sorted(map(repr, connection.execute(f"select * from {name}"))) for name in names}


def test_a_run_that_is_killed_and_run_again_leaves_what_an_undisturbed_run_leaves(root, tmp_path):
    words = ["run", EXAMPLE, "--as-of", "2024-05-25", "--db"]
    start = time.perf_counter()
    assert tocsin(*words, str(tmp_path / "whole.db"), cwd=root).returncode == 0
    whole = time.perf_counter() - start
    chance, killed = random.Random(9), 0
    for _ in range(5):
        command = [sys.executable, "-m", "tocsin.cli", *words, str(tmp_path / "killed.db")]
        process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1) * whole)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed > 0
    assert tocsin(*words, str(tmp_path / "killed.db"), cwd=root).returncode == 0
    assert contents(tmp_path / "killed.db") == contents(tmp_path / "whole.db")
