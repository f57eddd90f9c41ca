"""Tables of tokens: what one person says is read together, and a signed quotation has its speaker."""

import pytest

from tocsin.read.claims import find_claims
from tocsin.read.segments import paragraphs
from tocsin.read.signatures import signed
from tocsin.read.tables import tables
from tocsin.terms import Document


def read(text: str) -> list[tuple[str, str, list[str]]]:
    """(source, cue, contents) of each claim that has a cue."""
    return [
        (
            claim.source.spans[0].of(text) if claim.source else "",
            claim.cue[0].of(text),
            [part.of(text) for part in claim.content],
        )
        for claim in find_claims(Document(id="d", name="d", text=text))
        if claim.cue
    ]


def words(text: str) -> list[str]:
    return [" ".join(table.low) for table in tables(text, paragraphs(text))]


def test_what_was_said_is_not_lost_where_it_stands_in_the_paragraph_after_the_colon() -> None:
    text = 'The minister spoke on Friday.\n\nHe said:\n\n"Our ships will stay where they are."'
    assert ("He", "said", ["Our ships will stay where they are"]) in read(text)


def test_paragraphs_that_do_not_belong_together_stay_apart() -> None:
    assert words('Three steps follow:\n\nShips will sail.\n\n"Why?" he asked.') == [
        "three steps follow :",
        "ships will sail .",
        '" why ? " he asked .',
    ]


def test_only_one_paragraph_is_led_in_at_a_time() -> None:
    assert words('He said:\n\n"This:\n\n"And that."') == ['he said : " this :', '" and that . "']


def test_a_signed_quotation_has_its_speaker() -> None:
    text = "Readers wrote to us.\n\n“We have waited long enough for talks.” ― Ana Ruiz, a nurse\n"
    assert ("Ana Ruiz", "―", ["We have waited long enough for talks"]) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "“We will wait,” he said - and they did.",
        "The talks failed - Ana Ruiz was there.",
        "“We will wait for talks” - or so they said.",
        "“We will wait for talks.” - Ana Ruiz said that her office had told her so a week before.",
        "“We have waited long enough.”",
        "“We have waited long enough.” ―",
    ],
)
def test_a_dash_behind_a_quotation_is_not_always_a_signature(text: str) -> None:
    assert all(signed(table) is None for table in tables(text, paragraphs(text)))
