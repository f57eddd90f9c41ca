"""Back the database up while it is in use, and put a backup in its place.

Comes in: the database's file and the copy's. Goes out: a copy that was opened and checked before it got
its name, so that a file of that name is always whole. Knows nothing about records.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tocsin.errors import StoreError
from tocsin.store.migrations import VERSION

_SIDE = ("-wal", "-shm")


def copy_to(database: Path, copy: Path) -> int:
    """Write a checked copy of the database as one moment saw it, while others go on; its size in bytes.

    The copy is made under another name and gets its own only when it is whole, so that a kill leaves
    either the earlier backup or the new one.
    """
    part = copy.with_name(f"{copy.name}.part")
    with _naming(copy):
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute("PRAGMA busy_timeout = 30000")
            source.execute("VACUUM INTO ?", (str(part),))
        check_copy(part)
        _flush(part)
        part.replace(copy)
        _flush(copy.parent)
        return copy.stat().st_size


def put_in_place(backup: Path, database: Path) -> Path | None:
    """Let a checked copy of the backup be the database; what was there is kept beside it, and named."""
    incoming = database.with_name(f"{database.name}.incoming")
    with _naming(backup):
        check_copy(backup)
        copy_to(backup, incoming)
        aside = _lay_aside(database) if database.exists() else None
        incoming.replace(database)
        _flush(database.parent)
        return aside


def check_copy(copy: Path) -> None:
    """Refuse a file that is not a whole database of ours.

    Raises:
        StoreError: it is missing, damaged, another program's or a newer Tocsin's.
    """
    if not copy.is_file():
        raise StoreError(str(copy), "there is no such file", "give a file that tocsin backup wrote")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            told = [line for (line,) in opened.execute("PRAGMA integrity_check")]
            version = opened.execute("SELECT version FROM schema_version").fetchone()[0]
    except (sqlite3.Error, TypeError) as fault:
        raise StoreError(str(copy), f"is no whole backup ({fault})", "give another backup") from fault
    if told != ["ok"]:
        raise StoreError(str(copy), f"is damaged ({told[0]})", "give another backup")
    if version > VERSION:
        raise StoreError(str(copy), "was written by a newer Tocsin", "upgrade Tocsin, or give another backup")


def _lay_aside(database: Path) -> Path:
    """Move the database, with its write-ahead log folded in where it can be, to a name that is free."""
    try:
        with closing(sqlite3.connect(database, timeout=5)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        pass  # a damaged file is laid aside as it is, its log beside it
    aside = next(path for path in _names_beside(database) if not path.exists())
    for end in ("", *_SIDE):
        piece = database.with_name(database.name + end)
        if piece.exists():
            piece.replace(aside.with_name(aside.name + end))
    return aside


def _names_beside(database: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield database.with_name(f"{database.name}.before-restore-{number}")
        number += 1


def _flush(path: Path) -> None:
    """Have the disk keep it, should the power fail."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _naming(copy: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        said = str(fault).lower()
        remedy = "make room and try again" if "full" in said or "space" in said else "check its folder"
        raise StoreError(str(copy), f"cannot be written or read ({fault})", remedy) from fault
