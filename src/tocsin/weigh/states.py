"""Gives each indicator one of four states, and turns states into evidence: once an origin.

An indicator with its matches and the documents that looked comes in; an `IndicatorState` and its
`Evidence` go out. It knows nothing of how matches were found. Only absence with coverage is evidence of
absence; what one origin said counts once, however often it was retold.
"""

from collections.abc import Iterable, Mapping, Sequence

from tocsin.terms import Evidence, Indicator, IndicatorMatch, IndicatorState, IndicatorStateName
from tocsin.weigh.coverage import Looking
from tocsin.weigh.strengths import strengths
from tocsin.weigh.wording import number_of


def decide_state(
    indicator: Indicator,
    matches: Sequence[IndicatorMatch],
    looking: Looking,
    *,
    witness_of: Mapping[str, str],
    is_mentioned: bool,
    counts_from: float | None = None,
) -> IndicatorState:
    """The state of one indicator, with the matches, the origins behind it and the reason.

    `witness_of` gives for an origin the one that stands for the same body in all stories; the state's
    origins are such. `is_mentioned`: whether a recent report speaks of it without denying it, however
    weakly (in wider words, strongly enough to count); then it cannot be called absent. `counts_from`: the
    strength from which on an undecided match counts, where it was learnt.
    """
    counted = count_matches(matches, counts_from)
    origins = tuple(sorted({witness_of[match.origin] for match in counted if match.origin}))
    name: IndicatorStateName
    if len(origins) >= indicator.threshold:
        name, reason = "observed", _tell_sightings(indicator, counted, origins)
    elif origins or is_mentioned:
        least = strengths().counts_from if counts_from is None else counts_from
        name, reason = "absent-uncovered", _why_unsure(indicator, matches, origins, least)
    else:
        name, reason = _name_absence(indicator, looking)
    note = "" if indicator.is_diagnostic() else "; not diagnostic, so it moves no forecast"
    return IndicatorState(
        id=indicator.id,
        state=name,
        evidence=tuple(match.item for match in counted) if name == "observed" else (),
        matches=tuple(matches),
        origins=origins,
        documents_looked=len(looking.documents),
        reason=reason + note,
    )


def draw_evidence(
    indicator: Indicator, state: IndicatorState, witness_of: Mapping[str, str]
) -> list[Evidence]:
    """Evidence for forecasting: one an origin where observed, one for absence with coverage, else none.

    An indicator that is equally likely either way gives none.
    """
    if not indicator.is_diagnostic():
        return []
    if state.state == "observed":
        return [_evidence_of(indicator, state, origin, witness_of) for origin in state.origins]
    return [_evidence_of_absence(indicator, state)] if state.state == "absent-covered" else []


def count_matches(
    matches: Iterable[IndicatorMatch], counts_from: float | None = None
) -> list[IndicatorMatch]:
    """Matches that rest on an origin and are accepted by a person, or undecided and strong enough."""
    least = strengths().counts_from if counts_from is None else counts_from
    return [
        match
        for match in matches
        if match.origin
        and match.decision != "rejected"
        and match.strength >= (least if match.decision is None else 0.0001)
    ]


def _tell_sightings(indicator: Indicator, counted: Sequence[IndicatorMatch], origins: Sequence[str]) -> str:
    told = f"{number_of(len(counted), 'report')} from {number_of(len(origins), 'independent origin')}"
    return f"{told}; {indicator.threshold} needed"


def _why_unsure(
    indicator: Indicator, matches: Sequence[IndicatorMatch], origins: Sequence[str], counts_from: float
) -> str:
    """Why an indicator that somebody tells of is neither observed nor absent."""
    end = "neither seen nor known to be absent"
    if origins:
        found = number_of(len(origins), "independent origin")
        return f"told of by {found}, {indicator.threshold} needed: {end}"
    strong = [match for match in matches if match.decision != "rejected" and match.strength >= counts_from]
    if strong:
        return f"told of in {number_of(len(strong), 'place')}, but no origin is shown: {end}"
    return f"spoken of in {number_of(len(matches), 'place')}, too weakly to count: {end}"


def _name_absence(indicator: Indicator, looking: Looking) -> tuple[IndicatorStateName, str]:
    number, need = len(looking.documents), indicator.coverage.minimum_documents
    if not number and (looking.share is None or not looking.was_read):
        return "not-looked", "no recent document is on its topic" + _tell_share(looking)
    if not number:
        return "absent-uncovered", "no recent document is on its topic" + _tell_share(looking)
    looked = f"{number_of(number, 'recent document')} on its topic"
    if number < need:
        return "absent-uncovered", f"{looked}, {need} needed to call it absent"
    if not looking.has_outlets:
        return "absent-uncovered", f"{looked}, none from a source that could see it"
    if not looking.was_read:
        return "absent-uncovered", looked + _tell_share(looking)
    return "absent-covered", f"{looked}, and none tells of it"


def _tell_share(looking: Looking) -> str:
    """For how much of the last days channels that could see it were read; nothing where none is known."""
    if looking.share is None:
        return ""
    days = strengths().read_days
    return f"; channels that could see it were read for {looking.share:.0%} of the last {days} days"


def _evidence_of(
    indicator: Indicator, state: IndicatorState, origin: str, witness_of: Mapping[str, str]
) -> Evidence:
    behind = [
        match
        for match in state.matches
        if match.item in state.evidence and match.origin and witness_of[match.origin] == origin
    ]
    documents = len({match.document for match in behind})
    told = f"{number_of(len(behind), 'report')} in {number_of(documents, 'document')}"
    return Evidence(
        indicator=indicator.id,
        state="observed",
        origin=origin,
        strength=max(match.strength for match in behind),
        items=tuple(match.item for match in behind),
        note=f"{told} rest on this origin and count once, as strong as the strongest",
    )


def _evidence_of_absence(indicator: Indicator, state: IndicatorState) -> Evidence:
    """Strength a(1 - 2^-n/m): n documents looked, m needed, a the most that absence may count.

    Example: a 0.6, m 3: three documents give 0.30, six 0.45.
    """
    share = state.documents_looked / max(1, indicator.coverage.minimum_documents)
    return Evidence(
        indicator=indicator.id,
        state="absent-covered",
        strength=round(strengths().absence_most * (1 - 0.5**share), 4),
        note=f"looked for in {number_of(state.documents_looked, 'document')} and not found",
    )
