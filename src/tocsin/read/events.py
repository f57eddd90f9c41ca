"""Find the events of a document: who does what to whom, when and where, and whether it is said to be so.

Comes in: a document with its claims and times. Goes out: events of the table of warning kinds, and the claims
with the ids of the events that their content holds. It does not know whether two documents tell of one event,
nor whether any of it is true.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.arguments import Frame, Named, closed, find_doers, find_place, find_recipients
from tocsin.read.eventstatus import judge_status
from tocsin.read.eventtimes import find_interval
from tocsin.read.segments import Paragraph, paragraphs, sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.read.triggers import Trigger, find_triggers
from tocsin.reference.actors import KnownActor, actor_of, find_actors
from tocsin.reference.places import find_places
from tocsin.terms import Actor, Claim, Document, Event, Place, Source, Span, Time

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
    antecedent: Actor | None = None
    for passage in _passages(document.text):
        triggers = find_triggers(_plain_words(passage.tokens), passage.start, passage.end, _barred(passage))
        if triggers:
            reader = _Reader(document, claims, times, passage, antecedent)
            found += [reader.read(trigger, len(found) + n) for n, trigger in enumerate(triggers, 1)]
        antecedent = _subject_like(document, passage) or antecedent
    return tuple(found), tuple(_with_events(claims, found))


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


def _plain_words(tokens: Tokens) -> list[str]:
    """Small-letter words without the possessive ending."""
    return [word.removesuffix("'s") for word in tokens.low]


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
        claims: tuple[Claim, ...],
        times: tuple[Time, ...],
        passage: _Passage,
        antecedent: Actor | None,
    ) -> None:
        self._document, self._passage, self._antecedent = document, passage, antecedent
        self._span = passage.tokens.span(passage.start, passage.end - 1)
        self._claims = [claim for claim in claims if _touches(claim, self._span)]
        self._times = [time for time in times if _is_within(time.span, self._span)]
        self._named, self._places = self._names(document.published)
        is_headline = passage.paragraph.kind == "heading"
        self._is_heading = is_headline and document.text[self._span.end - 1] not in ".!?"

    def read(self, trigger: Trigger, number: int) -> Event:
        """The event that the trigger tells of."""
        tokens, document = self._passage.tokens, self._document
        span = tokens.span(trigger.first, trigger.last)
        claim, told_by = _innermost(self._claims, span)
        frame = self._frame(trigger, claim)
        speaker = _speaker(told_by, document.published)
        doers = (speaker,) if speaker else find_doers(frame)
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

    def _frame(self, trigger: Trigger, claim: Claim | None) -> Frame:
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
            named,
            self._places,
            speaker or self._antecedent,
            speaker if claim and _is_about_own_acts(claim, self._document.text) else None,
            self._document.published,
        )


def _innermost(claims: list[Claim], trigger: Span) -> tuple[Claim | None, Claim | None]:
    """The innermost claim that holds the trigger, and the claim whose own cue the trigger is ("denied")."""
    holding = [claim for claim in claims if any(_is_within(trigger, part) for part in claim.content)]
    told_by = next((claim for claim in claims if _is_cue(trigger, claim)), None)
    inner = min(holding, key=lambda claim: sum(part.end - part.start for part in claim.content), default=None)
    return inner, told_by


def _is_cue(trigger: Span, claim: Claim) -> bool:
    """Whether the trigger is the claim's own cue, and not a phrase that its source stands in too."""
    own = claim.source.spans if claim.source else ()
    return any(_overlap(trigger, cue) for cue in claim.cue) and not any(_overlap(trigger, span) for span in own)


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


def _touches(claim: Claim, span: Span) -> bool:
    return any(_overlap(part, span) for part in (*claim.content, *claim.cue))


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _with_events(claims: tuple[Claim, ...], events: list[Event]) -> Iterator[Claim]:
    """The claims, each with the ids of the events whose triggers its content holds."""
    for claim in claims:
        own = tuple(e.id for e in events if any(_is_within(e.trigger, part) for part in claim.content))
        yield claim.model_copy(update={"events": own}) if own else claim
