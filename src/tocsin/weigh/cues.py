"""Reads one sentence for comparisons with the past: which measure, of which kind, over which stretch of time.

A sentence with its time expressions and a watch's kinds come in; `Found`s go out, with what is unclear in the
words. It knows no claims and no record.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tocsin.terms import Document, Measure, Reading, RecordWords, Span, Time, Unit
from tocsin.weigh.cuewords import (
    REACH,
    clause_of,
    cue_pattern,
    is_narrowed,
    kind_after,
    kind_before,
    ordinals,
    word_table,
    words_of,
)
from tocsin.weigh.periods import Period, find_period


class Sentence(NamedTuple):
    """One sentence with where it begins and what else is known of its document."""

    start: int
    text: str
    document: Document
    reading: Reading
    day: dt.date

    @property
    def times(self) -> list[Time]:
        """The time expressions in it."""
        end = self.start + len(self.text)
        return [time for time in self.reading.times if self.start <= time.span.start < end]


class Found(NamedTuple):
    """A comparison as the words give it; offsets count in the document."""

    span: Span
    measure: Measure
    number: int | None
    kind: RecordWords | None
    is_exact: bool
    period: Period | None
    unit: Unit | None
    unclear: str | None
    is_ahead: bool = False

    def is_period(self, span: Span) -> bool:
        """Whether these words are the ones that name the period, in front of the comparison."""
        return self.period is not None and self.period.words_end == 0 and span.end <= self.span.start


def find_comparisons(kinds: dict[str, RecordWords], sentence: Sentence) -> Iterator[Found]:
    """Every comparison with the past in the sentence, in order."""
    taken = 0
    for match in cue_pattern().finditer(sentence.text):
        found = _read_cue(kinds, sentence, match) if match.start() >= taken else None
        if found is not None:
            taken = found.span.end - sentence.start
            yield found


def _read_cue(kinds: dict[str, RecordWords], sentence: Sentence, match: re.Match[str]) -> Found | None:
    cue = str(match.lastgroup)
    if sentence.text[: match.start()].rstrip().lower().endswith(("not the", "not its", "n't the", "at")):
        return None
    tail = clause_of(sentence.text[match.end() :])
    kind, kind_span = kind_after(kinds, sentence.text, match.end(), len(tail))
    if cue in (
        "more",
        "most",
        "quality",
    ):  # "more tests than in": the kind stands inside
        inside = kind_after(kinds, sentence.text, match.start(), len(match[0]) + REACH)
        kind, kind_span = inside if inside[0] else (kind, kind_span)
    if kind is None:
        kind, kind_span = kind_before(kinds, sentence.text, match.start())
    after = max(match.end(), kind_span.end if kind_span.start >= match.end() else 0)
    period = find_period(
        sentence.text[match.end() : match.end() + len(tail)],
        sentence.start + match.end(),
        sentence.times,
        sentence.day,
    ) or _leading_period(sentence, match.start())
    return _READERS[cue](Cue(sentence, match, kind, kind_span, after, period))


class Cue(NamedTuple):
    """A comparing word with the kind and the period that stand around it."""

    sentence: Sentence
    match: re.Match[str]
    kind: RecordWords | None
    kind_span: Span  # in the sentence
    after: int  # in the sentence, behind cue and kind
    period: Period | None

    def found(self, measure: Measure, **more: Any) -> Found:
        """The comparison, with its words from the cue to the end of kind and period."""
        ends = [self.match.end()]
        if self.kind_span.start >= self.match.end():
            ends.append(self.kind_span.end)
        if self.period and self.period.words_end:
            ends.append(self.match.end() + self.period.words_end)
        base = self.sentence.start
        values = {
            "number": None,
            "unit": None,
            "unclear": self.period.unclear if self.period else None,
            **more,
        }
        if self.kind is None and measure != "unrecorded":
            values["unclear"] = "the words name no kind of event that the record lists"
        elif measure == "first" and self.is_negated():
            values["unclear"] = "the words speak of what did not happen"
        return Found(
            span=Span(base + self.match.start(), base + max(ends)),
            measure=measure,
            kind=self.kind,
            is_exact=self.is_exact(),
            period=self.period,
            **values,
        )

    def is_negated(self) -> bool:
        """Whether it is the absence of the kind that came for the first time."""
        start = self.match.end() if self.kind_span.start >= self.match.end() else 0
        words = words_of(clause_of(self.sentence.text[start : self.kind_span.start][::-1])[::-1])
        negations = word_table()["negations"]
        return self.match.lastgroup != "never" and any(w in negations or w.endswith("n't") for w in words)

    def is_exact(self) -> bool:
        """Whether nothing around the kind narrows it."""
        if self.kind is None or not self.kind.exact:
            return False
        text, plain = self.sentence.text, word_table()["plain"]
        if self.kind_span.start >= self.match.end():
            between = words_of(text[self.match.end() : self.kind_span.start])
            if self.match.lastgroup in ("ordinal", "never") and not all(word in plain for word in between):
                return False
        stop = self.match.end() + self.period.words_end if self.period else len(text)
        behind = text[self.kind_span.end : max(stop, self.kind_span.end)]
        if self.kind_span.end <= self.match.start():
            behind = text[self.kind_span.end : self.match.start()]
        return not is_narrowed(text[max(self.kind_span.start - 30, 0) : self.kind_span.start], behind)


def _read_ordinal(cue: Cue) -> Found | None:
    """`the first X since`, `the third X this year`, `its sixth X`; not `the second stage`."""
    word = cue.match["ordinal"].lower()
    number = ordinals().get(word) or int(re.sub(r"\D", "", word) or 0)
    behind = cue.sentence.text[cue.match.end() :].lower().lstrip()
    before = cue.sentence.text[: cue.match.start()].rstrip().lower()
    if not number or _is_of_something_else(cue, before, behind):
        return None
    is_owned = before.endswith(tuple(owner.lower() for owner in word_table()["owners"]))
    is_ever = behind.lstrip("- ").startswith("ever")
    if cue.period is None and (cue.kind is None or not (is_owned or is_ever)):
        return None
    return cue.found("first") if number == 1 else cue.found("count", number=number)


def _is_of_something_else(cue: Cue, before: str, behind: str) -> bool:
    """`the second of three`, `the first week of May`, `a second time`; but not `for the third time`."""
    if behind.startswith("time"):
        return not before.endswith("for the")
    if behind.split(" ", 1)[0].rstrip(",.") in word_table()["stretches"] or behind.startswith("of "):
        return True
    is_behind = cue.kind_span.start >= cue.match.end()
    stands_alone = behind.startswith(("since", "in ", "this ", "of the", "so far", "ever", "for "))
    return cue.kind is not None and not is_behind and not stands_alone


def _read_first_time(cue: Cue) -> Found | None:
    return cue.found("first")


def _read_never(cue: Cue) -> Found | None:
    return cue.found("first", is_ahead=True) if cue.kind else None


def _read_most(cue: Cue) -> Found | None:
    """`a record number of X this year`, `the most X in a month`; a number of missiles is not one of days."""
    words = cue.match[0].lower()
    text = cue.sentence.text[cue.match.end() :]
    if cue.kind_span.start >= cue.match.end():
        after = words_of(cue.sentence.text[cue.kind_span.start : cue.kind_span.end + 12])
        if any(word in word_table()["pieces"] for word in after[:3]):
            return cue.found("unrecorded", unclear="the record counts days with an event, not pieces fired")
    month = (
        "month" in words
        or re.search(r"\b(?:a|one|any|single|calendar) month\b", text, re.I)
        or _is_month(cue)
    )
    return cue.found("most", unit="month" if month else "year")


def _is_month(cue: Cue) -> bool:
    """Whether the period is about a month long."""
    period = cue.period
    if period is None or period.is_since or period.start is None:
        return False
    return (
        period.start.day == 1
        and period.start.month == period.end.month
        and period.start.year == period.end.year
        and ("month" in cue.sentence.text.lower() or period.start.month != 1)
    )


def _read_more(cue: Cue) -> Found | None:
    """`more X than in all of last year`: the words behind "than" name what is exceeded."""
    tail = cue.sentence.text[cue.match.end() :]
    period = find_period(tail, cue.sentence.start + cue.match.end(), cue.sentence.times, cue.sentence.day)
    if period is None or period.start is None or period.is_since or cue.kind is None:
        return None
    is_month = (period.end - period.start).days < 32
    return cue._replace(period=period).found("more", unit="month" if is_month else "year")


def _read_pause(cue: Cue) -> Found | None:
    return cue.found("pause") if cue.kind else None


def _read_quality(cue: Cue) -> Found | None:
    """`the most provocative act in a decade`: said of the past, and nothing that a list of days holds."""
    words = cue.match[0].lower()
    if any(re.search(rf"\bmost {word}\b", words) for word in word_table()["no_qualities"]):
        return None
    if cue.period is None and "unprecedented" not in words:
        return None
    if re.match(r"(?:the )?most $", cue.sentence.text[cue.match.start() : cue.kind_span.start], re.I):
        return _read_most(cue) if words.startswith("the ") else None  # "most missiles" is a share
    quality = re.sub(r"^(?:the )?(?:most )?", "", words)
    why = f"the record lists days with an event and holds no measure of what is called {quality}"
    return cue.found("unrecorded", unclear=why)


_READERS = {
    "ordinal": _read_ordinal,
    "first_time": _read_first_time,
    "never": _read_never,
    "most": _read_most,
    "more": _read_more,
    "pause": _read_pause,
    "quality": _read_quality,
}


def _leading_period(sentence: Sentence, stop: int) -> Period | None:
    """`In 2022, it ...`: a period that opens the sentence."""
    head = re.match(r"\s*(?:in|during) ", sentence.text, re.I)
    if head is None:
        return None
    period = find_period(sentence.text[:stop], sentence.start, sentence.times, sentence.day)
    return period._replace(words_end=0) if period else None  # its words stand before the comparison's own
