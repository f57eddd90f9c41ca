"""How far a content goes: what would be cut off, or taken in too much, stands in each test's name."""

from tocsin.read.appositions import Phrase
from tocsin.read.attributions import Attribution
from tocsin.read.continued import continued
from tocsin.read.edges import Fragment
from tocsin.read.quotations import quotations
from tocsin.read.tokens import Tokens, tokenize
from tocsin.terms import Span


def table(text: str) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, [whole], quotations(text, whole))


def place(tokens: Tokens, words: str) -> Fragment:
    parts = words.split()
    first = next(k for k in range(len(tokens)) if tokens.low[k : k + len(parts)] == parts)
    return first, first + len(parts) - 1


def said(tokens: Tokens, source: str, cue: str, content: str, shape: str) -> Attribution:
    first, last = place(tokens, source)
    return Attribution(
        Phrase(first, last, last), place(tokens, cue), (place(tokens, content),), None, shape=shape
    )


def whole(text: str, *parts: tuple[str, str, str, str]) -> list[str]:
    """The contents after all, of attributions given as source, cue, content and shape."""
    tokens = table(text)
    found = continued(tokens, [said(tokens, *one) for one in parts])
    return [tokens.words(*one.content[-1]) for one in found]


def test_what_hangs_on_a_content_belongs_to_it_though_somebody_speaks_there_again() -> None:
    text = "The envoy said the general was right when he warned that the bridge was mined."
    outer = ("the envoy", "said", "the general was right", "clause")
    inner = ("he", "warned", "the bridge was mined", "that")
    assert whole(text, outer, inner) == [
        "the general was right when he warned that the bridge was mined",
        "the bridge was mined",
    ]


def test_why_somebody_believes_a_thing_is_spoken_of_with_the_rest() -> None:
    text = "The pilot spoke about the crash and why she believes the fuel was bad."
    outer, inner = (
        ("the pilot", "spoke", "the crash", "object"),
        ("she", "believes", "the fuel was bad", "clause"),
    )
    assert whole(text, outer, inner)[0] == "the crash and why she believes the fuel was bad"


def test_what_a_named_person_did_then_is_the_authors_own_telling() -> None:
    text = "The envoy called it a farce because ministers warned of a boycott."
    outer = ("the envoy", "called", "it a farce", "object")
    assert whole(text, outer, ("ministers", "warned", "a boycott", "object"))[0] == "it a farce"
    text = "The envoy said it was a farce because ministers warned of a boycott."
    outer = ("the envoy", "said", "it was a farce", "clause")
    assert whole(text, outer, ("ministers", "warned", "a boycott", "object"))[0] == "it was a farce"


def test_a_clause_that_only_leads_up_to_what_is_said_is_not_all_of_it() -> None:
    text = "The mayor said that since the war began, the port has lost half of its trade."
    assert whole(text, ("the mayor", "said", "that since the war began", "that")) == [
        "that since the war began, the port has lost half of its trade"
    ]
    text = "The mayor said the port was shut, a blow to trade."
    assert whole(text, ("the mayor", "said", "the port was shut", "clause")) == ["the port was shut"]


def test_a_content_of_the_one_word_that_at_the_end_of_a_text_breaks_nothing() -> None:
    assert whole("The ministry denied that", ("the ministry", "denied", "that", "clause")) == ["that"]
