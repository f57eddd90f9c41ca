"""Finds which documents could have shown an indicator: recent, on its topic, from who could see it.

An indicator's coverage, documents with their readings and, where channels are known, the times that they
covered come in; a `Looking` goes out. It does not know whether the indicator was found.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, get_args

from tocsin.reference.outlets import family_of, find_outlet
from tocsin.terms import Coverage, Covered, Document, Reading, SourceKind
from tocsin.weigh.items import day_of
from tocsin.weigh.strengths import fresh_days, strengths
from tocsin.weigh.wording import find_words

# Kinds of source that an outlet is not: they speak through whichever outlet carries them.
_SPEAKING: frozenset[str] = frozenset(get_args(SourceKind)) - {"outlet", "state-media"}


class Sheet(NamedTuple):
    """A document with its reading."""

    document: Document
    reading: Reading


class Looking(NamedTuple):
    """Ids of the documents that looked, and whether a source that could see it is among them.

    `on_topic` are all on the topic, recent or not.

    `share` is the part of the last days in which channels that could see it were read, in [0, 1]; None
    where the reporting did not come through channels.
    """

    documents: tuple[str, ...]
    has_outlets: bool
    share: float | None = None
    on_topic: tuple[str, ...] = ()

    @property
    def was_read(self) -> bool:
        """Whether channels that could see it were read for long enough to speak of absence."""
        return self.share is None or self.share >= strengths().read_least


def find_looking(
    coverage: Coverage,
    sheets: Sequence[Sheet],
    *,
    as_of: dt.date,
    horizon_days: int,
    covered: Sequence[Covered] | None = None,
) -> Looking:
    """Which of the documents looked where the indicator would show; undated ones count as recent."""
    first = as_of - dt.timedelta(days=fresh_days(horizon_days))
    on_topic = [sheet for sheet in sheets if _is_on_topic(coverage, sheet.document)]
    looked = [sheet for sheet in on_topic if (day_of(sheet.document) or as_of) >= first]
    seeing = not coverage.outlets or any(_could_see(coverage, sheet) for sheet in looked)
    share = None if covered is None else _share_read(coverage, covered, as_of)
    return Looking(
        tuple(sheet.document.id for sheet in looked),
        seeing,
        share,
        tuple(sheet.document.id for sheet in on_topic),
    )


def _share_read(coverage: Coverage, covered: Sequence[Covered], as_of: dt.date) -> float:
    """The part of the last days that channels which could see it cover together, overlaps once."""
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), dt.UTC)
    start = end - dt.timedelta(days=strengths().read_days)
    total, reached = dt.timedelta(), start
    for each in sorted(covered, key=lambda stretch: stretch.start):
        if _channel_could_see(coverage, each) and each.end > reached:
            total += max(dt.timedelta(), min(each.end, end) - max(each.start, reached))
            reached = max(reached, min(each.end, end))
    return total / (end - start)


def _channel_could_see(coverage: Coverage, covered: Covered) -> bool:
    """Whether the channel's outlet is of the list; any may carry a kind of source that speaks to it."""
    listed = {name.casefold() for name in coverage.outlets}
    if not listed or listed & _SPEAKING:
        return True
    families = {family_of(name) for name in coverage.outlets}
    return bool(_names_of(covered.outlet) & (listed | families))


def _is_on_topic(coverage: Coverage, document: Document) -> bool:
    return not coverage.topics or bool(
        find_words(coverage.topics, f"{document.title or ''}\n{document.text}")
    )


def _could_see(coverage: Coverage, sheet: Sheet) -> bool:
    """Whether the document is from an outlet of the list, or quotes a kind of source of the list."""
    listed = {name.casefold() for name in coverage.outlets}
    families = {family_of(name) for name in coverage.outlets if name not in _source_kinds(sheet.reading)}
    return bool(listed & _source_kinds(sheet.reading)) or bool(
        _names_of(sheet.document.outlet) & (listed | families)
    )


def _source_kinds(reading: Reading) -> set[str]:
    return {claim.source.kind for claim in reading.claims if claim.source}


def _names_of(outlet: str | None) -> set[str]:
    """An outlet's name, family and kind."""
    if outlet is None:
        return set()
    known = find_outlet(outlet)
    return {outlet.casefold(), family_of(outlet)} | ({known.kind} if known else set())
