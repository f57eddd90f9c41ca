"""Keeps indicator states from flapping: within a day a state rises at once, and falls with the next day only.

States as they are now and those concluded earlier on the same day come in; states go out. A state is held
only while something that it rested on still stands; it knows nothing of how states are decided.
"""

from collections.abc import Iterable, Mapping, Sequence

from tocsin.terms import IndicatorState, IndicatorStateName

# How far up a state is. Absence with coverage and not having looked are both down; absence without coverage,
# which moves nothing, lies between them and a sighting.
HEIGHT: dict[IndicatorStateName, int] = {
    "not-looked": 0,
    "absent-covered": 0,
    "absent-uncovered": 1,
    "observed": 2,
}


def hold_states(states: Iterable[IndicatorState], earlier: Sequence[IndicatorState]) -> list[IndicatorState]:
    """The states, with those that would fall within the day kept where they stood, and the reason."""
    stood: Mapping[str, IndicatorState] = {each.id: each for each in earlier}
    return [_hold(state, stood[state.id]) if state.id in stood else state for state in states]


def _hold(now: IndicatorState, before: IndicatorState) -> IndicatorState:
    if HEIGHT[now.state] >= HEIGHT[before.state]:
        return now
    reason = f"kept as it stood earlier today until the day ends; by what is known now: {now.reason}"
    if before.state != "observed":
        return now.model_copy(update={"state": before.state, "reason": reason})
    standing = {each.item for each in now.matches if each.decision != "rejected" and each.strength > 0}
    evidence = tuple(item for item in before.evidence if item in standing)
    if not evidence:
        return now  # what it rested on is gone or was rejected by a person
    return now.model_copy(update={"state": before.state, "evidence": evidence, "reason": reason})
