"""What people do with channels from the workbench: add, remove, pause, resume, take in a list of feeds.

Comes in: a filled form and the desk it is done at. Goes out: one line of what was done. Nothing of the server
can be named in them: no file, no inner host, no place of a credential; these are for the terminal. Knows
nothing about requests and pages.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from tocsin.terms import ChannelKind
from tocsin.web.forms import SEEN, Action, Desk, Form, Line

Address = Annotated[str, Field(min_length=1, max_length=2000, json_schema_extra=SEEN)]


class SourceForm(Form):
    """A channel to subscribe to."""

    address: Address = Field(title="Address", description="https://, of a feed, a sitemap or a page.")
    kind: ChannelKind = Field("auto", title="Kind", description="auto looks at what comes.")
    name: Line | None = Field(None, title="Name", description="What people call it.")
    outlet: Line | None = Field(None, title="Outlet", description="Of what it brings.")
    language: Annotated[str, Field(pattern="^[A-Za-z]{2,3}$")] | None = Field(
        None, title="Language", description="ISO 639-1."
    )
    country: Annotated[str, Field(pattern="^[A-Za-z]{3}$")] | None = Field(
        None, title="Country", description="Where its outlet sits, ISO 3166-1 alpha-3."
    )
    every_minutes: Annotated[int, Field(ge=1, le=100_000)] = Field(15, title="Minutes between two looks")


class WhichForm(Form):
    """A channel that is there."""

    which: Address = Field(title="Channel", description="Its address, its name or its id.")


class ListForm(Form):
    """A list of feeds."""

    opml: Annotated[str, Field(min_length=1, max_length=500_000)] = Field(
        title="List of feeds", description="OPML, pasted as text.", json_schema_extra=SEEN | {"kind": "lines"}
    )


def add_source(desk: Desk, form: SourceForm) -> str:
    """Subscribe to a web address."""
    from tocsin.gathering import make_channel
    from tocsin.subscribing import refuse_inner, subscribe

    refuse_inner(form.address)
    channel = make_channel(added=desk.at, **form.model_dump())
    subscribe(desk.store, channel, at=desk.at, by=desk.by)
    return f"Added {channel.label}."


def remove_source(desk: Desk, form: WhichForm) -> str:
    """Take a channel off the list; its documents stay."""
    from tocsin.subscribing import unsubscribe

    channel = unsubscribe(desk.store, form.which, at=desk.at, by=desk.by)
    return f"Removed {channel.label}; its documents stay."


def pause_source(desk: Desk, form: WhichForm) -> str:
    """Leave a channel unasked."""
    return _set_paused(desk, form, is_paused=True)


def resume_source(desk: Desk, form: WhichForm) -> str:
    """Ask a channel again."""
    return _set_paused(desk, form, is_paused=False)


def import_sources(desk: Desk, form: ListForm) -> str:
    """Subscribe to the feeds of a list."""
    from tocsin.subscribing import import_list

    done = import_list(
        desk.store, form.opml.encode(), "the list", at=desk.at, allow_private=False, by=desk.by
    )
    refused = f" Refused: {'; '.join(done.faults)[:200]}" if done.faults else ""
    return f"Added {done.added} of {done.of} channels.{refused}"


def _set_paused(desk: Desk, form: WhichForm, *, is_paused: bool) -> str:
    from tocsin.subscribing import set_paused

    channel = set_paused(desk.store, form.which, is_paused=is_paused, at=desk.at, by=desk.by)
    return f"{'Paused' if is_paused else 'Resumed'} {channel.label}."


SOURCE_ACTIONS: Mapping[str, Action] = {
    "add-source": Action("editor", "Subscribe", "sources add", SourceForm, add_source, "/sources"),
    "remove-source": Action("editor", "Remove", "sources remove", WhichForm, remove_source, "/sources"),
    "pause-source": Action("editor", "Pause", "sources pause", WhichForm, pause_source, "/sources"),
    "resume-source": Action("editor", "Resume", "sources resume", WhichForm, resume_source, "/sources"),
    "import-sources": Action("editor", "Take in", "sources import", ListForm, import_sources, "/sources"),
}
