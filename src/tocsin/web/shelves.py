"""The pages of lists: stories, briefs, sources, and what a search finds.

Comes in: a shelf, a brief's version, words. Goes out: the pages' contents as records. Knows nothing about
how they look.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.collect.health import Health, tell_health
from tocsin.store.pages import BriefLine, Holdings, OutletLine, Sighting, StoryLine
from tocsin.terms import Brief, Record
from tocsin.web.shelf import Shelf

MOST_HITS = 40


class StoriesPage(Record):
    """The newest stories."""

    stories: tuple[StoryLine, ...]


class BriefsPage(Record):
    """The last brief, and all of them by name."""

    brief: Brief | None
    others: tuple[BriefLine, ...]


class ChannelLine(Record):
    """A channel with how it is doing."""

    name: str
    outlet: str | None
    health: Health
    succeeded: dt.datetime | None
    found: dt.datetime | None


class SourcesPage(Record):
    """What is subscribed to and how it goes, and the outlets that documents came from."""

    channels: tuple[ChannelLine, ...]
    in_need: int  # channels that a person should look at
    outlets: tuple[OutletLine, ...]
    holdings: Holdings


class Found(Record):
    """A document that holds the words, with a passage of it."""

    document: Sighting
    snippet: str


class SearchPage(Record):
    """What a search finds."""

    words: str
    found: tuple[Found, ...]
    is_cut: bool  # there may be more


def show_stories(shelf: Shelf) -> StoriesPage:
    """The newest stories."""
    return StoriesPage(stories=tuple(shelf.store.newest_stories(100)))


def show_briefs(shelf: Shelf, version: str | None) -> BriefsPage | None:
    """The brief of that version, or the last; None where the version is not there."""
    brief = shelf.store.brief(version) if version else shelf.store.last_brief()
    if version and brief is None:
        return None
    return BriefsPage(brief=brief, others=tuple(shelf.store.brief_lines()))


def show_sources(shelf: Shelf, now: dt.datetime) -> SourcesPage:
    """Every channel, those in need of a person first, and every outlet, the latest first."""
    lines = sorted(_channels(shelf, now), key=lambda line: (line.health.state in _SOUND, line.name.lower()))
    return SourcesPage(
        channels=tuple(lines),
        in_need=sum(line.health.state not in _SOUND for line in lines),
        outlets=tuple(shelf.store.outlets()),
        holdings=shelf.store.holdings(),
    )


_SOUND = ("well", "new", "paused", "waiting", "slow")


def _channels(shelf: Shelf, now: dt.datetime) -> Iterator[ChannelLine]:
    states = shelf.store.channel_states()
    for channel in shelf.store.channels():
        state = states.get(channel.id)
        yield ChannelLine(
            name=channel.label,
            outlet=channel.outlet,
            health=tell_health(channel, state, now=now),
            succeeded=state.succeeded if state else None,
            found=state.found if state else None,
        )


def show_search(shelf: Shelf, words: str, as_of: dt.date | None) -> SearchPage:
    """Documents that hold all the words, best first."""
    hits = shelf.store.search(words, limit=MOST_HITS, as_of=as_of)
    found = [Found(document=_sighting(hit.document), snippet=hit.snippet) for hit in hits]
    return SearchPage(words=words, found=tuple(found), is_cut=len(hits) == MOST_HITS)


def _sighting(document: object) -> Sighting:
    return Sighting.model_validate({name: getattr(document, name) for name in Sighting.model_fields})
