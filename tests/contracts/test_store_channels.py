"""What a desk relies on between two runs: nothing is taken twice, nothing lost, coverage told as it was."""

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.contracts.store_records import CAPTURE, CHANNEL, FETCHED, NOON, STATE, document

from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.terms import Look

HOUR = dt.timedelta(hours=1)
KEPT = FETCHED.text.encode()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store(address) as opened:
        opened.put_channel(CHANNEL)
        yield opened


def test_a_channel_and_where_collection_stands_come_back_whole(store: Store) -> None:
    store.put_fetched([(FETCHED, KEPT)], [CAPTURE], STATE)
    assert store.channels() == (CHANNEL,)
    assert store.channel_state("c1") == STATE
    assert store.channel_state("none") is None
    assert list(store.captures()) == [(CAPTURE, KEPT)]
    assert list(store.captures("none")) == []


def test_a_document_that_comes_again_keeps_the_moment_when_it_was_first_seen(store: Store) -> None:
    """A later first_seen would hide the report from every question as of the days between."""
    assert [one.id for one in store.put_fetched([(FETCHED, KEPT)], [CAPTURE], STATE)] == [FETCHED.id]
    later = FETCHED.model_copy(update={"first_seen": NOON + 5 * HOUR})
    assert store.put_fetched([(later, KEPT)], [], STATE) == ()
    stored = store.find_document(FETCHED.name)
    assert stored is not None and stored.first_seen == NOON
    assert store.is_taken(FETCHED.name, "c2") and not store.is_taken(FETCHED.name, "c1")
    assert not store.is_taken("harbour.example/2", "c2")


def test_a_failure_in_one_document_stores_neither_the_others_nor_the_state(store: Store) -> None:
    """State without its documents would lose them for good."""
    with pytest.raises(StoreError):
        store.put_fetched([(FETCHED, KEPT), (document("b", "B."), b"other bytes")], [CAPTURE], STATE)
    assert store.channel_state("c1") is None
    assert list(store.documents()) == []


def test_items_that_are_seen_no_longer_are_let_go_and_the_rest_stay_in_order(store: Store) -> None:
    store.put_fetched([], [], STATE)
    changed = STATE.model_copy(update={"seen": ("i1", "i4")})
    store.put_fetched([], [], changed)
    state = store.channel_state("c1")
    assert state is not None and state.seen == ("i1", "i4")


def test_a_removed_channel_leaves_the_list_and_its_coverage_stays(store: Store) -> None:
    store.put_fetched([], [], STATE.model_copy(update={"look": look(NOON - HOUR, NOON - HOUR, NOON)}))
    gone = CHANNEL.model_copy(update={"removed": NOON})
    store.put_channel(gone)
    assert store.channels() == ()
    assert store.channels(with_removed=True) == (gone,)
    (covered,) = store.coverage(NOON - HOUR, NOON)
    assert (covered.outlet, covered.country, covered.language) == ("Harbour TV", "PRK", "en")


def look(covers_from: dt.datetime, first: dt.datetime, last: dt.datetime) -> Look:
    return Look(channel="c1", covers_from=covers_from, first=first, last=last)


def test_coverage_is_cut_to_the_time_asked_for_and_to_what_was_known_then(store: Store) -> None:
    """An outage that was made good later was an outage to whoever asked in the midst of it."""
    before = look(NOON - 10 * HOUR, NOON - 8 * HOUR, NOON)
    after = look(NOON, NOON + 6 * HOUR, NOON + 9 * HOUR)
    for each in (before, after):
        store.put_fetched([], [], STATE.model_copy(update={"look": each}))

    def asked(start: int, end: int, as_of: int) -> list[tuple[float, float]]:
        found = store.coverage(NOON + start * HOUR, NOON + end * HOUR, as_of=NOON + as_of * HOUR)
        return [((one.start - NOON) / HOUR, (one.end - NOON) / HOUR) for one in found]

    assert asked(-12, 12, 12) == [(-10, 0), (0, 9)]
    assert asked(-12, 12, 3) == [(-10, 0)]
    assert asked(-2, 2, 12) == [(-2, 0), (0, 2)]
    assert asked(-12, 12, -9) == []
    assert asked(-30, -20, 12) == []
    assert store.coverage(NOON - HOUR, NOON, channel="another") == ()
