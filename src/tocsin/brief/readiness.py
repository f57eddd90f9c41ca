"""Writes indicators and gaps: what was seen, what could not be, and what nobody has told us.

Comes in: the material. Goes out: lines. Knows nothing about how states were decided.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.brief.line import Line, information
from tocsin.brief.material import Material
from tocsin.brief.naming import STATE_WORDS, brief_id, document_id, indicator_id
from tocsin.brief.signing import UNATTENDED
from tocsin.brief.wording import count, listing, lower_first, unended
from tocsin.terms import Document, IndicatorState

NAMED_DOCUMENTS = 5
STATE_ORDER = tuple(STATE_WORDS)


def write_indicators(material: Material) -> Iterator[Line]:
    """Each indicator with its state and reason, in the order observed, absent, uncovered, not looked."""
    run = brief_id(material.version)
    if not material.states:
        yield information("No indicator was looked for, because there is no watch", [run])
        return
    tally = [f"{_tally(material, state)} {STATE_WORDS[state]}" for state in STATE_ORDER]
    yield information(f"Of {count(len(material.states), 'indicator')}, {listing(tally)}", [run])
    yield information(_suggestions(material), [run])
    yield from _surprises(material)
    for state in sorted(material.states, key=lambda state: STATE_ORDER.index(state.state)):
        yield _indicator(material, state)


def _suggestions(material: Material) -> str:
    text = "Machine matches are suggestions until a person accepts them"
    decided = [match for state in material.states for match in state.matches if match.decision]
    if not decided:
        return f"{text}; {UNATTENDED}"
    accepted = sum(match.decision == "accepted" for match in decided)
    return f"{text}; of {len(decided)} that people have decided on here, {accepted} were accepted"


def _surprises(material: Material) -> Iterator[Line]:
    """Indicators that are told of more or less often than is usual for here and now."""
    unusual = [state.id for state in material.states if state.surprise and state.surprise.is_unusual]
    if unusual:
        names = listing(lower_first(unended(material.indicators[each].name)) for each in unusual)
        yield information(f"Unusual for here and now: {names}", [brief_id(material.version)])


def _tally(material: Material, name: str) -> int:
    return sum(state.state == name for state in material.states)


def _indicator(material: Material, state: IndicatorState) -> Line:
    name = unended(material.indicators[state.id].name)
    text = f"{name}: {STATE_WORDS[state.state]}; {unended(material.in_words(state.reason))}"
    if state.surprise and state.surprise.is_unusual:
        text += f"; {state.surprise.sentence}"
    return information(text, [indicator_id(state.id), *state.evidence])


# --- gaps ------------------------------------------------------------------------------------------


class Unknown(NamedTuple):
    """Something that nobody has told us, with the ids of what it concerns."""

    what: str
    about: tuple[str, ...]


def write_gaps(material: Material) -> Iterator[Line]:
    """What is unknown and what to collect: documents, indicators, the record."""
    run = brief_id(material.version)
    for unknown in find_unknown(material):
        yield information(f"Unknown: {unended(unknown.what)}", unknown.about or [run])
    unseen = [state for state in material.states if state.state in ("absent-uncovered", "not-looked")]
    for state in unseen:
        yield _to_collect(material, state)
    if material.watch and material.watch.history_note:
        yield information(f"The record: {unended(material.watch.history_note)}", [run])
    if material.watch is None:
        text = "To go further, name a watch with --watch, or add documents that other origins stand behind"
        yield information(text, [run])


def _to_collect(material: Material, state: IndicatorState) -> Line:
    indicator = material.indicators[state.id]
    wanted = listing(indicator.coverage.outlets or indicator.coverage.topics, 5)
    text = f"To collect for {lower_first(unended(indicator.name))} ({STATE_WORDS[state.state]})"
    return information(
        f"{text}: {f'reporting on {wanted}' if wanted else 'any reporting on it'}", [indicator_id(state.id)]
    )


def find_unknown(material: Material) -> Iterator[Unknown]:
    """What was said to be unknown from outside, then what the documents do not say, with the remedy."""
    yield from (Unknown(what, ()) for what in dict.fromkeys(material.unknown))
    yield from _missing([d for d in material.documents if not d.published], "publication date", "--published")
    yield from _missing([d for d in material.documents if not d.outlet], "outlet", "--outlet")
    for document in material.documents:
        for what in document.unknown:
            if not any(told in what for told in ("outlet", "publication date")):
                named = what if document.name in what else f"{what} of {document.label}"
                yield Unknown(named, (document_id(document.id),))


def _missing(documents: list[Document], what: str, option: str) -> Iterator[Unknown]:
    if documents:
        names = listing((document.label for document in documents), NAMED_DOCUMENTS)
        about = tuple(document_id(document.id) for document in documents)
        yield Unknown(f"{what} of {names} (give it with {option})", about)
