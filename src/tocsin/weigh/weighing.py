"""Weighs a reporting against a watch: what bears on it, which indicators moved, how good each claim is.

A watch, documents, readings, their lineage and an as-of date come in; one `Weighing` goes out. It takes
the documents that were known by then and bear on the watch, and lays them before a `Case`.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.terms import (
    Covered,
    Document,
    IndicatorState,
    Lineage,
    Observation,
    Reading,
    Superlative,
    Verdicts,
    Watch,
    Weighing,
)
from tocsin.weigh.bearing import bears_on
from tocsin.weigh.case import Case
from tocsin.weigh.hypotheses_rows import compare_explanations
from tocsin.weigh.hysteresis import hold_states
from tocsin.weigh.items import day_of
from tocsin.weigh.relations import trace_relations
from tocsin.weigh.states import draw_evidence
from tocsin.weigh.superlatives import find_superlatives


def weigh_watch(
    watch: Watch,
    documents: Sequence[Document],
    readings: Sequence[Reading],
    lineage: Lineage,
    *,
    as_of: dt.date,
    covered: Sequence[Covered] | None = None,
    observations: Sequence[Observation] = (),
    verdicts: Verdicts | None = None,
    earlier: Sequence[IndicatorState] = (),
) -> Weighing:
    """Everything that the documents known by `as_of` say about a watch; the same for any input order.

    `covered`: the times that the desk's channels covered, where reporting comes through channels; then an
    indicator is absent only where channels that could see it were read.

    `verdicts`: letters that people gave sources and their decisions on matches, as known by then.
    `earlier`: the states concluded earlier on the same day; within a day none falls.

    A document counts as known when neither its publication nor its first-seen date (UTC) is later. One
    without any date counts as of `as_of`. The words of an observation bear on the watch that it was entered
    for, whatever they are.
    """
    entered = {each.document for each in observations if each.watch == watch.id}
    known = [document for document in _in_order(documents) if _is_known(document, as_of)]
    relevant = [document for document in known if document.id in entered or bears_on(watch, document)]
    case = Case(
        watch,
        tuple(relevant),
        tuple(readings),
        lineage,
        as_of,
        None if covered is None else tuple(covered),
        tuple(observations),
        verdicts or Verdicts(),
    )
    states = hold_states(case.states, earlier)
    return Weighing(
        indicators=tuple(states),
        evidence=tuple(
            evidence
            for indicator, state in zip(watch.indicators, states, strict=True)
            for evidence in draw_evidence(indicator, state, case.witnesses)
        ),
        claims=case.graded,
        relevant_documents=tuple(document.id for document in relevant),
        superlatives=_compare(case),
        comparison=compare_explanations(case, states),
        relations=tuple(trace_relations(case, states)),
    )


def _compare(case: Case) -> tuple[Superlative, ...]:
    """Comparisons with the past that name a kind of the record, or that a claim on the watch makes."""
    bearing = {graded.claim for graded in case.graded}
    found = find_superlatives(case.watch, case.documents, case.readings, as_of=case.as_of)
    return tuple(each for each in found if each.kinds or each.claim in bearing)


def _in_order(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (day_of(each) or dt.date.max, each.name, each.id))


def _is_known(document: Document, as_of: dt.date) -> bool:
    seen = document.first_seen.astimezone(dt.UTC).date() if document.first_seen else None
    return all(day <= as_of for day in (document.published, seen) if day)
