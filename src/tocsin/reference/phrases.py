"""Finds known phrases in text: the longest that fits at each word, never inside another word.

Comes in: a table from phrase to whatever it stands for, and a text. Goes out: spans with the value.
It does not know what the phrases mean; case counts, so that "US" is not "us" and "Polish" not "polish".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from tocsin.terms import Span

T = TypeVar("T")

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+")
_SAME_LENGTH = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u2019": "'", "\u2011": "-"})


def plain(text: str) -> str:
    """`text` with line breaks and hard spaces as spaces and curly apostrophes straight; same length."""
    return text.translate(_SAME_LENGTH)


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
        return list(self._walk(plain(text)))

    def _walk(self, text: str) -> Iterator[tuple[Span, T]]:
        done = 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            candidates = self._by_first.get(word[0])
            if candidates is None:
                continue
            for phrase in candidates:
                if text.startswith(phrase, word.start()) and _ends_word(text, word.start() + len(phrase)):
                    done = word.start() + len(phrase)
                    yield Span(word.start(), done), self._values[phrase]
                    break


def _ends_word(text: str, end: int) -> bool:
    """Whether a phrase that ends at `end` does not run on into a longer word."""
    return end >= len(text) or text[end - 1] == "." or not (text[end].isalnum() or text[end] == "_")
