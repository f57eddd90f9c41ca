"""The page Sources: channels and their health, what they covered, outlets, and the letters people gave.

Comes in: a shelf and the moment. Goes out: the page's contents as a record. Knows nothing about how it looks.
"""

import datetime as dt
from collections.abc import Iterator

from tocsin.collect.health import Health, tell_health
from tocsin.store.pages import Holdings, OutletLine
from tocsin.terms import Record, SourceGrade
from tocsin.web.shelf import Shelf
from tocsin.weigh.letters import source_key

COVERED = dt.timedelta(days=60)  # how far back coverage is shown
SOUND = ("well", "new", "paused", "waiting", "slow")


class ChannelLine(Record):
    """A channel with how it is doing, and when in the last sixty days it was read without a gap."""

    name: str
    outlet: str | None
    health: Health
    succeeded: dt.datetime | None
    found: dt.datetime | None
    covered: tuple[tuple[dt.datetime, dt.datetime], ...]


class OutletRow(Record):
    """An outlet with the letters that people gave it, the latest first."""

    line: OutletLine
    grades: tuple[SourceGrade, ...]


class SourcesPage(Record):
    """What is subscribed to and how it goes, the outlets that documents came from, and letters."""

    channels: tuple[ChannelLine, ...]
    in_need: int  # channels that a person should look at
    covered_from: dt.datetime
    covered_to: dt.datetime
    outlets: tuple[OutletRow, ...]
    grades: tuple[SourceGrade, ...]  # all letters, the latest first
    holdings: Holdings


def show_sources(shelf: Shelf, now: dt.datetime) -> SourcesPage:
    """Every channel, those in need of a person first, and every outlet, the latest first."""
    lines = sorted(_channels(shelf, now), key=lambda line: (line.health.state in SOUND, line.name.lower()))
    grades = shelf.store.source_grades()[::-1]
    given: dict[str, list[SourceGrade]] = {}
    for grade in grades:
        given.setdefault(source_key(grade.source), []).append(grade)
    outlets = [
        OutletRow(line=line, grades=tuple(given.get(source_key(line.outlet), ())) if line.outlet else ())
        for line in shelf.store.outlets()
    ]
    return SourcesPage(
        channels=tuple(lines),
        in_need=sum(line.health.state not in SOUND for line in lines),
        covered_from=now - COVERED,
        covered_to=now,
        outlets=tuple(outlets),
        grades=tuple(grades),
        holdings=shelf.store.holdings(),
    )


def _channels(shelf: Shelf, now: dt.datetime) -> Iterator[ChannelLine]:
    states = shelf.store.channel_states()
    covered: dict[str, list[tuple[dt.datetime, dt.datetime]]] = {}
    for each in shelf.store.coverage(now - COVERED, now):
        covered.setdefault(each.channel, []).append((each.start, each.end))
    for channel in shelf.store.channels():
        state = states.get(channel.id)
        yield ChannelLine(
            name=channel.label,
            outlet=channel.outlet,
            health=tell_health(channel, state, now=now),
            succeeded=state.succeeded if state else None,
            found=state.found if state else None,
            covered=tuple(covered.get(channel.id, ())),
        )
