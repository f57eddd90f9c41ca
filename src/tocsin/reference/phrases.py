"""Finds known phrases in text: the longest that fits at each word, never inside another word.

Comes in: a table from phrase to whatever it stands for, and a text. Goes out: spans with the value.
It does not know what the phrases mean; case counts, so that "US" is not "us" and "Polish" not "polish".
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from tocsin.terms import Span

T = TypeVar("T")

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+")
_REMEMBERED = 8  # texts with their words
_SAME_LENGTH = {"\n": " ", "\t": " ", "\u00a0": " ", "\u2019": "'", "\u2011": "-"}


class _Words(NamedTuple):
    """A text made plain, its words with the places where they start, and the different ones of them."""

    text: str
    places: list[tuple[int, str]]
    different: frozenset[str]


def plain(text: str) -> str:
    """`text` with line breaks and hard spaces as spaces and curly apostrophes straight; same length."""
    for mark, plainer in _SAME_LENGTH.items():  # far faster than str.translate
        text = text.replace(mark, plainer)
    return text


class Phrases(Generic[T]):
    """A table of phrases that can be looked for in running text."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._values = dict(table)
        self._by_first: dict[str, list[str]] = {}
        for phrase in sorted(self._values, key=len, reverse=True):
            first = _WORD.match(phrase)
            if first is None:
                raise ValueError(f"phrase {phrase!r} does not begin with a word")
            self._by_first.setdefault(first[0], []).append(phrase)

    def value(self, phrase: str) -> T | None:
        """What exactly this phrase stands for."""
        return self._values.get(phrase)

    def find(self, text: str) -> list[tuple[Span, T]]:
        """Every known phrase in `text`, left to right, none overlapping another."""
        words = _words(text)
        if self._by_first.keys().isdisjoint(words.different):
            return []
        return list(self._walk(words.text, words.places))

    def _walk(self, text: str, places: list[tuple[int, str]]) -> Iterator[tuple[Span, T]]:
        done = 0
        for start, word in places:
            candidates = self._by_first.get(word)
            if candidates is None or start < done:
                continue
            for phrase in candidates:
                if text.startswith(phrase, start) and _ends_word(text, start + len(phrase)):
                    done = start + len(phrase)
                    yield Span(start, done), self._values[phrase]
                    break


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> _Words:
    """The words of a text; several tables are looked through for one text in a row."""
    words = plain(text)
    places = [(word.start(), word[0]) for word in _WORD.finditer(words)]
    return _Words(words, places, frozenset(word for _, word in places))


def _ends_word(text: str, end: int) -> bool:
    """Whether a phrase that ends at `end` does not run on into a longer word."""
    return end >= len(text) or text[end - 1] == "." or not (text[end].isalnum() or text[end] == "_")
