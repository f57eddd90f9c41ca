"""What the API gives: for each address the role it takes, what may be asked, and the records it gives.

Comes in: a shelf as the visitor may see it, the names in an address, filters. Goes out: records of the
contract, lists page by page. The API is versioned: within `/api/v1` fields are added and none is changed or
taken away. Knows nothing about requests and JSON.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from tocsin.brief.standing import judge_status
from tocsin.clock import now
from tocsin.errors import ConfigurationError
from tocsin.interface import ActionLine, FoundLine, Listed, Me, SourceLine, WatchLine
from tocsin.store.listing import Filter
from tocsin.store.outbox import Posted
from tocsin.store.pages import BriefLine, OutletLine, Sighting
from tocsin.store.people import Role
from tocsin.terms import (
    AuditEntry,
    Brief,
    Claim,
    Document,
    Forecast,
    IndicatorState,
    Outlook,
    Plan,
    Reading,
    Stance,
    Status,
    Story,
    WatchState,
)
from tocsin.web.actions import ACTIONS
from tocsin.web.shelf import Shelf
from tocsin.web.sourcing import show_sources
from tocsin.web.visitors import Visitor
from tocsin.web.watching import recent_states

ROOT = "/api/v1"
MOST = 200  # records of one page of a list
FURTHEST = 10_000  # records, in lists that are counted off

Item = TypeVar("Item")
Word = Annotated[str, Field(min_length=1, max_length=300)]


class Asked(BaseModel):
    """What an address may be asked; anything else is refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paging(Asked):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Records of a page.")] = 50
    after: (
        Annotated[str, Field(min_length=1, max_length=400, description="`next` of the page before.")] | None
    ) = None


class OnDay(Asked):
    """As of which day."""

    as_of: Annotated[dt.date, Field(description="The last day up to this one; empty: the last.")] | None = (
        None
    )


class OfWatch(Paging):
    """Of which problem."""

    watch: Annotated[Word, Field(description="Only what bears on this watch.")] | None = None


class DocumentsAsked(OfWatch):
    """Which documents."""

    outlet: Annotated[Word, Field(description="Only of this outlet.")] | None = None
    since: Annotated[dt.date, Field(description="Published on this day or later.")] | None = None
    until: Annotated[dt.date, Field(description="Published on this day or earlier.")] | None = None


class ClaimsAsked(Paging):
    """Which claims."""

    document: Annotated[Word, Field(description="Of this document: its id, name or label.")]
    stance: Stance | None = None
    status: Status | None = None


class SearchAsked(Asked):
    """What to look for."""

    q: Annotated[str, Field(min_length=1, max_length=300, description="Words that all must be there.")]
    as_of: Annotated[dt.date, Field(description="First seen by this day.")] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="Documents at the most.")] = 20


Show = Callable[[Shelf, Visitor, Mapping[str, str], Any], BaseModel | None]


class Resource(NamedTuple):
    """One address: the role it takes, what it is for, what may be asked, what it gives, and how."""

    role: Role
    told: str
    asks: type[Asked]
    gives: type[BaseModel]
    show: Show


def show_me(shelf: Shelf, visitor: Visitor, named: Mapping[str, str], asked: Asked) -> Me:  # noqa: ARG001
    """Who is asking."""
    seen = None if visitor.watches is None else tuple(sorted(visitor.watches))
    return Me(name=visitor.name, role=visitor.role, watches=seen)


def list_actions(
    shelf: Shelf,  # noqa: ARG001
    visitor: Visitor,
    named: Mapping[str, str],  # noqa: ARG001
    asked: Asked,  # noqa: ARG001
) -> Listed[ActionLine]:
    """What whoever asks may do by a program."""
    lines = [
        ActionLine(name=name, title=each.title, role=each.role, command=each.command)
        for name, each in ACTIONS.items()
        if visitor.may(each.role) and not each.is_by_hand
    ]
    return Listed(items=tuple(lines))


def list_watches(shelf: Shelf, _: Visitor, __: Mapping[str, str], ___: Asked) -> Listed[WatchLine]:
    """Every problem."""
    lines = []
    for watch, as_of in shelf.store.watched():
        status = judge_status(recent_states(shelf, watch, as_of))
        lines.append(WatchLine(watch=watch, title=shelf.title(watch), as_of=as_of, status=status))
    return Listed(items=tuple(lines))


def show_state(shelf: Shelf, _: Visitor, named: Mapping[str, str], asked: OnDay) -> WatchState | None:
    """All that a problem concluded as of a day."""
    days = shelf.store.days(named["watch"], up_to=asked.as_of, limit=1)
    return shelf.store.state(named["watch"], days[0]) if days else None


def show_outlook(shelf: Shelf, visitor: Visitor, named: Mapping[str, str], asked: OnDay) -> Outlook | None:
    """All forecasts of a problem."""
    state = show_state(shelf, visitor, named, asked)
    return state.outlook if state else None


def show_forecast(shelf: Shelf, visitor: Visitor, named: Mapping[str, str], asked: OnDay) -> Forecast | None:
    """One forecast with its ledger."""
    state = show_state(shelf, visitor, named, asked)
    forecasts = state.outlook.forecasts if state else ()
    return next((each for each in forecasts if each.scenario == named["scenario"]), None)


def list_indicators(
    shelf: Shelf, visitor: Visitor, named: Mapping[str, str], asked: OnDay
) -> Listed[IndicatorState] | None:
    """The states of a problem's indicators, with what matched."""
    state = show_state(shelf, visitor, named, asked)
    return Listed(items=state.indicators) if state else None


def list_plans(shelf: Shelf, visitor: Visitor, named: Mapping[str, str], asked: OnDay) -> Listed[Plan] | None:
    """A problem's plans."""
    state = show_state(shelf, visitor, named, asked)
    return Listed(items=state.plans) if state else None


def list_stories(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: OfWatch) -> Listed[Story]:
    """Stories, those that began last first."""
    found, more = shelf.store.list_stories(asked.watch, after=asked.after, limit=asked.limit)
    return Listed(items=tuple(found), next=more)


def list_documents(
    shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: DocumentsAsked
) -> Listed[Sighting]:
    """Documents, those stored last first, without their texts."""
    only = Filter(asked.outlet, asked.since, asked.until, asked.watch)
    found, more = shelf.store.list_documents(only, after=asked.after, limit=asked.limit)
    return Listed(items=tuple(found), next=more)


def show_reading(shelf: Shelf, _: Visitor, named: Mapping[str, str], __: Asked) -> Reading | None:
    """What was read in a document."""
    document = shelf.store.find_document(named["id"])
    return shelf.store.reading_of(document.id) if document else None


def list_claims(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: ClaimsAsked) -> Listed[Claim] | None:
    """The claims of a document."""
    document = shelf.store.find_document(asked.document)
    if document is None:
        return None
    found, more = shelf.store.list_claims(
        document.id, stance=asked.stance, status=asked.status, after=asked.after, limit=asked.limit
    )
    return Listed(items=tuple(found), next=more)


def list_sources(shelf: Shelf, at: dt.datetime) -> Listed[SourceLine]:
    """Channels, those in need of a person first."""
    lines = [
        SourceLine(
            name=each.name,
            outlet=each.outlet,
            state=each.health.state,
            reason=each.health.reason,
            succeeded=each.succeeded,
            found=each.found,
        )
        for each in show_sources(shelf, at).channels
    ]
    return Listed(items=tuple(lines))


def list_found(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: SearchAsked) -> Listed[FoundLine]:
    """Documents that hold all the words, best first."""
    hits = shelf.store.search(asked.q, limit=asked.limit, as_of=asked.as_of)
    seen = shelf.store.sightings([hit.document.id for hit in hits])
    lines = [FoundLine(document=seen[hit.document.id], snippet=hit.snippet) for hit in hits]
    return Listed(items=tuple(lines))


def list_audit(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: Paging) -> Listed[AuditEntry]:
    """The audit trail, the newest entry first."""
    found, more = shelf.store.list_audit(after=asked.after, limit=asked.limit)
    return Listed(items=tuple(found), next=more)


def cut(found: Sequence[Item], asked: Paging, start: int) -> Listed[Item]:
    """One page of what was taken from the beginning of a list."""
    end = start + asked.limit
    return Listed(items=tuple(found[start:end]), next=str(end) if len(found) > end else None)


def list_briefs(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: OfWatch) -> Listed[BriefLine]:
    """Published briefs, the last first."""
    start = _start(asked)
    found = [line for line in shelf.store.brief_lines(FURTHEST) if asked.watch in (None, line.watch)]
    return cut(found, asked, start)


def list_alerts(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: OfWatch) -> Listed[Posted]:
    """Alerts, the last first, with how each reached its receivers."""
    start = _start(asked)
    return cut(shelf.store.alerts(asked.watch, limit=start + asked.limit + 1), asked, start)


def list_outlets(shelf: Shelf, _: Visitor, __: Mapping[str, str], asked: Paging) -> Listed[OutletLine]:
    """Outlets with how much came of each, the latest first."""
    return cut(shelf.store.outlets(), asked, _start(asked))


def _start(asked: Paging) -> int:
    """Where a page begins in a list that is short enough to be counted off."""
    if asked.after is None:
        return 0
    if not (asked.after.isascii() and asked.after.isdigit()) or int(asked.after) > FURTHEST:
        raise ConfigurationError(
            "after", "is no place in this list", "give what `next` of the page before says"
        )
    return int(asked.after)


RESOURCES: Mapping[str, Resource] = {
    "/me": Resource("reader", "Who is asking, and what they may do and see", Asked, Me, show_me),
    "/watches": Resource("reader", "Every problem with its status", Asked, Listed[WatchLine], list_watches),
    "/watches/{watch}": Resource(
        "reader", "All that a problem concluded as of a day", OnDay, WatchState, show_state
    ),
    "/watches/{watch}/outlook": Resource(
        "reader", "All forecasts of a problem as of a day", OnDay, Outlook, show_outlook
    ),
    "/watches/{watch}/forecasts/{scenario}": Resource(
        "reader", "One forecast with its ledger and curve", OnDay, Forecast, show_forecast
    ),
    "/watches/{watch}/indicators": Resource(
        "reader", "States of indicators with what matched", OnDay, Listed[IndicatorState], list_indicators
    ),
    "/watches/{watch}/plans": Resource(
        "reader", "Plans with state, reason and order", OnDay, Listed[Plan], list_plans
    ),
    "/stories": Resource(
        "reader", "Stories with their origins and edges", OfWatch, Listed[Story], list_stories
    ),
    "/stories/{id}": Resource(
        "reader", "One story", Asked, Story, lambda shelf, _, named, __: shelf.store.story(named["id"])
    ),
    "/documents": Resource(
        "reader", "Documents without their texts", DocumentsAsked, Listed[Sighting], list_documents
    ),
    "/documents/{id}": Resource(
        "reader",
        "One document with its text",
        Asked,
        Document,
        lambda shelf, _, named, __: shelf.store.find_document(named["id"]),
    ),
    "/documents/{id}/reading": Resource(
        "reader", "What was read in a document: claims, events, times", Asked, Reading, show_reading
    ),
    "/claims": Resource("reader", "The claims of a document", ClaimsAsked, Listed[Claim], list_claims),
    "/claims/{key}": Resource(
        "reader", "One claim", Asked, Claim, lambda shelf, _, named, __: shelf.store.claim(named["key"])
    ),
    "/sources": Resource(
        "reader",
        "Channels with their health",
        Asked,
        Listed[SourceLine],
        lambda shelf, _, __, ___: list_sources(shelf, now()),
    ),
    "/outlets": Resource(
        "reader", "Outlets with how much came of each", Paging, Listed[OutletLine], list_outlets
    ),
    "/briefs": Resource("reader", "Published briefs", OfWatch, Listed[BriefLine], list_briefs),
    "/briefs/{version}": Resource(
        "reader", "One brief", Asked, Brief, lambda shelf, _, named, __: shelf.store.brief(named["version"])
    ),
    "/search": Resource(
        "reader", "Documents that hold all the words", SearchAsked, Listed[FoundLine], list_found
    ),
    "/alerts": Resource(
        "reader", "Alerts with how each reached its receivers", OfWatch, Listed[Posted], list_alerts
    ),
    "/audit": Resource(
        "editor", "The audit trail, the newest entry first", Paging, Listed[AuditEntry], list_audit
    ),
    "/actions": Resource("reader", "What may be done", Asked, Listed[ActionLine], list_actions),
}
