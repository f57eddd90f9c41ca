"""What the trained reader overlooks within contents, and what must not be taken for more of it."""

from tocsin.read.cues import cue_groups
from tocsin.read.flat import Found
from tocsin.read.overlooked import find_overlooked
from tocsin.read.quotations import quotations
from tocsin.read.tokens import tokenize
from tocsin.terms import Span


def overlooked(said: str) -> list[tuple[str | None, str, str]]:
    """Source, cue and content of what is found in a sentence that a minister speaks."""
    text = f"The minister said {said}."
    whole = Span(0, len(text))
    tokens = tokenize(text, whole, [whole], quotations(text, whole))
    outer = Found((0, 1), (2, 2), ((3, len(tokens) - 2),), None)
    return [
        (
            tokens.words(*one.source) if one.source else None,
            tokens.words(*one.cue),
            tokens.words(*one.content[0]),
        )
        for one in find_overlooked(tokens, list(cue_groups(tokens)), [outer])
    ]


def test_nouns_with_their_clause_and_their_owner() -> None:
    assert overlooked("he doubted the army's claim that the ridge was safe") == [
        ("he", "doubted", "the army's claim that the ridge was safe"),
        ("the army's", "claim that", "the ridge was safe"),
    ]
    assert overlooked("their refusal to answer was noted") == [("their", "refusal to", "answer")]


def test_verbs_with_a_subject_right_before_them() -> None:
    assert overlooked("my husband thought it would last a week, and the roads closed") == [
        ("my husband", "thought", "it would last a week")
    ]
    assert overlooked("the crew wants to leave") == [("the crew", "wants", "to leave")]
    assert overlooked("they're increasingly convinced the gauge was wrong") == [
        ("they're", "increasingly convinced", "the gauge was wrong")
    ]


def test_what_only_looks_like_a_cue_is_left_alone() -> None:
    for plain in (
        "fuel was moved in order to save it",
        "he ignored three orders to stop",
        "the tests continue",
    ):
        assert overlooked(plain) == []
