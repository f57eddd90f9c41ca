"""What a desk subscribes to, changed by people: channels added, removed, paused and resumed; lists of feeds.

A store and what a person asks for come in; the store is changed, and its audit trail says who did it. The
command line and the forms of the workbench call the same functions. It knows nothing of how a channel is
read.
"""

import datetime as dt
from collections.abc import Collection
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from tocsin.collect.addresses import is_public, urlsplit_safely
from tocsin.collect.opml import read_opml
from tocsin.errors import ConfigurationError, TocsinError
from tocsin.gathering import make_channel
from tocsin.store import Store
from tocsin.terms import Channel

TERMINAL = "the terminal"  # who acts, where nobody is named


class Imported(NamedTuple):
    """What came of a list of feeds: how many were added, of how many, and what is wrong with the others."""

    added: int
    of: int
    faults: tuple[str, ...]


def subscribe(store: Store, channel: Channel, *, at: dt.datetime, by: str = TERMINAL) -> None:
    """Add a channel that `make_channel` has checked."""
    store.put_channel(channel)
    store.note(at=at, who=by, what="added a channel", record=f"channel {channel.id}", content=channel.address)


def unsubscribe(store: Store, which: str, *, at: dt.datetime, by: str = TERMINAL) -> Channel:
    """Take a channel off the list; what it brought and covered stays."""
    channel = find_channel(store, which)
    store.put_channel(channel.model_copy(update={"removed": at}))
    store.note(
        at=at, who=by, what="removed a channel", record=f"channel {channel.id}", content=channel.address
    )
    return channel


def set_paused(store: Store, which: str, *, is_paused: bool, at: dt.datetime, by: str = TERMINAL) -> Channel:
    """Leave a channel unasked, or ask it again."""
    channel = find_channel(store, which)
    store.put_channel(channel.model_copy(update={"paused": is_paused}))
    what = "paused a channel" if is_paused else "resumed a channel"
    store.note(at=at, who=by, what=what, record=f"channel {channel.id}", content=channel.address)
    return channel


def import_list(
    store: Store, opml: bytes, where: str, *, at: dt.datetime, allow_private: bool, by: str = TERMINAL
) -> Imported:
    """Subscribe to all feeds of an OPML list; those that are there already stay as they are.

    Raises:
        ConfigurationError: it is no such list.
    """
    outlines, added, faults = read_opml(opml, where), 0, []
    known = {channel.id: channel for channel in store.channels(with_removed=True)}
    for outline in outlines:
        try:
            channel = make_channel(
                outline.address,
                added=at,
                name=outline.name,
                outlet=outline.outlet,
                language=outline.language,
                country=outline.country,
                allow_private=allow_private,
            )
            if by != TERMINAL:
                refuse_inner(channel.address)
        except TocsinError as fault:
            faults.append(str(fault))
            continue
        if channel.id not in known or known[channel.id].removed is not None:
            subscribe(store, channel, at=at, by=by)
            added += 1
    return Imported(added, len(outlines), tuple(faults))


def find_channel(store: Store, which: str) -> Channel:
    """The one channel of this address, name or id.

    Raises:
        ConfigurationError: there is none, or several.
    """
    wanted = {which, tidy_path(which)}
    found = [each for each in store.channels() if wanted & {each.id, each.address, each.name or each.id}]
    if not found:
        raise ConfigurationError(which, "there is no such channel", "see the list: tocsin sources")
    if len(found) > 1:
        raise ConfigurationError(which, f"names {len(found)} channels", "give its address")
    return found[0]


def tidy_path(address: str) -> str:
    """A path is kept from the root on, so that it means the same from every folder."""
    return address if "://" in address else str(Path(address).expanduser().resolve())


def refuse_inner(address: str, schemes: Collection[str] = ("http", "https")) -> None:
    """What a browser may not subscribe to: files of the server, and hosts of its inner network.

    A name that leads to an inner network is refused when it is asked, since it can change its mind.

    Raises:
        ConfigurationError: it is one of these.
    """
    parts = urlsplit_safely(address)
    host = (parts.hostname or "").rstrip(".").lower()
    remedy = "add it on the terminal: tocsin sources add"
    if parts.scheme.lower() not in schemes or not host:
        raise ConfigurationError(address[:200], "is no web address", remedy)
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or not _is_outside(host):
        raise ConfigurationError(address[:200], "stands in an inner network", remedy)


def _is_outside(host: str) -> bool:
    """False for an address within, and for a number written so that only some programs read one in it."""
    try:
        return is_public(ip_address(host))
    except ValueError:
        return "." in host and not host.rpartition(".")[2].isdigit() and not host.startswith("0x")
