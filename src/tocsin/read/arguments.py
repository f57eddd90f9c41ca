"""Who acts and who is acted upon: the nearest sensible argument of a trigger, without a parser.

Comes in: a `Frame`, the clause in which a trigger stands with the names known in it. Goes out: actors and
recipients. It does not know kinds of events beyond the words of the trigger; the speaker of a claim lies
outside the frame and so never becomes the actor, unless he speaks of his own acts.
"""

from tocsin.read.eventstatus import is_averted
from tocsin.read.frames import (
    Frame,
    Named,
    actor_at,
    actors_in,
    belongs_to_other,
    closed,
    holds_object,
    is_named,
    is_passive,
    light_verb,
    noun_phrase_start,
    verb_group_start,
)
from tocsin.read.phrases import phrase_after, phrase_before
from tocsin.read.tokens import classes
from tocsin.terms import Actor

_REACH = 14  # words after a trigger in which a recipient or "by whom" may stand


def find_doers(frame: Frame, speakers: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
    """Who acts: `speakers` of an act of saying, a country by the rules, else as the encoder sees it.

    The rules: "by X", the subject, the owner of a noun ("X's launch of"), else the nearest name before. Where
    the verb is one of receiving ("bought arms from X"), the doer is whoever stands after "from".
    """
    if speakers:
        return speakers
    if is_averted(frame):  # whoever stands before the verb is not the one who meant to act
        owner = _owner(frame)
        return (owner,) if owner else ()
    seen = _seen(frame, _not_suffering(frame))
    if seen and not frame.trigger.kind.words:
        return seen
    found = _doers(frame)
    if any(actor.country for actor in found):
        return found
    return seen or found


def find_recipients(frame: Frame, doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who is acted upon: a country by the rules, else as the encoder sees it, else whomever the rules find.

    A denial or another statement is done to nobody.

    The rules: a passive's subject, a verb's object, or the name after "to", "against", "with".
    """
    if frame.trigger.kind.class_ is None:
        return ()
    seen = tuple(one for one in _seen(frame, frame.trigger.parts.recipients) if one not in doers)
    if seen and not frame.trigger.kind.words:
        return seen
    found = _recipients(frame, doers)
    return found if any(actor.country for actor in found) else seen or found


def _not_suffering(frame: Frame) -> tuple[tuple[int, int], ...]:
    """Who acts, as the encoder sees it, without whoever stands before a passive: it is done to them."""
    parts = frame.trigger.parts.actors
    return tuple(part for part in parts if part[0] > frame.trigger.last) if is_passive(frame) else parts


def _seen(frame: Frame, parts: tuple[tuple[int, int], ...]) -> tuple[Actor, ...]:
    """The actors in stretches of words; each name of a list is one."""
    found: list[Actor] = []
    for first, last in (_whole_name(frame, *part) for part in parts):
        names = [n for n, one in enumerate(frame.named) if first <= one.first and one.last <= last]
        is_list = (
            len(names) > 1 and frame.named[names[-1]].last == last and frame.named[names[0]].first == first
        )
        if is_list and _is_whole_list(frame, names[0], names[-1]):
            found += actors_in(frame, [(frame.named[n].first, frame.named[n].last) for n in names])
        else:
            found += actors_in(frame, [(first, last)])
    return tuple(dict.fromkeys(found))


def _whole_name(frame: Frame, first: int, last: int) -> tuple[int, int]:
    """The stretch, or the one name that it is a piece of ("States")."""
    whole = next((one for one in frame.named if one.first <= first and last <= one.last), None)
    return (whole.first, whole.last) if whole else (first, last)


def _doers(frame: Frame) -> tuple[Actor, ...]:
    trigger = frame.trigger
    if trigger.rule.is_reversed and not trigger.is_nominal:
        giver = _after(frame, "from")
        return _joined(frame, giver) if giver else ()
    return _joined(frame, _doer(frame)) or _speakers(frame)


def _recipients(frame: Frame, doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    trigger = frame.trigger
    if trigger.rule.is_reversed and not trigger.is_nominal:
        return _joined(frame, _subject(frame, trigger.first)) or frame.speakers
    if trigger.form == "past" and is_passive(frame):
        subject = _subject(frame, trigger.first)
        if subject is not None and subject.country and subject not in doers:
            return _joined(frame, subject)
    patient = None if trigger.is_nominal else _object(frame, doers)
    return tuple(one for one in _joined(frame, patient or _towards(frame, doers)) if one not in doers)


def _speakers(frame: Frame) -> tuple[Actor, ...]:
    """The speakers of a claim about their own acts; not where a passive leaves the one who acts unsaid."""
    return () if is_passive(frame) else frame.speakers


def _doer(frame: Frame) -> Actor | None:
    trigger = frame.trigger
    if (trigger.is_nominal or trigger.form == "past") and (agent := _after(frame, "by")):
        return agent
    if is_passive(frame) or _has_unknown_owner(frame):
        return None  # what stands before is done to, or belongs to somebody whom nothing here names
    if trigger.is_nominal:
        found = _owner(frame) or _sender(frame) or _subject_of_light_verb(frame)
    else:
        found = _subject(frame, trigger.first)
    return found or _nearest_before(frame)


def _has_unknown_owner(frame: Frame) -> bool:
    """Whether a noun belongs to somebody unknown ("the envoy's arrest"), who is rather its victim."""
    if not frame.trigger.is_nominal:
        return False
    places = range(noun_phrase_start(frame), frame.trigger.first)
    known = {place for one in frame.named for place in range(one.first, one.last + 1)}
    return any(frame.tokens.low[place].endswith("'s") and place not in known for place in places)


def _sender(frame: Frame) -> Actor | None:
    """The one after "from" where the kind of act comes from somebody ("condemnation from Tokyo")."""
    return _after(frame, "from") if frame.trigger.kind.class_ in closed().from_classes else None


def _joined(frame: Frame, actor: Actor | None) -> tuple[Actor, ...]:
    """The actor with those named beside it: "South Korea, Japan and the United States"."""
    if actor is None:
        return ()
    inside = [n for n, one in enumerate(frame.named) if actor.span and _begins_in(one, actor)]
    if not inside:
        return (actor,)
    first, last = inside[0], inside[-1]
    while first > 0 and _is_list(frame, first - 1):
        first -= 1
    while last + 1 < len(frame.named) and _is_list(frame, last):
        last += 1
    if first == last or not _is_whole_list(frame, first, last):
        return (actor,)
    each = [actor_at(frame, one.first, one.last) for one in frame.named[first : last + 1]]
    return tuple(dict.fromkeys(one for one in each if one is not None))


def _begins_in(named: Named, actor: Actor) -> bool:
    return actor.span is not None and actor.span.start <= named.span.start < actor.span.end


def _is_whole_list(frame: Frame, first: int, last: int) -> bool:
    """Whether the names `first` to `last` are one list, closed by "and": "Helsinki, Finland" is none."""
    words = frame.tokens.low[frame.named[first].last : frame.named[last].first]
    return all(_is_list(frame, n) for n in range(first, last)) and ("and" in words or "&" in words)


def _is_list(frame: Frame, number: int) -> bool:
    """Whether only "and", commas and "the" stand between a name and the next one."""
    between = frame.tokens.low[frame.named[number].last + 1 : frame.named[number + 1].first]
    return (
        0 < len(between) <= 3
        and between != ["the"]
        and all(word in ("and", ",", "the", "&") for word in between)
    )


def _after(frame: Frame, preposition: str) -> Actor | None:
    """The one named behind a preposition after the trigger ("fired by X", "shipments from X")."""
    low, first = frame.tokens.low, frame.trigger.last + 1
    for place in range(first, min(frame.end - 1, first + _REACH)):
        if low[place] in (";", "said", ",") and place > first:
            return None
        if low[place] == preposition and not low[place + 1].endswith("ing"):
            named = _named_from(frame, place + 1)
            if named is not None:
                return actor_at(frame, named.first, named.last)
            phrase = phrase_after(frame.tokens, place + 1, frame.end)
            actor = actor_at(frame, phrase.first, phrase.core) if phrase else None
            return actor if actor and preposition == "by" and _could_act(frame, actor, place + 1) else None
    return None


def _named_from(frame: Frame, place: int) -> Named | None:
    """The known name that begins at a word, or behind an article there."""
    first = place + (frame.tokens.low[place] == "the")
    return next((one for one in frame.named if one.first in (place, first)), None)


def _could_act(frame: Frame, actor: Actor, place: int) -> bool:
    return is_named(actor) or frame.tokens.capital[place]


def _subject(frame: Frame, verb: int) -> Actor | None:
    """The noun phrase before a verb group; through "which" and "who" to the one that they stand for."""
    tokens = frame.tokens
    place = verb_group_start(tokens, verb, frame.start)
    if place > frame.start and tokens.low[place - 1] in closed().relatives:
        place -= 1
        if place > frame.start and tokens.low[place - 1] == ",":
            place -= 1
    phrase = phrase_before(tokens, place, frame.start)
    if phrase is None:
        return None
    actor = actor_at(frame, phrase.first, phrase.core)
    if actor is None or (not is_named(actor) and holds_object(frame, phrase.first, phrase.core)):
        return None
    return actor


def _owner(frame: Frame) -> Actor | None:
    """Whose act a noun tells of: the name or pronoun in its own noun phrase ("Seoul's joint drills")."""
    first = noun_phrase_start(frame)
    for named in reversed(frame.named):
        if first <= named.first and named.last < frame.trigger.first:
            return actor_at(frame, named.first, named.last)
    if frame.tokens.low[first] in ("its", "their", "his", "her"):
        return _nearest_before(frame) or actor_at(frame, first, first)
    return None


def _subject_of_light_verb(frame: Frame) -> Actor | None:
    verb = light_verb(frame)
    return _subject(frame, verb) if verb is not None else None


def _nearest_before(frame: Frame) -> Actor | None:
    """The nearest known name before the trigger that no preposition makes something else."""
    low = frame.tokens.low
    for named in reversed(frame.named):
        if named.last < frame.trigger.first and named.first >= frame.start:
            before = low[named.first - 1] if named.first > frame.start else ""
            before = low[named.first - 2] if before == "the" and named.first - 2 >= frame.start else before
            if before not in closed().not_subject:
                return actor_at(frame, named.first, named.last)
    return None


def _object(frame: Frame, doers: tuple[Actor, ...]) -> Actor | None:
    """The noun phrase right after a verb, where the act is done to somebody."""
    trigger = frame.trigger
    phrase = phrase_after(frame.tokens, trigger.last + 1, frame.end)
    if phrase is None:
        return None
    found = actor_at(frame, phrase.first, phrase.core)
    if found is None or found in doers or holds_object(frame, phrase.first, phrase.core):
        return None
    takes_anyone = not trigger.rule.of and trigger.kind.class_ in closed().patient_classes
    return found if is_named(found) or takes_anyone else None


def _towards(frame: Frame, doers: tuple[Actor, ...]) -> Actor | None:
    """The first name after the trigger behind "to", "at", "against", "into", "with", "over", "on"."""
    trigger = frame.trigger
    for named in frame.named:
        is_near = trigger.last < named.first < min(frame.end, trigger.last + _REACH)
        if not is_near or belongs_to_other(frame, named.first) or not _is_behind_towards(frame, named):
            continue
        if not any(one.span == named.span for one in doers):
            phrase = phrase_after(frame.tokens, named.first, frame.end)
            return actor_at(frame, named.first, max(phrase.core, named.last) if phrase else named.last)
    return None


def _is_behind_towards(frame: Frame, named: Named) -> bool:
    """Whether one of the last three words is a preposition of direction that leads to the name."""
    before = frame.tokens.low[max(frame.trigger.last, named.first - 3) : named.first]
    behind = next((k for k in range(len(before) - 1, -1, -1) if before[k] in closed().towards), None)
    if behind is None:
        return False
    return not any(word in classes().days or word in ("and", ",") for word in before[behind:])
