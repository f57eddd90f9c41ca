"""Writes the bottom line: two sentences, how likely by when and what that rests on.

Comes in: the material. Goes out: exactly two lines. Knows nothing about the other parts.
"""

from collections.abc import Iterator

from tocsin.brief.judge import Judged, around, figure, is_moved, judged, next_window, with_article
from tocsin.brief.line import Line, information, judgement
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, document_id, trigger_id
from tocsin.brief.wording import (
    count,
    day,
    in_midsentence,
    listing,
    quoted,
    upper_first,
)
from tocsin.terms import BriefClaim, TriggerFinding, WindowProbability

SEVERITIES = ("low", "moderate", "high", "extreme")
MOST_GRAVE = 2


def write_bottom_line(material: Material) -> Iterator[Line]:
    """The absolute probability in the next window or by the date, then what it rests on."""
    cases = [case for case in judged(material) if not case.scenario.complement]
    if cases:
        yield _how_likely(material, cases)
    else:
        yield _what_is_claimed(material)
    yield _what_it_rests_on(material, bool(cases))


def lead_claim(material: Material) -> BriefClaim | None:
    """The claim that most documents rest on; failing a lineage, the first that tells of an event."""
    if not material.claims:
        return None
    weight = {origin.id: len(origin.documents) for origin in material.origins}
    told = {claim.key for claim in material.shown if claim.events}
    return max(
        material.claims,
        key=lambda claim: (weight.get(claim.origin or "", 0), claim.id in told, bool(claim.chain)),
    )


def laid_to(chain: tuple[str, ...]) -> str:
    """Whom a claim is laid to: `unnamed officials, through Harbour TV`."""
    *through, source = map(in_midsentence, chain)
    return f"{source}, through {', then '.join(reversed(through))}" if through else source


def _how_likely(material: Material, cases: list[Judged]) -> Line:
    """The gravest cases first, since they are what a watch is kept for; then the likeliest."""
    top = max(SEVERITIES.index(case.scenario.severity) for case in cases)
    grave = [case for case in cases if SEVERITIES.index(case.scenario.severity) == top][:MOST_GRAVE]
    likeliest = max(cases, key=lambda case: case.forecast.probability)
    when, figures = _figures(material, [*grave, likeliest])
    told = [f"that of {case.name} is {shown}" for case, shown in zip(grave, figures, strict=False)]
    text = f"{upper_first(when)} {listing(told, MOST_GRAVE).replace('that of', 'the probability of', 1)}"
    if likeliest in grave:
        return judgement(text, [case.id for case in grave])
    text = f"{text}; the likeliest case is {likeliest.name}, at {figures[-1]}"
    return judgement(text, [case.id for case in (*grave, likeliest)])


def _figures(material: Material, cases: list[Judged]) -> tuple[str, list[str]]:
    """When, and each case's figure: in the window that all of them share, else by the date."""
    window = next_window(material, cases[0].forecast)
    same = [_in_window(window, case) for case in cases]
    if window and all(same):
        return around(window), [figure(each, material.scale) for each in same if each]
    return f"by {day(cases[0].forecast.by)}", [figure(case.forecast, material.scale) for case in cases]


def _in_window(window: WindowProbability | None, case: Judged) -> WindowProbability | None:
    """The case's probability in this very window."""
    if window is None:
        return None
    place = (window.trigger, window.start)
    return next((each for each in case.forecast.windows if (each.trigger, each.start) == place), None)


def _what_is_claimed(material: Material) -> Line:
    lead = lead_claim(material)
    if lead is None:
        documents = [document_id(document.id) for document in material.documents]
        return information(
            "No claim could be read in this reporting", documents or [brief_id(material.version)]
        )
    owner = f"is laid to {laid_to(lead.chain)}" if lead.chain else "is the author's own"
    return information(f"The leading claim, {quoted(lead.text, 160)}, {owner}", [lead.id])


def _what_it_rests_on(material: Material, has_numbers: bool) -> Line:
    ids = [*(document_id(each) for each in material.bearing), brief_id(material.version)]
    if material.watch is None:
        return information(_reporting(material), ids)
    bearing = len(material.bearing)
    text = f"{_share(bearing, len(material.documents))} on this problem"
    if bearing:
        text = f"{text} and {'rests' if bearing == 1 else 'rest'} on {_origins(material)}"
    if has_numbers and (found := _finding_ahead(material)):
        text = f"{text}; {_finding(found)}"
        ids.append(trigger_id(found.trigger))
    if not has_numbers:
        return information(text, ids)
    counted = any(case.forecast.covered_until for case in judged(material))
    ground = "on the record of past events" if counted else "on rates set by judgement"
    if _is_moved(material):
        return information(f"These numbers rest {ground} and on this reporting: {text}", ids)
    nothing = ", and nothing in the reporting moved a number" if bearing else ""
    return information(f"These numbers rest {ground} alone: {text}{nothing}", ids)


def _finding(found: TriggerFinding) -> str:
    """Whether the record can tell the dates of a trigger from other dates."""
    effect = f"an effect of {with_article(found.name)}"
    if not found.dates:
        return f"no record was kept on which {effect} could be tested"
    told = "can" if found.is_told_from_none else "cannot"
    return f"the record of {count(len(found.dates), 'such date')} {told} tell {effect} from none"


def _finding_ahead(material: Material) -> TriggerFinding | None:
    """What the record says of the trigger whose window the line before gave."""
    cases = [case for case in judged(material) if not case.scenario.complement]
    window = next_window(material, cases[0].forecast)
    findings = material.outlook.triggers if material.outlook and window else ()
    return next((each for each in findings if window and each.trigger == window.trigger), None)


def _is_moved(material: Material) -> bool:
    """Whether any number was moved by an indicator, seen or missed."""
    return any(is_moved(case) for case in judged(material))


def _share(bearing: int, total: int) -> str:
    if total == 1:
        return "the one document bears" if bearing else "the one document does not bear"
    if bearing == 0:
        return f"none of the {total} documents bears"
    return f"{bearing} of {total} documents {'bears' if bearing == 1 else 'bear'}"


def _origins(material: Material) -> str:
    asserting = material.independent
    text = count(asserting.median, "independent origin")
    if (asserting.low, asserting.high) != (asserting.median, asserting.median):
        text = f"{text} ({asserting.low} to {asserting.high})"
    return text


def _reporting(material: Material) -> str:
    documents = upper_first(count(len(material.documents), "document"))
    rests = "rests" if len(material.documents) == 1 else "rest"
    return (
        f"{documents} {rests} on {_origins(material)}; no probability is given, because no watch covers this"
    )
