"""Search finds words in any script, and no string that a user types can break it."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contracts.store_records import document

from tocsin.store import Store

TEXTS = {
    "korean": "북한은 25일 새벽 미사일을 발사했다.",
    "chinese": "朝鮮半島局勢持續緊張",
    "japanese": "北朝鮮がミサイルを発射した",
    "english": "The launch vehicle was moved to the café near the co-operation bureau.",
    "long": "Nothing here. " * 40 + "A single frigate left port. " + "Nothing there. " * 40,
}


@pytest.fixture(scope="module")
def store(make_address: Callable[[], str]) -> Iterator[Store]:
    with Store(make_address()) as opened:
        for name, text in TEXTS.items():
            opened.put_document(document(name, text, title=f"Title of {name}"))
        seen = dt.datetime(2024, 5, 25, tzinfo=dt.UTC)
        opened.put_document(document("dated", "A frigate again.", first_seen=seen))
        yield opened


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("미사일", "korean"),
        ("북한", "korean"),  # stands before a particle, without a space
        ("半島", "chinese"),
        ("緊張", "chinese"),
        ("ミサイル", "japanese"),
        ("launch", "english"),
        ("LAUNCH moved", "english"),
        ("cafe", "english"),
        ("co-operation", "english"),
        ('"launch vehicle"', "english"),
        ("title english", "english"),
    ],
)
def test_a_word_is_found(store: Store, words: str, found: str) -> None:
    assert [hit.document.name for hit in store.search(words)] == [found]


@pytest.mark.parametrize(
    "words", ["", "   ", "*", '"', "AND", "launch missing", "日本", "-", "NEAR(zebra", "text:launch"]
)
def test_what_is_not_there_is_not_found(store: Store, words: str) -> None:
    assert store.search(words) == []


def test_decomposed_korean_is_found_too(store: Store) -> None:
    """A Mac writes file names and some texts in pieces of syllables."""
    import unicodedata

    assert [hit.document.name for hit in store.search(unicodedata.normalize("NFD", "북한"))] == ["korean"]


def test_the_snippet_is_the_passage_that_holds_the_word(store: Store) -> None:
    hit = next(hit for hit in store.search("FRIGATE") if hit.document.name == "long")
    assert "A single frigate left port." in hit.snippet
    assert hit.snippet.startswith("\u2026 ")
    assert hit.snippet.endswith(" \u2026")
    assert len(hit.snippet) < 200


def test_search_keeps_to_the_limit_and_to_the_day(store: Store) -> None:
    assert len(store.search("frigate")) == 2
    assert len(store.search("frigate", limit=1)) == 1
    assert store.search("frigate", limit=0) == []
    assert [hit.document.name for hit in store.search("frigate", as_of=dt.date(2024, 5, 25))] == ["dated"]
    assert store.search("frigate", as_of=dt.date(2024, 5, 24)) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=[])))
def test_any_string_is_safe(store: Store, words: str) -> None:
    store.search(words)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_every_word_of_a_text_finds_it(store: Store, name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(TEXTS[name].split()))
    assert name in [hit.document.name for hit in store.search(word)]


def test_a_passage_begins_and_ends_with_whole_words(store: Store) -> None:
    """Half a word at the edge of a passage reads like a mistake of the source."""
    text = (
        "Considerable quantities of machinery were unloaded. " * 4
        + "A regatta follows. "
        + "More later. " * 30
    )
    store.put_document(document("a", text))
    (hit,) = store.search("regatta")
    inner = hit.snippet.removeprefix("\u2026 ").removesuffix(" \u2026").split()
    assert "regatta" in inner and set(inner) <= set(text.split())
