"""Writes the implications: how grave each scenario would be, for whom, and in which domains it shows.

Comes in: the material; consequences were written beforehand in the watch. Goes out: lines. One sign alone
seldom tells: what counts is whether capability, intent, preparation and opportunity come together.
"""

from collections.abc import Iterator
from typing import get_args

from tocsin.brief.bottom import SEVERITIES
from tocsin.brief.judge import Judged, judged
from tocsin.brief.line import Line, assumption, information
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, indicator_id
from tocsin.brief.relations import write_relations
from tocsin.brief.wording import count, listing, unended
from tocsin.terms import Indicator, IndicatorState

DOMAINS: tuple[str, ...] = get_args(Indicator.model_fields["domain"].annotation)


def write_implications(material: Material) -> Iterator[Line]:
    """Severity and consequences of each scenario, the gravest first, and what shows of it; then relations."""
    cases = [case for case in judged(material) if not case.scenario.complement]
    if not cases:
        text = "No consequences are written down, because there are no scenarios"
        yield information(text, [brief_id(material.version)])
    for case in sorted(cases, key=lambda case: -SEVERITIES.index(case.scenario.severity)):
        name = f"{unended(case.scenario.name)} (severity {case.scenario.severity})"
        yield assumption(f"{name}: {unended(case.scenario.consequences)}", [case.id])
        yield from _domains(material, case)
    yield from write_relations(material)


def _domains(material: Material, case: Judged) -> Iterator[Line]:
    """Observed signs that make the scenario likelier, by domain; nothing where none is seen."""
    seen = [state for state in material.states if _points_to(material, state, case)]
    if not seen:
        return
    by_domain = {
        domain: [s for s in seen if material.indicators[s.id].domain == domain] for domain in DOMAINS
    }
    told = listing(f"{domain} ({count(len(found), 'sign')})" for domain, found in by_domain.items() if found)
    silent = [domain for domain, found in by_domain.items() if not found]
    rest = f", none in {listing(silent)}" if silent else ", so that all four come together"
    yield information(f"What is seen of it: {told}{rest}", [case.id, *(indicator_id(s.id) for s in seen)])


def _points_to(material: Material, state: IndicatorState, case: Judged) -> bool:
    indicator = material.indicators[state.id]
    likelihood = indicator.likelihood.get(case.scenario.id)
    is_telling = likelihood is not None and likelihood > indicator.otherwise
    return state.state == "observed" and is_telling
