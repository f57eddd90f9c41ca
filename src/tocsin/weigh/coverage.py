"""Finds which documents could have shown an indicator: recent, on its topic, from who could see it.

An indicator's coverage and documents with their readings come in; a `Looking` goes out. It does not know
whether the indicator was found.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from tocsin.reference.outlets import family_of, find_outlet
from tocsin.terms import Coverage, Document, Reading
from tocsin.weigh.items import day_of
from tocsin.weigh.strengths import fresh_days
from tocsin.weigh.wording import find_words


class Sheet(NamedTuple):
    """A document with its reading."""

    document: Document
    reading: Reading


class Looking(NamedTuple):
    """Ids of the documents that looked, and whether a source that could see it is among them."""

    documents: tuple[str, ...]
    has_outlets: bool


def find_looking(
    coverage: Coverage, sheets: Sequence[Sheet], *, as_of: dt.date, horizon_days: int
) -> Looking:
    """Which of the documents looked where the indicator would show; undated ones count as recent."""
    first = as_of - dt.timedelta(days=fresh_days(horizon_days))
    recent = [sheet for sheet in sheets if (day_of(sheet.document) or as_of) >= first]
    looked = [sheet for sheet in recent if _is_on_topic(coverage, sheet.document)]
    seeing = not coverage.outlets or any(_could_see(coverage, sheet) for sheet in looked)
    return Looking(tuple(sheet.document.id for sheet in looked), seeing)


def _is_on_topic(coverage: Coverage, document: Document) -> bool:
    return not coverage.topics or bool(
        find_words(coverage.topics, f"{document.title or ''}\n{document.text}")
    )


def _could_see(coverage: Coverage, sheet: Sheet) -> bool:
    """Whether the document is from an outlet of the list, or quotes a kind of source of the list."""
    listed = {name.casefold() for name in coverage.outlets}
    families = {family_of(name) for name in coverage.outlets if name not in _source_kinds(sheet.reading)}
    return bool(listed & _source_kinds(sheet.reading)) or bool(
        _outlet_names(sheet.document) & (listed | families)
    )


def _source_kinds(reading: Reading) -> set[str]:
    return {claim.source.kind for claim in reading.claims if claim.source}


def _outlet_names(document: Document) -> set[str]:
    if document.outlet is None:
        return set()
    known = find_outlet(document.outlet)
    return {document.outlet.casefold(), family_of(document.outlet)} | ({known.kind} if known else set())
