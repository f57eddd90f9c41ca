"""Edges of contents: what would be lost or glued on stands in each test's name."""

from tocsin.read.edges import trimmed, whole_source, with_marks, without_citation
from tocsin.read.quotations import quotations
from tocsin.read.tokens import Tokens, tokenize
from tocsin.terms import Span


def table(text: str) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, [whole], quotations(text, whole))


def between(tokens: Tokens, first: str, last: str) -> tuple[int, int]:
    return tokens.low.index(first), tokens.low.index(last)


def test_a_quotation_opened_within_a_content_is_closed_in_it() -> None:
    tokens = table("Flynn said Trump was “absolutely right” on Monday.")
    assert (
        tokens.words(*with_marks(tokens, between(tokens, "trump", "right"))) == "Trump was “absolutely right”"
    )


def test_a_bracket_before_the_first_letter_is_not_cut_off() -> None:
    tokens = table("He said [i]f it fails we go.")
    first, last = with_marks(tokens, between(tokens, "i", "fails"))
    assert tokens.words(first, last) == "[i]f it fails"


def test_a_question_keeps_its_mark() -> None:
    tokens = table("“Who gave the order?” she asked.")
    assert tokens.words(*with_marks(tokens, between(tokens, "who", "order"))) == "Who gave the order?"


def test_whom_the_speaker_cites_is_no_part_of_what_is_said() -> None:
    tokens = table("It reported that a launch is near, citing five officials.")
    assert tokens.words(*without_citation(tokens, between(tokens, "a", "officials"))) == "a launch is near"


def test_a_comma_list_after_citing_far_back_is_left_alone() -> None:
    tokens = table("It said that citing five officials, the paper lied.")
    whole = between(tokens, "citing", "lied")
    assert without_citation(tokens, whole) == whole


def test_half_a_name_is_made_whole_but_never_eats_the_cue() -> None:
    tokens = table("The Meridian Post Reported a launch.")
    source, cue = between(tokens, "the", "meridian"), between(tokens, "reported", "reported")
    assert tokens.words(*whole_source(tokens, source, cue)) == "The Meridian Post"


def test_who_a_speaker_is_stays_with_the_name() -> None:
    tokens = table("China, the only ally of the North, called for calm.")
    source, cue = between(tokens, "china", "china"), between(tokens, "called", "for")
    assert tokens.words(*whole_source(tokens, source, cue)) == "China, the only ally of the North"


def test_words_between_commas_that_tell_what_somebody_does_are_no_part_of_the_name() -> None:
    tokens = table("Kim, speaking at a rally, called for calm.")
    source, cue = between(tokens, "kim", "kim"), between(tokens, "called", "for")
    assert whole_source(tokens, source, cue) == source


def test_a_date_before_the_cue_is_no_part_of_the_speaker() -> None:
    tokens = table("An arbitration panel in 2001 ruled that it was unlawful.")
    source, cue = between(tokens, "an", "2001"), between(tokens, "ruled", "ruled")
    assert tokens.words(*whole_source(tokens, source, cue)) == "An arbitration panel"


def test_of_who_in_march_only_who_speaks() -> None:
    tokens = table("the council, which in March imposed sanctions")
    source, cue = between(tokens, "which", "march"), between(tokens, "imposed", "imposed")
    assert tokens.words(*whole_source(tokens, source, cue)) == "which"


def test_joining_words_at_the_edges_go() -> None:
    tokens = table("but the test failed.")
    assert trimmed(tokens, 0, len(tokens) - 1) == [(1, 3)]
    assert trimmed(tokens, 0, 0) == []
