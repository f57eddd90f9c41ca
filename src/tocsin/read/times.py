"""Time expressions of a text, with the calendar days that they mean seen from the publication date.

Comes in: a text and, where known, its date. Goes out: `Time` records, in text order, none overlapping. It
does not know events: whether a thing is on, by or around a time is decided where the event is read.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.timerules import TimeRule, time_cues, time_rules
from tocsin.read.timevalues import Value
from tocsin.read.timewords import Direction, Moment
from tocsin.reference.anchors import AnchorMention, Occurrence, find_anchors, occurrences
from tocsin.reference.phrases import plain
from tocsin.terms import Span, Time

_FIRST_YEAR, _LAST_YEAR = 1400, 9000  # a publication date outside is a slip and counts as unknown
_BEFORE, _AFTER = 160, 60  # characters in which a cue is looked for
_RECENT = 200  # days after which a summit or exercise told of in the past is no longer the last one
_NEAR_ANCHOR = 40  # characters before a named anchor in which its cue is looked for
_AROUND = 80  # characters on each side of a sign; no time expression is so long
_STOP = re.compile(r"[.;!?\n](?=\s|$)")


class _Candidate(NamedTuple):
    """A match that may become a time: where it stands, and the rule or anchor that found it."""

    start: int
    end: int
    rank: int
    match: re.Match[str] | None
    rule: TimeRule | None
    mention: AnchorMention | None


def find_times(text: str, published: dt.date | None) -> tuple[Time, ...]:
    """Every time expression of `text`; without `published` relative ones have a value but no days.

    "In November", seen from May 2024 after a future cue, is 2024-11 with 1 and 30 November.
    """
    if published is not None and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None
    words = plain(text)
    found: list[Time] = []
    last_named: dt.date | None = None
    for candidate in _choose(_candidates(words)):
        time = _read(words, candidate, published, last_named)
        if time is not None:
            found.append(time)
            last_named = time.start if time.kind in ("date", "time") and time.start else last_named
    return tuple(found)


def _candidates(words: str) -> Iterator[_Candidate]:
    near: dict[re.Pattern[str] | None, list[Span]] = {}
    for rank, rule in enumerate(time_rules()):
        if rule.sign not in near:
            near[rule.sign] = list(_stretches(words, rule.sign))
        for stretch in near[rule.sign]:
            for match in rule.pattern.finditer(words, *stretch):
                yield _Candidate(match.start(), match.end(), rank, match, rule, None)
    for mention in find_anchors(words):
        if (
            mention.month
            or mention.year
            or time_cues().timed.search(words[max(0, mention.span.start - _NEAR_ANCHOR) : mention.span.start])
        ):
            yield _Candidate(*mention.span, -1, None, None, mention)


def _stretches(words: str, sign: re.Pattern[str] | None) -> Iterator[Span]:
    """The stretches of `words` around each sign, wide enough for any time expression that holds it."""
    if sign is None:
        yield Span(0, len(words))
        return
    start, end = 0, -1
    for match in sign.finditer(words):
        if match.start() - _AROUND > end:
            if end >= 0:
                yield Span(start, end)
            start = max(0, match.start() - _AROUND)
        end = min(len(words), match.end() + _AROUND)
    if end >= 0:
        yield Span(start, end)


def _choose(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Of overlapping candidates the earliest and longest, then the earlier rule."""
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda one: (one.start, -one.end, one.rank)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _read(words: str, one: _Candidate, published: dt.date | None, last_named: dt.date | None) -> Time | None:
    span = Span(one.start, one.end)
    if one.mention is not None:
        return _read_anchor(words, one.mention, published)
    assert one.rule is not None
    assert one.match is not None
    moment = Moment(published, direction_at(words, one.start, one.end), last_named)
    value = one.rule.read(one.match, moment)
    return _time(span, value) if value is not None else None


def _time(span: Span, value: Value, anchor: str | None = None) -> Time:
    return Time(span=span, kind=value.kind, value=value.text, start=value.start, end=value.end, anchor=anchor)


def direction_at(words: str, start: int, end: int) -> Direction:
    """Whether the words around a time expression, in its own sentence, point forwards or back.

    "By" or "until" right before it decides, then the last cue before it, then the first one after it.
    """
    left = _STOP.split(words[max(0, start - _BEFORE) : start])[-1]
    cues = time_cues()
    if cues.adjacent.search(left):
        return "future"
    before = list(cues.direction.finditer(left))
    cue = before[-1] if before else cues.direction.search(_STOP.split(words[end : end + _AFTER])[0])
    if cue is None:
        return "unknown"
    return "future" if cue["future"] else "past"


def _read_anchor(words: str, mention: AnchorMention, published: dt.date | None) -> Time | None:
    found = _occurrence(words, mention, published)
    if found is not None:
        text = found.start.isoformat() if found.exact else f"{found.start:%Y-%m}"
        return _time(mention.span, Value("date", text, found.start, found.end), found.anchor)
    if mention.month or mention.year or published:
        return None
    return _time(mention.span, Value("date", "XXXX"), mention.anchor)


def _occurrence(words: str, mention: AnchorMention, published: dt.date | None) -> Occurrence | None:
    """The coming of the anchor that is meant: the next one, unless the words point back or name a year."""
    if mention.year:
        start, end = dt.date(mention.year, 1, 1), dt.date(mention.year, 12, 31)
    elif published:
        start, end = dt.date(max(published.year - 6, 1), 1, 1), dt.date(min(published.year + 6, 9999), 12, 31)
    else:
        return None
    known = occurrences(mention.anchor, start, end, published)
    fitting = [one for one in known if mention.month in (None, one.start.month, one.end.month)]
    if published is None or mention.year:
        return fitting[0] if fitting else None
    past = [one for one in fitting if one.end < published]
    ahead = [one for one in fitting if one.end >= published]
    if past and (not ahead or _is_over(words, mention, past[-1], published)):
        return past[-1]
    return ahead[0] if ahead else None


def _is_over(words: str, mention: AnchorMention, last: Occurrence, published: dt.date) -> bool:
    """Whether the words mean the last coming: "since", "won", or a past told of soon after it was."""
    start, end = mention.span
    if time_cues().over.search(words[max(0, start - _NEAR_ANCHOR) : start]):
        return True
    is_recent = (published - last.end).days <= _RECENT and "election" not in mention.anchor
    return is_recent and direction_at(words, start, end) == "past"
