"""Compose training sentences with attributions inside attributions, and mix them with the hand-written ones.

The parts and patterns of sentences/parts.yaml and a source of chance come in; windows come out: sentences as
they stand with their outermost attributions, and contents as texts of their own with what lies within. It
knows nothing about the network.
"""

import random
import re
from collections.abc import Iterator
from functools import cache

import yaml

from tocsin.read.wordpieces import Splitter
from training.marked import SENTENCES, Marked, own_sentences, read_marked
from training.polnear import Article
from training.windows import Window, filled, stretches

_PART = re.compile(r"\{(\w+)\}")
_TIMES = 3  # each hand-written sentence, in one epoch
_LEAVES = 0.3  # share of contents without an attribution that are shown as such


def own_windows(words: Splitter, count: int, chance: random.Random) -> list[Window]:
    """`count` windows of own sentences: each hand-written one a few times, the rest composed anew."""
    sentences = [s for s in own_sentences(held=False) for _ in range(_TIMES)]
    sentences += [compose(chance, number) for number in range(count * 6)]
    pool = [s for sentence in sentences for a in _shown(sentence, chance) for s in stretches(a, words)]
    chance.shuffle(pool)
    return list(filled(pool))[:count]


def compose(chance: random.Random, number: int) -> Marked:
    """One sentence of a pattern chosen by chance."""
    parts = _parts()
    marked = chance.choice(parts["patterns"])
    while _PART.search(marked):
        marked = _PART.sub(lambda part: chance.choice(parts[part[1]]), marked, count=1)
    sentence = read_marked(f"composed-{number}", marked)
    return sentence._replace(text=sentence.text[:1].upper() + sentence.text[1:])


def _shown(sentence: Marked, chance: random.Random) -> Iterator[Article]:
    yield sentence.outermost()
    for inside in sentence.insides():
        if inside.attributions or chance.random() < _LEAVES:
            yield inside


@cache
def _parts() -> dict[str, list[str]]:
    raw: dict[str, list[str]] = yaml.safe_load((SENTENCES / "parts.yaml").read_text("utf8"))
    return raw
