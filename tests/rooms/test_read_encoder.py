"""Weights, wordpieces and decoding: what would go wrong for a user stands in each test's name."""

import json
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest

from tocsin.errors import ConfigurationError
from tocsin.read.decoding import Flat, decode
from tocsin.read.encoder import Chain, Seen, chain, check, look
from tocsin.read.flat import find_flat, speaks
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.unfinished import near
from tocsin.read.wordpieces import WINDOW, Part, Splitter, cut
from tocsin.terms import Span

_WALL = -1e4


def table(text: str) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, [whole], [])


def free_chain(none: float = 0.0) -> Chain:
    """A chain without learned preferences: only what is legal."""
    moves = np.zeros((7, 7), dtype=np.float32)
    for inner in (2, 4, 6):
        moves[:, inner] = _WALL
        moves[[inner - 1, inner], inner] = 0
    starts = np.array([0, 0, _WALL, 0, _WALL, 0, _WALL], dtype=np.float32)
    return Chain(moves, starts, none)


def seen(text: str, tags: list[int], points: dict[int, int] | None = None) -> Seen:
    """What the encoder would give if it were sure of `tags`, and of which word points at which."""
    tokens = table(text)
    scores = np.full((len(tokens), 7), -5, dtype=np.float32)
    scores[np.arange(len(tokens)), tags] = 5
    vectors = np.zeros((len(tokens), 4, 128), dtype=np.float32)
    for pair, (a, b) in enumerate((points or {}).items()):
        out = 0 if tags[a] == 3 else 2
        vectors[a, out, pair] = vectors[b, out + 1, pair] = 30
    part = Part(tokens, 0, len(tokens))
    untold = [np.zeros((len(tokens), width), np.float32) for width in (2, 17, 6, 388)]
    return Seen(part, scores, vectors.reshape(len(tokens), 512), *untold)


def test_damaged_weights_are_named_with_a_remedy_and_never_run() -> None:
    with pytest.raises(
        ConfigurationError, match=r"reader\.onnx: the weights are damaged.*install tocsin again"
    ):
        check(b"not the weights", {"sha256": "0" * 64, "version": "1"})


def test_the_shipped_weights_are_those_of_the_checksum_and_small_enough() -> None:
    folder = files("tocsin.read").joinpath("weights")
    weights = folder.joinpath("reader.onnx").read_bytes()
    check(weights, json.loads(folder.joinpath("reader.json").read_text("utf8")))
    assert len(weights) < 45_000_000


def test_an_inner_tag_never_opens_a_span_however_sure_the_encoder_is() -> None:
    one = seen("It failed .", [0, 6, 0])
    (_, found), *_ = decode([one], free_chain())
    assert all(flat.content[0][0] <= 1 for flat in found)
    assert chain().moves[0, 6] < -1000


def test_each_content_goes_to_the_cue_that_it_points_to() -> None:
    text = "Kim said yes and Lee said no"
    one = seen(text, [1, 3, 5, 0, 1, 3, 5], {1: 0, 2: 1, 5: 4, 6: 5})
    ((_, found),) = decode([one], free_chain(none=-9))
    assert found == [Flat((0, 0), (1, 1), ((2, 2),), 10.0), Flat((4, 4), (5, 5), ((6, 6),), 10.0)]


def test_a_cue_that_points_to_none_has_no_source() -> None:
    one = seen("Kim reportedly left", [1, 3, 5], {2: 1})
    ((_, found),) = decode([one], free_chain(none=9))
    assert found == [Flat(None, (1, 1), ((2, 2),), 10.0)]


def test_a_reader_in_doubt_can_be_leaned_to_one_attribution_more_and_says_how_sure_it_is() -> None:
    one = seen("Kim called it", [1, 3, 5], {1: 0, 2: 1})
    doubtful = one._replace(scores=np.zeros((3, 7), dtype=np.float32))
    ((_, none),) = decode([doubtful], free_chain(), (0.1, 0, 0, 0, 0, 0, 0))
    ((_, more),) = decode([doubtful], free_chain(), (0, 0, 0, 0.1, 0, 0, 0))
    assert none == []
    assert [flat.margin for flat in more] == [0.0, 0.0, 0.0]


def test_stretches_of_unlike_length_do_not_disturb_each_other() -> None:
    short, long = seen("Kim said yes", [1, 3, 5]), seen("He said that it will rain", [1, 3, 0, 5, 6, 6])
    together = decode([short, long, short], free_chain(none=-9))
    alone = [decode([one], free_chain(none=-9))[0] for one in (short, long, short)]
    assert [found for _, found in together] == [found for _, found in alone]
    assert together[1][1][0].content == ((3, 5),)


def test_a_paragraph_longer_than_a_window_is_read_whole_and_in_order() -> None:
    tokens = table("The ministry said the launch failed and the convoy moved on " * 60)
    parts = [one.part for one in look([Part(tokens, 0, len(tokens))])]
    assert parts[0].first == 0
    assert parts[-1].end == len(tokens)
    assert all(a.end == b.first for a, b in pairwise(parts))


def test_one_word_of_ten_thousand_letters_does_not_fill_a_window() -> None:
    tokens = table("x" * 10_000 + " said that it is fine")
    ((part, pieces),) = cut(
        Part(tokens, 0, len(tokens)), Splitter(["x", "##x", "said", "that", "it", "is", "fine"])
    )
    assert part.end == len(tokens)
    assert len(pieces.ids) < WINDOW


def test_the_same_paragraphs_are_read_alike_every_time() -> None:
    tables = [table("Officials said the test failed."), table("Rain fell on Monday.")]
    parts = [Part(one, 0, len(one)) for one in tables]
    first = find_flat(tables, look(parts))
    assert first == find_flat(tables, look(parts))
    assert first[0][0].source == (0, 0)
    assert first[1] == []


def test_words_without_end_do_not_fill_the_memory() -> None:
    splitter = Splitter(["x", "##x", *(f"##{digit}" for digit in range(10))])
    for start in range(0, 50_000, 1_000):
        tokens = table(" ".join(f"x{number}" for number in range(start, start + 1_000)))
        assert len(splitter.split(tokens, 0, len(tokens)).firsts) == 1_000
    assert len(splitter._known) <= 20_000


def test_no_text_has_no_attributions() -> None:
    assert find_flat([], []) == []
    assert find_flat([table(""), table("   ")], []) == [[], []]


@pytest.mark.parametrize(
    ("content", "is_read"),
    [
        ("the dam will not hold another week", False),
        ("the attack on the convoy and her support for the pact cost two lives", False),
        ("they said the dam will hold", True),
        ("there is growing concern that the dam will not hold", True),
        ("his claims about the dam are false", True),
    ],
)
def test_a_content_is_read_again_where_somebody_in_it_may_say_something(content: str, is_read: bool) -> None:
    tokens = table(content)
    assert speaks(tokens, 0, len(tokens) - 1) == is_read


def test_what_is_said_in_a_quotation_does_not_lie_in_the_sentence_before_it() -> None:
    first = "One of the reasons is that they want calm above all."
    text = f"{first} People who live by the works know that the air is bad there."
    tokens = tokenize(text, Span(0, len(text)), [Span(0, len(first)), Span(len(first) + 1, len(text))], [])
    far, near_by = (4, 10), (20, 24)
    flat = Flat((12, 17), (18, 18), (far, near_by))
    assert near(tokens, flat).content == (near_by,)
