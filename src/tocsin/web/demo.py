"""Prepares the packaged example in a store of its own, in processes of their own, while the site answers.

Comes in: nothing but a folder for the store. Goes out: whether it is ready. Each step is one process, so
that what it loads goes with it: the site itself stays small, and so does the whole. Knows nothing about
pages.
"""

import datetime as dt
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.errors import ConfigurationError

WATCH = "korean-peninsula"
DAYS = tuple(dt.date(2024, 5, day) for day in (4, 18, 23, 24, 25))
STEPS = ("collect", "read", "judge")


def find_example() -> Path:
    """The folder of the example: inside the package, or beside it in a clone.

    Raises:
        ConfigurationError: it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "examples" / "korea-2024", package.parents[1] / "examples" / "korea-2024"):
        if folder.is_dir():
            return folder
    raise ConfigurationError("--demo", "the example is not installed", "run from a clone or a wheel")


@contextmanager
def preparing_example() -> Iterator[Callable[[], Path | None]]:
    """While in use, prepares the example; the answer gives the store's path once it is ready.

    Raises:
        ConfigurationError: the example is not there.
    """
    example = find_example()
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        preparation = _Preparation(example, Path(folder) / "demo.db")
        preparation.start()
        try:
            yield preparation.ready
        finally:
            preparation.stop()


class _Preparation(threading.Thread):
    """Runs the steps one after the other, and can be stopped between and within them."""

    def __init__(self, example: Path, store: Path) -> None:
        super().__init__(daemon=True)
        self._words = [sys.executable, "-m", "tocsin.web.example", str(example), str(store)]
        self._store = store
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._is_done = False

    def run(self) -> None:
        """Each step in its turn; one that fails has said why, and ends it."""
        for step in STEPS:
            with self._lock:
                if self._is_stopped:
                    return
                quiet = subprocess.DEVNULL
                words = [*self._words, step]
                self._worker = subprocess.Popen(words, stdin=quiet, stdout=quiet)  # noqa: S603  our own program
            if self._worker.wait() != 0:
                return
        self._is_done = True

    def ready(self) -> Path | None:
        """The store's path once all steps are through."""
        return self._store if self._is_done else None

    def stop(self) -> None:
        """End the step under way and wait for its end: the folder goes next."""
        with self._lock:
            self._is_stopped = True
            if self._worker is not None:
                self._worker.terminate()
        self.join(timeout=10)
