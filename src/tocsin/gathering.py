"""The corridor from the channels to the store: ask those that are due, keep what they gave, go on.

Comes in: a store with channels, and the moment. Goes out, channel by channel: the new documents and the
problems. What a channel gave is stored before the next one is handed on, in one transaction with where
collection stands; a run that is killed has lost nothing and takes nothing twice. Knows nothing about
reading.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.collect.addresses import check_channel_address
from tocsin.collect.channels import fetch_channels
from tocsin.collect.health import Health, tell_health
from tocsin.collect.secrets import check_reference
from tocsin.collect.standing import is_due
from tocsin.collect.web import Limits, Web
from tocsin.config import Settings
from tocsin.store import Store
from tocsin.terms import Channel, ChannelKind, ChannelState, Document, Problem, identify


class Gathered(NamedTuple):
    """What one channel gave in one run: documents that are new in the store, and what went wrong."""

    channel: Channel
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    state: ChannelState


class Standing(NamedTuple):
    """A channel, where collection stands with it, and how it is doing."""

    channel: Channel
    state: ChannelState | None
    health: Health


def gather(
    store: Store,
    *,
    now: dt.datetime,
    web: Web,
    workers: int = 32,
    channels: Sequence[Channel] | None = None,
    everything: bool = False,
) -> Iterator[Gathered]:
    """Take what is new from the store's channels that are due, or from `channels`, or from `everything`."""
    asked = store.channels() if channels is None else channels
    standing = [(channel, store.channel_state(channel.id)) for channel in asked if not channel.paused]
    if channels is None and not everything:
        standing = [(channel, state) for channel, state in standing if is_due(channel, state, now)]
    for fetched in fetch_channels(standing, now=now, web=web, known=store.is_taken, workers=workers):
        found = [(item.document, item.kept) for item in fetched.documents]
        new = store.put_fetched(found, fetched.captures, fetched.state)
        yield Gathered(fetched.channel, new, fetched.problems, fetched.state)


def open_web(settings: Settings, *, seed: int = 0) -> Web:
    """A way to the web within the limits that are set."""
    limits = Limits(
        max_bytes=settings.max_document_bytes,
        pace=settings.fetch_pace_seconds,
        seconds=settings.fetch_seconds,
    )
    return Web(limits, contact=settings.contact, seed=seed)


def make_channel(
    address: str,
    *,
    added: dt.datetime,
    kind: ChannelKind = "auto",
    name: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    country: str | None = None,
    every_minutes: int = 15,
    allow_private: bool = False,
    secret: str | None = None,
) -> Channel:
    """A channel of this address, checked.

    Raises:
        ConfigurationError: the address is none or holds a credential, or the secret is no reference.
    """
    address = check_channel_address(address)
    check_reference(secret)
    return Channel(
        id=identify("channel", address),
        address=address,
        kind=kind,
        name=name,
        outlet=outlet,
        language=language.lower() if language else None,
        country=country.upper() if country else None,
        every_minutes=every_minutes,
        allow_private=allow_private,
        secret=secret,
        added=added,
    )


def list_standing(store: Store, *, now: dt.datetime) -> list[Standing]:
    """The store's channels with their health, in the order in which they were added."""
    states = store.channel_states()
    found = ((channel, states.get(channel.id)) for channel in store.channels())
    return [Standing(channel, state, tell_health(channel, state, now=now)) for channel, state in found]
