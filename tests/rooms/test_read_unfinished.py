"""What the reader leaves unfinished: what would go wrong for a user stands in each test's name."""

from tocsin.read.decoding import Flat
from tocsin.read.edges import within_sentence
from tocsin.read.segments import sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.unfinished import finished
from tocsin.terms import Span


def table(text: str) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, list(sentences(text, whole)), [])


def contents(text: str, *flats: Flat) -> list[list[str]]:
    tokens = table(text)
    return [[tokens.words(*part) for part in flat.content] for flat in finished(tokens, list(flats))]


def test_a_word_of_saying_that_holds_another_attribution_keeps_it_whole() -> None:
    inner = Flat((3, 3), (4, 6), ((7, 10),))
    text = "Police have said it does not answer whether anyone fired."
    assert contents(text, Flat((0, 0), (1, 2), ()), inner)[0] == ["it does not answer whether anyone fired"]


def test_what_stands_before_the_speaker_is_the_content_where_a_comma_says_so() -> None:
    text = "The order called for two escorts, sources said."
    inner = Flat((0, 1), (2, 3), ((4, 5),))
    assert contents(text, inner, Flat((7, 7), (8, 8), ()))[1] == ["The order called for two escorts"]


def test_a_word_that_is_no_saying_gets_no_content() -> None:
    assert contents("The bank offers loans to parents too.", Flat((0, 1), (2, 2), ())) == [[]]


def test_a_content_that_another_cue_holds_is_not_told_twice() -> None:
    text = "She chimed in, saying that the port is open."
    held = Flat((0, 0), (1, 2), ((5, 9),))
    assert contents(text, held, Flat((0, 0), (4, 4), ()))[1] == []


def test_a_content_in_another_sentence_without_quotation_marks_is_not_taken() -> None:
    text = "The convoy left. Troops moved north, the army said."
    assert contents(text, Flat((8, 9), (10, 10), ((0, 2),))) == [["Troops moved north"]]


def test_a_sentence_that_its_speaker_interrupts_is_told_whole() -> None:
    text = "The order, sources said, was withdrawn."
    assert contents(text, Flat((3, 3), (4, 4), ((0, 1),))) == [["The order", "was withdrawn"]]


def test_what_the_writer_goes_on_to_tell_is_not_laid_to_the_last_speaker() -> None:
    tokens = table("Kim said the port is open. Ships wait outside.")
    assert tokens.words(*within_sentence(tokens, (2, 9), (1, 1))) == "the port is open"
