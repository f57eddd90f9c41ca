"""A real Dask scheduler and workers on loopback, each a process of its own that a test may end."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import die_with_parent

_COMMAND = "from distributed.cli.dask_{0} import main; main()"


class Cluster:
    """A scheduler with workers of one thread each."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._started = [self._start("scheduler", "--host", "127.0.0.1", "--port", "0")]
        for _ in range(400):
            if self._file.exists() and self._file.stat().st_size:
                break
            time.sleep(0.05)
        self.address = str(json.loads(self._file.read_text())["address"])
        self.workers = [self.add_worker() for _ in range(workers)]

    def add_worker(self) -> "subprocess.Popen[bytes]":
        """One more worker."""
        words = (
            "--no-nanny",
            "--nthreads",
            "1",
            "--host",
            "127.0.0.1",
            "--local-directory",
            str(self._folder),
        )
        started = self._start("worker", *words)
        self._started.append(started)
        return started

    def kill_worker(self) -> None:
        """End one worker as a power cut would."""
        self.workers.pop().send_signal(signal.SIGKILL)

    def stop_scheduler(self) -> None:
        """End the scheduler."""
        self._started[0].kill()

    def close(self) -> None:
        """End everything that was started here."""
        for process in reversed(self._started):
            process.kill()
            process.wait()

    def _start(self, what: str, *words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", _COMMAND.format(what), "--scheduler-file", str(self._file)]
        env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        env["PYTHONPATH"] = os.pathsep.join([*sys.path])
        log = (self._folder / f"{what}.log").open("ab")
        return subprocess.Popen(
            [*command, "--no-dashboard", *words], env=env, stdout=log, stderr=log, preexec_fn=die_with_parent
        )


@contextmanager
def run_cluster(workers: int = 2) -> Iterator[Cluster]:
    """A cluster for a while; it is gone in the end."""
    with tempfile.TemporaryDirectory(prefix="tocsin-dask-") as folder:
        cluster = Cluster(Path(folder), workers)
        try:
            yield cluster
        finally:
            cluster.close()
