"""Finds words of claims that say how often something comes now against before: "growing", "has increased".

A watch's kinds and a sentence come in; `Found`s go out with the stretch of time that is said to differ. It
knows the words and not the record. What is said to be larger, farther or stronger is no count and is left.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import RecordWords, Span
from tocsin.weigh.cues import Found, Sentence
from tocsin.weigh.cuewords import clause_of, is_narrowed, kind_after, kind_before, words_of
from tocsin.weigh.periods import Period, find_period

Trend = Literal["rising", "falling", "shift"]
TRENDS: tuple[Trend, ...] = ("rising", "falling", "shift")
_NEAR = 60  # characters between a word of change and the kind in front of it
_LOOSE = re.compile(
    r"\bin (?:the )?(?:recent|past|last few|past few|last several) (weeks|months|years)\b", re.I
)
_ALLOWED = re.compile(
    r"(?:[ ,]*\b(?:not|never|hardly|by|of|the|its|their|has|have|had|been|be|are|is|were|also|both"
    r"|North Korea|the North|Pyongyang|sharply|steadily|markedly|clearly|significantly|greatly|rapidly|again"
    r"|since|in|over|this|last|past|year|years|month|months|recent|20\d\d|January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b)*[ ,]*",
    re.I,
)


class Change(NamedTuple):
    """A word of change with the kind of which it is said; spans in the sentence."""

    trend: Trend
    span: Span
    kind: RecordWords
    kind_span: Span


def find_trends(kinds: dict[str, RecordWords], sentence: Sentence) -> Iterator[Found]:
    """Every word of change in the sentence that is said of a kind, in order, each kind once."""
    told: set[Span] = set()
    for trend in TRENDS:
        for change in (*_in_front(kinds, sentence, trend), *_behind(kinds, sentence, trend)):
            if change.kind_span not in told:
                told.add(change.kind_span)
                yield _found(sentence, change)


def _in_front(kinds: dict[str, RecordWords], sentence: Sentence, trend: Trend) -> Iterator[Change]:
    """`an increase in ballistic missile tests`."""
    text = sentence.text
    for match in _pattern(trend, "before").finditer(text):
        reach = len(clause_of(text[match.end() :]))
        kind, span = kind_after(kinds, text, match.end(), min(reach, _NEAR))
        if kind and not _counts_no_events(text, span) and not _holds_another(text[match.end() : span.start]):
            yield Change(trend, Span(match.start(), match.end()), kind, span)


def _behind(kinds: dict[str, RecordWords], sentence: Sentence, trend: Trend) -> Iterator[Change]:
    """`ballistic missile tests have increased`; only words that change nothing may stand between."""
    text = sentence.text
    for match in _pattern(trend, "behind").finditer(text):
        kind, span = kind_before(kinds, text, match.start())
        between = text[span.end : match.start()]
        if kind and not _counts_no_events(text, span) and _ALLOWED.fullmatch(between[:_NEAR]):
            yield Change(trend, Span(match.start(), match.end()), kind, span)


def _found(sentence: Sentence, change: Change) -> Found:
    text = sentence.text
    first = min(change.span.start, change.kind_span.start)
    last = max(change.span.end, change.kind_span.end)
    before = text[max(0, first - 40) : change.span.start].lower()
    return Found(
        span=Span(sentence.start + first, sentence.start + last),
        measure=change.trend,
        number=None,
        kind=change.kind,
        is_exact=change.kind.exact and not _is_narrowed(text, change),
        period=_stretch(sentence, change),
        unit=None,
        unclear="the words deny a change" if _holds(before, "negations") else None,
        is_ahead=_holds(before, "ahead"),
    )


def _stretch(sentence: Sentence, change: Change) -> Period:
    """From when to when it is said to be otherwise than before: as worded, else the last year."""
    text, day = sentence.text, sentence.day
    if loose := _LOOSE.search(text):
        days = trend_table()["loose"][loose[1].lower()]
        return Period(day - dt.timedelta(days=days - 1), day, is_since=False, words_end=0)
    start = min(change.span.end, change.kind_span.end)
    named = find_period(text[start:], sentence.start + start, sentence.times, day)
    if named is None:
        named = find_period(text[: change.span.start], sentence.start, sentence.times, day)
    if named is None or named.start is None or named.start >= day:
        first = day - dt.timedelta(days=trend_table()["stretch"] - 1)
        return Period(first, day, is_since=False, words_end=0)
    if _is_compared(text, named, start) or (named.is_since and named.end < day):
        named = _from_then_on(named, day)
    return Period(named.start, min(named.end, day), is_since=False, words_end=0)


def _is_compared(text: str, named: Period, start: int) -> bool:
    """Whether the stretch that is named is the one before: `compared with last year`."""
    words = text[start : start + named.words_end].lower()
    return re.search(r"\b(?:compared (?:with|to)|than|from|over|against)\b", words) is not None


def _from_then_on(named: Period, day: dt.date) -> Period:
    """`since 2022` is from its first day on; `compared with last year` is of the year after it."""
    assert named.start is not None
    if named.is_since:
        return named._replace(end=day)
    return named._replace(start=day.replace(month=1, day=1), end=day)


def _counts_no_events(text: str, kind: Span) -> bool:
    """`ballistic missile range`, `fears of a nuclear test`: what grows is not the number of events."""
    near = [*words_of(text[kind.end : kind.end + 20])[:1], *words_of(text[: kind.start])[-3:]]
    return any(word in trend_table()["not_counts"] for word in near)


def _holds_another(between: str) -> bool:
    """Whether something else stands between the word of change and the kind, of which it may be said."""
    words = words_of(between)
    return len(words) > 5 or any(word in trend_table()["not_counts"] for word in words)


def _is_narrowed(text: str, change: Change) -> bool:
    start, end = change.kind_span
    stop = change.span.start if change.span.start > end else len(clause_of(text[end:])) + end
    return is_narrowed(text[max(0, start - 30) : start], text[end:stop])


def _holds(before: str, which: str) -> bool:
    near = " ".join(words_of(before)[-4:])
    return any(re.search(rf"(?:\b|(?<=\w)){re.escape(word)}\b", near) for word in trend_table()[which])


@cache
def _pattern(trend: Trend, where: str) -> re.Pattern[str]:
    table = trend_table()
    counts = f"(?:{'|'.join(table['counts'])})"
    words = [re.escape(each).replace("COUNT", counts) for each in table[trend][where]]
    body = "|".join(sorted(words, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b(?:{body})\b", re.I)


@cache
def trend_table() -> dict[str, Any]:
    """trends.yaml."""
    text = resources.files(__package__).joinpath("trends.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table
