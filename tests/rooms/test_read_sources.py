"""Kinds of sources: an outlet taken for a person misleads every later room."""

from tocsin.read.sources import nature_of, publisher_of


def test_the_kind_follows_the_head_of_the_phrase() -> None:
    expected = {
        "two European diplomats": "officials",
        "a spokesman for the ministry": "officials",
        "people familiar with the matter": "officials",
        "Pentagon spokesman John Roe": "person",
        "the senator": "person",
        "Jane Roe, director of the Harbour Institute": "person",
        "the Pentagon": "body",
        "North Korea": "body",
        "Moscow and Pyongyang": "body",
        "the NIS": "body",
        "South Korea's Joint Chiefs of Staff": "body",
        "Harbour TV": "outlet",
        "the Meridian Post": "outlet",
        "the broadcaster": "outlet",
        "NBC News": "outlet",
        "Yonhap": "outlet",
        "KCNA": "state-media",
        "the North's state news agency": "state-media",
        "Analysts": "expert",
        "a researcher at an institute in Seoul": "expert",
        "the report": "document",
        "Satellite images": "document",
        "52 percent of voters": "public",
        "residents of the island": "public",
    }
    assert {words: nature_of(words).kind for words in expected} == expected


def test_only_those_whom_the_words_do_not_name_are_anonymous() -> None:
    unnamed = [
        "two European diplomats",
        "a senior U.S. official",
        "Officials in Moscow",
        "two of the officials",
    ]
    named = ["Pentagon spokesman John Roe", "the Pentagon", "Harbour TV", "Jane Roe"]
    assert [nature_of(words).is_anonymous for words in unnamed] == [True] * 4
    assert [nature_of(words).is_anonymous for words in named] == [False] * 4


def test_the_country_is_the_one_that_the_words_name() -> None:
    expected = {
        "South Korean officials": "KOR",
        "Pyongyang": "PRK",
        "a senior U.S. official": "USA",
        "Kremlin spokesman John Roe": "RUS",
        "two diplomats": None,
    }
    assert {words: nature_of(words).country for words in expected} == expected


def test_a_report_by_an_outlet_is_the_outlets() -> None:
    assert publisher_of("a report by Harbour Television") == "Harbour Television"
    assert publisher_of("a report by the committee") is None


def test_some_of_many_are_of_the_kind_of_the_many() -> None:
    for words in ("Nearly eight of 10 voters", "A number of other voters", "Six in ten voters"):
        assert nature_of(words).kind == "public"


def test_a_pronoun_with_its_verb_is_a_person_and_a_relation_is_one_too() -> None:
    assert nature_of("he’d").kind == "person"
    assert nature_of("His brother").kind == "person"
