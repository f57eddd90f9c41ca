"""The verbs about channels: sources, which lists them with their health, and adds, removes, asks them.

Addresses, lists and a store come in; lines for people go out. They know nothing of how a channel is read.
"""

import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, check_format, open_store, refuse, say, settings_here

if TYPE_CHECKING:
    from tocsin.gathering import Gathered, Standing
    from tocsin.terms import ChannelKind

sources = typer.Typer(
    help="What is subscribed to: list it with its health, add to it, ask it.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(sources, name="sources")

Which = Annotated[str, typer.Argument(help="A channel: its address, its name or its id.")]
Format = Annotated[str, typer.Option(help="text (to be read by people) or json.")]


@sources.callback()
def list_sources(context: typer.Context, format: Format = "text", db: Database = None) -> None:
    """List the channels with their health: well, silent, failing, dead, moved, and why."""
    if context.invoked_subcommand is not None:
        return
    from tocsin.gathering import list_standing

    check_format(format, ("json", "text"))
    with open_store(db) as store:
        standing = list_standing(store, now=moment_here())
    if format == "json":
        write_line(json.dumps([_object(each) for each in standing], ensure_ascii=False, indent=1))
        return
    for each in standing:
        write_line(_line(each))
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
    from tocsin.subscribing import subscribe, tidy_path

    channel = make_channel(
        tidy_path(address),
        added=moment_here(),
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
        subscribe(store, channel, at=channel.added)
    write_line(f"added {channel.label}")


@sources.command()
def remove(which: Which, db: Database = None) -> None:
    """Take a channel off the list; what it brought and covered stays."""
    from tocsin.subscribing import unsubscribe

    with open_store(db) as store:
        channel = unsubscribe(store, which, at=moment_here())
    write_line(f"removed {channel.label}; its documents stay")


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
    from tocsin.subscribing import find_channel

    settings, failed = settings_here(), False
    with open_store(db) as store, open_web(settings) as web:
        channels = [find_channel(store, which)] if which else list(store.channels())
        asked = gather(store, now=moment_here(), web=web, workers=settings.fetch_workers, channels=channels)
        for gathered in asked:
            failed |= any(problem.fatal for problem in gathered.problems)
            _tell(gathered)
    raise typer.Exit(1 if failed else 0)


def _set_paused(which: str, db: str | None, *, is_paused: bool) -> None:
    from tocsin.subscribing import set_paused

    with open_store(db) as store:
        channel = set_paused(store, which, is_paused=is_paused, at=moment_here())
    write_line(f"{'paused' if is_paused else 'resumed'} {channel.label}")


def _kind(kind: str) -> "ChannelKind":
    from tocsin.terms import ChannelKind

    kinds: tuple[ChannelKind, ...] = get_args(ChannelKind)
    found = next((each for each in kinds if each == kind), None)
    if found is None:
        refuse(f"--kind {kind}", "there is no such kind", f"use {', '.join(kinds)}")
    return found


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
    write_line(f"{gathered.channel.label}: {number or 'no'} new document{'' if number == 1 else 's'}")


def moment_here() -> dt.datetime:
    """The current moment, asked of the clock."""
    from tocsin.clock import now

    return now()


def write_line(line: str) -> None:
    """One line to stdout."""
    sys.stdout.write(line + "\n")
