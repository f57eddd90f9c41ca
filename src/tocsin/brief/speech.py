"""Listens to one sentence of ours: likelihood, confidence, ratios, words off the scale.

Comes in: a sentence. Goes out: the words found. Quoted sources are taken out first, since their words are
theirs. Knows nothing about briefs; the phrases stand in phrases.yaml.
"""

import re
from functools import cache
from importlib import resources
from typing import Any

from tocsin.brief.wording import without_quotations
from tocsin.reference.tables import parse_table
from tocsin.reference.words import foreign_words, yardstick
from tocsin.terms import ScaleName

NUMBER = r"\b\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)"


def likelihood_in(text: str) -> str | None:
    """The first word or number of likelihood in our words, or None."""
    return _first(_likelihood(), text)


def confidence_in(text: str) -> str | None:
    """The first words of confidence in our words, or None; a confidence interval is none."""
    return _first(_any("confidence"), text.replace("confidence interval", "interval"))


def likelihoods_in(text: str) -> list[str]:
    """Every word or number of likelihood in our words, in order."""
    return [match[0].lower() for match in _likelihood().finditer(without_quotations(text))]


def ratio_in(text: str) -> str | None:
    """The first ratio in our words, or None."""
    return _first(_any("ratio"), text)


def number_in(text: str) -> str | None:
    """The first percentage in our words, or None."""
    return _first(re.compile(NUMBER), text)


def off_scale_in(text: str) -> list[str]:
    """Likelihood words in our words that no yardstick row holds."""
    return _off_scale().findall(without_quotations(text))


def other_scale_in(text: str, scale: ScaleName) -> list[str]:
    """Words in our words that belong to another scale."""
    own = _phrases(tuple(row.words for row in yardstick(scale)))
    return _phrases(foreign_words(scale)).findall(own.sub("", without_quotations(text)))


def rows_in(text: str, scale: ScaleName) -> dict[str, str]:
    """Which rows of the yardstick our words draw on: `first` or `second` with the words found."""
    own = without_quotations(text)
    scales = yardstick(scale)
    rows = {"first": [row.words for row in scales], "second": [row.also for row in scales if row.also]}
    found = {}
    for row, words in rows.items():
        if match := _phrases(tuple(words)).search(own):
            found[row] = match[0]
    return found


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(without_quotations(text))
    return match[0] if match else None


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("phrases.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_table()[name])})(?![\w-])", re.IGNORECASE)


@cache
def _likelihood() -> re.Pattern[str]:
    words = [words for row in yardstick() for words in (row.words, row.also)]
    return re.compile(f"{_phrases((*words, *foreign_words('icd203'))).pattern}|{NUMBER}", re.IGNORECASE)


@cache
def _off_scale() -> re.Pattern[str]:
    table = _table()["off_scale"]
    exact = "|".join(table["exact"])
    return re.compile(rf"\b(?:{exact})\b|(?i:{_phrases(tuple(table['any'])).pattern})")
