"""Writes what changed since the previous brief, computed from the two, or that nothing did and why.

Comes in: the material, with the previous brief if there is one. Goes out: lines. Knows nothing about
stores or how the previous brief was found.
"""

from collections.abc import Iterator

from tocsin.brief.judge import Judged, judged
from tocsin.brief.line import Line, information
from tocsin.brief.material import Material
from tocsin.brief.naming import STATE_WORDS, brief_id, document_id, indicator_id, plan_id
from tocsin.brief.wording import count, day, listing, lower_first, percent, unended
from tocsin.terms import Brief, Judgement, LedgerStep

LARGE_MOVE = 0.05  # a move of probability that needs a reason in the text


def write_changes(material: Material) -> Iterator[Line]:
    """Every computed difference, or one line that says there is none."""
    previous, run = material.previous, [brief_id(material.version)]
    if previous is None:
        yield information("There is no earlier brief on this problem to compare with", run)
        return
    if previous.watch != (material.watch.id if material.watch else None):
        yield information("The earlier brief is on another problem, so the two are not compared", run)
        return
    changes = [
        *_probabilities(material, previous),
        *_states(material, previous),
        *_origins(material, previous),
        *_plans(material, previous),
    ]
    yield from changes or [_no_change(material, previous)]


def _no_change(material: Material, previous: Brief) -> Line:
    new = _new_documents(material, previous)
    why = (
        f"{count(len(new), 'new document')} added no origin and moved no indicator"
        if new
        else "no document is new"
    )
    text = f"No change since the brief as of {day(previous.as_of)}: {why}, "
    text += "and no probability moved by a whole percent"
    return information(text, [brief_id(material.version), *(document_id(each) for each in new)])


def _new_documents(material: Material, previous: Brief) -> list[str]:
    known = {document.id for document in previous.documents}
    return [each for each in material.by_id if each not in known]


def _probabilities(material: Material, previous: Brief) -> Iterator[Line]:
    before = {judgement.scenario: judgement for judgement in previous.judgements}
    for case in judged(material):
        old = before.get(case.scenario.id)
        if old is None:
            yield information(f"{unended(case.scenario.name)} is judged for the first time", [case.id])
        elif percent(old.probability) != percent(case.forecast.probability):
            yield _move(case, old)


def _move(case: Judged, old: Judgement) -> Line:
    new = case.forecast
    verb = "rose" if new.probability > old.probability else "fell"
    text = (
        f"The probability of {case.name} {verb} from {percent(old.probability)} to {percent(new.probability)}"
    )
    if new.by != old.by:
        text += f" (by {day(new.by)}; earlier by {day(old.by)})"
    steps = _steps_that_differ(new.ledger, old.ledger)
    if steps:
        text += f", because of {listing((lower_first(unended(step.name)) for step in steps), 3)}"
    elif abs(new.probability - old.probability) >= LARGE_MOVE:
        text += ", because time passed and the record changed; no step of the ledger is new"
    return information(text, [case.id])


def _steps_that_differ(new: tuple[LedgerStep, ...], old: tuple[LedgerStep, ...]) -> list[LedgerStep]:
    before = {(step.step, step.name): step.log_odds for step in old}
    moved = [step for step in new if abs(step.log_odds - before.get((step.step, step.name), 0.0)) > 0.01]
    return [step for step in moved if step.step != "base rate"]


def _states(material: Material, previous: Brief) -> Iterator[Line]:
    before = {state.id: state.state for state in previous.indicators}
    for state in material.states:
        old = before.get(state.id)
        if old and old != state.state:
            name = unended(material.indicators[state.id].name)
            text = (
                f"{name} went from {STATE_WORDS[old]} to {STATE_WORDS[state.state]}: {unended(state.reason)}"
            )
            yield information(text, [indicator_id(state.id), *state.evidence])


def _origins(material: Material, previous: Brief) -> Iterator[Line]:
    before = {origin.name for origin in previous.origins}
    new = {origin.name: origin.id for origin in material.origins if origin.name not in before}
    if new:
        verb = "is new as an origin" if len(new) == 1 else "are new as origins"
        yield information(f"{listing(new, 6)} {verb} since {day(previous.as_of)}", new.values())


def _plans(material: Material, previous: Brief) -> Iterator[Line]:
    before = {plan.id: plan.state for plan in previous.plans}
    for plan in material.plans:
        old = before.get(plan.id)
        if old and old != plan.state:
            states = f"{old.replace('-', ' ')} to {plan.state.replace('-', ' ')}"
            yield information(
                f"{unended(plan.title)} went from {states}: {unended(plan.reason)}", [plan_id(plan.id)]
            )
