"""Prepares the packaged example in a store of its own, in a process of its own, while the site answers.

Comes in: nothing but a folder for the store. Goes out: whether it is ready. The models are loaded by the
other process and go with it, so the site itself stays small. Knows nothing about pages.
"""

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.errors import ConfigurationError

WATCH = "korean-peninsula"
DAYS = tuple(dt.date(2024, 5, day) for day in (4, 18, 23, 24, 25))


def find_example() -> Path:
    """The folder of the example: inside the package, or beside it in a clone.

    Raises:
        ConfigurationError: it is in neither place.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "examples" / "korea-2024", package.parents[1] / "examples" / "korea-2024"):
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        "--demo", "the example is not installed", "run it from a clone, or install a wheel"
    )


@contextmanager
def preparing_example() -> Iterator[Callable[[], Path | None]]:
    """While in use, prepares the example; the answer gives the store's path once it is ready.

    Raises:
        ConfigurationError: the example is not there.
    """
    example = find_example()
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        store = Path(folder) / "demo.db"
        words = [sys.executable, "-m", "tocsin.web.example", str(example), str(store)]
        quiet = subprocess.DEVNULL
        worker = subprocess.Popen(words, stdin=quiet, stdout=quiet)  # noqa: S603  our own program

        def ready() -> Path | None:
            return store if worker.poll() == 0 else None

        try:
            yield ready
        finally:
            worker.terminate()
            worker.wait(timeout=10)
