"""Find the files that a user means: files by name, folders with all that lies in them.

Comes in: paths as given. Goes out: the files in input order (folders sorted, hidden files and sidecars
left out), or the problem with a path. Knows nothing about what is in a file.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.collect.sidecars import is_sidecar
from tocsin.terms import Problem

STDIN = "-"


def find_files(paths: Iterable[str | Path]) -> Iterator[str | Problem]:
    """Each file once per time that it was given; a missing path or an unreadable folder is a Problem."""
    for path in map(str, paths):
        if path == STDIN or Path(path).is_dir():
            yield from [path] if path == STDIN else _walk(path)
        elif not _exists(path):
            yield Problem(where=path, what="no such file or folder", remedy="check the path")
        else:
            yield path


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a NUL in the path
        return False


def _walk(folder: str) -> Iterator[str | Problem]:
    """The regular files under a folder; links to folders are not followed, so that no walk is endless."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder and not Path(path).is_dir():
            yield path
            continue
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
        except OSError as fault:
            yield Problem(
                where=path, what=f"folder cannot be read ({fault.strerror})", remedy="change its permissions"
            )
            continue
        waiting.extend(entry.path for entry in entries if _counts(entry))


def _counts(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith(".") or is_sidecar(entry.name):
        return False
    return entry.is_file() or entry.is_dir(follow_symlinks=False)
