"""Lineage: twenty rewrites of one broadcaster must not look like twenty witnesses, nor two like one."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.terms import Claim, Document, Lineage, Origin, Reading, Source, Span, identify
from tocsin.trace import trace_documents

EVENT = "The northern republic may test a nuclear device before the election in November"


def document(name: str, text: str, outlet: str | None = None, day: int = 24) -> Document:
    return Document(id=identify(name), name=name, text=text, outlet=outlet, published=dt.date(2024, 5, day))


def claim(of: Document, id: str, words: str, source: Source | None, **fields: object) -> Claim:
    start = of.text.index(words)
    spans = (Span(start, start + len(words)),)
    return Claim.model_validate({"id": id, "document": of.id, "source": source, "content": spans, **fields})


def only(lineage: Lineage) -> tuple[int, int, dict[str, Origin]]:
    (story,) = lineage.stories
    counts = story.independent
    return counts.asserting.median, counts.denying.median, {origin.name: origin for origin in story.origins}


def rewrites() -> list[Document]:
    return [
        document(
            "a",
            f"{EVENT}, six officials told Harbour TV. They spoke of a test site in the hills.",
            "Harbour TV",
        ),
        document("b", f"{EVENT}, Harbour TV reported on Friday, citing officials.", "Bay Courier", 25),
        document(
            "c", f"According to Harbour TV, {EVENT.lower()}. Markets fell on the news.", "The Coast Mail", 25
        ),
        document("d", f"{EVENT}, officials told Harbour TV. Analysts doubt it.", "Delta Herald", 26),
    ]


def test_a_broadcaster_and_its_rewrites_are_one_origin() -> None:
    asserting, denying, origins = only(trace_documents(rewrites(), []))
    assert (asserting, denying) == (1, 0)
    assert set(origins["Harbour TV"].documents) == {d.id for d in rewrites()}
    assert origins["Harbour TV"].seen


def test_a_cited_report_that_nobody_has_seen_is_an_origin_all_the_same() -> None:
    asserting, _, origins = only(trace_documents(rewrites()[1:], []))
    assert asserting == 1
    assert not origins["Harbour TV"].seen


def test_two_outlets_with_sources_of_their_own_are_two_origins() -> None:
    second = document(
        "e", f"{EVENT}, two diplomats told Channel Nine. A tunnel was finished.", "Channel Nine"
    )
    asserting, _, origins = only(trace_documents([*rewrites(), second], []))
    assert asserting == 2
    assert {"Harbour TV", "Channel Nine"} <= set(origins)


def test_editions_of_one_house_are_one_origin() -> None:
    texts = [
        document("a", f"{EVENT}, the BBC reported.", "Bay Courier"),
        document("b", f"{EVENT}, BBC Korean reported.", "Coast Mail"),
        document("c", f"{EVENT}, according to BBC News.", "Delta Herald"),
    ]
    assert only(trace_documents(texts, [], one_story=True))[0] == 1


def test_a_ring_of_outlets_that_cite_each_other_is_one_origin_at_most() -> None:
    ring = [
        document("a", f"{EVENT}, the Bay Courier reported.", "Coast Mail"),
        document("b", f"{EVENT}, the Delta Herald reported.", "Bay Courier"),
        document("c", f"{EVENT}, the Coast Mail reported.", "Delta Herald"),
    ]
    asserting, _, origins = only(trace_documents(ring, []))
    assert asserting <= 1
    assert len(origins) == 1
    assert "citing each other" in next(iter(origins))


def test_a_text_that_shows_nobody_counts_nothing() -> None:
    bare = [document("a", f"{EVENT}. The capital is calm.", "Bay Courier")]
    assert only(trace_documents(bare, [])) == (0, 0, {})


def test_a_public_statement_reported_by_many_is_one_origin() -> None:
    documents, readings = [], []
    for name, outlet, speaker in (
        ("a", "Bay Courier", "the Joint Staff"),
        ("b", "Coast Mail", "Joint Staff"),
    ):
        made = document(name, f"{EVENT}, {speaker} said on Friday.", outlet)
        source = Source(name=speaker, kind="body", country="KOR")
        readings.append(Reading(document=made.id, claims=(claim(made, "c1", EVENT, source),)))
        documents.append(made)
    asserting, _, origins = only(trace_documents(documents, readings))
    assert asserting == 1
    assert {origin.kind for origin in origins.values()} == {"body"}


def article() -> tuple[Document, Reading]:
    text = (
        f"{EVENT}, officials told Harbour TV.\n\nThe state agency denied that the republic would test a "
        "nuclear device before the election.\n\nThe southern Joint Staff said that trains with fuel had "
        "crossed the border."
    )
    made = document("x", text, "Bay Courier")
    officials = Source(name="officials", kind="officials", anonymous=True, through="Harbour TV")
    agency, staff = Source(name="State Agency", kind="body"), Source(name="Joint Staff", kind="body")
    claims = (
        claim(made, "c1", EVENT, officials),
        claim(
            made,
            "c2",
            "the republic would test a nuclear device before the election",
            agency,
            stance="denies",
        ),
        claim(made, "c3", "trains with fuel had crossed the border", staff),
    )
    return made, Reading(document=made.id, claims=claims)


def test_a_denial_in_the_same_article_is_counted_apart_and_never_netted() -> None:
    made, reading = article()
    asserting, denying, origins = only(trace_documents([*rewrites(), made], [reading], one_story=True))
    assert (asserting, denying) == (1, 1)
    assert origins["State Agency"].side == "denies"


def test_every_claim_rests_on_the_outermost_source_that_it_shows() -> None:
    made, reading = article()
    lineage = trace_documents([made], [reading])
    names = {origin.id: origin.name for origin in lineage.origins}
    by_claim = {key.partition("#")[2]: names[origin] for key, origin in lineage.origin_of().items()}
    assert by_claim == {"c1": "Harbour TV", "c2": "State Agency", "c3": "Joint Staff"}
    staff = next(origin for origin in lineage.origins if origin.name == "Joint Staff")
    assert staff.id not in {edge.to for story in lineage.stories for edge in story.edges}


def test_unnamed_officials_stay_their_outlets_and_are_never_merged_by_wording() -> None:
    words = {
        "Harbour TV": EVENT,
        "Channel Nine": "Before the November election a nuclear device may be tested there",
    }
    documents, readings = [], []
    for outlet, content in words.items():
        made = document(outlet, f"{content}, officials said on condition of anonymity.", outlet)
        source = Source(name="officials", kind="officials", anonymous=True)
        readings.append(Reading(document=made.id, claims=(claim(made, "c1", content, source),)))
        documents.append(made)
    lineage = trace_documents(documents, readings, one_story=True)
    assert {origin.name for origin in lineage.origins} == {"Harbour TV", "Channel Nine"}


def test_an_agency_copy_rests_on_the_agency() -> None:
    body = (
        f"{EVENT}, two senior officials with knowledge of the preparations told Straits Wire on Friday. "
        "Workers cleared the entrance of the third tunnel in April and laid cables to a bunker two "
        "miles away, the officials said, adding that no order had been given and the weather would decide."
    )
    agency = document("a", body, "Straits Wire", 24)
    copy = document("b", body.rsplit(",", 1)[0] + ".", "Bay Courier", 25)
    asserting, _, origins = only(trace_documents([agency, copy], []))
    assert asserting == 1
    assert set(origins["Straits Wire"].documents) == {agency.id, copy.id}


def test_an_unrelated_piece_is_a_story_of_its_own() -> None:
    choir = document(
        "z", "The harbour choir won the autumn prize with songs about herring, the jury said.", "Bay Courier"
    )
    lineage = trace_documents([*rewrites(), choir], [])
    assert sorted(len(story.documents) for story in lineage.stories) == [1, 4]
    ids = [origin.id for origin in lineage.origins]
    assert len(ids) == len(set(ids))


def test_a_caption_and_a_copyright_line_are_no_part_of_the_story() -> None:
    text = f"Boats lie still. (File picture)\n\n{EVENT}, Harbour TV reported.\n\nCopyright 2024 Bay News."
    (story,) = trace_documents([document("a", text)], []).stories
    assert story.claim.startswith(EVENT)
    assert [origin.name for origin in story.origins] == ["Harbour TV"]


def test_a_government_and_the_state_media_that_carry_its_denial_are_one() -> None:
    made = document(
        "a", "North Korea denied that it sold arms.\n\nKCNA said talk of arms sales was baseless."
    )
    north = Source(name="North Korea", kind="body", country="PRK")
    kcna = Source(name="KCNA", kind="state-media")
    claims = (
        claim(made, "c1", "that it sold arms", north, stance="denies"),
        claim(made, "c2", "talk of arms sales was baseless", kcna),
    )
    asserting, denying, origins = only(trace_documents([made], [Reading(document=made.id, claims=claims)]))
    assert (asserting, denying) == (0, 1)
    assert {origin.kind for origin in origins.values()} == {"state-media"}


def test_nothing_in_nothing_out() -> None:
    assert trace_documents([], []) == Lineage()
    assert trace_documents([], [], one_story=True) == Lineage()


def test_a_document_given_twice_counts_once() -> None:
    assert trace_documents([*rewrites(), *rewrites()], []) == trace_documents(rewrites(), [])


WORDS = [
    "“",
    "”",
    '"',
    "BBC",
    "the Guardian",
    "told",
    "reported",
    ".",
    "\n",
    "(Reuters) -",
    "Officials",
    "denied",
    "’s",
    "é",
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([None, "BBC", "x"])),
        max_size=4,
    )
)
def test_no_text_breaks_it_and_every_edge_leads_somewhere(given_: list[tuple[list[str], str | None]]) -> None:
    documents = [document(f"d{n}", " ".join(words), outlet) for n, (words, outlet) in enumerate(given_)]
    lineage = trace_documents(documents, [])
    homes = sorted(d for story in lineage.stories for d in story.documents if d not in story.guests)
    assert homes == sorted(d.id for d in documents)
    for story in lineage.stories:
        ends = {origin.id for origin in story.origins} | set(story.documents)
        assert all(edge.to in ends and edge.from_ in story.documents for edge in story.edges)
        assert len(story.claim) <= 200


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 50), st.randoms(use_true_random=False))
def test_counts_are_ordered_repeatable_and_blind_to_input_order(seed: int, shuffler: random.Random) -> None:
    made, reading = article()
    documents = [*rewrites(), made]
    shuffled = shuffler.sample(documents, len(documents))
    lineage = trace_documents(documents, [reading], one_story=True, seed=seed)
    assert trace_documents(shuffled, [reading], one_story=True, seed=seed).stories == lineage.stories
    for count in (lineage.stories[0].independent.asserting, lineage.stories[0].independent.denying):
        assert count.low <= count.median <= count.high
