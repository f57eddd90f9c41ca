"""Finds words of claims that compare with the past: "the first since 2019", "a growing number".

A watch, documents and readings come in; `Superlative`s go out, each with the kinds of the watch's history and
the stretch of time that the words name, or why they name none. It knows the words and not the record.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tocsin.reference.phrases import plain
from tocsin.terms import (
    Claim,
    Document,
    Reading,
    Span,
    Superlative,
    Watch,
)
from tocsin.weigh.cues import Found, Sentence, find_comparisons
from tocsin.weigh.cuewords import kind_words, word_table
from tocsin.weigh.items import day_of
from tocsin.weigh.periods import DAY
from tocsin.weigh.trends import find_trends

SLACK = 3  # days that a report may come after what it tells of
_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?]?")


def find_superlatives(
    watch: Watch, documents: Sequence[Document], readings: Sequence[Reading], *, as_of: dt.date
) -> tuple[Superlative, ...]:
    """Every comparison with the past in the claims of the documents, in reading order."""
    by_id = {reading.document: reading for reading in readings}
    return tuple(
        found
        for document in documents
        if document.id in by_id
        for found in _in_document(watch, document, by_id[document.id], as_of)
    )


def _in_document(watch: Watch, document: Document, reading: Reading, as_of: dt.date) -> Iterator[Superlative]:
    text = plain(document.text)
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        sentence = Sentence(match.start(), match[0], document, reading, day_of(document) or as_of)
        kinds = kind_words(watch)
        for found in (*find_comparisons(kinds, sentence), *find_trends(kinds, sentence)):
            claim = _holding(reading.claims, found.span)
            if claim is not None:
                yield _record(claim, sentence, found)


def _holding(claims: Sequence[Claim], span: Span) -> Claim | None:
    """The innermost claim whose content holds the words."""
    around = [c for c in claims for part in c.content if part.start <= span.start and span.end <= part.end]
    inner = [c for c in around if not any(other.within == c.id for other in around)]
    return inner[0] if inner else None


def _record(claim: Claim, sentence: Sentence, found: Found) -> Superlative:
    day, slack, unclear = _day_told(sentence, found)
    period, kind = found.period, found.kind
    text = sentence.document.text
    is_open = claim.status in ("planned", "possible", "conditional")
    start, end = (period.start, period.end) if period else (None, None)
    if period and period.is_since and period.start is not None and found.measure != "count":
        start, end = period.end + DAY, day
    return Superlative(
        claim=claim.key,
        document=sentence.document.id,
        span=found.span,
        words=" ".join(found.span.of(text).split()),
        measure=found.measure,
        kinds=kind.kinds if kind else (),
        is_exact=found.is_exact,
        is_from_start=bool(kind and kind.from_start),
        number=found.number,
        start=start,
        end=day if period is None or period.is_since else end,
        unit=found.unit,
        day=day,
        slack_days=slack,
        is_ahead=is_open or found.is_ahead or _is_ahead(sentence, found),
        unclear=found.unclear or unclear,
    )


def _day_told(sentence: Sentence, found: Found) -> tuple[dt.date, int, str | None]:
    """The day that the sentence tells, else the document's with days before it; why it may be unclear."""
    for time in sentence.times:
        before = sentence.text[: time.span.start - sentence.start].rstrip().lower()
        is_apart = not before.endswith(("since", "than in", "than on"))
        if not (time.start and time.end and time.start <= sentence.day and is_apart):
            continue
        is_subject = time.span.end <= found.span.start and not found.is_period(time.span)
        if time.start == time.end or (is_subject and time.end < sentence.day):
            return time.end, (time.end - time.start).days, None  # "the launch in January was the first"
    period = found.period
    if found.measure != "more" and period and not period.is_since and period.end < sentence.day:
        which = found.measure in ("first", "count")  # "the first in 2022", told later
        return period.end, 0, "the words do not say on which day it was" if which else None
    return sentence.day, SLACK, None


def _is_ahead(sentence: Sentence, found: Found) -> bool:
    before = sentence.text[: found.span.start - sentence.start].lower()
    return any(re.search(rf"\b{re.escape(words)}\b", before[-60:]) for words in word_table()["ahead"])
