"""Finds given words in a text, reduces a text to its content words, and puts words into reasons.

Strings come in and go out. It knows nothing of claims, watches or what the words mean.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tocsin.reference.countries import country_name
from tocsin.reference.inflection import plural

_WORD = re.compile(r"[A-Za-z0-9]+")
_LETTERS = re.compile(r"\w+")
_RARE = str.maketrans({"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k"})  # small or large forms of plain letters
# A negation so close before a word reaches it; "cannot rule out" and "not only" deny nothing.
_NEGATION = re.compile(
    r"\b(?:no|not|never|nor|neither|without)\b(?:\W+\w+){0,3}\W*$|n't\b(?:\W+\w+){0,3}\W*$", re.I
)
_NEGATION_REACH = 60  # characters that are looked at
_NOT_EXCLUDED = re.compile(r"\b(?:rul\w+|exclud\w+) out\b|\bexclud\w+\b|\bnot (?:only|just)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")


def find_words(words: Sequence[str], text: str) -> list[str]:
    """Every occurrence of one of `words` in `text`, as a whole word in any case, as listed."""
    if not words or not may_hold((table := _table(tuple(words))).begins, text):
        return []
    return [table.as_listed(found) for found in table.pattern.findall(_straight(text))]


def find_affirmed(words: Sequence[str], text: str) -> list[str]:
    """As `find_words`, without those that a negation stands before ("does not deal in arms")."""
    if not words or not may_hold((table := _table(tuple(words))).begins, text):
        return []
    text = _straight(text)
    found = (each for each in table.pattern.finditer(text) if not is_negated(text[: each.start()]))
    return [table.as_listed(each.group()) for each in found]


def begin(phrases: Iterable[str]) -> frozenset[str]:
    """What the phrases begin with, one of which a text must hold to hold any of them; "" where it may be any.

    To look for that first costs a tenth of looking for the phrases, and most texts hold none.
    """
    found = (_LETTERS.match(phrase.translate(_RARE).lower()) for phrase in phrases)
    return frozenset(match.group() if match else "" for match in found)


def may_hold(begins: frozenset[str], text: str) -> bool:
    """Whether a text may hold one of the phrases that begin so."""
    return not begins.isdisjoint(_all_words(text))


def is_negated(before: str) -> bool:
    """Whether a negation in what stands before reaches what follows."""
    near = _SENTENCE_END.split(before[-_NEGATION_REACH:])[-1]
    return bool(_NEGATION.search(near)) and not _NOT_EXCLUDED.search(near)


@lru_cache(maxsize=4096)
def with_plurals(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words, and the plurals of those in small letters."""
    return words + tuple(plural(word) for word in words if word.islower() and word[-1].isalpha())


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The words of `text` that say what it is about, lower case and without the commonest endings."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in words if len(word) > 2 and word not in _empty_words())


def quoted(word: str) -> str:
    """The word in quotation marks."""
    return f"“{word}”"


def listing(words: Iterable[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def countries(codes: Iterable[str], joint: str = "or") -> str:
    """The names of countries, as a listing."""
    return listing((country_name(code) for code in codes), joint)


def number_of(count: int, noun: str) -> str:
    """`1 origin`, `2 origins`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


@lru_cache(maxsize=16384)
def _all_words(text: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(text.translate(_RARE).lower())) | {""}


@cache
def _empty_words() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("empty_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class _Table(NamedTuple):
    """Words made ready for looking up: one expression for all, and each as it was listed."""

    pattern: re.Pattern[str]
    listed: dict[str, str]
    begins: frozenset[str]

    def as_listed(self, found: str) -> str:
        """The listed word; the one found where only its letters' rare forms differ."""
        return self.listed.get(_fold(found), found)


@cache
def _table(words: tuple[str, ...]) -> _Table:
    longest_first = sorted((_straight(word) for word in words), key=len, reverse=True)
    body = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
    return _Table(pattern, {_fold(word): word for word in words}, begin(longest_first))


def _fold(word: str) -> str:
    return " ".join(_straight(word).casefold().split())


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("\u2011", "-")


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
