"""Find the events of a document: who does what to whom, when and where, and whether it is said to be so.

Comes in: a document with its claims and times. Goes out: events of the table of warning kinds, and the claims
with the ids of the events that their content holds. It does not know whether two documents tell of one event,
nor whether any of it is true.
"""

from tocsin.read.acts_told import bring_together, code_of, is_credible, is_figure
from tocsin.read.arguments import find_doers, find_recipients
from tocsin.read.eventmodes import UNSAID, find_mode
from tocsin.read.eventplaces import find_place
from tocsin.read.eventstatus import judge_status
from tocsin.read.eventtimes import find_interval
from tocsin.read.framing import Names, Passage, find_names, find_passages, make_frame, parts_of_names
from tocsin.read.looking import Looked
from tocsin.read.lookup import Lookup, is_within, look_up_claims, overlap
from tocsin.read.roles import Told, find_deeds, find_parts, gather
from tocsin.read.speakers import is_cue_of, speakers_of
from tocsin.read.triggers import Trigger, find_triggers
from tocsin.reference.actors import find_actors
from tocsin.terms import Actor, Claim, Document, Event, Span, Time

_EARLY = 6  # words from the start of a sentence in which the name stands that "it" means in the next one


def find_events(
    document: Document, claims: tuple[Claim, ...], times: tuple[Time, ...], looked: Looked
) -> tuple[tuple[Event, ...], tuple[Claim, ...]]:
    """Every event of `document` in text order, and the claims with `events` filled.

    An event belongs to the innermost claim whose content holds its trigger, and is listed by every claim
    around that one too. Captions, credits and bylines hold none.
    """
    reader = _Reader(document, claims, times, gather(looked.seen))
    for passage in find_passages(looked):
        reader.read(passage)
    held = (
        claim.model_copy(update={"events": tuple(reader.held[claim.id])})
        if claim.id in reader.held
        else claim
        for claim in claims
    )
    return tuple(reader.events), tuple(held)


class _Reader:
    """Reads a document sentence by sentence, and remembers whom "it" means in the next one."""

    def __init__(
        self,
        document: Document,
        claims: tuple[Claim, ...],
        times: tuple[Time, ...],
        told: Told,
    ) -> None:
        self._told = told
        self.events: list[Event] = []
        self.held: dict[str, list[str]] = {}  # claim id -> ids of the events in its content
        self._document = document
        self._claims = look_up_claims(claims)
        self._times = Lookup([(time.span, time) for time in times])
        self._speaks_of_korea = "Korea" in document.text
        self._antecedent: Actor | None = None
        self._unread: list[Passage] = []  # sentences since that was looked for

    def read(self, passage: Passage) -> None:
        """Add the events of one sentence."""
        tokens = passage.tokens
        found = find_triggers(tokens.low, passage.start, passage.end, parts_of_names(passage))
        deeds = find_deeds(self._told, tokens, passage.start, passage.end)
        triggers = [
            self._with_parts(trigger, passage)
            for trigger in bring_together(tokens, passage.start, found, deeds)
        ]
        if triggers:
            names = find_names(self._document, passage, speaks_of_korea=self._speaks_of_korea)
            near = self._claims.touching(passage.span)
            for trigger in triggers:
                span = tokens.span(trigger.first, trigger.last)
                holding = _holding(near, span)
                told_by = next((claim for claim in near if is_cue_of(span, claim)), None)
                event = self._event(passage, names, triggers, trigger, told_by, holding)
                is_likely = is_credible(trigger, event.actors, event.recipients, told_by)
                if not is_likely or is_figure(tokens, trigger, event.recipients):
                    continue
                self.events.append(event)
                for claim in holding:
                    self.held.setdefault(claim.id, []).append(event.id)
        self._unread.append(passage)

    def _event(
        self,
        passage: Passage,
        names: Names,
        triggers: list[Trigger],
        trigger: Trigger,
        told_by: Claim | None,
        holding: list[Claim],
    ) -> Event:
        document, code = self._document, code_of(trigger)
        span = passage.tokens.span(trigger.first, trigger.last)
        claim = min(holding, key=_length, default=None)
        frame = make_frame(document, passage, names, triggers, trigger, claim, self._it())
        shown = find_mode(frame, code.class_) if code.class_ and not (code.mode and code.kind) else UNSAID
        doers = find_doers(frame, speakers_of(told_by, names.named, document.published))
        times = self._times.touching(passage.span)
        recipients = tuple(one for one in find_recipients(frame, doers) if not _names_time(one, times))
        is_headline = passage.is_heading and document.text[passage.span.end - 1] not in ".!?"
        reality = judge_status(frame, claim, is_heading=is_headline)
        bounds = passage.tokens.span(frame.start, frame.end - 1)
        times = [time for time in times if is_within(time.span, bounds)]
        interval = find_interval(document.text, span, times, document.published, reality.status)
        return Event.model_validate(
            {
                "id": f"e{len(self.events) + 1}",
                "document": document.id,
                "trigger": span,
                "class": code.class_,
                "mode": code.mode or shown.mode,
                "kind": code.kind or shown.kind,
                "cameo": code.cameo,
                "actors": doers,
                "recipients": recipients,
                "place": find_place(frame, doers + recipients),
                "time": interval,
                "status": reality.status,
                "polarity": reality.polarity,
                "claim": claim.id if claim else None,
            }
        )

    def _with_parts(self, trigger: Trigger, passage: Passage) -> Trigger:
        if trigger.deed is None:
            return trigger
        parts = find_parts(self._told, passage.tokens, passage.start, passage.end, trigger.deed)
        return trigger._replace(parts=parts)

    def _it(self) -> Actor | None:
        """Whom "it" means: the latest name that opens a sentence before this one."""
        early = (self._early_name(passage) for passage in reversed(self._unread))
        self._antecedent = next((name for name in early if name is not None), self._antecedent)
        self._unread.clear()
        return self._antecedent

    def _early_name(self, passage: Passage) -> Actor | None:
        """The first name of a sentence, if it stands early: whom "it" in the next one most likely means."""
        span = passage.tokens.span(passage.start, min(passage.end - 1, passage.start + _EARLY))
        found = find_actors(span.of(self._document.text), self._document.published)
        if not found:
            return None
        known = found[0][1]
        return Actor(name=known.name, country=known.country, sector=known.sector)


def _names_time(actor: Actor, times: list[Time]) -> bool:
    """Whether the words are those of a named date ("the Iranian election"), which suffers nothing."""
    return actor.span is not None and any(time.anchor and overlap(actor.span, time.span) for time in times)


def _holding(claims: list[Claim], trigger: Span) -> list[Claim]:
    """The claims whose content holds the trigger."""
    return [claim for claim in claims if any(is_within(trigger, part) for part in claim.content)]


def _length(claim: Claim) -> int:
    return sum(part.end - part.start for part in claim.content)
