"""Arguments that several verbs share, and how they are read: paths, days, links, the store.

Words of the command line come in; paths, dates and an open store go out, or one clear line. It asks the
clock and the environment, once each, and hands the answers down; it knows no room.
"""

import datetime as dt
import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from tocsin.config import Settings
    from tocsin.store import Store
    from tocsin.terms import ScaleName, Watch

Paths = Annotated[list[str] | None, typer.Argument(help="Files or folders; - for standard input.")]
Outlet = Annotated[str | None, typer.Option(help="Outlet of documents that do not name theirs.")]
Published = Annotated[
    str | None, typer.Option(help="Publication date (YYYY-MM-DD) of documents that do not give theirs.")
]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processes to read with.")]
Cluster = Annotated[
    str | None, typer.Option(help="Work on a Dask cluster instead: its scheduler, such as tcp://host:8786.")
]
Cut = Annotated[
    list[str] | None, typer.Option(help="DOCUMENT=ORIGIN: a link that is wrong; may be given again.")
]
Add = Annotated[
    list[str] | None, typer.Option(help="DOCUMENT=ORIGIN: a link that is missing; may be given again.")
]
Database = Annotated[
    str | None,
    typer.Option("--db", help="The store: a file or postgresql://...; default TOCSIN_DB."),
]
WatchName = Annotated[
    str | None,
    typer.Option("--watch", help="A packaged watch, a folder or a watch.yaml; default: the best match."),
]
MatrixFile = Annotated[
    Path | None,
    typer.Option("--matrix", help="An analyst's matrix (YAML); default: matrix.yaml of the watch."),
]
AsOf = Annotated[str | None, typer.Option(help="Use only what was first seen by this day (YYYY-MM-DD).")]
Incomplete = Annotated[
    str | None, typer.Option(help="Publish although a rule blocks it, marked as incomplete under this name.")
]
Scale = Annotated[
    str | None,
    typer.Option(help="Words of likelihood, icd203 or phia; default: TOCSIN_SCALE, or as the watch asks."),
]
Out = Annotated[Path, typer.Option(help="Folder for brief.html, brief.md and brief.json.")]


def parse_day(option: str, text: str | None) -> dt.date | None:
    """The day that an option names, if any; refuses what is not YYYY-MM-DD."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        refuse(f"{option} {text}", "this is not a date", "write it as YYYY-MM-DD")


def parse_scale(given: str | None) -> "ScaleName | None":
    """The scale that the option or the environment asks for; None leaves it to the watch."""
    if given is None:
        return settings_here().scale
    scales: dict[str, ScaleName] = {"icd203": "icd203", "phia": "phia"}
    if given not in scales:
        refuse(f"--scale {given}", "there is no such scale", "use icd203 or phia")
    return scales[given]


def parse_link(option: str, text: str) -> tuple[str, str]:
    """DOCUMENT=ORIGIN as its two names."""
    document, _, origin = (part.strip() for part in text.partition("="))
    if not document or not origin:
        refuse(f"{option} {text}", "this names no link", "write DOCUMENT=ORIGIN, as in a17=Harbour TV")
    return document, origin


def open_out(path: Path, *, append: bool = False) -> "TextIO":
    """A file to write, or to write on at its end; its folder is made where it is not there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a" if append else "w", encoding="utf-8")
    except OSError as error:
        refuse(
            f"--out {path}", f"cannot be written ({type(error).__name__})", "name a file in a folder of yours"
        )


def put_out(text: str, out: Path | None) -> None:
    """Write a text into the file that `--out` names, or to standard output."""
    if out is None:
        sys.stdout.write(text)
        return
    with open_out(out) as file:
        file.write(text)


def check_format(format: str, known: tuple[str, ...]) -> None:
    """A wrong `--format` stops before any work."""
    if format not in known:
        offer = " or ".join(known) if len(known) < 3 else ", ".join(known)
        refuse(f"--format {format}", "there is no such format", f"use {offer}")


def open_store(db: str | None) -> "Store":
    """The store of this address, or of the settings."""
    from tocsin.store import Store

    return Store(db or settings_here().db)


def with_matrix_file(watch: "Watch | None", matrix: Path | None) -> "Watch | None":
    """The watch with the matrix of a file, if one was named."""
    from tocsin.watches.matrices import with_matrix

    if matrix is None:
        return watch
    if watch is None:
        refuse(f"--matrix {matrix}", "no watch bears on this reporting", "name one with --watch")
    return with_matrix(watch, matrix)


def settings_here() -> "Settings":
    """The settings of this environment."""
    from tocsin.config import load_settings

    return load_settings()


def today_here() -> dt.date:
    """Today, asked of the clock."""
    from tocsin.clock import today

    return today()


def refuse(where: str, what: str, remedy: str) -> NoReturn:
    """Stop before any work with one line: where, what, and what to do next."""
    from tocsin.errors import ConfigurationError

    raise ConfigurationError(where, what, remedy)


FULL_DISK = "the disk is full; make room and run again; what was stored is kept"


def is_full_disk(fault: OSError) -> bool:
    """Whether a file could not be written for want of room."""
    return fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def say(line: str) -> None:
    """One line to stderr."""
    sys.stderr.write(f"tocsin: {line}\n")
