"""Whatever a record says, the store says it back: no null turned into "", no field left behind."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.store import Store
from tocsin.terms import (
    Actor,
    Certainty,
    Claim,
    Document,
    Event,
    Interval,
    Link,
    Place,
    Reading,
    Source,
    Span,
    Time,
    identify,
)

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
maybe_text = st.none() | text
days = st.dates(dt.date(1600, 1, 1), dt.date(2200, 1, 1))
maybe_day = st.none() | days
moments = days.flatmap(lambda day: st.builds(dt.datetime.combine, st.just(day), st.times(), st.timezones()))
spans = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
some_spans = st.lists(spans, max_size=3).map(tuple)
words = st.lists(text, max_size=3).map(tuple)
shares = st.floats(0, 1)

sources = st.builds(
    Source,
    spans=some_spans,
    name=text,
    anonymous=st.booleans(),
    country=maybe_text,
    refers_to=maybe_text,
    through=maybe_text,
)
certainties = st.builds(Certainty, low=shares, mid=shares, high=shares, words=text)
claims = st.builds(
    Claim,
    id=st.just("c1"),
    document=st.just(""),
    source=st.none() | sources,
    cue=some_spans,
    content=some_spans,
    within=maybe_text,
    chain=words,
    hedged=st.booleans(),
    certainty=st.none() | certainties,
    events=words,
)
actors = st.builds(Actor, name=text, span=st.none() | spans, country=maybe_text, sector=maybe_text)
places = st.builds(
    Place,
    name=maybe_text,
    span=st.none() | spans,
    country=maybe_text,
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
)
intervals = st.builds(  # an interval always has the span of its words
    Interval, span=spans, start=maybe_day, end=maybe_day, earliest=maybe_day, latest=maybe_day
)
events = st.builds(
    Event,
    id=st.just("e1"),
    document=st.just(""),
    trigger=spans,
    class_=maybe_text,
    mode=maybe_text,
    kind=maybe_text,
    cameo=maybe_text,
    actors=st.lists(actors, max_size=2).map(tuple),
    place=places,
    time=st.none() | intervals,
    claim=maybe_text,
)
times = st.builds(
    Time, span=spans, kind=st.just("set"), value=text, start=maybe_day, end=maybe_day, anchor=maybe_text
)
documents = st.builds(
    Document,
    id=st.just(""),
    name=text,
    text=text,
    title=maybe_text,
    outlet=maybe_text,
    byline=maybe_text,
    credit=maybe_text,
    published=maybe_day,
    published_at=st.none() | moments,
    first_seen=st.none() | moments,
    first_seen_assumed=st.booleans(),
    url=maybe_text,
    language=maybe_text,
    marking=maybe_text,
    unknown=words,
    links=st.lists(st.builds(Link, url=text, text=text), max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def store(make_address: Callable[[], str]) -> Iterator[Store]:
    with Store(make_address()) as opened:
        yield opened


def named(document: Document) -> Document:
    """With an id and a name that no other has: two tellings of one text under one name are one document."""
    id_ = identify(document.model_dump_json())
    return document.model_copy(update={"id": id_, "name": document.name + id_})


@many
@given(documents)
def test_documents_come_back_as_they_went_in(store: Store, made: Document) -> None:
    put = store.put_document(named(made))
    found = store.find_document(put.id)
    assert found == put == named(made).model_copy(update={"version": put.version})


@many
@given(st.lists(claims, max_size=1), st.lists(events, max_size=1), st.lists(times, max_size=2))
def test_readings_come_back_as_they_went_in(
    store: Store, claims: list[Claim], events: list[Event], times: list[Time]
) -> None:
    put = store.put_document(Document(id="d1", name="d1", text="Text."))
    reading = Reading(
        document=put.id,
        claims=tuple(claim.model_copy(update={"document": put.id}) for claim in claims),
        events=tuple(event.model_copy(update={"document": put.id}) for event in events),
        times=tuple(times),
    )
    store.put_reading(reading)
    assert store.reading_of(put.id) == reading
