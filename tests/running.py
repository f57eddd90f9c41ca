"""Running the program as a person would, for the tests that need a process of its own."""

import os
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
        timeout=120,
        env={**os.environ, **(env or {})},
    )
