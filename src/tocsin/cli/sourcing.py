"""The verbs about channels: sources, which lists them with their health, and adds, removes, asks them.

Addresses, lists and a store come in; lines for people go out. They know nothing of how a channel is read.
"""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, open_store, refuse, say, settings_here

if TYPE_CHECKING:
    from tocsin.gathering import Gathered, Standing
    from tocsin.store import Store
    from tocsin.terms import Channel, ChannelKind

sources = typer.Typer(
    help="What is subscribed to: list it with its health, add to it, ask it.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(sources, name="sources")

Which = Annotated[str, typer.Argument(help="A channel: its address, its name or its id.")]
Format = Annotated[str, typer.Option(help="text (to be read by people) or json.")]
File = Annotated[str, typer.Argument(help="An OPML file; - for standard input or output.")]


@sources.callback()
def list_sources(context: typer.Context, format: Format = "text", db: Database = None) -> None:
    """List the channels with their health: well, silent, failing, dead, moved, and why."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.gathering import list_standing

    if format not in ("json", "text"):
        refuse(f"--format {format}", "there is no such format", "use json or text")
    with open_store(db) as store:
        standing = list_standing(store, now=_now())
    if format == "json":
        _write(json.dumps([_object(each) for each in standing], ensure_ascii=False, indent=1))
        return
    for each in standing:
        _write(_line(each))
    if not standing:
        say("no channel yet; add one with tocsin sources add ADDRESS")


@sources.command()
def add(
    address: Annotated[str, typer.Argument(help="http(s)://, imaps://USER@HOST/FOLDER, a folder or a file.")],
    kind: Annotated[str, typer.Option(help="What it is; auto looks at what comes.")] = "auto",
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of what it brings.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language (ISO 639-1).")] = None,
    country: Annotated[str | None, typer.Option(help="Where its outlet sits (ISO 3166-1 alpha-3).")] = None,
    every: Annotated[int, typer.Option(min=1, help="Minutes from one look to the next.")] = 15,
    secret: Annotated[
        str | None, typer.Option(help="Where its credential lies: env:NAME or file:PATH.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Its host stands in an inner network, and that is meant.")
    ] = False,
    db: Database = None,
) -> None:
    """Subscribe to an address."""
    from tocsin.gathering import make_channel

    channel = make_channel(
        _tidy_path(address),
        added=_now(),
        kind=_kind(kind),
        name=name,
        outlet=outlet,
        language=language,
        country=country,
        every_minutes=every,
        secret=secret,
        allow_private=allow_private,
    )
    with open_store(db) as store:
        store.put_channel(channel)
    _write(f"added {channel.label}")


@sources.command()
def remove(which: Which, db: Database = None) -> None:
    """Take a channel off the list; what it brought and covered stays."""
    with open_store(db) as store:
        channel = _find(store, which)
        store.put_channel(channel.model_copy(update={"removed": _now()}))
    _write(f"removed {channel.label}; its documents stay")


@sources.command()
def pause(which: Which, db: Database = None) -> None:
    """Leave a channel unasked until it is resumed."""
    _set_paused(which, db, is_paused=True)


@sources.command()
def resume(which: Which, db: Database = None) -> None:
    """Ask a paused channel again."""
    _set_paused(which, db, is_paused=False)


@sources.command()
def check(
    which: Annotated[str | None, typer.Argument(help="A channel; all of them where none is named.")] = None,
    db: Database = None,
) -> None:
    """Ask one channel, or all, now, whatever its time; take in what is new and say how it went."""
    from tocsin.gathering import gather, open_web

    settings, failed = settings_here(), False
    with open_store(db) as store, open_web(settings) as web:
        channels = [_find(store, which)] if which else list(store.channels())
        asked = gather(store, now=_now(), web=web, workers=settings.fetch_workers, channels=channels)
        for gathered in asked:
            failed |= any(problem.fatal for problem in gathered.problems)
            _tell(gathered)
    raise typer.Exit(1 if failed else 0)


@sources.command("import")
def import_(
    file: File,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Hosts of inner networks are meant.")
    ] = False,
    db: Database = None,
) -> None:
    """Subscribe to all feeds of an OPML list."""
    from tocsin.collect.opml import read_opml
    from tocsin.errors import TocsinError
    from tocsin.gathering import make_channel

    outlines = read_opml(_read(file), file)
    number, failed = 0, False
    with open_store(db) as store:
        known = {channel.id: channel for channel in store.channels(with_removed=True)}
        for outline in outlines:
            try:
                channel = make_channel(
                    outline.address,
                    added=_now(),
                    name=outline.name,
                    outlet=outline.outlet,
                    language=outline.language,
                    country=outline.country,
                    allow_private=allow_private,
                )
            except TocsinError as fault:
                say(str(fault))
                failed = True
                continue
            if channel.id not in known or known[channel.id].removed is not None:
                store.put_channel(channel)
                number += 1
    _write(f"added {number} of {len(outlines)} channels")
    raise typer.Exit(1 if failed else 0)


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

    with open_store(db) as store:
        channel = _find(store, which) if which else None
        try:
            with file.open("wb") as out:
                number = write_archive(out, store.captures(channel.id if channel else None))
        except OSError as error:
            refuse(str(file), f"cannot be written ({error.strerror})", "name a file in a folder of yours")
    _write(f"written: {number} captures to {file}")


def _set_paused(which: str, db: str | None, *, is_paused: bool) -> None:
    with open_store(db) as store:
        channel = _find(store, which)
        store.put_channel(channel.model_copy(update={"paused": is_paused}))
    _write(f"{'paused' if is_paused else 'resumed'} {channel.label}")


def _find(store: "Store", which: str) -> "Channel":
    """The one channel of this address, name or id."""
    wanted = {which, _tidy_path(which)}
    found = [each for each in store.channels() if wanted & {each.id, each.address, each.name or each.id}]
    if not found:
        refuse(which, "there is no such channel", "see the list: tocsin sources")
    if len(found) > 1:
        refuse(which, f"names {len(found)} channels", "give its address")
    return found[0]


def _kind(kind: str) -> "ChannelKind":
    from tocsin.terms import ChannelKind

    kinds: tuple[ChannelKind, ...] = get_args(ChannelKind)
    found = next((each for each in kinds if each == kind), None)
    if found is None:
        refuse(f"--kind {kind}", "there is no such kind", f"use {', '.join(kinds)}")
    return found


def _tidy_path(address: str) -> str:
    """A path is kept from the root on, so that it means the same from every folder."""
    return address if "://" in address else str(Path(address).expanduser().resolve())


def _line(each: "Standing") -> str:
    found = each.state.found if each.state else None
    last = f", last new {found:%Y-%m-%d %H:%M}" if found else ""
    return f"{each.health.state:16} {each.channel.label}  ({each.health.reason}{last})"


def _object(each: "Standing") -> dict[str, object]:
    """The channel with its health; what was seen is left out."""
    shown = each.channel.model_dump(mode="json")
    unseen = {"seen", "etag", "last_modified", "content_hash", "channel"}
    state = each.state.model_dump(mode="json", exclude=unseen) if each.state else None
    return shown | {"health": each.health.model_dump(mode="json", exclude={"channel"}), "state": state}


def _tell(gathered: "Gathered") -> None:
    for problem in gathered.problems:
        say(str(problem))
    number = len(gathered.documents)
    _write(f"{gathered.channel.label}: {number or 'no'} new document{'' if number == 1 else 's'}")


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


def _now() -> dt.datetime:
    from tocsin.clock import now

    return now()


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
