"""Outlets: a name taken for a common word, or two names of one house taken for two, skews every count."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reference.outlets import all_outlets, family_of, find_outlet, find_outlets


def names_in(text: str) -> list[tuple[str, str]]:
    return [(span.of(text), outlet.id) for span, outlet in find_outlets(text)]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("the BBC's", "bbc"),
        ("wall street journal", "wsj"),
        ("The Associated Press", "ap"),
        ("reuters", "reuters"),
        ("Time", "time"),
        ("The Hill", "the-hill"),
        ("People’s Daily", "peoples-daily"),
        ("Korean Central  News\nAgency", "kcna"),
    ],
)
def test_a_name_standing_alone_is_found_however_it_is_printed(name: str, id: str) -> None:
    outlet = find_outlet(name)
    assert outlet is not None
    assert outlet.id == id


@pytest.mark.parametrize("name", ["time", "sun", "hill", "rt", "ap", "guardian", "Harbour TV", ""])
def test_common_words_and_strangers_are_no_outlets(name: str) -> None:
    assert find_outlet(name) is None


def test_common_words_in_running_text_are_outlets_only_as_names() -> None:
    text = "Up on the Hill, the Sun rose for the third Time; a guardian posted a mirror, then RT by the post."
    assert names_in(text) == []


def test_the_article_makes_a_common_word_a_name() -> None:
    text = "The Guardian and the Post said so; the Telegraph's man and The Hill did not."
    assert [outlet for _, outlet in names_in(text)] == ["guardian", "wapo", "telegraph", "the-hill"]


def test_the_longest_name_wins_and_spans_are_exact() -> None:
    text = "The BBC Persian service, Interfax-Ukraine and the Associated\nPress (AP) agreed."
    assert names_in(text) == [
        ("BBC Persian", "bbc"),
        ("Interfax-Ukraine", "interfax-ukraine"),
        ("Associated\nPress", "ap"),
        ("AP", "ap"),
    ]


def test_editions_of_one_house_are_one_family_and_strangers_are_their_own() -> None:
    assert family_of("BBC Korean") == family_of("BBC News")
    assert family_of("Rodong Sinmun") == family_of("KCNA")
    assert family_of("Interfax") != family_of("Interfax-Ukraine")
    assert family_of("The Harbour Post") == family_of("harbour post") != family_of("Harbour TV")


def test_state_follows_from_the_documented_basis() -> None:
    kcna, bbc = find_outlet("KCNA"), find_outlet("BBC")
    assert kcna is not None
    assert bbc is not None
    assert (kcna.kind, kcna.state, bbc.state) == ("state-media", True, False)
    assert all(outlet.state for outlet in all_outlets() if outlet.kind == "state-media")


def test_the_table_is_whole_and_rates_nobody() -> None:
    outlets = all_outlets()
    assert len(outlets) >= 400
    assert len({outlet.id for outlet in outlets}) == len(outlets)
    assert all(re.fullmatch("[A-Z]{3}", outlet.country or "") for outlet in outlets)
    assert "reliability" not in type(outlets[0]).model_fields


@given(st.text(alphabet="aT hePostSunBBC.'’APRT\n", max_size=60))
def test_spans_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for span, _ in find_outlets(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
