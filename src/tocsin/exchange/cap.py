"""A brief as a CAP 1.2 alert: one block a judgement, with the exact probability as a parameter.

Comes in: a brief, the brief before it if there is one, who sends. Goes out: XML that holds to the OASIS
schema (cap-1.2.xsd, see NOTICE.md). A brief that nobody signed gives a draft, and one made from exercise
material an exercise, whoever signed. It is no public warning and names no area.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from tocsin.exchange.xml_text import clean
from tocsin.terms import Brief, Judgement, Plan

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "desk.invalid"  # of nobody: CAP asks for a name that no other sender has
SEVERITY = {"low": "Minor", "moderate": "Moderate", "high": "Severe", "extreme": "Extreme"}
LONGEST_HEADLINE = 160  # as CAP 1.2 advises


def to_cap(brief: Brief, *, previous: Brief | None = None, sender: str = SENDER) -> str:
    """The alert; with `previous`, an update of the alert that was made of that brief."""
    blocks = [
        (_told(brief, judgement, plan), _parameters(brief, judgement, plan))
        for judgement in brief.judgements
        if not judgement.parts  # that nothing grave comes is no hazard
        for plan in [_touched(brief, judgement)]
    ]
    return write_cap(_head(brief, previous, sender), blocks)


def write_cap(
    head: Iterable[tuple[str, str]],
    blocks: Iterable[tuple[Iterable[tuple[str, str]], Iterable[tuple[str, str]]]],
) -> str:
    """The XML of an alert: its head, then of each block its elements and its parameters, in order."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    for name, text in head:
        _add(root, name, text)
    for elements, parameters in blocks:
        info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
        for name, text in elements:
            _add(info, name, text)
        for name, text in parameters:
            parameter = etree.SubElement(info, f"{{{NAMESPACE}}}parameter")
            _add(parameter, "valueName", name)
            _add(parameter, "value", text)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    _schema().assertValid(etree.fromstring(made))
    return made.decode("utf-8")


def _head(brief: Brief, previous: Brief | None, sender: str) -> Iterator[tuple[str, str]]:
    yield "identifier", _identifier(brief)
    yield "sender", sender
    yield "sent", _sent(brief)
    yield "status", "Exercise" if brief.exercise else "Actual" if brief.signature else "Draft"
    yield "msgType", "Update" if previous else "Alert"
    yield "source", f"Tocsin {brief.code_version}".strip()
    yield "scope", "Restricted"
    yield (
        "restriction",
        "; ".join([*brief.markings, "for the desk that it was made for; not a public warning"]),
    )
    yield "note", " ".join(_notes(brief))
    if previous:
        yield "references", f"{sender},{_identifier(previous)},{_sent(previous)}"


def _notes(brief: Brief) -> Iterator[str]:
    yield f"Signed by {brief.signature.analyst}." if brief.signature else "Not signed by anybody."
    if brief.incomplete:
        yield f"Published incomplete by {brief.incomplete}."
    yield "Certainty is coarse here; the exact probability is a parameter, and confidence is another one."


def _told(brief: Brief, judgement: Judgement, plan: Plan | None) -> Iterator[tuple[str, str]]:
    mark = "".join(f"[{each}] " for each in brief.markings) or ("[EXERCISE] " if brief.exercise else "")
    headline = f"{mark}{judgement.name} by {judgement.by}: {judgement.words}"
    name = f"forecast:{judgement.scenario}"
    said = [s.text for s in brief.sentences if s.part == "judgements" and name in s.evidence]
    yield "language", "en"
    yield "category", "Security"
    yield "event", judgement.name
    yield "responseType", "Prepare" if plan else "Monitor"
    yield "urgency", "Expected" if judgement.by <= brief.as_of else "Future"
    yield "severity", SEVERITY.get(judgement.severity or "", "Unknown")
    yield "certainty", "Likely" if judgement.probability > 0.5 else "Possible"
    yield "effective", start_of(brief.as_of)
    yield "expires", f"{judgement.by}T23:59:59-00:00"
    if brief.signature:
        yield "senderName", brief.signature.analyst
    yield "headline", headline[:LONGEST_HEADLINE]
    yield "description", "\n".join([*brief.markings, *said])


def _parameters(brief: Brief, judgement: Judgement, plan: Plan | None) -> Iterator[tuple[str, str]]:
    yield from (("marking", marking) for marking in brief.markings)
    yield "probability", str(judgement.probability)
    yield "probability-low", str(judgement.low)
    yield "probability-high", str(judgement.high)
    yield "base-rate", str(judgement.base_rate)
    yield "by", str(judgement.by)
    yield "as-of", str(brief.as_of)
    yield "scale", brief.scale
    yield "likelihood-words", judgement.words
    yield "analytic-confidence", judgement.confidence
    yield "scenario", judgement.scenario
    yield "brief", brief.version
    if plan:
        yield "plan", f"{plan.title} ({plan.state})"


def _touched(brief: Brief, judgement: Judgement) -> Plan | None:
    return next(
        (p for p in brief.plans if p.scenario == judgement.scenario and p.state in ("advised", "active")),
        None,
    )


def _identifier(brief: Brief) -> str:
    return f"tocsin-{brief.version}"


def _sent(brief: Brief) -> str:
    """When it was signed; before that, the day that it speaks of."""
    if brief.signature is None:
        return start_of(brief.as_of)
    return moment(brief.signature.at)


def moment(at: dt.datetime) -> str:
    """A moment in UTC, written as CAP asks: -00:00, never Z."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def start_of(day: dt.date) -> str:
    """The start of a day in UTC, written as CAP asks: -00:00, never Z."""
    return f"{day}T00:00:00-00:00"


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = clean(text)


@cache
def _schema() -> Any:
    return etree.XMLSchema(etree.parse(str(Path(__file__).parent / "cap-1.2.xsd")))
