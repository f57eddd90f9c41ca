"""Speakers: an unnamed official taken for a name invents a witness; one speaker under two names is two."""

import pytest

from tocsin.reference.phrases import Phrases
from tocsin.terms import Claim, Document, Reading, Source, Span
from tocsin.trace.core import find_core
from tocsin.trace.houses import house_named
from tocsin.trace.naming import unite_names
from tocsin.trace.quotes import find_shared_quotations
from tocsin.trace.speakers import is_mouthpiece, is_public, is_unnamed

TEXT = "In Seoul, officials met Kim of the trade board, and North Korea stayed silent. Growers wait."
PAGE = Document(id="d", name="d", text=TEXT)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("South Korea's Joint Chiefs of Staff", "body"),
        ("the Foreign Ministry", "body"),
        ("the North", "body"),
        ("Pyongyang", "body"),
        ("Germany's ambassador to the United Nations", "person"),
        ("a Foreign Ministry spokesman", "person"),
        ("Kim", "person"),
        ("Canon John Smith of the Relief Board for the Far Islands and the Northern Straits", "person"),
    ],
)
def test_the_named_speak_in_public(name: str, kind: str) -> None:
    assert is_public(Source.model_validate({"name": name, "kind": kind}), PAGE)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Officials", "person"),
        ("Growers", "person"),
        ("A South Korean officer", "person"),
        ("Two of the officials", "person"),
        ("Island militants", "person"),
        ("The report", "document"),
        ("I", "person"),
    ],
)
def test_a_capital_at_the_start_of_a_sentence_is_no_name(name: str, kind: str) -> None:
    source = Source.model_validate({"name": name, "kind": kind})
    assert not is_public(source, PAGE)
    assert is_unnamed(source, PAGE) == (kind == "person")


def test_a_mouthpiece_alone_speaks_for_nobody_in_particular() -> None:
    assert is_mouthpiece(Source(name="a spokesperson"))
    assert not is_mouthpiece(Source(name="a Kremlin spokesperson"))


def test_names_of_one_speaker_are_united_and_others_kept_apart() -> None:
    names = [
        ("Ambassador Lena Brandt", None),
        ("Ambassador Lena Brandt", None),
        ("Brandt", None),
        ("German Ambassador Lena Brandt", None),
        ("Germany's ambassador to the United Nations", "DEU"),
        ("South Korea's Joint Chiefs of Staff", "KOR"),
        ("the Joint Chiefs of Staff", None),
        ("JCS", None),
        ("Japan's Defense Ministry", "JPN"),
        ("South Korea's Defense Ministry", "KOR"),
    ]
    standing = unite_names(names)
    assert {standing[name] for name, _ in names[:5]} == {"Ambassador Lena Brandt"}
    assert len({standing[name] for name, _ in names[5:8]}) == 1
    assert standing["Japan's Defense Ministry"] != standing["South Korea's Defense Ministry"]


def test_a_family_name_that_comes_first_and_a_hyphen_make_no_second_speaker() -> None:
    """Otherwise one leader quoted as "Kim Yong Su" and as "Kim" would be two witnesses."""
    standing = unite_names(
        [("Kim Yong Su", None), ("Kim", None), ("Anne-Marie Holt", None), ("Anne Marie Holt", None)]
    )
    assert standing["Kim"] == standing["Kim Yong Su"]
    assert standing["Anne-Marie Holt"] == standing["Anne Marie Holt"]
    two = unite_names([("Kim Yong Su", None), ("Kim Hae Won", None), ("Kim", None)])
    assert len(set(two.values())) == 3  # which of the two is not known


def test_a_quotation_laid_to_a_bystander_once_does_not_make_him_the_speaker() -> None:
    said = "“The militants are now less than two kilometres away from the gates of the city,”"
    names = ("the Relief Board", "the Relief Board", "the Relief Board", "President Harold Lund")
    documents, readings = [], []
    for number, name in enumerate(names):
        text = f"Militants are near the gates of the city. {said} {name} said."
        place, start = text.index("“"), text.rindex(name)
        source = Source(name=name, kind="body", spans=(Span(start, start + len(name)),))
        content = (Span(place + 1, place + len(said) - 2),)
        documents.append(Document(id=f"d{number}", name=f"d{number}", text=text))
        claims = (Claim(id="c1", document=f"d{number}", source=source, content=content),)
        readings.append(Reading(document=f"d{number}", claims=claims))
    quoted, united = find_shared_quotations(documents, readings, find_core(documents, readings))
    assert {found.name for found in quoted} == {"the Relief Board"}
    assert set(united) == {frozenset({"the Relief Board"})}


def test_words_for_an_outlet_mean_its_house() -> None:
    names = Phrases({"Harbour TV": "Harbour TV"})
    for words, family in {
        "the US broadcaster Harbour TV": "harbour",
        "The Associated Press (AP": "ap",
        "North Korea's state news agency": "dprk-state",
        "the North's state media": "dprk-state",
    }.items():
        house = house_named(words, PAGE, names)
        assert house is not None, words
        assert house.family == family
    assert house_named("the broadcaster", PAGE, names) is None


def test_one_shared_quotation_has_one_speaker() -> None:
    quotation = "“The militants are now less than two kilometres away from the gates of the city,”"
    named = f"The militants are near the gates of the city. {quotation} the Relief Board said."
    bare = f"Militants close in on the gates of the city. {quotation} a spokesperson said on Monday."
    documents = [Document(id=name, name=name, text=text) for name, text in (("a", named), ("b", bare))]
    start = named.index("“")
    source = Source(
        name="the Relief Board", kind="body", spans=(Span(named.index("the Relief"), len(named) - 6),)
    )
    claim = Claim(
        id="c1", document="a", source=source, content=(Span(start + 1, start + len(quotation) - 2),)
    )
    readings = [Reading(document="a", claims=(claim,)), None]
    quoted, _ = find_shared_quotations(documents, readings, find_core(documents, readings))
    assert [(found.document, found.name) for found in quoted] == [
        (0, "the Relief Board"),
        (1, "the Relief Board"),
    ]
