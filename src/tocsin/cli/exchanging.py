"""The verbs that carry channels and what they brought in and out: lists of feeds (OPML), web archives.

Files and a store come in; files and lines for people go out. They know nothing of how a channel is read.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.arguments import Database, open_store, refuse, say
from tocsin.cli.sourcing import moment_here, sources, write_line

File = Annotated[str, typer.Argument(help="An OPML file; - for standard input or output.")]


@sources.command("import")
def import_(
    file: File,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Hosts of inner networks are meant.")
    ] = False,
    db: Database = None,
) -> None:
    """Subscribe to all feeds of an OPML list."""
    from tocsin.subscribing import import_list

    with open_store(db) as store:
        done = import_list(store, _read(file), file, at=moment_here(), allow_private=allow_private)
    for fault in done.faults:
        say(fault)
    write_line(f"added {done.added} of {done.of} channels")
    raise typer.Exit(1 if done.faults else 0)


@sources.command()
def export(file: File = "-", db: Database = None) -> None:
    """Write the channels as OPML; no credential is in it."""
    from tocsin.collect.opml import write_opml

    with open_store(db) as store:
        made = write_opml(store.channels())
    _put(file, made)


@sources.command()
def archive(
    file: Annotated[Path, typer.Argument(help="A file to write, such as reports.warc.gz.")],
    which: Annotated[str | None, typer.Argument(help="A channel; all of them where none is named.")] = None,
    db: Database = None,
) -> None:
    """Write what was fetched as a web archive (WARC): bytes, headings, time and hash of each page."""
    from tocsin.collect.archives import write_archive
    from tocsin.subscribing import find_channel

    with open_store(db) as store:
        channel = find_channel(store, which) if which else None
        try:
            with file.open("wb") as out:
                number = write_archive(out, store.captures(channel.id if channel else None))
        except OSError as error:
            refuse(str(file), f"cannot be written ({error.strerror})", "name a file in a folder of yours")
    write_line(f"written: {number} captures to {file}")


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        refuse(file, f"cannot be read ({error.strerror})", "check the path")


def _put(file: str, made: bytes) -> None:
    try:
        if file == "-":
            sys.stdout.buffer.write(made)
            return
        Path(file).write_bytes(made)
    except OSError as error:
        refuse(file, f"cannot be written ({error.strerror})", "name a file in a folder of yours")
