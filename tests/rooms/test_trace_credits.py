"""Credits: a credit missed splits one origin in two; a credit imagined makes a witness that never was."""

import pytest

from tocsin.reference.phrases import Phrases
from tocsin.terms import Claim, Document, Link, Reading, Source, Span
from tocsin.trace.credits import find_credits
from tocsin.trace.houses import house_of
from tocsin.trace.unlisted import unlisted_names


def families(text: str, *names: str, **fields: object) -> list[tuple[str, str]]:
    document = Document.model_validate({"id": "d", "name": "d", "text": text, **fields})
    return [
        (credit.family, credit.cue)
        for credit in find_credits(document, None, Phrases({name: name for name in names}))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The test site is ready, the BBC reported on Monday.", [("bbc", "reported")]),
        ("According to the Wall Street Journal, a deal is near.", [("wsj", "reported")]),
        ("Two officials told NBC News that the site is ready.", [("nbc", "told")]),
        ("The site is ready, reports say, citing Japan's Kyodo News.", [("kyodo", "reported")]),
        ("The CNN report could not be confirmed.", [("cnn", "reported")]),
        ("SEOUL (Reuters) - The site is ready.", [("reuters", "dateline")]),
        ("The site is ready.\n\nSource: Yonhap", [("yonhap", "reported")]),
    ],
)
def test_the_ways_of_crediting(text: str, expected: list[tuple[str, str]]) -> None:
    assert families(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The satellite picture shows the site. AP Photo/Handout",
        "A missile on parade. (Photo: Reuters)",
        "CNN could not independently verify the footage.",
        "He watched the BBC for an hour and went to bed.",
        "The time has come, the hill is steep and the sun is up, he said.",
    ],
)
def test_what_is_no_credit(text: str) -> None:
    assert families(text) == []


def test_outlets_named_in_one_breath_share_the_cue() -> None:
    assert families("The men were caught, CNN and NBC News report.") == [
        ("cnn", "reported"),
        ("nbc", "reported"),
    ]


def test_told_to_ones_own_outlet_is_own_access() -> None:
    document = Document(
        id="d", name="d", outlet="BBC News", text="An official told the BBC that it will come."
    )
    (credit,) = find_credits(document, None)
    assert credit.is_own


def test_an_unlisted_outlet_is_found_where_the_texts_call_it_one() -> None:
    documents = [
        Document(id="a", name="a", text="A website called Tide Watch wrote about it.", outlet="Harbour TV"),
        Document(id="b", name="b", text="It is true, Delta Radio said, according to the Bay Morning Post."),
    ]
    names = unlisted_names(documents, [])
    assert all(names.value(name) for name in ("Tide Watch", "Harbour TV", "Bay Morning Post", "Delta Radio"))
    rewrite = Document(id="c", name="c", text="Nothing is left, Tide Watch reported.")
    assert [credit.family for credit in find_credits(rewrite, None, names)] == ["tidewatch"]


def test_spellings_of_an_unlisted_outlet_are_one_house() -> None:
    assert house_of("Hip-Hop Harbour") == house_of("the Hip Hop Harbour")
    assert house_of("Harbour TV") == house_of("Harbour-TV")
    assert house_of("BBC Korean") == house_of("the BBC")


def test_a_link_counts_where_it_stands_in_a_sentence() -> None:
    link = Link(url="https://www.reuters.com/world/x", text="said to be ready")
    assert families("The site is said to be ready.", links=(link,)) == [("reuters", "link")]
    assert families("The site is ready.", links=(link,)) == []


def test_an_outlet_that_reading_found_is_a_credit_too() -> None:
    text = "Two diplomats let the viewers of Harbour TV know that talks had failed."
    source = Source(
        name="two diplomats", kind="officials", anonymous=True, through="Harbour TV", spans=(Span(0, 13),)
    )
    claim = Claim(id="c1", document="d", source=source, content=(Span(49, 70),))
    made, reading = Document(id="d", name="d", text=text), Reading(document="d", claims=(claim,))
    (credit,) = find_credits(made, reading, unlisted_names([made], [reading]))
    assert (credit.family, credit.is_told, credit.span.of(text)) == ("harbour", True, "Two diplomats")


def test_a_link_to_the_site_of_another_document_credits_its_outlet() -> None:
    """A small outlet that no table lists is credited by links most of all."""
    link = Link(url="https://www.harbour.example/2024/launch", text="said to be ready")
    document = Document(id="d", name="d", text="The site is said to be ready.", links=(link,))
    (credit,) = find_credits(document, None, Phrases({}), {"harbour.example": "Harbour TV"})
    assert (credit.family, credit.cue) == (house_of("Harbour TV"), "link")
    assert (
        find_credits(
            document.model_copy(update={"outlet": "Harbour TV"}),
            None,
            sites={"harbour.example": "Harbour TV"},
        )
        == []
    )
