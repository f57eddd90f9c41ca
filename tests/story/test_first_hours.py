"""Every command of the three first hours is run, in order, and says what the page says that it says."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("analyst", "researcher", "journalist")
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Ran(NamedTuple):
    """A command of a page with how it ended and what it said."""

    words: str
    status: int
    said: str


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """An empty folder with the examples in it, and `tocsin` on the path."""
    (tmp_path / "examples").symlink_to(root / "examples")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "tocsin"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m tocsin.cli "$@"\n')
    program.chmod(0o755)
    return tmp_path


def run(words: str, folder: Path) -> Ran:
    """One command as a reader would give it; the workbench is ended once it stands."""
    env = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    started = subprocess.Popen(
        ["bash", "-c", f"exec {words}" if "serve" in words else words],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert started.stdout is not None
    if "serve" in words:
        line = started.stdout.readline()
        started.terminate()
        started.communicate(timeout=30)
        return Ran(words, 0 if "sign in" in line else 1, line)
    said, _ = started.communicate(timeout=120)
    return Ran(words, started.returncode, said)


def blocks(page: str) -> Iterator[tuple[str, list[str]]]:
    for kind, inside in BLOCK.findall((DOCS / f"first-hour-{page}.md").read_text("utf-8")):
        yield kind, [line for line in inside.splitlines() if line.strip()]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_works_and_says_what_is_shown(page, folder):
    said, number = "", 0
    for kind, lines in blocks(page):
        if kind == "sh":
            said = ""
            for words in lines:
                ran = run(words, folder)
                assert ran.status == 0, f"{words}\n{ran.said}"
                said += ran.said
                number += 1
        for line in lines if kind == "text" else ():
            assert flat(line) in flat(said), f"{page}: the command does not say {line!r}"
    assert number >= 5


@pytest.mark.parametrize("page", PAGES)
def test_no_command_stands_outside_the_blocks_that_are_run(page):
    text = BLOCK.sub("", (DOCS / f"first-hour-{page}.md").read_text("utf-8"))
    assert not re.search(r"^ {4}\S|^```|^\$ ", text, re.MULTILINE)
    assert "![" in text, "a first hour has pictures"
