"""Writes the bottom line: two sentences, how likely by when and what that rests on.

Comes in: the material. Goes out: exactly two lines. Knows nothing about the other parts.
"""

from collections.abc import Iterator

from tocsin.brief.judge import Judged, around, figure, judged, next_window
from tocsin.brief.line import Line, information, judgement
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, document_id
from tocsin.brief.wording import count, day, in_midsentence, quoted, upper_first
from tocsin.terms import BriefClaim

SEVERITIES = ("low", "moderate", "high", "extreme")


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
    likeliest = max(cases, key=lambda case: case.forecast.probability)
    gravest = max(cases, key=_gravity)
    when, first, second = _figures(material, likeliest, gravest)
    text = f"{upper_first(when)} the probability of {likeliest.name} is {first}"
    if likeliest == gravest:
        return judgement(text, [likeliest.id])
    text = f"{text}, and that of the gravest case, {gravest.name}, is {second}"
    return judgement(text, [likeliest.id, gravest.id])


def _gravity(case: Judged) -> tuple[int, float]:
    return SEVERITIES.index(case.scenario.severity), case.forecast.probability


def _figures(material: Material, likeliest: Judged, gravest: Judged) -> tuple[str, str, str]:
    window = next_window(material, likeliest.forecast)
    same = [
        each
        for each in gravest.forecast.windows
        if window and (each.trigger, each.start) == (window.trigger, window.start)
    ]
    if window and same:
        return around(window), figure(window), figure(same[0])
    by = f"by {day(likeliest.forecast.by)}"
    return by, figure(likeliest.forecast), figure(gravest.forecast)


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
    if has_numbers and _is_moved(material):
        return information(
            f"These numbers rest on the record of past events and on this reporting: {text}", ids
        )
    if has_numbers:
        nothing = ", and nothing in the reporting moved a number" if bearing else ""
        return information(f"These numbers rest on the record of past events alone: {text}{nothing}", ids)
    return information(text, ids)


def _is_moved(material: Material) -> bool:
    """Whether any number was moved by an indicator, seen or missed."""
    steps = (step for case in judged(material) for step in case.forecast.ledger)
    return any(step.step == "indicator" for step in steps)


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
