"""Computes how much confidence a judgement deserves, from factors that can be read off the material.

Comes in: a forecast and the material. Goes out: low, moderate or high, with the reasons. Knows nothing
about likelihood: that word and this one never meet in a sentence.

Confidence starts high and each factor may hold it down; the lowest ceiling holds. High therefore needs
two independent origins, a corroborated grade, a record that reaches the as-of date and no unsupported
assumption. Words of likelihood are kept out of the reasons on purpose.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from tocsin.brief.material import Material
from tocsin.brief.wording import count, day, lower_first, unended
from tocsin.reference.words import likelihood_words, range_words, words_crossed
from tocsin.terms import Forecast, GradedClaim, IndicatorState, ScaleName, Scenario

Level = Literal["low", "moderate", "high"]
LEVELS: tuple[Level, ...] = ("low", "moderate", "high")
STALE_RECORD_DAYS = 365


class Ceiling(NamedTuple):
    """The most that one factor allows, and why."""

    level: Level
    reason: str


class Case(NamedTuple):
    """One forecast with all that bears on it."""

    material: Material
    scenario: Scenario
    forecast: Forecast
    states: tuple[IndicatorState, ...]  # of indicators that speak to this scenario
    origins: frozenset[str]  # names of those that assert
    graded: tuple[GradedClaim, ...]


def rate_confidence(
    material: Material, scenario: Scenario, forecast: Forecast
) -> tuple[Level, tuple[str, ...]]:
    """Confidence in one forecast, with every reason that holds it there."""
    case = _case(material, scenario, forecast)
    ceilings = [ceiling for factor in FACTORS if (ceiling := factor(case))]
    levels: list[Level] = [ceiling.level for ceiling in ceilings]
    level: Level = min(levels, key=LEVELS.index, default="high")
    return level, tuple(ceiling.reason for ceiling in ceilings)


def words_of(low: float, probability: float, high: float, scale: ScaleName = "icd203") -> str:
    """The word for a probability, or the range of words where its band runs over three or more (L6)."""
    if words_crossed(low, high, scale) < 3:
        return likelihood_words(probability, scale)
    return range_words(low, high, scale)


def count_origins(case: Case) -> Ceiling:
    """Independent origins: none or one holds confidence low, two leave it open."""
    number = len(case.origins)
    if number == 0:
        return Ceiling("low", "no origin in this reporting bears on it, so the record speaks alone")
    if number == 1:
        return Ceiling("low", "a single origin bears on it")
    return Ceiling("high", f"{number} independent origins bear on it")


def look_at_grades(case: Case) -> Ceiling | None:
    """Grades: without one claim that another origin corroborates, confidence stays moderate."""
    if not case.graded or any(graded.grade.credibility <= 2 for graded in case.graded):
        return None
    return Ceiling("moderate", "no claim behind it is corroborated by a second origin")


def look_at_interests(case: Case) -> Ceiling | None:
    """Interest: where all who speak gain from being believed, confidence stays moderate."""
    if not case.graded or not all(graded.interest for graded in case.graded):
        return None
    return Ceiling("moderate", "all who speak have an interest in being believed")


def look_at_denials(case: Case) -> Ceiling | None:
    """Contradiction: a denial is kept beside what it denies and leaves confidence moderate at most."""
    behind = {graded.claim for graded in case.graded}
    weighed = case.material.weighing.claims if case.material.weighing else ()
    denials = [graded for graded in weighed if behind & set(graded.denies)]
    return Ceiling("moderate", "what it rests on is denied by others") if denials else None


def look_at_record(case: Case) -> Ceiling | None:
    """The record: one that stops long before the as-of date says little about today."""
    covered = case.forecast.covered_until
    if case.scenario.complement:
        return None
    if covered is None:
        return Ceiling(
            "low", "no record lists this kind of event, and the rate is borrowed from a wider class"
        )
    if (case.material.as_of - covered).days > STALE_RECORD_DAYS:
        return Ceiling("low", f"the record of this kind of event stops on {day(covered)}")
    return None


def look_at_band(case: Case) -> Ceiling | None:
    """The band: one that runs over three words of the yardstick holds confidence low."""
    if words_crossed(case.forecast.low, case.forecast.high, case.material.scale) < 3:
        return None
    return Ceiling("low", "the band of the number is wide")


def look_at_coverage(case: Case) -> Ceiling | None:
    """Gaps: where most indicators could not be seen from here, absence says nothing."""
    unseen = [state for state in case.states if state.state in ("absent-uncovered", "not-looked")]
    if not case.states or 2 * len(unseen) <= len(case.states):
        return None
    seen = len(case.states) - len(unseen)
    return Ceiling("moderate", f"the reporting covers only {seen} of {count(len(case.states), 'indicator')}")


def look_at_assumptions(case: Case) -> Ceiling | None:
    """Assumptions: an unsupported one that touches this scenario keeps confidence from being high."""
    watch = case.material.watch
    speaking = {state.id for state in case.states}
    for each in watch.assumptions if watch else ():
        touches = not each.touched_by or speaking & set(each.touched_by)
        if each.support == "unsupported" and touches:
            return Ceiling(
                "moderate", f"an assumption lacks support ({lower_first(unended(each.statement))})"
            )
    return None


def look_at_deception(case: Case) -> Ceiling | None:
    """Deception: open while the watch holds such a reading and fewer than three origins speak."""
    watch = case.material.watch
    if watch is None or len(case.origins) >= 3 or not case.origins:
        return None
    if not any(hypothesis.kind == "deception" for hypothesis in watch.hypotheses):
        return None
    return Ceiling("moderate", "deception is not excluded by so few origins")


FACTORS: tuple[Callable[[Case], Ceiling | None], ...] = (
    count_origins,
    look_at_grades,
    look_at_interests,
    look_at_denials,
    look_at_record,
    look_at_band,
    look_at_coverage,
    look_at_assumptions,
    look_at_deception,
)


def _case(material: Material, scenario: Scenario, forecast: Forecast) -> Case:
    speaking = {
        name
        for name, each in material.indicators.items()
        if scenario.complement or scenario.id in each.likelihood
    }
    states = tuple(state for state in material.states if state.id in speaking)
    seen = [state for state in states if state.state == "observed"]
    names = {origin.id: origin.name for origin in material.origins if origin.side == "asserts"}
    origins = frozenset(names[each] for state in seen for each in state.origins if each in names)
    items = {match.item for state in seen for match in state.matches}
    items |= {f"{e.document}#{e.claim}" for e in material.events if e.key in items and e.claim}
    weighed = material.weighing.claims if material.weighing else ()
    graded = tuple(graded for graded in weighed if graded.claim in items)
    return Case(material, scenario, forecast, states, origins, graded)
