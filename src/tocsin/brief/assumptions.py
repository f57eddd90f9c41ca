"""Writes the key assumptions: what breaks if one is wrong, and what has come in that touches it.

Comes in: the material, with the previous brief if there is one. Goes out: lines. Nothing here decides whether
an assumption still holds: that is a person's to check, and the line says what with.
"""

from collections.abc import Iterator

from tocsin.brief.line import Line, assumption, information
from tocsin.brief.material import Material
from tocsin.brief.naming import indicator_id
from tocsin.brief.wording import listing, lower_first, unended
from tocsin.terms import Assumption, IndicatorState


def write_assumptions(material: Material) -> Iterator[Line]:
    """Key assumptions, each with what breaks if it is wrong; and a check for each that evidence touches."""
    watch = material.watch
    if watch is None or not watch.assumptions:
        yield assumption("Only this is assumed: that the documents are what they say they are")
    for each in watch.assumptions if watch else ():
        text = f"{unended(each.statement)} ({each.support}); "
        text += f"if this is wrong, {lower_first(unended(each.if_wrong))}"
        known = [name for name in each.touched_by if name in material.indicators]
        yield assumption(text, [indicator_id(name) for name in known])
        yield from _check(material, each)


def _check(material: Material, each: Assumption) -> Iterator[Line]:
    """What to hold an assumption against: the observed indicators that touch it, new ones first."""
    touching = [
        state for state in material.states if state.id in each.touched_by and state.state == "observed"
    ]
    if not touching:
        return
    new = [state for state in touching if _is_new(material, state)]
    names = listing(_name(material, state) for state in [*new, *(s for s in touching if s not in new)])
    since = " since the last brief" if new and len(new) < len(touching) else ""
    anew = f"; new{since}: {listing(_name(material, s) for s in new)}" if material.previous and new else ""
    ids = [indicator_id(state.id) for state in touching]
    keys = [key for state in touching for key in state.evidence]
    yield information(f"Check it against what touches it: {names}{anew}", [*ids, *keys])


def _is_new(material: Material, state: IndicatorState) -> bool:
    """Whether something that it rests on was not there in the previous brief."""
    before = {s.id: s for s in material.previous.indicators} if material.previous else {}
    stood = before.get(state.id)
    return stood is None or stood.state != "observed" or not set(state.evidence) <= set(stood.evidence)


def _name(material: Material, state: IndicatorState) -> str:
    return lower_first(unended(material.indicators[state.id].name))
