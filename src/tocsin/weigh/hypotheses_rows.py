"""Fills the matrix of competing hypotheses: an analyst's where there is one, else what rules propose.

A case and the states of its indicators come in; the comparison of the watch's hypotheses goes out. Proposals
follow the kind of hypothesis and the domain of the indicator (hypotheses.yaml), never a likelihood.
"""

from collections.abc import Iterator, Sequence

from tocsin.terms import (
    Comparison,
    Hypothesis,
    Indicator,
    IndicatorState,
    Matrix,
    MatrixRow,
    Rating,
    Weight,
)
from tocsin.weigh.case import Case
from tocsin.weigh.hypotheses import compare_hypotheses
from tocsin.weigh.hypotheses_overlap import hypothesis_table
from tocsin.weigh.wording import find_words

_WEIGHT: dict[int, Weight] = {1: "high", 2: "high", 3: "medium", 4: "low", 5: "low"}
_TOLD = 4  # unrated indicators that a warning names


def compare_explanations(case: Case, states: Sequence[IndicatorState]) -> Comparison | None:
    """The watch's hypotheses held against this reporting; None where it names none or nothing was seen."""
    given = case.watch.matrix if case.watch.matrix and case.watch.matrix.as_of <= case.as_of else None
    rows = given.rows if given else tuple(suggest_rows(case, states))
    if not case.watch.hypotheses or not rows:
        return None
    matrix = given or Matrix(watch=case.watch.id, as_of=case.as_of, rows=rows)
    origins = {row.id: find_origins(case, states, row) for row in rows}
    made = compare_hypotheses(case.watch.hypotheses, matrix, origins)
    unrated = tuple(_tell_unrated(case, states, rows)) if given else ()
    return made.model_copy(update={"warnings": (*made.warnings, *unrated)})


def suggest_rows(case: Case, states: Sequence[IndicatorState]) -> Iterator[MatrixRow]:
    """A row for each indicator that is seen, or absent though looked for, with a proposal a hypothesis."""
    indicators = {each.id: each for each in case.watch.indicators}
    for state in states:
        if state.state not in ("observed", "absent-covered"):
            continue
        indicator, is_seen = indicators[state.id], state.state == "observed"
        ratings = {each.id: _suggest(case, indicator, state, each) for each in case.watch.hypotheses}
        yield MatrixRow(
            id=state.id,
            statement=indicator.statement if is_seen else f"Not seen though looked for: {indicator.name}",
            indicators=(state.id,),
            credibility=_credibility(case, state) if is_seen else None,
            suggested=ratings,
        )


def find_origins(case: Case, states: Sequence[IndicatorState], row: MatrixRow) -> frozenset[str]:
    """Who stands behind a row: the origins of its indicators and claims, and whoever it names."""
    found = {origin for state in states if state.id in row.indicators for origin in state.origins}
    named = {document.name: document.id for document in case.documents}
    told = case.lineage.origin_of()
    for claim in row.claims:
        document, _, local = claim.partition("#")
        origin = told.get(f"{named.get(document, document)}#{local}")
        found |= {case.witnesses.get(origin, origin)} if origin else set()
    if row.origin:
        name = row.origin.casefold()
        known = [each.id for each in case.lineage.origins if each.name.casefold() == name]
        found.add(case.witnesses[known[0]] if known else f"named:{name}")
    return frozenset(found)


def _suggest(case: Case, indicator: Indicator, state: IndicatorState, hypothesis: Hypothesis) -> Rating:
    table = hypothesis_table()
    if state.state != "observed":
        return table.absent[indicator.domain][hypothesis.kind]
    if hypothesis.kind == "influence" and _speaks_of_vote(case, state):
        return table.vote
    if hypothesis.kind == "deception" and len(state.origins) > 1:
        return table.corroborated
    if hypothesis.kind == "deception" and _is_interested(case, state):
        return table.interested
    return table.seen[indicator.domain][hypothesis.kind]


def _speaks_of_vote(case: Case, state: IndicatorState) -> bool:
    behind = set(state.evidence)
    items = (item for item in case.items if item.key in behind)
    return any(find_words(hypothesis_table().vote_words, f"{i.passage} {i.sentence}") for i in items)


def _is_interested(case: Case, state: IndicatorState) -> bool:
    """Whether every claim behind it is of somebody who gains if it is believed."""
    claims = _claims_behind(case, state)
    return bool(claims) and all(case.interests.get(claim) for claim in claims)


def _credibility(case: Case, state: IndicatorState) -> Weight | None:
    """By the best figure among the claims behind it; none where no claim could be judged (G2)."""
    figures = [case.grades[claim].credibility for claim in _claims_behind(case, state)]
    judged = [figure for figure in figures if figure != 6]
    return _WEIGHT[min(judged)] if judged else None


def _claims_behind(case: Case, state: IndicatorState) -> list[str]:
    counted = set(state.evidence)
    held = (item.claim.key for item in case.items if item.key in counted and item.claim)
    return list(dict.fromkeys(claim for claim in held if claim in case.grades))


def _tell_unrated(case: Case, states: Sequence[IndicatorState], rows: Sequence[MatrixRow]) -> Iterator[str]:
    """What is seen and stands in no row of the analyst's matrix."""
    rated = {indicator for row in rows for indicator in row.indicators}
    seen = {state.id for state in states if state.state == "observed"} - rated
    names = [each.name for each in case.watch.indicators if each.id in seen]
    if names:
        more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
        yield f"seen and in no row of the matrix: {'; '.join(names[:_TOLD])}{more}"
