"""Writes what countries do for each other, and shows it as a table in plain text.

Comes in: the material, or relationships. Goes out: lines, or text. Knows nothing about how acts were found;
what is claimed and what is established never share a number.
"""

from collections.abc import Iterator

from tocsin.brief.line import Line, assumption, information
from tocsin.brief.material import Material
from tocsin.brief.naming import brief_id
from tocsin.brief.wording import count, day, listing, lower_first, upper_first
from tocsin.reference.countries import country_name
from tocsin.terms import RelationAct, Relationship

TOLD_RECORDED = 10  # acts of the record in a table of text; the latest
STATUS_WORDS = {
    "occurred": "happened",
    "ongoing": "going on",
    "planned": "planned",
    "possible": "possible",
    "conditional": "conditional",
    "general": "in general",
    "did-not-occur": "did not happen",
}


def write_relations(material: Material) -> Iterator[Line]:
    """For each pair of the watch: who does what for whom, what changed, and a sponsor's means and motives."""
    run = brief_id(material.version)
    for pair in material.weighing.relations if material.weighing else ():
        keys = [key for act in pair.acts for key in act.items if key in _shown(material)]
        unusual = [upper_first(change.sentence) for change in pair.changes if change.is_unusual]
        for sentence in (*pair.sentences, *unusual):
            yield information(_named(pair, sentence), [run, *keys])
        if keys:  # where nothing is told, what is supposed is left to the watch
            yield from (assumption(_named(pair, sentence), [run]) for sentence in pair.suppositions)


def _named(pair: Relationship, sentence: str) -> str:
    """The sentence, with the pair in front of it where it does not name both."""
    is_clear = all(country_name(side) in sentence for side in (pair.one, pair.other))
    return sentence if is_clear else f"{pair.name}: {lower_first(sentence)}"


def _shown(material: Material) -> frozenset[str]:
    """Keys that the brief holds; an act may rest on an event that it does not show."""
    return frozenset([claim.id for claim in material.claims] + [event.key for event in material.events])


def to_relations_text(pair: Relationship) -> str:
    """One pair as text: sentences, then act by act, oldest first."""
    lines = [pair.name, *(f"  {each}." for each in pair.sentences)]
    lines += [f"  {change.sentence}." for change in pair.changes]
    lines += [f"  supposed: {each}." for each in pair.suppositions]
    shown = latest_acts(pair)
    if left_out := len(pair.acts) - len(shown):
        lines += ["", f"  {count(left_out, 'older act')} of the record left out"]
    if shown:
        lines += ["", f"  {'when':19}{'who':32}{'what':26}{'told as':17}rests on"]
    return "\n".join([*lines, *(_row(act) for act in shown)]) + "\n"


def latest_acts(pair: Relationship) -> list[RelationAct]:
    """All acts that reports tell of, and the latest of the record, oldest first."""
    recorded = [act for act in pair.acts if not act.items][-TOLD_RECORDED:]
    return [act for act in pair.acts if act.items or act in recorded]


def _row(act: RelationAct) -> str:
    when = day(act.day) if act.day else "date unknown"
    who = f"{country_name(act.doer)} to {country_name(act.receiver)}"
    told = "in the record" if not act.items else STATUS_WORDS[act.status]
    return f"  {when:19}{who:32}{act.what.replace('-', ' '):26}{told:17}{rests_on(act)}"


def rests_on(act: RelationAct) -> str:
    """`established: 2 origins`, `claimed: 1 origin; denied by the Kremlin`, `established: the record`."""
    if not act.items:
        return f"established: {act.note or 'the record'}"
    standing = "established" if act.is_established else "claimed"
    denied = f"; denied by {listing(act.denied_by)}" if act.denied_by else ""
    return f"{standing}: {count(len(act.origins), 'origin')}{denied}"
