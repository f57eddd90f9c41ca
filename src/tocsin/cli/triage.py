"""The verbs of the inbox: inbox, which lists stories by need, and lay, which puts one into a person's tray.

A store and a name come in; lines for people or JSON go out. They know nothing of how need is reckoned.
"""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.app import app
from tocsin.cli.arguments import Database, check_format, open_store, refuse, say

if TYPE_CHECKING:
    from tocsin.triaging import InboxLine

inbox = typer.Typer(
    help="Stories by how much they touch what is watched for, less what you have read or set aside.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(inbox, name="inbox")

By = Annotated[str, typer.Option(help="Whose inbox: the name that they sign in by.")]


@inbox.callback()
def list_inbox(
    context: typer.Context,
    by: By = "desk",
    everything: Annotated[bool, typer.Option("--all", help="Also what was read or set aside.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many stories to list at the most.")] = 20,
    format: Annotated[str, typer.Option(help="text (to be read by people) or json.")] = "text",
    db: Database = None,
) -> None:
    """List stories, those that touch what is watched for most on top."""
    if context.invoked_subcommand is not None:
        return
    check_format(format, ("text", "json"))
    from tocsin.triaging import list_needs
    from tocsin.watches import load_watch, packaged_watches

    with open_store(db) as store:
        watches = {watch.id: watch for watch in map(load_watch, packaged_watches())}
        found = [line for line in list_needs(store, watches, by) if everything or line.tray == "unread"]
    if format == "json":
        told = [line.model_dump(mode="json") for line in found[:limit]]
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    if not found:
        say("nothing is unread")
    for line in found[:limit]:
        sys.stdout.write(_told(line))


@inbox.command()
def lay(
    story: Annotated[str, typer.Argument(help="A story's id.")],
    tray: Annotated[str, typer.Argument(help="read, aside or unread.")],
    by: By = "desk",
    db: Database = None,
) -> None:
    """Lay a story away as read or aside, or take it out again (unread)."""
    from tocsin.clock import now
    from tocsin.triaging import TRAYS, lay_away

    chosen = next((each for each in TRAYS if each == tray.strip().lower()), None)
    if chosen is None:
        refuse(tray, "is no tray", f"use {', '.join(TRAYS)}")
    with open_store(db) as store:
        id_ = lay_away(store, story, chosen, person=by, at=now())
    sys.stdout.write(f"{id_}: {chosen}, for {by}\n")


def _told(line: "InboxLine") -> str:
    story = line.story
    touches = ", ".join(each.name for each in line.touches[:4]) or "touches no indicator"
    grown = f", {line.grown} new since it was laid away" if line.grown else ""
    return (
        f"{line.need:5.1f}  {story.id}  {' '.join(story.claim.split())[:100]}\n"
        f"       {story.documents} documents{grown}, {line.tray}: {touches}\n"
    )
