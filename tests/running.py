"""Running the program as a person would, for the tests that need a process of its own."""

import os
import resource
import subprocess
import sys
from pathlib import Path

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


def cpu_seconds_of_children() -> float:
    """User and system time of all finished processes that this one started; steady on a busy machine."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
