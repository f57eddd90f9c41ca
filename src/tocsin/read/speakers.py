"""The source of a claim as an actor: for acts of speech, and for acts that a source tells of itself.

Comes in: a claim and the names known in its sentence. Goes out: actors. It does not know triggers; it only
knows which claims speak of their own source ("denied sending", "is considering a test").
"""

import datetime as dt

from tocsin.read.frames import Named, closed
from tocsin.read.lookup import is_within, overlap
from tocsin.reference.actors import actor_of
from tocsin.terms import Actor, Claim, Source, Span

_OWN_ACTS = frozenset(["denies", "promises", "threatens"])  # stances that speak of the speaker's own acts
_SECTORS = {"officials": "GOV", "state-media": "JRN", "outlet": "JRN"}


def speaker_of(claim: Claim | None, named: list[Named], on: dt.date | None) -> Actor | None:
    """The source of a claim as one actor, with the name that a pronoun stands for; None if it has none."""
    if claim is None or claim.source is None or not claim.source.spans:
        return None
    source: Source = claim.source
    name, span = source.refers_to or source.name, source.spans[0]
    if name.lower() in closed().nobody or name.lower() in closed().pronouns:
        return None
    known = actor_of(name, on)
    country, sector = (known.country, known.sector) if known else (None, None)
    inside = next((one.actor.country for one in named if is_within(one.span, span)), None)
    sector = sector or _SECTORS.get(source.kind)
    return Actor(name=name, span=span, country=source.country or country or inside, sector=sector)


def speakers_of(claim: Claim | None, named: list[Named], on: dt.date | None) -> tuple[Actor, ...]:
    """The source as the actors of the act of saying it: two for "Moscow and Pyongyang denied"."""
    speaker = speaker_of(claim, named, on)
    if speaker is None or speaker.span is None:
        return ()
    whole = speaker.span
    inside = [one for one in named if is_within(one.span, whole)]
    if len(inside) < 2 or " and " not in speaker.name:
        return (speaker,)
    return tuple(
        Actor(name=one.actor.name, span=one.span, country=one.actor.country, sector=one.actor.sector)
        for one in inside
    )


def own_doers(claim: Claim | None, named: list[Named], text: str, on: dt.date | None) -> tuple[Actor, ...]:
    """The source, where the claim tells of what it does itself and its country is known; else nobody."""
    if claim is None:
        return ()
    cues = {word.lower() for cue in claim.cue for word in cue.of(text).split()}
    if claim.stance not in _OWN_ACTS and closed().own_act_cues.isdisjoint(cues):
        return ()
    return tuple(one for one in speakers_of(claim, named, on) if one.country is not None)


def is_cue_of(trigger: Span, claim: Claim) -> bool:
    """Whether the trigger is the claim's own cue, and not a phrase that its source stands in too."""
    own = claim.source.spans if claim.source else ()
    if any(overlap(trigger, span) for span in own):
        return False
    return any(overlap(trigger, cue) for cue in claim.cue)
