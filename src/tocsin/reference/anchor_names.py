"""Where a text names an anchor: "ahead of the U.S. presidential election in November", "last Thanksgiving".

A text comes in; mentions go out, with the month and year that the same phrase gives. It does not know dates
(`tocsin.reference.anchors`), nor whether the words around a mention make a time of it.
"""

import calendar
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tocsin.reference.anchors import anchors
from tocsin.reference.phrases import plain
from tocsin.terms import Span


class AnchorMention(NamedTuple):
    """An anchor named in a text, with the month and year that the same phrase gives."""

    span: Span
    anchor: str
    month: int | None
    year: int | None
    is_plain: bool  # the name alone is a time ("Thanksgiving"), with no word such as "before"


def find_anchors(text: str) -> list[AnchorMention]:
    """Every anchor that the text names, with a month or year that stands right before or after the name."""
    words = _small(text)
    windows = list(_windows(words))
    found = [
        _mention(words, match, list(anchors())[int(str(match.lastgroup)[1:])])
        for start, end in windows
        for match in _pattern().finditer(words, start, end)
    ]
    return sorted(found + list(_bare(words, windows, found)))


_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_BEFORE = re.compile(rf"(?:(?:the|this|next|last)\s)?(?:{_MONTH}(?:'s)?\s)?(?:(?P<year>(?:19|20)\d\d)\s)?$")
_AFTER = re.compile(
    rf"(?:(?:,? (?:due |set |scheduled |planned )?(?:in|on|of|for|this|next|late in|early in))? {_MONTH})?"
    r"(?:(?:,? (?:in|of))? (?P<year>(?:19|20)\d\d)\b)?"
)
# A piece of every name, in small letters: names are looked for only around these.
_HINT = re.compile(
    r"election|vote|poll|mid-?term|inaugurat|drill|exercise|war games|resolve|eagle|freedom|ulchi|spirit"
    r"|summit|leaders' meeting|\bday\b|birthday|anniversary|assembly|race|contest|christmas|new year|easter"
    r"|friday|thanksgiving|fourth of july|ramadan|eid al|seollal|chuseok|festival|nowruz|yom kippur|passover"
    r"|rosh hashana|hanukkah|ashura|holy week"
)
_BEHIND, _AHEAD = 90, 110  # characters around such a piece that the longest name needs
_FAR_FROM_A_NAME = 30  # characters before a name in which its month or year is looked for


def _windows(words: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for hint in _HINT.finditer(words):
        if hint.start() - _BEHIND > end:
            if end >= 0:
                yield start, end
            start = max(0, hint.start() - _BEHIND)
        stop = words.find(" ", hint.end() + _AHEAD)  # no word is cut in two
        end = stop if stop >= 0 else len(words)
    if end >= 0:
        yield start, end


def _small(text: str) -> str:
    """`text` in small letters with the same length (a few letters grow when made small; they stay)."""
    words = plain(text)
    small = words.lower()
    return (
        small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in words)
    )


def _mention(words: str, match: re.Match[str], anchor: str) -> AnchorMention:
    near = max(0, match.start() - _FAR_FROM_A_NAME)
    before = _BEFORE.search(words[near : match.start()])
    after = _AFTER.match(words, match.end())
    assert before is not None  # both patterns also match nothing at all
    assert after is not None
    month = before["month"] or after["month"]
    year = before["year"] or after["year"]
    return AnchorMention(
        span=Span(near + before.start(), after.end()),
        anchor=anchor,
        month=_MONTHS.index(month) + 1 if month else None,
        year=int(year) if year else None,
        is_plain=anchors()[anchor].is_plain,
    )


def _bare(words: str, windows: list[tuple[int, int]], found: list[AnchorMention]) -> Iterator[AnchorMention]:
    """Short names ("the presidential election in November") that only month and company make an anchor."""
    taken = [mention.span for mention in found]
    for anchor, month, name, company in _bare_names():
        matches = [match for start, end in windows for match in name.finditer(words, start, end)]
        if not matches or not company.search(words):
            continue
        for match in matches:
            mention = _mention(words, match, anchor)
            is_free = not any(
                mention.span.start < other.end and other.start < mention.span.end for other in taken
            )
            if month in (None, mention.month) and is_free:
                taken.append(mention.span)
                yield mention


@cache
def _bare_names() -> tuple[tuple[str, int | None, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (
            entry.id,
            entry.bare_month,
            re.compile(rf"(?<![\w-]){entry.bare}(?![\w-])"),
            re.compile(entry.bare_with),
        )
        for entry in anchors().values()
        if entry.bare is not None and entry.bare_with is not None
    )


@cache
def _pattern() -> re.Pattern[str]:
    parts = [
        f"(?P<a{number}>{'|'.join(entry.names)})"
        for number, entry in enumerate(anchors().values())
        if entry.names
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")
