"""Puts indicators into the states that an exercise asks for: what is set is not what was found, and says so.

A watch, its weighing and states by indicator come in; the weighing goes out with those states and the
evidence that follows from them. It knows nothing of exercises but their words.
"""

from collections.abc import Mapping

from tocsin.terms import Evidence, IndicatorState, IndicatorStateName, Watch, Weighing
from tocsin.weigh.strengths import strengths

SAID = "set by exercise control, and not found in the reporting"


def set_states(watch: Watch, weighing: Weighing, states: Mapping[str, IndicatorStateName]) -> Weighing:
    """`weighing` with these indicators in these states; what spoke for another state no longer counts.

    An absence that is set counts as much as any absence can. "Observed" is set by an observation instead,
    which has words and an origin.
    """
    kept = [each for each in weighing.evidence if each.indicator not in states]
    set_absent = [
        Evidence(indicator=indicator.id, state="absent-covered", strength=strengths().absence_most, note=SAID)
        for indicator in watch.indicators
        if states.get(indicator.id) == "absent-covered" and indicator.is_diagnostic()
    ]
    return weighing.model_copy(
        update={
            "indicators": tuple(
                IndicatorState(id=each.id, state=states[each.id], reason=SAID) if each.id in states else each
                for each in weighing.indicators
            ),
            "evidence": (*kept, *set_absent),
            "comparison": None if states else weighing.comparison,  # rated on states that no longer hold
        }
    )
