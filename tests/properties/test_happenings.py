"""Joining tellings: the order of documents is no matter, twice is once, and nothing is lost or mixed."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tocsin.terms import Actor, Document, Event, Interval, Place, Reading, Span
from tocsin.weigh import join_events

DAYS = st.dates(dt.date(2024, 5, 1), dt.date(2024, 5, 12))
PEOPLE = st.lists(st.sampled_from(["PRK", "KOR", "JPN"]), max_size=2, unique=True).map(
    lambda codes: tuple(Actor(name=code, country=code) for code in codes)
)
KINDS = ["missile-test", "ballistic-missile-test", "icbm-test", "nuclear-test", None]


@st.composite
def readings(draw: st.DrawFn) -> list[tuple[Document, Reading]]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        name = f"d{number}"
        events = tuple(draw(_event(name, f"e{place}")) for place in range(draw(st.integers(0, 3))))
        text = draw(st.sampled_from(["fired two missiles", "fired three missiles", "fired"]))
        published = draw(st.none() | DAYS)
        made.append(
            (
                Document(id=name, name=name, text=text, published=published),
                Reading(document=name, events=events),
            )
        )
    return made


@st.composite
def _event(draw: st.DrawFn, document: str, id: str) -> Event:
    start = draw(st.none() | DAYS)
    end = start + dt.timedelta(days=draw(st.sampled_from([0, 0, 1, 20]))) if start else None
    kind = draw(st.sampled_from(KINDS))
    return Event.model_validate(
        {
            "id": id,
            "document": document,
            "trigger": Span(0, 5),
            "class": draw(st.sampled_from(["MOBILIZE", "ASSAULT"])),
            "kind": kind,
            "actors": draw(PEOPLE),
            "recipients": draw(PEOPLE),
            "place": draw(
                st.sampled_from([Place(), Place(name="Sunan", country="PRK"), Place(country="JPN")])
            ),
            "time": Interval(start=start, end=end) if start else None,
            "status": draw(st.sampled_from(["occurred", "planned", "possible", "did-not-occur"])),
        }
    )


@given(readings(), st.randoms(use_true_random=False))
def test_the_order_of_documents_is_no_matter(read, random):
    shuffled = list(read)
    random.shuffle(shuffled)
    assert join_events(shuffled) == join_events(read)


@given(readings())
def test_the_same_documents_twice_change_nothing(read):
    assert join_events([*read, *read]) == join_events(read)


@given(readings())
def test_every_telling_is_in_one_happening_and_no_happening_mixes_acts(read):
    events = {event.key: event for _, reading in read for event in reading.events}
    found = join_events(read)
    assert sorted(key for one in found for key in one.tellings) == sorted(events)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        told = [events[key] for key in one.tellings]
        assert len({event.class_ for event in told}) == 1
        named = [{actor.country for actor in event.actors} for event in told if event.actors]
        assert all(here & there for here in named for there in named)
        days = [event.time.start for event in told if event.time and event.time.start == event.time.end]
        assert not days or max(days) - min(days) <= dt.timedelta(days=1)
