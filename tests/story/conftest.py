"""The example carried through the rooms as of several days, once for all the tests that look at it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running import EXAMPLE


@pytest.fixture(scope="session")
def example_store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "example.db"
    words = [sys.executable, "-m", "tocsin.web.example", EXAMPLE, str(path)]
    subprocess.run(words, cwd=root, check=True, timeout=240, env={**os.environ})
    return path
