"""Turns what an exercise brings in into records of the same kinds as any reporting.

Comes in: an inject with its watch. Goes out: documents, readings, observations and rows of the record, each
document marked. Knows nothing about time that passes, nor about what follows.
"""

import datetime as dt
from typing import NamedTuple

from tocsin.collect.observing import observe
from tocsin.read.document import read_document
from tocsin.read.observed import WHOLE, read_observation
from tocsin.reference.figures import say_date
from tocsin.reference.kinds import kinds
from tocsin.terms import (
    Actor,
    Document,
    Event,
    HistoryEvent,
    Inject,
    InjectedEvent,
    InjectedReport,
    Interval,
    Observation,
    Reading,
    Span,
    Watch,
    identify,
)

CONTROL = "exercise control"
GRADE = "A2"  # control knows, but one origin confirms nothing (rule G3)
_EVENT = "x1"  # local id of the event that is handed in


class Brought(NamedTuple):
    """What an inject adds to the records."""

    documents: tuple[Document, ...] = ()
    readings: tuple[Reading, ...] = ()
    observations: tuple[Observation, ...] = ()
    history: tuple[HistoryEvent, ...] = ()


def bring(inject: Inject, watch: Watch, marking: str) -> Brought:
    """The records of one inject; a state other than "observed" has none, it is set when weighing."""
    moment = _moment(inject)
    if inject.report:
        return _bring_report(inject.report, moment, marking)
    if inject.event:
        return _bring_event(inject.event, watch, moment, marking)
    if inject.outcome:
        return _bring_outcome(inject, watch, moment, marking)
    if inject.indicator and inject.indicator.state == "observed":
        name = next(each.name for each in watch.indicators if each.id == inject.indicator.id)
        text = inject.indicator.text or f"Observed in the exercise: {name}."
        return _observed(text, watch, moment, marking, indicator=inject.indicator.id)
    return Brought()


def say_inject(inject: Inject) -> str:
    """What was brought in, in a line."""
    if inject.report:
        return f"Report by {inject.report.outlet}: {inject.report.title or inject.report.text[:120]}"
    if inject.event:
        day = f" on {say_date(inject.event.on)}" if inject.event.on else ""
        return f"Event: {inject.event.kind.replace('-', ' ')}, {inject.event.status}{day}"
    if inject.outcome:
        return (
            f"Outcome: {inject.outcome.kind.replace('-', ' ')} on {say_date(inject.outcome.on or inject.at)}"
        )
    assert inject.indicator is not None  # one of the four: the file was checked for it
    return f"Indicator {inject.indicator.id}: {inject.indicator.state.replace('-', ' ')}"


def _moment(inject: Inject) -> dt.datetime:
    hour, minute = (int(part) for part in (inject.time or "12:00").split(":"))
    return dt.datetime.combine(inject.at, dt.time(hour, minute), dt.UTC)


def _bring_report(report: InjectedReport, moment: dt.datetime, marking: str) -> Brought:
    document = Document(
        id=identify("exercise", report.text, report.outlet, moment),
        name=f"inject-{identify(report.text, report.outlet, moment)[:8]}",
        text=report.text,
        title=report.title,
        outlet=report.outlet,
        byline=report.byline,
        url=report.url,
        published=moment.date(),
        published_at=moment,
        first_seen=moment,
        language="en",
        marking=marking,
    )
    return Brought((document,), (read_document(document),))


def _bring_event(event: InjectedEvent, watch: Watch, moment: dt.datetime, marking: str) -> Brought:
    words = event.text or f"In the exercise, {event.kind.replace('-', ' ')}: {event.status}."
    brought = _observed(words, watch, moment, marking)
    (reading,) = brought.readings
    handed = Event(
        id=_EVENT,
        document=reading.document,
        trigger=Span(0, len(brought.documents[0].text)),
        kind=event.kind,
        actors=(Actor(name=event.by, country=event.by),) if event.by else (),
        time=Interval(start=event.on, end=event.on) if event.on else None,
        status=event.status,
        claim=WHOLE,
    )
    claims = tuple(
        claim.model_copy(update={"events": (*claim.events, _EVENT)}) if claim.id == WHOLE else claim
        for claim in reading.claims
    )
    told = reading.model_copy(update={"claims": claims, "events": (*reading.events, handed)})
    return brought._replace(readings=(told,))


def _bring_outcome(inject: Inject, watch: Watch, moment: dt.datetime, marking: str) -> Brought:
    """A row of the record; and, where its kind is a warning kind too, the event that plans look for."""
    assert inject.outcome is not None
    kind, day = inject.outcome.kind, inject.outcome.on or inject.at
    row = HistoryEvent(start=day, end=day, kind=kind, source=CONTROL, note=marking)
    brought = Brought()
    if kind in kinds():
        by = watch.countries[0] if watch.countries else None
        words = f"In the exercise, {kind.replace('-', ' ')} on {say_date(day)}."
        told = InjectedEvent(kind=kind, status="occurred", on=day, by=by, text=words)
        brought = _bring_event(told, watch, moment, marking)
    return brought._replace(history=(row,))


def _observed(
    text: str, watch: Watch, moment: dt.datetime, marking: str, *, indicator: str | None = None
) -> Brought:
    fields = {
        "text": text,
        "origin": CONTROL,
        "at": moment.isoformat(),
        "known": moment.isoformat(),
        "grade": GRADE,
        "watch": watch.id,
        "indicator": indicator,
    }
    document, observation = observe(fields, by=CONTROL, now=moment, where=CONTROL)
    document = document.model_copy(update={"marking": marking})
    return Brought((document,), (read_observation(document),), (observation,))
