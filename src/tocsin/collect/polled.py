"""What asking a channel gave, before any page is fetched, and what its requests may do.

Comes in: a channel. Goes out: the records that asking fills and that taking empties. Knows nothing about
how a channel is asked.
"""

import datetime as dt
from typing import NamedTuple

from tocsin.collect.addresses import host_of
from tocsin.collect.answers import Answer
from tocsin.collect.articles import Article
from tocsin.collect.intake import Collected
from tocsin.collect.listings import Entry, Listing
from tocsin.collect.permits import Permit
from tocsin.collect.secrets import resolve_secret
from tocsin.terms import Channel, ChannelState, Problem


class Polled(NamedTuple):
    """What a channel offers that is new, and what must be remembered of the asking.

    `entries` are to be taken, in order; `documents` are there already, each with the ids by which it will
    be known as seen. `state` holds what the asking alone changed. `oldest` is how far back the listing
    reaches, `is_whole` that nothing between the last reading and this one can have been missed.
    """

    channel: Channel
    state: ChannelState
    entries: tuple[Entry, ...] = ()
    listing: Listing | None = None
    answer: Answer | None = None
    article: Article | None = None
    documents: tuple[tuple[tuple[str, ...], Collected], ...] = ()
    problems: tuple[Problem, ...] = ()
    noted: tuple[str, ...] = ()  # ids that are seen without giving a document
    oldest: dt.datetime | None = None
    is_whole: bool = False
    more: bool = False  # the channel holds more than one run takes
    has_failed: bool = False


def permit_of(channel: Channel) -> Permit:
    """What requests for this channel may do.

    Raises:
        ConfigurationError: its credential is not where the reference says.
    """
    home = host_of(channel.address)
    return Permit(home if channel.allow_private else "", resolve_secret(channel.secret), home)
