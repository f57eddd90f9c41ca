"""Short spellings of records for the tests of weigh: a report is one line of what it says."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tocsin.terms import (
    Actor,
    Claim,
    Count,
    Coverage,
    Covered,
    Document,
    Event,
    Independent,
    Indicator,
    Interval,
    Lineage,
    Match,
    Origin,
    Reading,
    Scenario,
    Settlement,
    Source,
    Span,
    Story,
    Watch,
    Weighing,
)
from tocsin.weigh import weigh_watch

AS_OF = dt.date(2024, 5, 25)
NORTH = {"name": "North Korea", "country": "PRK"}
JOINT_CHIEFS = Source(name="the Joint Chiefs of Staff", kind="body", country="KOR")
UNNAMED = Source(name="officials", kind="officials", anonymous=True, country="USA")
KREMLIN = Source(name="the Kremlin", kind="body", country="RUS")


def report(
    name: str,
    text: str = "North Korea fired artillery near the island.",
    *,
    day: dt.date | None = AS_OF,
    kind: str | None = "artillery-fire",
    source: Source | None = JOINT_CHIEFS,
    actor: dict[str, Any] = NORTH,
    time: dict[str, Any] | None = None,
    outlet: str | None = None,
    title: str | None = None,
    **claim: Any,
) -> tuple[Document, Reading]:
    """A document whose whole text is one claim with one event; the trigger is its first word."""
    document = Document(id=name, name=name, text=text, published=day, outlet=outlet, title=title)
    events = ()
    if kind:
        events = (
            Event(
                id="e1",
                document=name,
                trigger=Span(0, 5),
                kind=kind,
                actors=(Actor.model_validate(actor),),
                claim="c1",
                time=Interval.model_validate(time) if time else None,
                status=claim.get("status", "occurred"),
                polarity=claim.get("polarity", "affirmed"),
            ),
        )
    said = Claim.model_validate(
        {"id": "c1", "document": name, "source": source, "content": [(0, len(text))]}
        | ({"events": ("e1",)} if kind else {})
        | claim
    )
    return document, Reading(document=name, claims=(said,), events=events)


def origin(id: str, *documents: str) -> Origin:
    """An origin on which the first claim of each document rests."""
    claims = tuple(f"{name}#c1" for name in documents)
    return Origin(id=id, name=id, kind="outlet", side="asserts", documents=documents, claims=claims)


def lineage(*origins: Origin) -> Lineage:
    """One story with these origins."""
    nothing = Count(median=0, low=0, high=0)
    story = Story(
        id="s1",
        documents=tuple(name for each in origins for name in each.documents),
        claim="",
        independent=Independent(asserting=nothing, denying=nothing),
        origins=origins,
    )
    return Lineage(stories=(story,))


def indicator(id: str = "shelling", **fields: Any) -> Indicator:
    """An indicator that asks for artillery fire by North Korea and needs one origin."""
    given = {
        "id": id,
        "name": id,
        "statement": "Guns fire near the islands",
        "domain": "preparation",
        "likelihood": {"island": 0.6},
        "otherwise": 0.2,
        "match": Match(kinds=("artillery-fire",), actors=("PRK",)),
        "coverage": Coverage(topics=("artillery", "island"), minimum_documents=3),
        "lead_time_days": 7,
        "owner": "desk",
        "last_review": dt.date(2024, 1, 1),
    }
    return Indicator.model_validate(given | fields)


def watch(*indicators: Indicator, **fields: Any) -> Watch:
    """A watch on the islands with these indicators."""
    scenario = Scenario(
        id="island",
        name="Attack on an island",
        question="Will an island be attacked?",
        settlement=Settlement(criteria="shells on land", source="public reporting", settler="desk"),
        severity="high",
        consequences="people killed",
    )
    given = {
        "id": "korea",
        "title": "Korea",
        "problem": "An attack",
        "keywords": ("North Korea", "Pyongyang"),
        "countries": ("PRK", "KOR"),
        "written": dt.date(2024, 1, 1),
        "scenarios": (scenario,),
        "indicators": indicators or (indicator(),),
    }
    return Watch.model_validate(given | fields)


def weigh(
    reports: list[tuple[Document, Reading]],
    *origins: Origin,
    on: Watch | None = None,
    as_of: dt.date = AS_OF,
    covered: Sequence[Covered] | None = None,
) -> Weighing:
    """Weigh reports against a watch."""
    documents = [document for document, _ in reports]
    readings = [reading for _, reading in reports]
    return weigh_watch(on or watch(), documents, readings, lineage(*origins), as_of=as_of, covered=covered)
