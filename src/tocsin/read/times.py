"""Time expressions of a text, with the calendar days that they mean seen from the publication date.

Comes in: a text and, where known, its date. Goes out: `Time` records, in text order, none overlapping. It
does not know events: whether a thing is on, by or around a time is decided where the event is read.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.timerules import TimeRule, time_cues, time_keys, time_rules
from tocsin.read.timevalues import Value
from tocsin.read.timewords import Direction, Moment
from tocsin.reference.anchor_names import AnchorMention, find_anchors
from tocsin.reference.anchors import Occurrence, occurrences
from tocsin.reference.phrases import plain
from tocsin.terms import Span, Time

_FIRST_YEAR, _LAST_YEAR = 1400, 9000  # a publication date outside is a slip and counts as unknown
_BEFORE, _AFTER = 160, 60  # characters in which a cue is looked for
_RECENT = 200  # days after which a summit or exercise told of in the past is no longer the last one
_NEAR_ANCHOR = 40  # characters before a named anchor in which its cue is looked for
_REACH = 60  # characters on each side of a word of time within which a rule is tried
_WORD = re.compile(r"[A-Za-z]+|\d+")
_QUARTER = re.compile(r"\d{4}-Q\d")
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
    last: Time | None = None  # the date named last
    quarter: dt.date | None = None
    for candidate in _choose(_candidates(words)):
        direction = direction_at(words, candidate.start, candidate.end) if candidate.rule else "unknown"
        is_sure = bool(time_cues().told.search(words, max(0, candidate.start - 30), candidate.start))
        is_beside = last is not None and not _STOP.search(words, last.span.end, candidate.start)
        named = last.start if last else None
        time = _read(
            words,
            candidate,
            Moment(
                published,
                direction,
                named,
                named if is_beside else None,
                quarter,
                is_sure and direction == "past",
            ),
        )
        if time is None:
            continue
        found.append(time)
        if time.start and time.kind in ("date", "time") and not (candidate.rule and candidate.rule.is_aside):
            last = time
            quarter = time.start if _QUARTER.fullmatch(time.value) else quarter
    return tuple(found)


def turn_time(words: str, published: dt.date, direction: Direction) -> Time | None:
    """What a time expression of its own means if it points back or forwards, whatever stands around it.

    "In September", seen from May 2024: 2023-09 for "past", 2024-09 for "future". None where it is no time.
    """
    chosen = _choose(_candidates(plain(words)))
    if len(chosen) != 1 or chosen[0].rule is None:
        return None
    return _read(words, chosen[0], Moment(published, direction, None, is_sure=True))


def _candidates(words: str) -> Iterator[_Candidate]:
    around = _windows(words)
    for rank, rule in enumerate(time_rules()):
        for name in rule.near:
            for start, end in around.get(name, ()):
                for match in rule.pattern.finditer(words, start, end):
                    yield _Candidate(match.start(), match.end(), rank, match, rule, None)
    for mention in find_anchors(words):
        if (
            mention.month
            or mention.year
            or mention.is_plain
            or time_cues().timed.search(words[max(0, mention.span.start - _NEAR_ANCHOR) : mention.span.start])
        ):
            yield _Candidate(*mention.span, -1, None, None, mention)


def _windows(words: str) -> dict[str, list[list[int]]]:
    """The stretches of text around the words of each list of times.yaml, none overlapping."""
    keys, around = time_keys(), dict[str, list[list[int]]]()
    for match in _WORD.finditer(words):
        word = match[0]
        for name in ("number",) if word[0].isdigit() else keys.get(word.lower(), ()):
            start, end = max(0, match.start() - _REACH), match.end() + _REACH
            known = around.setdefault(name, [])
            if known and start <= known[-1][1]:
                known[-1][1] = end
            else:
                known.append([start, end])
    for known in around.values():
        for window in known:
            stop = words.find(" ", window[1])  # no word is cut in two
            window[1] = stop if stop >= 0 else len(words)
    return around


def _choose(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Of overlapping candidates the earliest and longest, then the earlier rule."""
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda one: (one.start, -one.end, one.rank)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _read(words: str, one: _Candidate, moment: Moment) -> Time | None:
    if one.mention is not None:
        return _read_anchor(words, one.mention, moment.published)
    assert one.rule is not None
    assert one.match is not None
    value = one.rule.read(one.match, moment)
    return _time(Span(one.start, one.end), value) if value is not None else None


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
    return (
        None if mention.month or mention.year else _time(mention.span, Value("date", "XXXX"), mention.anchor)
    )


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
    if not ahead and time_cues().ahead.search(words[: mention.span.start]):
        return None  # "before the election": its day was not known yet
    if past and (not ahead or _is_over(words, mention, past[-1], published)):
        return past[-1]
    return ahead[0] if ahead else None


def _is_over(words: str, mention: AnchorMention, last: Occurrence, published: dt.date) -> bool:
    """Whether the words mean the last coming: "since", "won", or a past told of soon after it was."""
    start, end = mention.span
    if words[start:end].lower().startswith("last "):
        return True
    if over := time_cues().over.search(words[max(0, start - _NEAR_ANCHOR) : start]):
        is_after = over[0].lower().startswith(("after", "following"))
        return not (is_after and direction_at(words, start, end) == "future")
    is_recent = (published - last.end).days <= _RECENT and "election" not in mention.anchor
    return is_recent and direction_at(words, start, end) == "past"
