"""Composes a brief: every part in its order, every sentence with what it rests on.

Comes in: what all other rooms made, and the previous brief. Goes out: one frozen `Brief`. Knows nothing
about files, pages or rules; the linter reads what comes out of here like anybody else's.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from tocsin.brief.alternatives import write_alternatives
from tocsin.brief.assumptions import write_assumptions
from tocsin.brief.bottom import lead_claim, write_bottom_line
from tocsin.brief.changes import write_changes
from tocsin.brief.evidence import write_evidence
from tocsin.brief.implications import write_implications
from tocsin.brief.judge import judge_scenarios, write_judgements
from tocsin.brief.line import Line
from tocsin.brief.material import Material, markings_of
from tocsin.brief.plans import write_plans
from tocsin.brief.readiness import find_unknown, write_gaps, write_indicators
from tocsin.brief.record import write_dissent, write_track_record, write_yardstick
from tocsin.brief.wording import flat
from tocsin.terms import (
    Brief,
    Document,
    HistoryEvent,
    Lineage,
    Outlook,
    Part,
    Plan,
    Readiness,
    Reading,
    Sentence,
    TrackRecord,
    Watch,
    Weighing,
)

LONGEST_TITLE = 90

WRITERS: dict[Part, Callable[[Material], Iterator[Line]]] = {
    "bottom-line": write_bottom_line,
    "judgements": write_judgements,
    "changes": write_changes,
    "evidence": write_evidence,
    "alternatives": write_alternatives,
    "assumptions": write_assumptions,
    "indicators": write_indicators,
    "gaps": write_gaps,
    "dissent": write_dissent,
    "implications": write_implications,
    "plans": write_plans,
    "track-record": write_track_record,
    "yardstick": write_yardstick,
}


def compose_brief(
    *,
    watch: Watch | None,
    watch_reason: str,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    lineage: Lineage,
    weighing: Weighing | None,
    outlook: Outlook | None,
    plans: Sequence[Plan],
    readiness: Readiness | None = None,
    as_of: dt.date,
    unknown: Sequence[str] = (),
    code_version: str,
    previous: Brief | None = None,
    track_record: TrackRecord | None = None,
    incomplete: str | None = None,
) -> Brief:
    """The brief on `documents` as of one date; `incomplete` names who publishes it against the rules."""
    material = Material(
        watch=watch,
        watch_reason=watch_reason,
        documents=tuple(documents),
        readings=tuple(readings),
        lineage=lineage,
        weighing=weighing,
        outlook=outlook,
        plans=tuple(plans),
        readiness=readiness or Readiness(),
        as_of=as_of,
        unknown=tuple(unknown),
        code_version=code_version,
        previous=previous,
        track_record=track_record or TrackRecord(),
    )
    markings = markings_of(documents)
    return Brief(
        title=_title(material),
        watch=watch.id if watch else None,
        problem=_problem(material),
        as_of=as_of,
        version=material.version,
        code_version=code_version,
        exercise=any(marking.startswith("EXERCISE") for marking in markings),
        markings=markings,
        incomplete=incomplete,
        scale=material.scale,
        sentences=tuple(_sentences(material)),
        judgements=judge_scenarios(material),
        claims=material.claims,
        events=material.events,
        origins=material.origins,
        edges=material.edges,
        independent_origins=material.independent,
        indicators=material.states,
        comparison=weighing.comparison if weighing else None,
        relations=weighing.relations if weighing else (),
        triggers=outlook.triggers if outlook else (),
        forecasts=outlook.forecasts if outlook else (),
        record=_record(watch, as_of),
        precedents=outlook.precedents if outlook else (),
        superlatives=outlook.superlatives if outlook else (),
        track_record=material.track_record,
        plans=tuple(plans),
        readiness=material.readiness,
        documents=tuple(documents),
        unknown=tuple(unknown.what for unknown in find_unknown(material)),
    )


def _sentences(material: Material) -> Iterator[Sentence]:
    lines = [(part, line) for part, write in WRITERS.items() for line in write(material)]
    for number, (part, line) in enumerate(lines, start=1):
        yield Sentence(id=f"s{number}", part=part, kind=line.kind, text=line.text, evidence=line.evidence)


def _record(watch: Watch | None, as_of: dt.date) -> tuple[HistoryEvent, ...]:
    """The events of the watch's history that the base rates of its scenarios may count."""
    if watch is None:
        return ()
    kinds = {kind for scenario in watch.scenarios for kind in scenario.kinds}
    return tuple(event for event in watch.history.events if event.kind in kinds and event.end <= as_of)


def _problem(material: Material) -> str:
    reason = flat(material.watch_reason)
    if material.watch:
        return f"{flat(material.watch.problem)} (watch {material.watch.id}: {reason})"
    return f"No watched problem: {reason}"


def _title(material: Material) -> str:
    if material.watch:
        return f"{material.watch.title}: warning brief"
    named = next((document for document in material.documents if document.title), None)
    if named and named.title and len(material.documents) == 1:
        return f"What is claimed in: {_shortened(flat(named.title))}"
    lead = lead_claim(material)
    return f"What is claimed: {_shortened(flat(lead.text))}" if lead else "What is claimed"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
