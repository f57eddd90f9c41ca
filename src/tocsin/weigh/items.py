"""Lays claims and events side by side as items: what was said to be, by whom, when, resting on which origin.

Documents, readings and the lineage come in; a list of `Item` in the order of the documents goes out. An
event brings along the claim that holds it. This module knows nothing of watches.
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tocsin.reference.countries import find_countries
from tocsin.reference.kinds import kind_and_broader, kinds
from tocsin.terms import Actor, Claim, Document, Event, Polarity, Reading, Source, Span, Status, Time, key

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n+")
_SINCE = re.compile(r"\bsince(?:\s+\w+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A claim, or an event with the claim that holds it, and what is needed to judge it.

    `outer` are the claims around it, innermost first. `day` is when it is said to have happened if that is
    past and told (`is_dated`), else the day of the document, else None. `passage` is the content of the
    claim; `sentence` has the words that attribute it, too ("has in the past notified"). `origin` is an
    origin id or None; `witness` stands for all origins of other stories that are the same body.
    """

    document: Document
    claim: Claim | None
    event: Event | None
    outer: tuple[Claim, ...]
    passage: str
    sentence: str
    start: int
    day: dt.date | None
    is_dated: bool
    origin: str | None
    witness: str | None

    @cached_property
    def key(self) -> str:
        """The name of the event, or of the claim, across documents."""
        return self.event.key if self.event else self.holding.key

    @property
    def holding(self) -> Claim:
        """The claim itself, for an item that has one."""
        assert self.claim is not None
        return self.claim

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claim that holds it and those around it, innermost first."""
        return (self.claim, *self.outer) if self.claim else ()

    @property
    def source(self) -> Source | None:
        """Who says so: the source of the innermost claim."""
        return self.claim.source if self.claim else None

    @property
    def status(self) -> Status:
        """Whether it is said to have happened."""
        return self.event.status if self.event else self.holding.status

    @cached_property
    def is_denied(self) -> bool:
        """Whether the words, or a source around them, say that it is not so."""
        polarities: list[Polarity] = [claim.polarity for claim in self.claims]
        if self.event:
            polarities.append(self.event.polarity)
        return "denied" in polarities or any(claim.stance == "denies" for claim in self.claims)

    @property
    def denier(self) -> Claim:
        """The claim that denies, of the claim itself and those around it; itself where none disputes."""
        return next((claim for claim in self.claims if claim.stance == "denies"), self.holding)

    @property
    def is_hedged(self) -> bool:
        """Whether the claim or one around it is hedged."""
        return any(claim.hedged for claim in self.claims)

    @property
    def is_unnamed(self) -> bool:
        """Whether the source speaks unnamed."""
        return self.source is not None and self.source.anonymous

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The warning kind of the event and the broader ones that it is a case of, narrowest first."""
        kind = self.event.kind if self.event else None
        if kind is None:
            return ()
        return kind_and_broader(kind) if kind in kinds() else (kind,)

    def is_of_kind_of(self, other: "Item") -> bool:
        """Whether both tell of one kind, or one of a case of the other's."""
        mine, theirs = self.kinds, other.kinds
        return bool(mine and theirs) and (mine[0] in theirs or theirs[0] in mine)

    @cached_property
    def actors(self) -> tuple[Actor, ...]:
        """Who does it; for a claim without an event, whoever speaks."""
        if self.event:
            return self.event.actors
        source = self.source
        return (Actor(name=source.name, country=source.country),) if source else ()

    @property
    def recipients(self) -> tuple[Actor, ...]:
        """To whom it is done."""
        return self.event.recipients if self.event else ()

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Countries that the passage names."""
        return named_in(self.passage)


def find_items(
    documents: Sequence[Document],
    readings: Sequence[Reading],
    origin_of: Mapping[str, str],
    witness_of: Mapping[str, str],
) -> list[Item]:
    """Every claim and every event of the documents, document by document, in the order of the text."""
    by_document = {reading.document: reading for reading in readings}
    items: list[Item] = []
    for document in documents:
        if reading := by_document.get(document.id):
            made = _Maker(document, reading, origin_of, witness_of)
            found = [*made.claim_items(), *made.event_items()]
            items += sorted(found, key=lambda item: (item.start, item.event is not None, item.key))
    return items


@lru_cache(maxsize=4096)
def named_in(text: str) -> frozenset[str]:
    """Codes of the countries that a text names."""
    return frozenset(code for _, code in find_countries(text))


def day_of(document: Document) -> dt.date | None:
    """The day of a document: published, else first seen (UTC), else unknown."""
    if document.published or document.first_seen is None:
        return document.published
    return document.first_seen.astimezone(dt.UTC).date()


@dataclass(frozen=True)
class _Maker:
    """Makes the items of one document."""

    document: Document
    reading: Reading
    origin_of: Mapping[str, str]
    witness_of: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """The document's claims by local id."""
        return {claim.id: claim for claim in self.reading.claims}

    @cached_property
    def ends(self) -> list[int]:
        """Where the document's sentences end, roughly."""
        return [match.end() for match in _SENTENCE_END.finditer(self.document.text)]

    def claim_items(self) -> Iterator[Item]:
        """One for each claim."""
        for claim in self.reading.claims:
            span = Span(claim.content[0].start, claim.content[-1].end)
            told = _told_by_claim(claim, self.reading.times, self.document.text)
            passage = _content(claim, self.document.text)
            sentence = _sentence(self.ends, span, len(self.document.text))
            yield self._item(claim, None, (passage, sentence), span.start, told)

    def event_items(self) -> Iterator[Item]:
        """One for each event, with the claim that holds it."""
        text = self.document.text
        for event in self.reading.events:
            claim = self.by_id.get(event.claim) if event.claim else None
            sentence = _sentence(self.ends, event.trigger, len(text))
            told = _told_by_event(event, sentence, self.reading.times, text)
            passage = _content(claim, text) if claim else sentence.of(text)
            yield self._item(claim, event, (passage, sentence), event.trigger.start, told)

    def _item(
        self,
        claim: Claim | None,
        event: Event | None,
        words: tuple[str, Span],
        start: int,
        told: dt.date | None,
    ) -> Item:
        outer = tuple(_around(claim, self.by_id)) if claim else ()
        origin = _origin((claim, *outer), self.origin_of) if claim else None
        written = day_of(self.document)
        return Item(
            document=self.document,
            claim=claim,
            event=event,
            outer=outer,
            passage=words[0],
            sentence=words[1].of(self.document.text),
            start=start,
            day=min((day for day in (told, written) if day), default=None),
            is_dated=told is not None and (written is None or told <= written),
            origin=origin,
            witness=self.witness_of.get(origin, origin) if origin else None,
        )


def _around(claim: Claim, by_id: Mapping[str, Claim]) -> Iterator[Claim]:
    seen = {claim.id}
    while claim.within and claim.within in by_id and claim.within not in seen:
        claim = by_id[claim.within]
        seen.add(claim.id)
        yield claim


def _origin(claims: Sequence[Claim], origin_of: Mapping[str, str]) -> str | None:
    keys = (key(claim.document, claim.id) for claim in claims)
    return next((origin_of[each] for each in keys if each in origin_of), None)


def _content(claim: Claim, text: str) -> str:
    return " … ".join(span.of(text).strip() for span in claim.content)


def _sentence(ends: Sequence[int], trigger: Span, length: int) -> Span:
    """The sentence around a stretch; roughly, since only what stands near it is asked for."""
    before = bisect_right(ends, trigger.start)
    after = bisect_left(ends, trigger.end)
    return Span(ends[before - 1] if before else 0, ends[after] if after < len(ends) else length)


def _told_by_event(event: Event, sentence: Span, times: Sequence[Time], text: str) -> dt.date | None:
    """The last day on which an event can have been, by its own time or the nearest one in its sentence."""
    if event.time and (event.time.end or event.time.latest):
        return None if _is_open(event.time.span, text) else event.time.end or event.time.latest
    near = [time for time in _closed(times, text) if sentence.start <= time.span.start < sentence.end]
    near.sort(key=lambda time: abs(time.span.start - event.trigger.start))
    return near[0].end if near else None


def _told_by_claim(claim: Claim, times: Sequence[Time], text: str) -> dt.date | None:
    """The last day that a claim of something past names; none for any other claim."""
    if claim.status != "occurred":
        return None
    within = (t for t in _closed(times, text) if any(s.start <= t.span.start < s.end for s in claim.content))
    return max((time.end for time in within if time.end), default=None)


def _closed(times: Sequence[Time], text: str) -> Iterator[Time]:
    return (time for time in times if time.end and not _is_open(time.span, text))


def _is_open(span: Span | None, text: str) -> bool:
    """Whether a time says only when something began, and so nothing of when it ended ("since August")."""
    return span is not None and _SINCE.search(text[max(0, span.start - 20) : span.start]) is not None
