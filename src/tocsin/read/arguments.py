"""Who acts and who is acted upon: the nearest sensible argument of a trigger, without a parser.

Comes in: a `Frame`, the clause in which a trigger stands with the names known in it. Goes out: actors,
recipients and a place. It does not know kinds of events beyond the words of the trigger; the speaker of a
claim lies outside the frame and so never becomes the actor.
"""

import datetime as dt
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from tocsin.read.phrases import is_verblike, phrase_after, phrase_before
from tocsin.read.tokens import Tokens, classes
from tocsin.read.triggers import Trigger
from tocsin.reference.actors import KnownActor, actor_of
from tocsin.terms import Actor, Place, Span

_REACH = 14  # words after a trigger in which a recipient, a place or "by whom" may stand


class Closed(NamedTuple):
    """Closed classes of words from lexicon/arguments.yaml."""

    towards: frozenset[str]
    where: frozenset[str]
    where_country: frozenset[str]
    not_subject: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    nobody: frozenset[str]
    light_verbs: frozenset[str]
    articles: frozenset[str]
    cut: frozenset[str]
    patient_classes: frozenset[str]
    own_act_cues: frozenset[str]
    from_classes: frozenset[str]


@cache
def closed() -> Closed:
    """The closed classes, read once."""
    raw: dict[str, str] = yaml.safe_load(
        files("tocsin.read").joinpath("lexicon/arguments.yaml").read_text("utf-8")
    )
    return Closed(**{name: frozenset(words.split()) for name, words in raw.items()})


class Named(NamedTuple):
    """A known actor in the text, by word numbers (`last` included)."""

    first: int
    last: int
    span: Span
    actor: KnownActor


class Frame(NamedTuple):
    """The stretch of words around a trigger in which its arguments are looked for."""

    tokens: Tokens
    start: int
    end: int
    trigger: Trigger
    others: tuple[int, ...]  # word numbers of the sentence's other triggers
    named: list[Named]
    places: list[tuple[int, Place]]  # word number, place
    antecedent: Actor | None  # whom "it" or "they" most likely means
    speaker: Actor | None  # the source of a claim about its own acts ("denied sending"), else None
    on: dt.date | None


def find_doers(frame: Frame) -> tuple[Actor, ...]:
    """Who acts: "by X", the subject, the owner of a noun ("X's launch of"), else the nearest name before.

    Where the verb is one of receiving ("bought arms from X"), the doer is whoever stands after "from".
    """
    trigger = frame.trigger
    if trigger.rule.is_reversed and not trigger.is_nominal:
        giver = _after(frame, "from")
        return _joined(frame, giver) if giver else ()
    return _joined(frame, _doer(frame))


def _doer(frame: Frame) -> Actor | None:
    trigger = frame.trigger
    if (trigger.is_nominal or trigger.form == "past") and (agent := _after(frame, "by")):
        return agent
    if trigger.is_nominal:
        found = _owner(frame) or (
            _after(frame, "from") if trigger.kind.class_ in closed().from_classes else None
        )
        found = found or _subject_of_light_verb(frame)
    else:
        found = None if _is_passive(frame) else _subject(frame, trigger.first)
    return found or _nearest_before(frame) or frame.speaker


def find_recipients(frame: Frame, doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who is acted upon: subject of a passive, object of a verb, or the name after "to", "against", "with"."""
    trigger = frame.trigger
    if trigger.rule.is_reversed and not trigger.is_nominal:
        return _joined(frame, _subject(frame, trigger.first) or frame.speaker)
    if trigger.form == "past" and _is_passive(frame):
        subject = _subject(frame, trigger.first)
        if subject is not None and subject.country and subject not in doers:
            return _joined(frame, subject)
    patient = None if trigger.is_nominal else _object(frame, doers)
    return tuple(one for one in _joined(frame, patient or _towards(frame, doers)) if one not in doers)


def find_place(frame: Frame, people: tuple[Actor, ...]) -> Place:
    """Where: the nearest place behind a preposition of place; known points before waters, countries last.

    `people` are the event's actors and recipients; their names are no places.
    """
    low, trigger = frame.tokens.low, frame.trigger
    best: tuple[tuple[bool, int], Place] | None = None
    for number, place in frame.places:
        is_actor = any(
            one.span and place.span and one.span.start <= place.span.start < one.span.end for one in people
        )
        is_country = place.latitude is None and place.country is not None
        before = low[max(frame.start, number - (1 if is_country else 3)) : number]
        wanted = closed().where_country if is_country else closed().where
        is_after = 0 < number - trigger.last <= 3
        is_target = place.latitude is not None and (
            is_after or (_is_passive(frame) and trigger.first - number <= 4)
        )
        if not frame.start <= number < frame.end or is_actor or (wanted.isdisjoint(before) and not is_target):
            continue
        distance = number - trigger.last if number > trigger.last else 2 * (trigger.first - number)
        if distance <= 2 * _REACH and (best is None or (is_country, distance) < best[0]):
            best = (is_country, distance), place
    return best[1] if best else Place()


def _is_behind_other(frame: Frame, place: int) -> bool:
    """Whether another trigger stands between this one and a word to its right: the word belongs to that one."""
    return any(frame.trigger.last < other < place for other in frame.others)


def _joined(frame: Frame, actor: Actor | None) -> tuple[Actor, ...]:
    """The actor with those named beside it: "South Korea, Japan and the United States"."""
    if actor is None:
        return ()
    near = [
        one
        for one in frame.named
        if actor.span and one.span.start >= actor.span.start and one.span.start < actor.span.end
    ]
    if not near:
        return (actor,)
    before: list[Named] = []
    after: list[Named] = []
    position = frame.named.index(near[0])
    while position > 0 and _is_list(frame, frame.named[position - 1].last, frame.named[position].first):
        position -= 1
        before.insert(0, frame.named[position])
    position = frame.named.index(near[-1])
    while position + 1 < len(frame.named) and _is_list(
        frame, frame.named[position].last, frame.named[position + 1].first
    ):
        position += 1
        after.append(frame.named[position])
    beside = [found for one in (*before, *after) if (found := actor_at(frame, one.first, one.last))]
    head = actor_at(frame, near[0].first, near[0].last) if beside and len(near) > 1 else actor
    others = near[1:] if beside or _is_list(frame, near[0].last, near[-1].first) else []
    more = [found for one in others if (found := actor_at(frame, one.first, one.last))]
    return tuple(dict.fromkeys([*beside[: len(before)], head or actor, *more, *beside[len(before) :]]))


def _is_list(frame: Frame, last: int, first: int) -> bool:
    """Whether only "and", commas and "the" stand between two names."""
    between = frame.tokens.low[last + 1 : first]
    return (
        0 < len(between) <= 3
        and all(word in ("and", ",", "the", "&") for word in between)
        and between != ["the"]
    )


def actor_at(frame: Frame, first: int, last: int) -> Actor | None:
    """The actor that the words `first` to `last` name, or None where they name nobody."""
    tokens = frame.tokens
    while first < last and tokens.low[first] in closed().articles:
        first += 1
    last = next(
        (place - 1 for place in range(first + 1, last + 1) if tokens.low[place] in closed().cut), last
    )
    if first == last and tokens.low[first] in closed().pronouns:
        return (
            frame.antecedent.model_copy(update={"span": tokens.span(first, last)})
            if frame.antecedent
            else None
        )
    span = tokens.span(first, last)
    words = span.of(tokens.text).removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")
    if not words or words.lower() in closed().nobody or words[0].isdigit():
        return None
    span = Span(span.start, span.start + len(words))
    known = _known(frame, words, first, last)
    if known is None:
        return Actor(name=" ".join(words.split()), span=span)
    return Actor(name=" ".join(known.name.split()), span=span, country=known.country, sector=known.sector)


def _known(frame: Frame, words: str, first: int, last: int) -> KnownActor | None:
    """What is known of a phrase, through its own words or a name in it that only the document explains."""
    known = actor_of(words, frame.on)
    if known is not None and known.country is not None:
        return known
    inside = next((one for one in frame.named if first <= one.first and one.last <= last), None)
    if inside is None or inside.actor.country is None:
        return known
    if inside.first == first and inside.last == last:
        return inside.actor
    sector = known.sector if known else inside.actor.sector
    return KnownActor(words, inside.actor.country, sector)


def is_named(actor: Actor | None) -> bool:
    """Whether anything beyond bare words is known of the actor."""
    return actor is not None and (actor.country is not None or actor.sector is not None)


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
    return next(
        (
            one
            for one in frame.named
            if place <= one.first <= place + 1 and (one.first == place or frame.tokens.low[place] == "the")
        ),
        None,
    )


def _could_act(frame: Frame, actor: Actor, place: int) -> bool:
    return is_named(actor) or frame.tokens.capital[place]


def _is_passive(frame: Frame) -> bool:
    """Whether the trigger is a passive ("was fired") or a participle behind its noun ("missiles fired")."""
    if frame.trigger.form != "past":
        return False
    before = frame.tokens.low[max(frame.start, frame.trigger.first - 4) : frame.trigger.first]
    known = classes()
    group = []
    for word in reversed(before):
        if word not in known.auxiliaries and word not in known.adverbs and not word.endswith("ly"):
            break
        group.append(word)
    return any(word in ("was", "were", "been", "being", "be", "is", "are") for word in group)


def verb_group_start(tokens: Tokens, verb: int, floor: int) -> int:
    """First word of the verb group that ends at `verb`: "is preparing to launch", "did not fire"."""
    low, known, place = tokens.low, classes(), verb
    while place > floor:
        word = low[place - 1]
        is_part = word in known.auxiliaries or word in known.adverbs or word in known.modals or word == "to"
        is_adverb = word.endswith("ly") and word not in ("july", "italy", "family", "assembly")
        is_governor = (
            low[place] == "to" and not tokens.capital[place - 1]
        )  # "is preparing" before "to launch"
        if not (is_part or is_adverb or is_governor):
            break
        place -= 1
    return place


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
    if actor is None or (not is_named(actor) and _holds_object(frame, phrase.first, phrase.core)):
        return None
    return actor


def _holds_object(frame: Frame, first: int, last: int) -> bool:
    """Whether a phrase is the thing that the act is done with ("missiles were fired") and no actor."""
    return frame.trigger.object is not None and first <= frame.trigger.object <= last


def _owner(frame: Frame) -> Actor | None:
    """Whose act a noun tells of: the name or pronoun in its own noun phrase ("Seoul's joint drills")."""
    first = _noun_phrase_start(frame)
    for named in reversed(frame.named):
        if first <= named.first and named.last < frame.trigger.first:
            return actor_at(frame, named.first, named.last)
    if frame.tokens.low[first] in ("its", "their", "his", "her"):
        return _nearest_before(frame) or actor_at(frame, first, first)
    return None


def _noun_phrase_start(frame: Frame) -> int:
    """First word of the noun phrase that ends in the trigger."""
    tokens, known, place = frame.tokens, classes(), frame.trigger.first
    while place > frame.start and frame.trigger.first - place < 8:
        word = tokens.low[place - 1]
        if word in known.prepositions or word in known.auxiliaries or not word[0].isalnum():
            break
        if (
            word in known.subordinators
            or word == "to"
            or (is_verblike(tokens, place - 1) and not _is_modifier(tokens, place - 1))
        ):
            break
        place -= 1
        if word in ("the", "a", "an", "its", "their", "his", "her", "this", "any"):
            break
    return place


def _is_modifier(tokens: Tokens, place: int) -> bool:
    """Whether a verb-like word stands inside a noun phrase ("the planned launch")."""
    before = tokens.low[place - 1] if place else ""
    return before in classes().determiners or before.endswith("'s")


def light_verb(frame: Frame) -> int | None:
    """The verb that a noun trigger hangs on: "conducted" a test, is "preparing" for a launch; or None."""
    tokens, place = frame.tokens, _noun_phrase_start(frame)
    if place <= frame.start:
        return None
    if tokens.low[place - 1] in ("for", "out", "with", "off") and place - 2 >= frame.start:
        place -= 1
    word = tokens.low[place - 1]
    is_verb = is_verblike(tokens, place - 1) or word.endswith("ing") or word in closed().light_verbs
    return place - 1 if is_verb and word not in classes().auxiliaries else None


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
    if found is None or found in doers or _holds_object(frame, phrase.first, phrase.core):
        return None
    takes_anyone = not trigger.rule.of and trigger.kind.class_ in closed().patient_classes
    return found if is_named(found) or takes_anyone else None


def _towards(frame: Frame, doers: tuple[Actor, ...]) -> Actor | None:
    """The first name after the trigger behind "to", "at", "against", "into", "with", "over", "on"."""
    low, trigger = frame.tokens.low, frame.trigger
    for named in frame.named:
        is_near = trigger.last < named.first < min(frame.end, trigger.last + _REACH)
        if not is_near or _is_behind_other(frame, named.first):
            continue
        before = low[max(trigger.last, named.first - 3) : named.first]
        behind = next((k for k in range(len(before) - 1, -1, -1) if before[k] in closed().towards), None)
        is_behind = behind is not None and not any(
            word in classes().days or word in ("and", ",") for word in before[behind:]
        )
        if is_behind and not any(one.span == named.span for one in doers):
            phrase = phrase_after(frame.tokens, named.first, frame.end)
            last = max(phrase.core, named.last) if phrase else named.last
            return actor_at(frame, named.first, last)
    return None
