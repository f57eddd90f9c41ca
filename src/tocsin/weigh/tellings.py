"""What one document tells of an event, made ready for asking whether another tells of the same one.

A document with its reading comes in; tellings go out, one an event that has a class: who, whom, where, on
which days, how many, in which story. What is said in general is no telling. It does not know other documents.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reference.kinds import kind_and_broader, kinds
from tocsin.terms import Actor, Document, Event, Reading, Span, Status

Days = tuple[dt.date, dt.date]
_FEARED: tuple[Status, ...] = ("planned", "possible", "conditional")
_PRECISE = dt.timedelta(days=7)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_NUMBERS)})"
_WITHIN = r"(?:(?!(?:and|or|to|of|in|on|at|from)\b)[a-z][a-z-]+ ){0,3}?"  # "short-range ballistic"
_COUNT = re.compile(
    rf"(?<![\w.,$€£-]){_NUMBER} {_WITHIN}(?P<noun>[a-z]{{3,}}s|people|troops|aircraft|personnel)\b",
    re.IGNORECASE,
)
# Nouns that measure or date, and count nothing that an act is done with.
_MEASURES = re.compile(
    r"years|months|weeks|days|hours|minutes|seconds|kilomet(?:er|re)s|miles|met(?:er|re)s|feet|tons|tonnes|knots"
    r"|degrees|times|countries|points|others|dollars|pounds|euros|nations|sides|stages|phases"
)
_BEFORE, _AFTER = 45, 60  # characters around a trigger in which a count may stand
_STOP = re.compile(r"[.;!?\n](?=\s|$)")


class Telling(NamedTuple):
    """One event as one document tells it."""

    key: str
    document: str
    event: Event
    told: dt.date | None  # when the document came out
    days: Days | None  # when the event is said to be, where it is said
    kinds: frozenset[str]  # its kind and the broader ones; empty without a kind
    stem: str  # what the trigger begins with: "shell" of "shelled"
    actors: frozenset[str]
    recipients: frozenset[str]
    number: str | None  # of what the act is done with: "2 missiles"
    story: str | None

    @property
    def is_precise(self) -> bool:
        """Whether the days are few enough to tell one act from the next."""
        return self.days is not None and self.days[1] - self.days[0] <= _PRECISE

    @property
    def is_feared(self) -> bool:
        """Whether the act is still to come, if it comes."""
        return self.event.status in _FEARED

    @property
    def is_real(self) -> bool:
        """Whether the act is said to have happened or to go on."""
        return self.event.polarity == "affirmed" and self.event.status in ("occurred", "ongoing")

    @property
    def anchor(self) -> dt.date:
        """The day by which tellings are put in order."""
        if self.is_precise and self.days and not self.is_feared:
            return self.days[0]
        return self.told or (self.days[0] if self.days else dt.date.min)

    @property
    def root(self) -> str:
        """Its broadest kind; the trigger's stem where it has none."""
        return _broadest(self.event.kind) if self.event.kind else self.stem


def tell(document: Document, reading: Reading, story: str | None) -> Iterator[Telling]:
    """Every event of a document that is told as one act."""
    for event in reading.events:
        if event.class_ is None or event.status == "general":
            continue
        words = event.trigger.of(document.text).lower()
        yield Telling(
            key=event.key,
            document=document.id,
            event=event,
            told=document.published,
            days=_days(event),
            kinds=frozenset(kind_and_broader(event.kind)) if event.kind in kinds() else frozenset(),
            stem=words.split(" ")[0][:5],
            actors=_who(event.actors),
            recipients=_who(event.recipients),
            number=find_count(document.text, event),
            story=story,
        )


def _broadest(kind: str) -> str:
    return kind_and_broader(kind)[-1] if kind in kinds() else kind


def _who(people: Sequence[Actor]) -> frozenset[str]:
    """Countries; for those of whom none is known, their names."""
    return frozenset(one.country or one.name.lower() for one in people)


def _days(event: Event) -> Days | None:
    time = event.time
    if time is None:
        return None
    start, end = time.start or time.earliest, time.end or time.latest
    return (start, end) if start and end and start <= end else None


def find_count(text: str, event: Event) -> str | None:
    """How many the act is done with or to, as the words near the trigger say it: "two missiles"."""
    start, end = event.trigger
    after = _STOP.split(text[end : end + _AFTER])[0]
    before = _STOP.split(text[max(0, start - _BEFORE) : start])[-1]
    return _first_count(after, end, event) or _first_count(before, start - len(before), event)


def _first_count(words: str, offset: int, event: Event) -> str | None:
    for match in _COUNT.finditer(words):
        span = Span(offset + match.start(), offset + match.end())
        noun = match["noun"].lower()
        is_date = event.time is not None and event.time.span is not None and _touch(span, event.time.span)
        if _MEASURES.fullmatch(noun) or is_date or re.fullmatch(r"(?:19|20)\d\d", match["number"]):
            continue
        number = match["number"].lower().replace(",", "")
        return f"{_NUMBERS.index(number) + 2 if number in _NUMBERS else int(number)} {noun}"
    return None


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
