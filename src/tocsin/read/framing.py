"""Make the frame of each trigger of a sentence: the words around it, the names and places known in them.

Comes in: what was seen of a document, and the claims that touch a sentence of it. Goes out: frames. It does
not know who acts; a frame ends where the content of the claim ends, so that a speaker is no actor of what is
said.
"""

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.frames import Frame, Named
from tocsin.read.looking import Looked
from tocsin.read.lookup import is_within, overlap
from tocsin.read.speakers import own_doers, speaker_of
from tocsin.read.tokens import Tokens
from tocsin.read.triggers import Trigger
from tocsin.reference.actors import KnownActor, find_actors
from tocsin.reference.places import find_places
from tocsin.terms import Actor, Claim, Document, Place, Span

_SIDES = re.compile(
    r"\b[Tt]he (?P<side>North|South)\b(?! (?:China|Pole|Atlantic|Sea|Pacific|Caucasus|Side|Carolina))"
)
_KOREAS = {
    "North": KnownActor("North Korea", "PRK", "GOV"),
    "South": KnownActor("South Korea", "KOR", "GOV"),
}


_LONGEST = 300  # words; what runs on longer is no sentence but a list or a broken page, and is cut


class Passage(NamedTuple):
    """One sentence: token numbers `start` to `end` (excluded) of its paragraph."""

    tokens: Tokens
    start: int
    end: int
    is_heading: bool

    @property
    def span(self) -> Span:
        """The characters of the sentence."""
        return self.tokens.span(self.start, self.end - 1)

    def token_at(self, offset: int) -> int:
        """The number of the token that holds a character, or of the next one."""
        inside = range(self.start, self.end)
        return next((n for n in inside if self.tokens.ends[n] > offset), self.end - 1)


class Names(NamedTuple):
    """What is known in a sentence: actors, and places by word number."""

    named: list[Named]
    places: list[tuple[int, Place]]


def find_passages(looked: Looked) -> Iterator[Passage]:
    """The sentences of the body and headings; captions, credits and bylines are left out."""
    bodies = [paragraph.body.start for paragraph in looked.paragraphs]
    for tokens in looked.tables:
        for first, end in tokens.sentences():
            for start in range(first, end, _LONGEST):
                of = looked.paragraphs[bisect.bisect(bodies, tokens.starts[start]) - 1]
                yield Passage(tokens, start, min(end, start + _LONGEST), of.kind == "heading")


def parts_of_names(passage: Passage) -> frozenset[int]:
    """Words in capitals inside a sentence: parts of names ("Strike Group"), which tell of no act."""
    if passage.is_heading:
        return frozenset()
    capital = passage.tokens.capital
    return frozenset(n for n in range(passage.start + 1, passage.end) if capital[n])


def find_names(document: Document, passage: Passage, *, speaks_of_korea: bool) -> Names:
    """Known actors and places of a sentence; the North and the South where the document speaks of Korea."""
    span = passage.span
    text, base = span.of(document.text), span.start
    found = find_actors(text, document.published)
    sides = _sides(text) if speaks_of_korea else ()
    found += [one for one in sides if not any(overlap(one[0], other) for other, _ in found)]
    named = []
    for own, actor in sorted(found, key=lambda one: one[0]):
        moved = Span(base + own.start, base + own.end)
        named.append(Named(passage.token_at(moved.start), passage.token_at(moved.end - 1), moved, actor))
    places = []
    for own, place in find_places(text):
        moved = Span(base + own.start, base + own.end)
        places.append((passage.token_at(moved.start), place.model_copy(update={"span": moved})))
    return Names(named, places)


def _sides(text: str) -> Iterator[tuple[Span, KnownActor]]:
    for match in _SIDES.finditer(text):
        yield Span(*match.span("side")), _KOREAS[match["side"]]


def make_frame(
    document: Document,
    passage: Passage,
    names: Names,
    triggers: list[Trigger],
    trigger: Trigger,
    claim: Claim | None,
    antecedent: Actor | None,
) -> Frame:
    """The words in which a trigger's arguments are looked for: its claim's content, else the sentence."""
    start, end = _bounds(passage, trigger, claim)
    return Frame(
        tokens=passage.tokens,
        start=start,
        end=max(end, trigger.last + 1),
        trigger=trigger,
        others=tuple(other.first for other in triggers if other is not trigger),
        named=[one for one in names.named if start <= one.first < end],
        places=names.places,
        antecedent=speaker_of(claim, names.named, document.published) or antecedent,
        speakers=own_doers(claim, names.named, document.text, document.published),
        on=document.published,
    )


def _bounds(passage: Passage, trigger: Trigger, claim: Claim | None) -> tuple[int, int]:
    if claim is None or claim.source is None:
        return passage.start, passage.end
    span = passage.tokens.span(trigger.first, trigger.last)
    content = next((part for part in claim.content if is_within(span, part)), None)
    if content is None:
        return passage.start, passage.end
    cue = next((c for c in claim.cue if c.end <= content.start <= c.end + 1), content)
    first = passage.token_at(cue.start)  # "cancelled the exercise": the cue tells the event's status too
    last = passage.token_at(max(content.end - 1, content.start))
    return max(passage.start, first), min(passage.end, last + 1)
