"""Checks that compare a brief's records with each other: numbers, grades, states, markings.

Comes in: a brief. Goes out: faults, each naming its record. Knows nothing about how sentences read.
"""

from collections.abc import Iterator
from typing import get_args

from tocsin.brief.naming import forecast_id
from tocsin.reference.outlets import find_outlet
from tocsin.reference.words import likelihood_words
from tocsin.terms import Brief, BriefClaim, Fault, Forecast, Part

REQUIRED_PARTS: tuple[Part, ...] = get_args(Part)
NOTICE = "not a government's plan, not advice"
SLACK = 1e-9  # rounding in curves


def check_parts(brief: Brief) -> Iterator[Fault]:
    """B1: a part without a sentence."""
    there = {sentence.part for sentence in brief.sentences}
    for part in REQUIRED_PARTS:
        if part not in there:
            remedy = "write it, or publish under your name with --incomplete NAME"
            yield Fault(rule="B1", where=f"part {part}", message="the part is missing", remedy=remedy)


def check_version(brief: Brief) -> Iterator[Fault]:
    """B3: no version or no code version."""
    if not brief.version or not brief.code_version:
        yield Fault(
            rule="B3",
            where="brief",
            message="the brief names no version or no code version",
            remedy="compose it with both, so that it can be made again",
        )


def check_confidence(brief: Brief) -> Iterator[Fault]:
    """C2: confidence without reasons, or high with fewer than two independent origins."""
    for judgement in brief.judgements:
        where = f"judgement {judgement.scenario}"
        if not judgement.confidence_reasons:
            yield Fault(
                rule="C2", where=where, message="confidence has no reason", remedy="state the factors"
            )
        overrides = brief.signature.overrides if brief.signature else ()
        is_set = any(each.scenario == judgement.scenario and each.because.strip() for each in overrides)
        if judgement.confidence == "high" and brief.independent_origins.median < 2 and not is_set:
            message = f"confidence is high on {brief.independent_origins.median} independent origin"
            yield Fault(rule="C2", where=where, message=message, remedy="lower it or find a second origin")


def check_forecasts(brief: Brief) -> Iterator[Fault]:
    """F1: a judgement without forecast, question or the same date."""
    forecasts = {forecast.scenario: forecast for forecast in brief.forecasts}
    for judgement in brief.judgements:
        forecast = forecasts.get(judgement.scenario)
        where = f"judgement {judgement.scenario}"
        if forecast is None or not forecast.question.strip():
            message = "no forecast with a question stands behind it"
            yield Fault(rule="F1", where=where, message=message, remedy="make the forecast first")
        elif (forecast.by, forecast.probability) != (judgement.by, judgement.probability):
            message = "its date or number differs from its forecast's"
            yield Fault(rule="F1", where=where, message=message, remedy="take both from the forecast")


def check_numbers(brief: Brief) -> Iterator[Fault]:
    """F2: a number outside its band, or a by-date curve that falls."""
    for forecast in brief.forecasts:
        if not forecast.low <= forecast.probability <= forecast.high:
            yield _numbers(forecast, "its number lies outside its band")
        steps = zip(forecast.curve, forecast.curve[1:], strict=False)
        if any(b.probability < a.probability - SLACK for a, b in steps) and not _may_fall(brief, forecast):
            yield _numbers(forecast, "its probability falls as the date moves out")


def _may_fall(brief: Brief, forecast: Forecast) -> bool:
    """Whether this is "nothing by the date", which stands last and falls all the way."""
    values = [point.probability for point in forecast.curve]
    is_last = bool(brief.judgements) and brief.judgements[-1].scenario == forecast.scenario
    return is_last and values == sorted(values, reverse=True)


def _numbers(forecast: Forecast, message: str) -> Fault:
    where = f"forecast {forecast.scenario}"
    return Fault(rule="F2", where=where, message=message, remedy="report this: the forecast room is at fault")


def check_coverage_said(brief: Brief) -> Iterator[Fault]:
    """F5: a record that does not reach the as-of date, and no sentence on what it covers."""
    for judgement in brief.judgements:
        covered = judgement.covered_until
        if covered is not None and covered >= brief.as_of:
            continue
        about = forecast_id(judgement.scenario)
        if not any("cover" in s.text for s in brief.sentences if about in s.evidence):
            where = f"judgement {judgement.scenario}"
            message = "nothing says what its record covers"
            yield Fault(rule="F5", where=where, message=message, remedy="say until when the record reaches")


def check_confirmed(brief: Brief) -> Iterator[Fault]:
    """G3: grade 1 where fewer than two independent origins stand behind the claim."""
    for claim in brief.claims:
        if claim.grade.credibility == 1 and len(_names_behind(brief, claim)) < 2:
            message = "is graded 1 (confirmed) and fewer than two independent origins are shown"
            yield Fault(rule="G3", where=f"claim {claim.id}", message=message, remedy="grade it 2 at best")


def _names_behind(brief: Brief, claim: BriefClaim) -> set[str]:
    """Origins that assert the claim: its own, those behind an indicator it feeds, those of its story.

    A brief tells each story in one sentence of the evidence part, which cites every origin of the story.
    """
    held = {event.key for event in brief.events if f"{event.document}#{event.claim}" == claim.id}
    items = held | {claim.id}
    groups = [state.origins for state in brief.indicators if items & {match.item for match in state.matches}]
    groups += [s.evidence for s in brief.sentences if s.part == "evidence" and claim.origin in s.evidence]
    names = {origin.id: origin.name for origin in brief.origins if origin.side == "asserts"}
    together = {claim.origin or ""}.union(*groups)
    return {names[origin] for origin in together if origin in names}


def check_denials(brief: Brief) -> Iterator[Fault]:
    """G4: a denial whose denied claim is not shown."""
    shown = {claim.id for claim in brief.claims}
    for claim in brief.claims:
        for denied in claim.denies:
            if denied not in shown:
                message = f"denies {denied}, which is not shown"
                yield Fault(rule="G4", where=f"claim {claim.id}", message=message, remedy="show both claims")


def check_letters(brief: Brief) -> Iterator[Fault]:
    """G6: a reliability letter on a named real outlet that no named analyst gave."""
    for claim in brief.claims:
        is_unattended = brief.analyst is None and claim.grade.by is None
        if is_unattended and claim.grade.reliability != "F" and is_named_outlet(claim.chain):
            message = f"gives {claim.chain[-1]} the reliability letter {claim.grade.reliability}"
            yield Fault(rule="G6", where=f"claim {claim.id}", message=message, remedy="leave it at F")


def is_named_outlet(chain: tuple[str, ...]) -> bool:
    """Whether the claim's own source is an outlet that the table of real outlets names."""
    return bool(chain) and find_outlet(chain[-1]) is not None


def check_indicator_states(brief: Brief) -> Iterator[Fault]:
    """I3: an observed indicator without evidence, or an absent one with some."""
    for state in brief.indicators:
        where = f"indicator {state.id}"
        if state.state == "observed" and not state.evidence:
            message = "is observed and names nothing that was seen"
            yield Fault(rule="I3", where=where, message=message, remedy="name the claims or events")
        if state.state in ("absent-covered", "not-looked") and state.origins:
            message = f"is {state.state} and rests on origins"
            yield Fault(rule="I3", where=where, message=message, remedy="correct the state")


def check_suggestions_said(brief: Brief) -> Iterator[Fault]:
    """I5: an unattended brief that does not call its matches suggestions."""
    if brief.analyst or not brief.indicators:
        return
    if not any("suggestions" in s.text for s in brief.sentences if s.part == "indicators"):
        message = "nobody accepted the machine's matches and nothing says so"
        remedy = "say that they are suggestions"
        yield Fault(rule="I5", where="part indicators", message=message, remedy=remedy)


def check_words(brief: Brief) -> Iterator[Fault]:
    """L1: a judgement whose word is not the one its number gives."""
    for judgement in brief.judgements:
        derived = likelihood_words(judgement.probability, brief.scale)
        if judgement.words != derived:
            message = f"says “{judgement.words}” where {judgement.probability} reads “{derived}”"
            where = f"judgement {judgement.scenario}"
            yield Fault(rule="L1", where=where, message=message, remedy="derive the word from the number")


def check_markings(brief: Brief) -> Iterator[Fault]:
    """M1: a document's handling line that the brief dropped, or an exercise that does not say so."""
    for document in brief.documents:
        if document.marking and document.marking not in brief.markings:
            message = f"its marking “{document.marking}” does not stand in the brief"
            yield Fault(rule="M1", where=f"document {document.id}", message=message, remedy="carry it over")
    if brief.exercise != any(marking.startswith("EXERCISE") for marking in brief.markings):
        message = "the exercise flag and the markings disagree"
        yield Fault(rule="M1", where="brief", message=message, remedy="set the flag by the markings")


def check_plan_notices(brief: Brief) -> Iterator[Fault]:
    """P1: a plan without the notice, or a brief that does not say it."""
    said = " ".join(sentence.text for sentence in brief.sentences if sentence.part == "plans")
    for plan in brief.plans:
        if NOTICE not in plan.notice or NOTICE not in said:
            message = f"“{NOTICE}” is not said"
            yield Fault(rule="P1", where=f"plan {plan.id}", message=message, remedy="say it with the plan")


def check_unknown_said(brief: Brief) -> Iterator[Fault]:
    """U1: undated or outletless documents that the list of unknowns passes over."""
    said = " ".join(brief.unknown)
    for what, missing in (
        ("publication date", [d for d in brief.documents if d.published is None]),
        ("outlet", [d for d in brief.documents if d.outlet is None]),
    ):
        if missing and what not in said:
            where = f"document {missing[0].id}"
            message = f"has no {what} and the brief does not say so"
            yield Fault(rule="U1", where=where, message=message, remedy="list it as unknown")
