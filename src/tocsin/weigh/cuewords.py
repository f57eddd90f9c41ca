"""The words of comparison and the kinds that they compare, as patterns: superlatives.yaml and a watch's own.

A watch's kinds and a sentence come in; matches go out. It knows no periods and no claims.
"""

import re
from functools import cache
from importlib import resources
from typing import Any

from tocsin.reference.tables import parse_table
from tocsin.terms import RecordWords, Span, Watch

REACH = 70  # characters between a comparing word and the kind that it compares
_CLAUSE = re.compile(r"[;:!?—]|, (?!and\b)")


def clause_of(text: str) -> str:
    """The text up to where another clause begins."""
    stop = _CLAUSE.search(text)
    return text[: stop.start()] if stop else text


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, hyphened ones as one."""
    return re.findall(r"[\w'-]+", text.lower())


def kind_words(watch: Watch) -> dict[str, RecordWords]:
    """Phrase -> kinds: the watch's own table, or the kinds' names where it has none."""
    table = watch.record_words or tuple(
        RecordWords(words=(kind.replace("-", " "),), kinds=(kind,))
        for kind in dict.fromkeys(kind for scenario in watch.scenarios for kind in scenario.kinds)
    )
    return {word.lower(): entry for entry in table for word in entry.words}


def kind_after(
    kinds: dict[str, RecordWords], text: str, start: int, length: int
) -> tuple[RecordWords | None, Span]:
    """The first kind named within reach behind `start`."""
    match = _pattern(tuple(kinds)).search(text, start, min(start + min(length, REACH), len(text)))
    return _named(kinds, match)


def kind_before(kinds: dict[str, RecordWords], text: str, stop: int) -> tuple[RecordWords | None, Span]:
    """The last kind named in the sentence before `stop`."""
    matches = list(_pattern(tuple(kinds)).finditer(text, 0, stop))
    return _named(kinds, matches[-1] if matches else None)


def _named(kinds: dict[str, RecordWords], match: re.Match[str] | None) -> tuple[RecordWords | None, Span]:
    if match is None:
        return None, Span(0, 0)
    return kinds[match["kind"].lower()], Span(match.start(), match.end())


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    longest = longest or "(?!)"  # a watch without kinds names none: the empty pattern would match anywhere
    adjectives = "|".join(word_table()["not_kinds"])
    ending = r"(?:s|es)?(?:[ -](?:tests?|launch(?:es)?|firings?|detonations?|explosions?))?"
    return re.compile(rf"(?<![\w-])(?P<kind>{longest}){ending}(?![\w-])(?! (?:{adjectives})\b)", re.I)


@cache
def cue_pattern() -> re.Pattern[str]:
    """Every comparing word, named after how it compares."""
    table = word_table()
    ordinals = "|".join(table["ordinals"])
    most = "|".join(re.escape(each) for each in sorted(table["most"], key=len, reverse=True))
    qualities = "|".join(table["qualities"])
    return re.compile(
        r"(?P<first_time>\bfor the first time\b)"
        r"|(?P<never>\bnever before\b)"
        rf"|(?P<pause>\b(?:the )?longest (?:{'|'.join(table['pauses'])})\b)"
        r"|(?P<more>\bmore\b(?:(?! than\b)[^.;:]){0,60} than(?! (?:in |during )?any\b)"
        r" (?:in |during )?(?:all |the whole )?(?:of )?)"
        rf"|(?P<most>\b(?:the |a )?(?:{most})(?=\W)|\bthe most(?= (?:in|since|of any|for) )"
        r"|\bmore\b(?:(?! than\b)[^.;:]){0,60} than (?:in |during )?any (?:\w+ )?(?:year|month)\b)"
        rf"|\b(?P<ordinal>{ordinals}|\d+(?:st|nd|rd|th))(?=[\W])"
        rf"|(?P<quality>\b(?:the )?(?:most (?!of\b)[a-z]+(?:ly provocative)?|{qualities})\b)",
        re.I,
    )


@cache
def ordinals() -> dict[str, int]:
    """`first` -> 1, `third` -> 3."""
    return {word: number for number, word in enumerate(word_table()["ordinals"], start=1)}


@cache
def word_table() -> dict[str, Any]:
    """superlatives.yaml."""
    text = resources.files(__package__).joinpath("superlatives.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table


def is_narrowed(before: str, behind: str) -> bool:
    """Whether the words before a kind, or behind it, leave only some events of it."""
    near = words_of(before)[-3:]
    is_marked = any(word in word_table()["narrowing"] for word in near)
    return is_marked or bool(_places().search(_ACTED.sub(" ", behind)))


@cache
def _places() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(word_table()['narrowing_places'])})\b", re.I)


_ACTED = re.compile(r"\bby (?:the )?(?:North Korea|North|Pyongyang|country|regime|DPRK)\b", re.I)
