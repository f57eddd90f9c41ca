"""Words that stand in another paragraph than the word of saying, or before a name alone."""

from tocsin.read.claims import find_claims
from tocsin.terms import Document


def said(text: str) -> list[tuple[str | None, str | None, list[str]]]:
    """Speaker, id of the claim around it, and contents of each attributed claim."""
    whole = f"Peninsula news.\n\n{text}"
    claims = find_claims(Document(id="d", name="d", text=whole))
    return [
        (c.source.name if c.source else None, c.within, [s.of(whole) for s in c.content])
        for c in claims
        if c.cue
    ]


def test_what_is_said_in_the_next_paragraph_is_laid_to_the_speaker() -> None:
    text = "The ambassador told the council:\n\n“We counted the boats twice.”"
    assert said(text) == [("The ambassador", None, ["We counted the boats twice"])]


def test_a_quotation_goes_on_over_paragraphs_behind_its_opening() -> None:
    text = "The ambassador said:\n\n“We counted the boats.”\n\n“There were nineteen.”"
    assert said(text) == [("The ambassador", None, ["We counted the boats", "There were nineteen"])]


def test_a_paper_is_read_out_without_marks() -> None:
    assert said("The notice read:\n\nAll leave is cancelled.") == [
        ("The notice", None, ["All leave is cancelled"])
    ]


def test_a_quotation_with_a_speaker_of_its_own_is_not_taken() -> None:
    text = "The ambassador said:\n\n“We counted the boats,” the captain said."
    assert ("the captain", None, ["We counted the boats"]) in said(text)
    assert all(name != "The ambassador" for name, _, _ in said(text))


def test_a_colon_without_a_word_of_saying_opens_nothing() -> None:
    assert said("Three ships left the port:\n\nThe first one sank on Monday.") == []


def test_what_lies_within_stays_within_behind_an_opening() -> None:
    text = "The ambassador said:\n\n“The captain said the boats had left.”"
    names = [(name, within is not None) for name, within, _ in said(text)]
    assert names == [("The ambassador", False), ("The captain", True)]


def test_a_name_behind_a_dash_speaks_the_quotation() -> None:
    assert said("“I never saw the boats again.” ― Jane Roe") == [
        ("Jane Roe", None, ["I never saw the boats again"])
    ]


def test_an_opening_at_the_very_end_of_a_text_breaks_nothing() -> None:
    assert said("The ambassador said:") == []
