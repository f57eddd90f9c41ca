"""Acts as the encoder tells of them: words, classes and parts must land where the scores say."""

import numpy as np

from tocsin.read.encoder import Seen
from tocsin.read.roles import CLASSES, STATUSES, WIDTH, find_deeds, find_parts, gather
from tocsin.read.segments import sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.wordpieces import Part
from tocsin.terms import Span

TEXT = "Old Alpha attacked the Betas and met Gamma. Nothing else."


def table(text: str = TEXT) -> Tokens:
    whole = Span(0, len(text))
    return tokenize(text, whole, sentences(text, whole), ())


def seen(tokens: Tokens, acts: dict[str, tuple[str, float]], parts: dict[tuple[str, str, str], int]) -> Seen:
    """`acts`: word -> class, score; `parts`: (act, word, actor or recipient) -> 1 first, 2 further word."""
    n = len(tokens)
    scores = np.zeros((n, 1 + len(CLASSES)), dtype=np.float32)
    scores[:, 0] = 6.0  # most words name no act
    roles = np.zeros((n, 8 * WIDTH + 4), dtype=np.float32)
    pairs = roles[:, : 8 * WIDTH].reshape(n, 2, 4, WIDTH)
    roles[:, 8 * WIDTH :] = -5.0
    for number, (word, (class_, score)) in enumerate(acts.items()):
        row = tokens.low.index(word)
        scores[row, 1 + CLASSES.index(class_)] = score  # type: ignore[arg-type]
        pairs[row, 0, :, number] = 10.0
        for (act, part, side), tag in parts.items():
            if act == word:
                pairs[tokens.low.index(part), 1, 2 * (side == "recipient") + tag - 1, number] = 10.0
    statuses = np.zeros((n, len(STATUSES)), dtype=np.float32)
    statuses[:, STATUSES.index("planned")] = 1.0
    return Seen(
        Part(tokens, 0, n), scores, roles, np.zeros((n, 2), dtype=np.float32), scores, statuses, roles
    )


def test_each_act_has_its_own_class_and_parts() -> None:
    tokens = table()
    told = gather(
        [
            seen(
                tokens,
                {"attacked": ("ASSAULT", 9.0), "met": ("CONSULT", 9.0)},
                {
                    ("attacked", "old", "actor"): 1,
                    ("attacked", "alpha", "actor"): 2,
                    ("attacked", "betas", "recipient"): 1,
                    ("met", "alpha", "actor"): 1,
                    ("met", "gamma", "recipient"): 1,
                },
            )
        ]
    )
    attacked, met = find_deeds(told, tokens, 0, 9)
    assert (attacked.class_, attacked.status) == ("ASSAULT", "planned")
    parts = find_parts(told, tokens, 0, 9, attacked)
    assert [tokens.words(*part) for part in parts.actors + parts.recipients] == ["Old Alpha", "Betas"]
    parts = find_parts(told, tokens, 0, 9, met)
    assert [tokens.words(*part) for part in parts.actors + parts.recipients] == ["Alpha", "Gamma"]
    assert met.class_ == "CONSULT"


def test_a_word_that_is_hardly_an_act_is_left_alone() -> None:
    tokens = table()
    told = gather([seen(tokens, {"attacked": ("ASSAULT", 0.5)}, {})])
    assert find_deeds(told, tokens, 0, 9) == []


def test_a_list_is_several_recipients_and_a_phrase_with_a_gap_is_one() -> None:
    tokens = table("Alpha hit Beta, Gamma and the head of Delta.")
    parts = {("hit", "beta", "recipient"): 1, ("hit", "gamma", "recipient"): 1}
    parts |= {("hit", "head", "recipient"): 1, ("hit", "delta", "recipient"): 2}
    told = gather([seen(tokens, {"hit": ("ASSAULT", 9.0)}, parts)])
    (deed,) = find_deeds(told, tokens, 0, len(tokens))
    found = find_parts(told, tokens, 0, len(tokens), deed).recipients
    assert [tokens.words(*part) for part in found] == ["Beta", "Gamma", "head of Delta"]


def test_an_act_in_a_later_sentence_keeps_its_place() -> None:
    tokens = table("Nothing else happened. Alpha hit Beta.")
    told = gather([seen(tokens, {"hit": ("ASSAULT", 9.0)}, {("hit", "alpha", "actor"): 1})])
    assert find_deeds(told, tokens, 0, 4) == []
    (deed,) = find_deeds(told, tokens, 4, 8)
    (actor,) = find_parts(told, tokens, 4, 8, deed).actors
    assert (tokens.words(deed.first, deed.last), tokens.words(*actor)) == ("hit", "Alpha")


def test_nothing_seen_is_nothing_told() -> None:
    assert find_deeds(gather([]), table(), 0, 9) == []
