"""Running the program as a person would, for the tests that need a process of its own."""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

_PARENT_DIES = 1  # prctl's PR_SET_PDEATHSIG
EXAMPLE = "examples/korea-2024"


def tocsin(
    *words: str, cwd: Path, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The finished process of `tocsin WORDS`, run in `cwd`, with its streams as text."""
    return subprocess.run(
        [sys.executable, "-m", "tocsin.cli", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,  # a busy machine is waited for
        env={**os.environ, **(env or {})},
    )


def die_with_parent() -> None:
    """Called in a new process: end it when this one ends, even if that is killed (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DIES, signal.SIGQUIT)


def cpu_seconds_of_children() -> float:
    """User and system time of all finished processes that this one started; steady on a busy machine."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
