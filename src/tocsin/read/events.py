"""Find the events of a document: who does what to whom, when and where, and whether it is said to be so.

Comes in: a document with its claims and times. Goes out: events of the table of warning kinds, and the claims
with the ids of the events that their content holds. It does not know whether two documents tell of one event,
nor whether any of it is true.
"""

import bisect
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from tocsin.read.arguments import Frame, Named, closed, find_doers, find_place, find_recipients
from tocsin.read.eventstatus import judge_status
from tocsin.read.eventtimes import find_interval
from tocsin.read.segments import Paragraph, paragraphs, sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.triggers import Trigger, find_triggers
from tocsin.reference.actors import KnownActor, actor_of, find_actors
from tocsin.reference.places import find_places
from tocsin.terms import Actor, Claim, Document, Event, Place, Source, Span, Time

T = TypeVar("T")

_OWN_ACTS = frozenset(["denies", "promises", "threatens"])  # stances that speak of the speaker's own acts
_SIDES = re.compile(
    r"\b[Tt]he (?P<side>North|South)\b(?! (?:China|Pole|Atlantic|Sea|Pacific|Caucasus|Side|Carolina))"
)


class _Passage(NamedTuple):
    """One sentence: its tokens (by number, `end` excluded) and what is known in it."""

    tokens: Tokens
    start: int
    end: int
    paragraph: Paragraph


def find_events(
    document: Document, claims: tuple[Claim, ...], times: tuple[Time, ...]
) -> tuple[tuple[Event, ...], tuple[Claim, ...]]:
    """Every event of `document` in text order, and the claims with `events` filled.

    An event belongs to the innermost claim whose content or cue holds its trigger, and is listed by every
    claim around that one too. Captions, credits and bylines hold none.
    """
    found: list[Event] = []
    held: dict[str, list[str]] = {}  # claim id -> ids of the events in its content
    antecedent: Actor | None = None
    by_place, by_time = _Lookup.of_claims(claims), _Lookup([(time.span, time) for time in times])
    for passage in _passages(document.text):
        triggers = find_triggers(passage.tokens.low, passage.start, passage.end, _barred(passage))
        if triggers:
            span = passage.tokens.span(passage.start, passage.end - 1)
            reader = _Reader(document, by_place.touching(span), by_time.touching(span), passage, antecedent)
            for trigger in triggers:
                event = reader.read(trigger, triggers, len(found) + 1)
                found.append(event)
                for claim in reader.holding(event.trigger):
                    held.setdefault(claim.id, []).append(event.id)
        antecedent = _subject_like(document, passage) or antecedent
    return tuple(found), tuple(
        claim.model_copy(update={"events": tuple(held[claim.id])}) if claim.id in held else claim
        for claim in claims
    )


class _Lookup(Generic[T]):
    """Items with spans, found again by the stretch of text that they touch."""

    def __init__(self, items: list[tuple[Span, T]]) -> None:
        self._items = sorted(items, key=lambda item: item[0])
        self._starts = [span.start for span, _ in self._items]
        self._reach = list(itertools.accumulate((span.end for span, _ in self._items), max))

    @staticmethod
    def of_claims(claims: tuple[Claim, ...]) -> "_Lookup[Claim]":
        """Claims by the hull of their content and cue."""
        parts = [((*claim.content, *claim.cue), claim) for claim in claims]
        hulls = [(Span(min(s.start for s in own), max(s.end for s in own)), claim) for own, claim in parts]
        return _Lookup(hulls)

    def touching(self, span: Span) -> list[T]:
        """The items whose spans overlap `span`, in text order."""
        found: list[T] = []
        place = bisect.bisect_left(self._starts, span.end)
        while place > 0 and self._reach[place - 1] > span.start:
            place -= 1
            if self._items[place][0].end > span.start:
                found.append(self._items[place][1])
        return found[::-1]


def _passages(text: str) -> Iterator[_Passage]:
    for paragraph in paragraphs(text):
        if not paragraph.is_reporting:
            continue
        own = sentences(text, paragraph.body)
        tokens = tokenize(text, paragraph.body, own, ())
        start = 0
        while start < len(tokens):
            end = start
            while end < len(tokens) and tokens.sentence[end] == tokens.sentence[start]:
                end += 1
            yield _Passage(tokens, start, end, paragraph)
            start = end


def _barred(passage: _Passage) -> frozenset[int]:
    """Words in capitals inside a sentence are parts of names ("Strike Group") and tell of no act."""
    if passage.paragraph.kind == "heading":
        return frozenset()
    capital = passage.tokens.capital
    return frozenset(n for n in range(passage.start + 1, passage.end) if capital[n])


def _subject_like(document: Document, passage: _Passage) -> Actor | None:
    """Whom "it" in the next sentence most likely means: the first name of this one, if it stands early."""
    tokens = passage.tokens
    span = tokens.span(passage.start, min(passage.end - 1, passage.start + 6))
    found = find_actors(span.of(document.text), document.published)
    if not found:
        return None
    known = found[0][1]
    return Actor(name=known.name, country=known.country, sector=known.sector)


class _Reader:
    """Reads the events of one sentence."""

    def __init__(
        self,
        document: Document,
        claims: list[Claim],
        times: list[Time],
        passage: _Passage,
        antecedent: Actor | None,
    ) -> None:
        self._document, self._passage, self._antecedent = document, passage, antecedent
        self._span = passage.tokens.span(passage.start, passage.end - 1)
        self._claims, self._times = claims, times
        self._named, self._places = self._names(document.published)
        is_headline = passage.paragraph.kind == "heading"
        self._is_heading = is_headline and document.text[self._span.end - 1] not in ".!?"

    def read(self, trigger: Trigger, triggers: list[Trigger], number: int) -> Event:
        """The event that the trigger, one of the sentence's `triggers`, tells of."""
        tokens, document = self._passage.tokens, self._document
        span = tokens.span(trigger.first, trigger.last)
        claim = min(self.holding(span), key=_length, default=None)
        told_by = next((one for one in self._claims if _is_cue(span, one)), None)
        frame = self._frame(trigger, triggers, claim)
        doers = self._speakers(told_by) or find_doers(frame)
        recipients = find_recipients(frame, doers)
        reality = judge_status(frame, claim, is_heading=self._is_heading)
        bounds = tokens.span(frame.start, frame.end - 1)
        times = [time for time in self._times if _is_within(time.span, bounds)]
        return Event.model_validate(
            {
                "id": f"e{number}",
                "document": document.id,
                "trigger": span,
                "class": trigger.kind.class_,
                "mode": trigger.kind.mode,
                "kind": trigger.kind.id,
                "cameo": trigger.kind.cameo,
                "actors": doers,
                "recipients": recipients,
                "place": find_place(frame, doers + recipients),
                "time": find_interval(document.text, span, times, document.published),
                "status": reality.status,
                "polarity": reality.polarity,
                "claim": claim.id if claim else None,
            }
        )

    def _speakers(self, claim: Claim | None) -> tuple[Actor, ...]:
        """The source of a claim as the actors of the act of saying it ("Moscow and Pyongyang denied")."""
        speaker = _speaker(claim, self._document.published)
        if speaker is None or speaker.span is None:
            return ()
        inside = [one for one in self._named if _is_within(one.span, speaker.span or one.span)]
        if len(inside) < 2 or " and " not in speaker.name:
            return (speaker,)
        return tuple(
            Actor(name=one.actor.name, span=one.span, country=one.actor.country, sector=one.actor.sector)
            for one in inside
        )

    def holding(self, trigger: Span) -> list[Claim]:
        """The claims whose content holds the trigger."""
        return [claim for claim in self._claims if any(_is_within(trigger, part) for part in claim.content)]

    def _names(self, on: dt.date | None) -> tuple[list[Named], list[tuple[int, Place]]]:
        """Known actors and places of the sentence, by word numbers."""
        text, base = self._span.of(self._document.text), self._span.start
        named = []
        for span, actor in sorted([*find_actors(text, on), *self._sides(text)]):
            first, last = self._token_at(base + span.start), self._token_at(base + span.end - 1)
            named.append(Named(first, last, Span(base + span.start, base + span.end), actor))
        places = []
        for span, place in find_places(text):
            moved = Span(base + span.start, base + span.end)
            places.append((self._token_at(moved.start), place.model_copy(update={"span": moved})))
        return named, places

    def _sides(self, text: str) -> Iterator[tuple[Span, KnownActor]]:
        """ "The North" and "the South", where the document speaks of Korea."""
        if "Korea" in self._document.text:
            for match in _SIDES.finditer(text):
                name, code = ("North Korea", "PRK") if match["side"] == "North" else ("South Korea", "KOR")
                yield Span(*match.span("side")), KnownActor(name, code, "GOV")

    def _token_at(self, offset: int) -> int:
        passage = self._passage
        for number in range(passage.start, passage.end):
            if passage.tokens.ends[number] > offset:
                return number
        return passage.end - 1

    def _frame(self, trigger: Trigger, triggers: list[Trigger], claim: Claim | None) -> Frame:
        """Where arguments are looked for: the content of the claim that holds the trigger, else the sentence."""
        passage = self._passage
        start, end = passage.start, passage.end
        if claim is not None and claim.source is not None:
            span = passage.tokens.span(trigger.first, trigger.last)
            content = next((part for part in claim.content if _is_within(span, part)), None)
            if content is not None:
                start = max(start, self._token_at(content.start))
                end = min(end, self._token_at(max(content.end - 1, content.start)) + 1)
        named = [one for one in self._named if start <= one.first < end]
        speaker = _speaker(claim, self._document.published)
        return Frame(
            passage.tokens,
            start,
            max(end, trigger.last + 1),
            trigger,
            tuple(other.first for other in triggers if other is not trigger),
            named,
            self._places,
            speaker or self._antecedent,
            speaker
            if speaker and speaker.country and claim and _is_about_own_acts(claim, self._document.text)
            else None,
            self._document.published,
        )


def _length(claim: Claim) -> int:
    return sum(part.end - part.start for part in claim.content)


def _is_cue(trigger: Span, claim: Claim) -> bool:
    """Whether the trigger is the claim's own cue, and not a phrase that its source stands in too."""
    own = claim.source.spans if claim.source else ()
    return any(_overlap(trigger, cue) for cue in claim.cue) and not any(
        _overlap(trigger, span) for span in own
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_about_own_acts(claim: Claim, text: str) -> bool:
    """Whether a claim tells of what its source does or will do ("denied sending", "is considering a test")."""
    cues = {word.lower() for cue in claim.cue for word in cue.of(text).split()}
    return claim.stance in _OWN_ACTS or not closed().own_act_cues.isdisjoint(cues)


def _speaker(claim: Claim | None, on: dt.date | None) -> Actor | None:
    """The source of a claim as the actor of the act of saying it."""
    if claim is None or claim.source is None or not claim.source.spans:
        return None
    source = claim.source
    known = actor_of(source.refers_to or source.name, on)
    country, sector = (known.country, known.sector) if known else (None, None)
    return Actor(
        name=source.refers_to or source.name,
        span=source.spans[0],
        country=source.country or country,
        sector=sector or _sector(source),
    )


def _sector(source: Source) -> str | None:
    return {"officials": "GOV", "state-media": "JRN", "outlet": "JRN"}.get(source.kind)


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
