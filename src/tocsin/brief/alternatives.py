"""Writes alternatives: what else it could be, in which order, and the unlikely but grave case.

Comes in: the material; most words here were written beforehand in the watch. Goes out: lines. Hypotheses
carry no percentage: they give an order of thought, never a probability.
"""

from collections.abc import Iterator

from tocsin.brief.bottom import SEVERITIES
from tocsin.brief.explanations import write_explanations
from tocsin.brief.judge import Judged, figure, judged
from tocsin.brief.line import Line, assumption, information, judgement
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, indicator_id
from tocsin.brief.wording import day, listing, lower_first, unended

UNLIKELY = 0.2
HERALDS = 3  # indicators named that would make the grave case true


def write_alternatives(material: Material) -> Iterator[Line]:
    """The watch's hypotheses, in the order of their matrix if any; then the unlikely but grave case."""
    yield from _explanations(material)
    if grave := unlikely_but_grave(material):
        yield from _grave(material, grave)


def _explanations(material: Material) -> Iterator[Line]:
    watch = material.watch
    if material.weighing and material.weighing.comparison:
        yield from write_explanations(material.weighing.comparison, [brief_id(material.version)])
        return
    if watch is None or not watch.hypotheses:
        text = "No competing explanations were written down for this reporting, so none is compared"
        yield information(text, [brief_id(material.version)])
    for hypothesis in watch.hypotheses if watch else ():
        tag = {"deception": " (deception)", "nothing": " (nothing happens)"}.get(hypothesis.kind, "")
        yield assumption(f"{unended(hypothesis.name)}{tag}: {unended(hypothesis.statement)}")


def unlikely_but_grave(material: Material) -> Judged | None:
    """The gravest scenario below 20%; the likelier of two that are equally grave."""
    cases = [c for c in judged(material) if not c.scenario.complement and c.forecast.probability < UNLIKELY]
    grave = [case for case in cases if case.scenario.severity in ("high", "extreme")] or cases
    return max(
        grave,
        key=lambda case: (SEVERITIES.index(case.scenario.severity), case.forecast.probability),
        default=None,
    )


def _grave(material: Material, case: Judged) -> Iterator[Line]:
    forecast = case.forecast
    shown = figure(forecast, material.scale)
    text = f"The unlikely but grave case is {case.name}, at {shown} by {day(forecast.by)}"
    yield judgement(text, [case.id])
    telling = sorted(
        (each for each in material.indicators.values() if case.scenario.id in each.likelihood),
        key=lambda each: -each.likelihood[case.scenario.id] / each.otherwise,
    )[:HERALDS]
    if telling:
        names = listing(lower_first(unended(each.name)) for each in telling)
        yield information(
            f"It would announce itself most by {names}", [indicator_id(each.id) for each in telling]
        )
