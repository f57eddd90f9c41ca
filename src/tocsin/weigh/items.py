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


@dataclass(frozen=True)
class Item:
    """A claim, or an event with the claim that holds it, and what is needed to judge it.

    `outer` are the claims around it, innermost first. `day` is when it is said to have happened if that is
    past and told, else the day of the document, else None. `origin` is an origin id or None.
    """

    document: Document
    claim: Claim | None
    event: Event | None
    outer: tuple[Claim, ...]
    passage: str
    start: int
    day: dt.date | None
    origin: str | None

    @property
    def key(self) -> str:
        """The name of the event, or of the claim, across documents."""
        return self.event.key if self.event else self.holding.key

    @property
    def holding(self) -> Claim:
        """The claim itself, for an item that has one."""
        assert self.claim is not None
        return self.claim

    @property
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

    @property
    def is_denied(self) -> bool:
        """Whether the words, or a source around them, say that it is not so."""
        polarities: list[Polarity] = [claim.polarity for claim in self.claims]
        if self.event:
            polarities.append(self.event.polarity)
        return "denied" in polarities or any(claim.stance == "denies" for claim in self.claims)

    @property
    def is_hedged(self) -> bool:
        """Whether the claim or one around it is hedged."""
        return any(claim.hedged for claim in self.claims)

    @property
    def is_unnamed(self) -> bool:
        """Whether the source speaks unnamed."""
        return self.source is not None and self.source.anonymous

    @property
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

    @property
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
    documents: Sequence[Document], readings: Sequence[Reading], origin_of: Mapping[str, str]
) -> list[Item]:
    """Every claim and every event of the documents, document by document, in the order of the text."""
    by_document = {reading.document: reading for reading in readings}
    items: list[Item] = []
    for document in documents:
        if reading := by_document.get(document.id):
            found = [*_claim_items(document, reading, origin_of), *_event_items(document, reading, origin_of)]
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


def _claim_items(document: Document, reading: Reading, origin_of: Mapping[str, str]) -> Iterator[Item]:
    by_id = {claim.id: claim for claim in reading.claims}
    for claim in reading.claims:
        outer = tuple(_around(claim, by_id))
        yield Item(
            document=document,
            claim=claim,
            event=None,
            outer=outer,
            passage=_content(claim, document.text),
            start=min(span.start for span in claim.content),
            day=_day_of_claim(claim, reading.times, day_of(document)),
            origin=_origin((claim, *outer), origin_of),
        )


def _event_items(document: Document, reading: Reading, origin_of: Mapping[str, str]) -> Iterator[Item]:
    by_id = {claim.id: claim for claim in reading.claims}
    ends = [match.end() for match in _SENTENCE_END.finditer(document.text)]
    for event in reading.events:
        claim = by_id.get(event.claim) if event.claim else None
        outer = tuple(_around(claim, by_id)) if claim else ()
        sentence = _sentence(ends, event.trigger, len(document.text))
        yield Item(
            document=document,
            claim=claim,
            event=event,
            outer=outer,
            passage=_content(claim, document.text) if claim else sentence.of(document.text),
            start=event.trigger.start,
            day=_day_of_event(event, sentence, reading.times, day_of(document)),
            origin=_origin((claim, *outer), origin_of) if claim else None,
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
    """The sentence around a trigger; roughly, since only what stands near it is asked for."""
    before = bisect_right(ends, trigger.start)
    after = bisect_left(ends, trigger.end)
    return Span(ends[before - 1] if before else 0, ends[after] if after < len(ends) else length)


def _day_of_event(
    event: Event, sentence: Span, times: Sequence[Time], written: dt.date | None
) -> dt.date | None:
    """The last day on which a past event can have been; an event still to come counts from the report."""
    told = _last_day(event)
    if told is None:
        near = [time for time in times if sentence.start <= time.span.start < sentence.end and time.end]
        near.sort(key=lambda time: abs(time.span.start - event.trigger.start))
        told = near[0].end if near else None
    return _earlier(told, written)


def _day_of_claim(claim: Claim, times: Sequence[Time], written: dt.date | None) -> dt.date | None:
    """The last day that a claim of something past names; any other claim is of the day of its document."""
    if claim.status != "occurred":
        return written
    spans = claim.content
    told = [t.end for t in times if t.end and any(s.start <= t.span.start < s.end for s in spans)]
    return _earlier(max(told, default=None), written)


def _earlier(told: dt.date | None, written: dt.date | None) -> dt.date | None:
    return min(day for day in (told, written) if day) if told or written else None


def _last_day(event: Event) -> dt.date | None:
    if event.time is None:
        return None
    return event.time.end or event.time.latest
