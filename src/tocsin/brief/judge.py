"""Writes the key judgements: number, word and date first, confidence apart, then what the record says.

Comes in: the material. Goes out: judgements, and lines that share their scenario's forecast id. Knows
nothing about the other parts or how a page groups the lines.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.brief.confidence import rate_confidence
from tocsin.brief.line import Line, information, judgement
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id, forecast_id, trigger_id
from tocsin.brief.wording import (
    band,
    day,
    days,
    listing,
    lower_first,
    percent,
    sentences,
    unended,
    upper_first,
)
from tocsin.reference.words import likelihood_words, range_words, words_crossed
from tocsin.terms import Forecast, Judgement, LedgerStep, ScaleName, Scenario, WindowProbability

TELLING = 0.05  # log-odds; a smaller step stands in the ledger and not in a sentence
TOLD_STEPS = 4
QUESTION, PRECEDENT = "Question:", "Precedent:"  # sentences that a page may fold away with the ledger
MOVED = "What moved it from there:"


class Judged(NamedTuple):
    """A scenario with its forecast."""

    scenario: Scenario
    forecast: Forecast

    @property
    def id(self) -> str:
        """The evidence id of the forecast."""
        return forecast_id(self.scenario.id)

    @property
    def name(self) -> str:
        """The scenario's name as it stands in the middle of a sentence."""
        name = lower_first(unended(self.scenario.name))
        return name.removesuffix(" by the date") if self.scenario.complement else name


def judged(material: Material) -> list[Judged]:
    """Scenarios that have a forecast: first those that the reporting moved, the complement last."""
    if material.watch is None or material.outlook is None:
        return []
    forecasts = {forecast.scenario: forecast for forecast in material.outlook.forecasts}
    cases = [Judged(s, forecasts[s.id]) for s in material.watch.scenarios if s.id in forecasts]
    return sorted(cases, key=lambda case: (case.scenario.complement, not is_moved(case)))


def is_moved(case: Judged) -> bool:
    """Whether the reporting moved the number: an indicator seen or missed stands in the ledger."""
    return any(step.step == "indicator" for step in case.forecast.ledger)


def judge_scenarios(material: Material) -> tuple[Judgement, ...]:
    """One judgement a forecast: the stored number, derived words, computed confidence."""
    return tuple(_judgement(material, *case) for case in judged(material))


def write_judgements(material: Material) -> Iterator[Line]:
    """The key judgements, scenario by scenario."""
    cases = judged(material)
    if not cases:
        yield information(
            f"No likelihood is judged, because there is no watch: {material.in_words(material.watch_reason)}"
            if material.watch is None
            else "No likelihood is judged, because no forecast was made",
            [brief_id(material.version)],
        )
    told: set[str] = set()
    for case in cases:
        yield from _window(material, case)
        yield _likelihood(material, case)
        yield _confidence(material, case)
        yield from _finding(material, case, told)
        yield _record(material, case)
        yield from _precedent(material, case)
        yield from _steps(material, case)
        if is_moved(case):
            yield _settlement(case)
    yield from _other_findings(material, told)


def next_window(material: Material, forecast: Forecast) -> WindowProbability | None:
    """The window ahead that most documents name; failing that, of the trigger that the watch lists first.

    A window that has begun already comes after those still to come.
    """
    tomorrow = material.as_of + dt.timedelta(days=1)
    ahead = [window for window in forecast.windows if window.end >= material.as_of]
    listed = [trigger.id for trigger in material.watch.triggers] if material.watch else []

    def urgency(window: WindowProbability) -> tuple[int, bool, int, dt.date, dt.date]:
        named = material.documents_naming(window.trigger)
        has_begun = window.start <= tomorrow
        return -named, has_begun, listed.index(window.trigger), window.start, window.end

    return min(ahead, key=urgency, default=None)


def around(window: WindowProbability) -> str:
    """The window in words: `in the window around the vote (8 October to 3 December 2024)`."""
    return f"in the window around {with_article(window.name)} ({days(window.start, window.end)})"


def with_article(name: str) -> str:
    """A trigger's name in the middle of a sentence: `the US presidential election`."""
    name = lower_first(unended(name))
    owned = name.split(" ", 1)[0].endswith(("'s", "’s"))
    return name if owned or name.startswith(("the ", "a ", "an ")) else f"the {name}"


def figure(found: Forecast | WindowProbability, scale: ScaleName) -> str:
    """A probability with its derived word, or with its band where that is too wide for one word (L6)."""
    shown = percent(found.probability)
    if words_crossed(found.low, found.high, scale) < 3:
        return f"{shown} ({likelihood_words(found.probability, scale)})"
    return f"{shown} (band {band(found.low, found.high)}, too wide for one word)"


def _judgement(material: Material, scenario: Scenario, forecast: Forecast) -> Judgement:
    level, reasons = rate_confidence(material, scenario, forecast)
    return Judgement(
        scenario=scenario.id,
        name=scenario.name,
        probability=forecast.probability,
        low=forecast.low,
        high=forecast.high,
        by=forecast.by,
        words=likelihood_words(forecast.probability, material.scale),
        confidence=level,
        confidence_reasons=reasons,
        base_rate=forecast.base_rate,
        without_evidence=forecast.without_evidence,
        covered_until=forecast.covered_until,
        kinds=scenario.kinds,
        parts=_parts(material, scenario),
        settlement=scenario.settlement,
        severity=scenario.severity,
        ledger=forecast.ledger,
    )


def _parts(material: Material, scenario: Scenario) -> tuple[str, ...]:
    """The scenarios that a complement excludes."""
    if not scenario.complement or material.watch is None:
        return ()
    return tuple(each.id for each in material.watch.scenarios if each.grave and not each.complement)


def _likelihood(material: Material, case: Judged) -> Line:
    forecast = case.forecast
    subject = f"The probability of {case.name} by {day(forecast.by)} is"
    if words_crossed(forecast.low, forecast.high, material.scale) < 3:
        shown = figure(forecast, material.scale)
        text = f"{subject} {shown}, with a band of {band(forecast.low, forecast.high)}"
    else:
        words = range_words(forecast.low, forecast.high, material.scale)
        text = (
            f"{subject} {percent(forecast.probability)}, given as a range of words, {words} "
            f"({band(forecast.low, forecast.high)}), because {_why_wide(material, case)}"
        )
    return judgement(text, [case.id])


def _why_wide(material: Material, case: Judged) -> str:
    covered = case.forecast.covered_until
    if case.scenario.complement:
        return "it is computed from all the other bands together"
    if covered is None:
        return "no record lists this kind of event and its rate is borrowed from a wider class"
    if covered < material.as_of:
        return f"the record of this kind of event stops on {day(covered)}"
    return "the record holds too few cases to say it more closely"


def _window(material: Material, case: Judged) -> Iterator[Line]:
    if window := next_window(material, case.forecast):
        shown = figure(window, material.scale)
        text = f"{upper_first(around(window))} the probability of {case.name} is {shown}"
        is_narrow = words_crossed(window.low, window.high, material.scale) < 3
        yield judgement(
            f"{text}, with a band of {band(window.low, window.high)}" if is_narrow else text, [case.id]
        )


def _confidence(material: Material, case: Judged) -> Line:
    level, reasons = rate_confidence(material, *case)
    return judgement(f"Confidence in this is {level}: {'; '.join(reasons)}", [case.id])


def _finding(material: Material, case: Judged, told: set[str]) -> Iterator[Line]:
    """What the record says of the trigger whose window was just given, once a brief."""
    window = next_window(material, case.forecast)
    for finding in material.outlook.triggers if material.outlook and window else ():
        is_new = finding.sentence not in told and bool(set(finding.kinds) & set(case.scenario.kinds))
        if window and finding.trigger == window.trigger and is_new:
            told.add(finding.sentence)
            yield information(
                upper_first(material.in_words(finding.sentence)), [trigger_id(finding.trigger), case.id]
            )


def _other_findings(material: Material, told: set[str]) -> Iterator[Line]:
    """What the record says of the other triggers whose windows the horizon meets."""
    for finding in material.outlook.triggers if material.outlook else ():
        if finding.start is not None and finding.sentence not in told:
            told.add(finding.sentence)
            yield information(upper_first(material.in_words(finding.sentence)), [trigger_id(finding.trigger)])


def _record(material: Material, case: Judged) -> Line:
    """The base rate with the first words of what it rests on; the ledger has them all."""
    forecast = case.forecast
    told = sentences(material.in_words(forecast.base_note))
    text = f"The record alone gives {percent(forecast.base_rate)} by the same date"
    if forecast.covered_until is None and "cover" in told[0]:
        return information(f"{text}: {' '.join(told[:2])}", [case.id])
    return information(f"{text}: {unended(told[0])}; {_coverage(material, case)}", [case.id])


def _precedent(material: Material, case: Judged) -> Iterator[Line]:
    """The last time, the longest gap, the nearest episode and what followed it."""
    for precedent in material.outlook.precedents if material.outlook else ():
        if precedent.scenario == case.scenario.id:
            yield information(f"{PRECEDENT} {lower_first(material.in_words(precedent.sentence))}", [case.id])


def _coverage(material: Material, case: Judged) -> str:
    covered = case.forecast.covered_until
    if case.scenario.complement:
        return "this case has no record of its own and is computed from what the records of the others cover"
    if covered is None:
        return (
            "no record covers this kind of event, and days outside a record's cover are not counted as quiet"
        )
    if covered < material.as_of:
        return f"the record covers it until {day(covered)}, and later days are not counted as quiet"
    return "the record covers this kind of event up to the as-of date"


def _steps(material: Material, case: Judged) -> Iterator[Line]:
    moved = [
        step for step in case.forecast.ledger if step.step != "base rate" and abs(step.log_odds) >= TELLING
    ]
    if not moved:
        if not case.scenario.complement:
            yield information("Nothing in this reporting moved it from there", [case.id])
        return
    telling = sorted(moved, key=lambda step: -abs(step.log_odds))
    named = (_step(material, step) for step in telling)
    keys = [key for step in telling[:TOLD_STEPS] for key in step.evidence]
    text = f"{MOVED} {listing(named, TOLD_STEPS)}"
    yield information(text, [case.id, *material.cite(keys)])


def _step(material: Material, step: LedgerStep) -> str:
    name = lower_first(unended(step.name))
    absent = {i.name for i in material.indicators.values() if material.state_name(i.id).startswith("absent")}
    sign = "no sign of " if step.step == "indicator" and step.name in absent else ""
    return f"{sign}{name} ({'up' if step.log_odds > 0 else 'down'})"


def _settlement(case: Judged) -> Line:
    settled = case.scenario.settlement
    text = f"{QUESTION} {case.forecast.question} Settled as follows: {unended(settled.criteria)}"
    text += f" (source: {unended(settled.source)}; settled by {unended(settled.settler)})"
    return information(text, [case.id])
