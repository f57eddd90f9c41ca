"""Paragraphs and sentences: what is reporting, and where a sentence ends."""

from tocsin.read.quotations import quotations
from tocsin.read.segments import paragraphs, sentences
from tocsin.terms import Span


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


def kinds(text: str) -> list[str]:
    return [paragraph.kind for paragraph in paragraphs(text)]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    text = "Mr. Roe met Lt. Gen. Park in the U.S. on Jan. 5. He left at 5 p.m. The army had 3.5 tons."
    assert cut(text) == [
        "Mr. Roe met Lt. Gen. Park in the U.S. on Jan. 5.",
        "He left at 5 p.m.",
        "The army had 3.5 tons.",
    ]


def test_a_closing_mark_belongs_to_its_sentence() -> None:
    assert cut('He said "no." Then he left.') == ['He said "no."', "Then he left."]


def test_an_ellipsis_before_a_small_letter_does_not_end_a_sentence() -> None:
    assert cut("We ... need to know. Now.") == ["We ... need to know.", "Now."]


def test_furniture_of_a_page_is_told_from_reporting() -> None:
    text = (
        "Guns seen on the coast\n\nBy Jane Roe\n\nFILE - Boats lie in the harbour.\n\n"
        "The army moved guns, officials said.\n\n(Reporting by Jane Roe; Editing by John Doe)"
    )
    assert kinds(text) == ["heading", "byline", "caption", "body", "credit"]


def test_a_poll_with_an_agencys_name_is_no_caption() -> None:
    assert kinds("Head\n\nThe Reuters/Ipsos poll showed that most people fear a war.")[1] == "body"


def test_a_dateline_is_not_part_of_the_first_sentence() -> None:
    text = "Head\n\nSEOUL, May 18 (Hanbit) -- North Korea denied that it trades arms."
    assert paragraphs(text)[1].body.of(text) == "North Korea denied that it trades arms."


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph() -> None:
    line = "The ministry said that the army had moved guns to the coast and\n"
    text = "Head\n\n" + line * 4 + "that it was watching."
    assert len(paragraphs(text)) == 2


def test_an_unclosed_quotation_runs_to_the_end() -> None:
    text = "“We saw it. It was bright."
    assert [span.of(text) for span in quotations(text, Span(0, len(text)))] == [text]


def test_an_opening_mark_used_to_close_closes() -> None:
    text = "“It is so,“ he said."
    assert [span.of(text) for span in quotations(text, Span(0, len(text)))] == ["“It is so,“"]
