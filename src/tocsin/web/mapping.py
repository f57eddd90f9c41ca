"""The page Map: where events are said to be, as far as the words say it and no further.

Comes in: a shelf, watches, a day. Goes out: the page's contents as a record. A point is shown only where the
words name a place that is one; a country that is named alone is an area; what is neither is a line of the
table. Knows nothing about how outlines are drawn.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from tocsin.reference.countries import country_name
from tocsin.store.pages import Passage
from tocsin.store.placed import Placed
from tocsin.terms import Record
from tocsin.web.shelf import Shelf

Precision = Literal["point", "country", "words"]
MOST_WORDS = 3  # passages behind one place


class PlaceLine(Record):
    """One place with the events that are said to be there."""

    name: str
    precision: Precision
    country: str | None
    latitude: float | None
    longitude: float | None
    events: int
    documents: int
    kinds: tuple[tuple[str, int], ...]
    passages: tuple[Passage, ...]


class MapPage(Record):
    """Places of the events in the documents that bear on one watch, those with most documents first."""

    watch: str | None
    title: str | None
    as_of: dt.date | None
    others: tuple[tuple[str, str], ...]  # id and title of the watches that may be chosen
    countries: tuple[str, ...]  # that the watch is about: the map shows these at the least
    places: tuple[PlaceLine, ...]
    is_world: bool  # the whole world is asked for, not the part in which most is told
    unplaced: int  # documents on the watch in which no event has a place


def show_map(shelf: Shelf, watch: str | None, *, is_world: bool = False) -> MapPage | None:
    """The places of one watch: the one asked for, else the first that was judged."""
    known = shelf.store.watched()
    chosen = next((each for each in known if watch in (None, each[0])), None)
    if watch is not None and chosen is None:
        return None
    weighing = shelf.store.weighing(*chosen) if chosen else None
    told = shelf.watch(chosen[0]) if chosen else None
    documents = weighing.relevant_documents if weighing else ()
    placed = shelf.store.placed(documents)
    return MapPage(
        watch=chosen[0] if chosen else None,
        title=shelf.title(chosen[0]) if chosen else None,
        as_of=chosen[1] if chosen else None,
        others=tuple((id_, shelf.title(id_)) for id_, _ in known),
        countries=told.countries if told else (),
        places=tuple(_places(shelf, placed)),
        is_world=is_world,
        unplaced=len(set(documents) - {each.document for each in placed}),
    )


def _places(shelf: Shelf, placed: Sequence[Placed]) -> Iterator[PlaceLine]:
    grouped: dict[tuple[str, Precision], list[Placed]] = {}
    for each in placed:
        grouped.setdefault((_name(each), _precision(each)), []).append(each)
    shown = {key: _first_of_each(events) for key, events in grouped.items()}
    passages = shelf.store.passages(key for keys in shown.values() for key in keys)
    order = sorted(grouped.items(), key=lambda each: (-_documents(each[1]), each[0]))
    for (name, precision), events in order:
        kinds = [each.kind.replace("-", " ") for each in events if each.kind]
        counted = sorted(((kind, kinds.count(kind)) for kind in set(kinds)), key=lambda k: (-k[1], k[0]))
        yield PlaceLine(
            name=name,
            precision=precision,
            country=events[0].country,
            latitude=events[0].latitude if precision == "point" else None,
            longitude=events[0].longitude if precision == "point" else None,
            events=len(events),
            documents=_documents(events),
            kinds=tuple(counted),
            passages=tuple(passages[key] for key in shown[name, precision] if key in passages),
        )


def _precision(placed: Placed) -> Precision:
    if placed.latitude is not None and placed.longitude is not None:
        return "point"
    is_country = placed.country is not None and placed.name in (None, country_name(placed.country))
    return "country" if is_country else "words"


def _name(placed: Placed) -> str:
    return placed.name or country_name(placed.country or "")


def _documents(events: Sequence[Placed]) -> int:
    return len({each.document for each in events})


def _first_of_each(events: Sequence[Placed]) -> list[str]:
    """The first event of each of the first documents: what the place rests on."""
    first: dict[str, str] = {}
    for each in events:
        first.setdefault(each.document, each.key)
    return list(first.values())[:MOST_WORDS]
