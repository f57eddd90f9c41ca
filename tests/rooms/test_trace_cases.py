"""The cases that fool a count: rings, retractions, parody, common words, families, denials in one text."""

import datetime as dt

import pytest

from tocsin.terms import Claim, Correction, Document, Origin, Reading, Source, Span, identify
from tocsin.trace import trace_documents

EVENT = "The northern republic may test a nuclear device before the election in November"


def document(name: str, text: str, outlet: str | None = None, day: int = 24) -> Document:
    return Document(id=identify(name), name=name, text=text, outlet=outlet, published=dt.date(2024, 5, day))


def traced(*documents: Document, readings: tuple[Reading, ...] = ()) -> tuple[int, int, dict[str, Origin]]:
    (story,) = trace_documents(documents, readings, one_story=True).stories
    counts, core = story.independent, {edge.to for edge in story.edges}
    origins = {origin.name: origin for origin in story.origins if origin.id in core}
    return counts.asserting.median, counts.denying.median, origins


def test_a_ring_of_three_is_one_origin_and_is_called_a_ring() -> None:
    cited = {"Bay Courier": "Coast Mail", "Coast Mail": "Delta Herald", "Delta Herald": "Bay Courier"}
    ring = [document(mine, f"{EVENT}, the {other} reported.", mine) for mine, other in cited.items()]
    asserting, _, origins = traced(*ring)
    assert asserting <= 1
    assert [name.endswith("(citing each other)") for name in origins] == [True]


def test_an_outlet_cleared_of_a_report_is_no_origin_of_it() -> None:
    asserting, _, origins = traced(
        document("a", f"{EVENT}, according to Harbour Wire, which cited the Coast Herald."),
        document("b", f"{EVENT}, Harbour Wire reported. Markets fell."),
        document("c", f"{EVENT}, the Coast Herald reported."),
        document("d", f"{EVENT}, Harbour Wire reported. The Coast Herald has nothing to do with the story."),
    )
    assert asserting == 1
    assert set(origins) == {"Harbour Wire"}
    assert len(origins["Harbour Wire"].documents) == 4  # who credited the cleared outlet rests on the other


def test_a_retracted_report_is_no_origin() -> None:
    crediting = [
        document("a", f"{EVENT}, the Coast Herald reported."),
        document("b", f"{EVENT}, according to the Coast Herald. Markets fell."),
    ]
    retracting = document("c", f"{EVENT}, it was said. The Coast Herald has since retracted the report.")
    assert traced(*crediting)[0] == 1
    asserting, _, origins = traced(*crediting, retracting)
    assert asserting == 0
    assert "Coast Herald" not in origins


@pytest.mark.parametrize(
    "words", ["a hill above the test site", "the sun over the bay", "a mirror of the past"]
)
def test_a_common_word_is_no_outlet(words: str) -> None:
    asserting, _, origins = traced(document("a", f"{EVENT}. It is {words}, and time passes."))
    assert (asserting, origins) == (0, {})


def test_nine_editions_of_one_house_are_one_origin() -> None:
    editions = [
        *("the BBC", "BBC News", "BBC Korean", "BBC World Service", "BBC Persian"),
        *("BBC Russian", "BBC Arabic", "BBC Monitoring", "BBC Verify"),
    ]
    assert traced(*(document(name, f"{EVENT}, {name} reported.") for name in editions))[0] == 1


def test_a_parody_that_others_debunk_is_still_the_only_origin_that_asserts() -> None:
    texts = [
        document("a", f"{EVENT}, according to the website Lagoon Gazette."),
        document("b", f"{EVENT}, the parody site Lagoon Gazette reported. There is no such plan."),
        document("c", f"A bogus story in the Lagoon Gazette reported that {EVENT.lower()}."),
    ]
    asserting, denying, origins = traced(*texts)
    assert (asserting, denying) == (1, 0)
    assert origins["Lagoon Gazette"].side == "asserts"


def test_a_claim_and_its_denial_in_one_article_stay_apart() -> None:
    denied = "the republic would test a nuclear device before the election"
    made = document("a", f"{EVENT}, Harbour TV reported. The State Agency denied that {denied}.")
    start = made.text.index(denied)
    claim = Claim(
        id="c1",
        document=made.id,
        source=Source(name="State Agency", kind="body"),
        content=(Span(start, start + len(denied)),),
        stance="denies",
    )
    asserting, denying, origins = traced(made, readings=(Reading(document=made.id, claims=(claim,)),))
    assert (asserting, denying) == (1, 1)
    assert {origin.side for origin in origins.values()} == {"asserts", "denies"}


def test_a_reporter_is_his_papers_origin_and_none_of_his_own() -> None:
    texts = [
        document("a", f"{EVENT}, reporter Jane Roe wrote in the Harbour Times."),
        document("b", f"{EVENT}, the Harbour Times reported."),
        document("c", f"{EVENT}. The news comes from veteran reporter Jane Roe."),
    ]
    roe = Source(name="Jane Roe", kind="person")
    start = texts[2].text.index("The news")
    spans = (Span(0, start - 2),)
    reading = Reading(
        document=texts[2].id, claims=(Claim(id="c1", document=texts[2].id, source=roe, content=spans),)
    )
    asserting, _, origins = traced(*texts, readings=(reading,))
    assert asserting == 1
    assert len(origins["Harbour Times"].documents) == 3


def test_a_text_that_asked_for_comment_itself_is_that_outlets_own() -> None:
    asserting, _, origins = traced(
        document(
            "a", f"{EVENT}, two officials said. The ministry did not answer Reuters' request for comment."
        ),
        document("b", f"{EVENT}, Reuters reported."),
        document("c", f"{EVENT}, according to Reuters."),
    )
    assert asserting == 1
    assert origins["Reuters"].seen


def test_an_origin_that_four_texts_faintly_show_is_not_made_sure_by_being_repeated() -> None:
    from tocsin.trace.counting import origin_probability

    assert origin_probability([0.3] * 4) == pytest.approx(0.3)
    assert origin_probability([0.9, 0.8]) == pytest.approx(0.95)


def test_a_far_away_credit_counts_where_the_story_rests_on_it() -> None:
    far = f"{EVENT}. " + "Prices of herring fell again in the southern ports. " * 6
    asserting, _, origins = traced(
        document("a", f"{EVENT}, Harbour TV reported."),
        document("b", f"According to Harbour TV, {EVENT.lower()}."),
        document("c", far + "More on this from Harbour TV, which first reported it."),
    )
    assert asserting == 1
    assert len(origins["Harbour TV"].documents) == 3


def pair() -> list[Document]:
    return [
        document("a", f"{EVENT}, Harbour TV reported."),
        document("b", f"Before winter {EVENT.lower()}, the Coast Herald reported."),
    ]


def said(document: str, to: str, *, is_cut: bool) -> Correction:
    return Correction(document=document, to=to, is_cut=is_cut)


def counted(*corrections: Correction) -> int:
    (story,) = trace_documents(pair(), [], one_story=True, corrections=corrections).stories
    return story.independent.asserting.median


def test_a_link_that_an_analyst_cuts_or_adds_changes_the_count_at_once() -> None:
    assert counted() == 2
    cut = said("b", "Coast Herald", is_cut=True)
    assert counted(cut) == 1
    assert counted(cut, said("b", "Harbour TV", is_cut=False)) == 1
    assert counted(said("a", "Bay Courier", is_cut=False)) == 3


def test_a_copy_added_by_hand_rests_where_the_copied_text_does() -> None:
    added = (said("b", "Coast Herald", is_cut=True), said("b", "a", is_cut=False))
    (story,) = trace_documents(pair(), [], one_story=True, corrections=added).stories
    (origin,) = story.origins
    assert origin.name == "Harbour TV"
    assert len(origin.documents) == 2
