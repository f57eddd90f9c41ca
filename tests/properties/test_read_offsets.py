"""Whatever stands in a text, every span lies in it, ids are unique, and children lie within their parents."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.read.claims import find_claims
from tocsin.read.quotations import quotations
from tocsin.read.segments import paragraphs, sentences
from tocsin.terms import Claim, Document, Span

PIECES = st.sampled_from(
    [
        "Kim ",
        "the minister ",
        "said ",
        "that ",
        '"',
        "“",
        "”",
        "''",
        "‘",
        ", ",
        ". ",
        "\n",
        "\n\n",
        "? ",
        "( ",
        ") ",
        "he ",
        "according to ",
        "officials ",
        "who ",
        "told ",
        "NBC News ",
        "reported ",
        "citing ",
        "— ",
        ": ",
        "; ",
        "and ",
        "but ",
        "the launch ",
        "failed ",
        "denied ",
        "was ",
        "not ",
        "a claim that ",
        "🚀 ",
        "قال المسؤول ",
        "• ",
        "Poll: ",
        "MR. X: ",
        "U.S. ",
        "reportedly ",
        "is expected to ",
        "by ",
        "(Photo: A/B)",
        "© 2024 X",
        "\t",
        "\u2028",
        "1,000 ",
        "...",
        "…",
        "says ",
        "as ",
        "quoted by ",
        "which ",
        "“Will it?” ",
        "O'Neil's ",
        "平壤。",
        "\x00",
        "\r\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


def claims_of(text: str) -> tuple[Claim, ...]:
    return find_claims(Document(id="d", name="d", text=text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_text_breaks_reading_or_gives_a_span_outside_it(text: str) -> None:
    claims = claims_of(text)
    assert [claim.id for claim in claims] == [f"c{n + 1}" for n in range(len(claims))]
    for claim in claims:
        spans = [*claim.content, *claim.cue, *(claim.source.spans if claim.source else ())]
        assert claim.content
        assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_nested_claim_lies_in_the_content_of_an_earlier_sourced_claim(text: str) -> None:
    seen = {}
    for claim in claims_of(text):
        if claim.within is not None:
            parent = seen[claim.within]
            assert parent.source is not None
            is_inside = any(start <= claim.cue[0].start < end for start, end in parent.content)
            assert is_inside or claim.content == parent.content  # "reported, citing X, that": one content
            assert claim.chain[: len(parent.chain)] == parent.chain
        seen[claim.id] = claim


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_paragraphs_and_sentences_are_in_order_without_blanks_at_their_edges(text: str) -> None:
    end = 0
    for paragraph in paragraphs(text):
        assert end <= paragraph.span.start <= paragraph.body.start <= paragraph.span.end <= len(text)
        end = paragraph.span.end
        at = paragraph.body.start
        for sentence in sentences(text, paragraph.body):
            assert at <= sentence.start < sentence.end <= paragraph.body.end
            assert sentence.of(text) == sentence.of(text).strip()
            at = sentence.end


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_quotations_never_overlap(text: str) -> None:
    end = 0
    for start, stop in quotations(text, Span(0, len(text))):
        assert end <= start < stop <= len(text)
        end = stop


def test_twice_the_text_takes_about_twice_the_time() -> None:
    for sentence in (
        'He said "it is so and they said ',
        "Officials say that Kim said he fears war, ",
        "A" * 40,
        '"' * 40,
    ):
        short, long = (_seconds(sentence * n) for n in (150, 600))
        assert long < 12 * short + 0.5


def _seconds(text: str) -> float:
    start = time.process_time()
    claims_of(text)
    return time.process_time() - start


CUES = (
    "the officials said that a launch near islands may follow talks on Monday while ministry denied reports "
    "by broadcaster citing five unnamed diplomats who fear which cited according to Yonhap News Agency told "
    "Reuters quoted as saying in a statement carried by KCNA"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(CUES.split()), min_size=5, max_size=60))
def test_words_that_attribute_in_any_order_break_nothing_and_no_claim_holds_itself(words: list[str]) -> None:
    claims = {
        claim.id: claim for claim in find_claims(Document(id="d", name="d", text=" ".join(words) + "."))
    }
    for claim in claims.values():
        seen, above = {claim.id}, claim.within
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = claims[above].within
