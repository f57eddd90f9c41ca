"""Who acts and who is acted upon: the nearest sensible argument of a trigger, without a parser.

Comes in: a `Frame`, the clause in which a trigger stands with the names known in it. Goes out: actors,
recipients and a place. It does not know kinds of events beyond the words of the trigger; the speaker of a
claim lies outside the frame and so never becomes the actor.
"""

import datetime as dt
from typing import NamedTuple

from tocsin.read.phrases import is_verblike, phrase_after, phrase_before
from tocsin.read.tokens import Tokens, classes
from tocsin.read.triggers import Trigger
from tocsin.reference.actors import KnownActor, actor_of
from tocsin.terms import Actor, Place, Span

_TOWARDS = frozenset("to at against into with over on toward towards between upon".split())
_WHERE = frozenset(
    "in at near off from on over along across inside around into toward towards through".split()
)
_NOT_SUBJECT = _TOWARDS | _WHERE | frozenset(["of", "by", "for", "about", "including", "than", "as"])
_REACH = 14  # words after a trigger in which a recipient, a place or "by whom" may stand
_PRONOUNS = frozenset("it he she they its his her their".split())
_RELATIVES = frozenset(["which", "who", "that"])
_EMPTY = frozenset(
    "this that these those there what such one some many others it which who we i you he she they".split()
)
_MAY_BE_PATIENT = frozenset(
    "ACCUSE REQUEST ASSAULT COERCE CONSULT SUPPORT THREATEN PROTEST REJECT AID SANCTION".split()
)


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
    named: list[Named]
    places: list[tuple[int, Place]]  # word number, place
    antecedent: Actor | None  # whom "it" or "they" most likely means
    on: dt.date | None


def find_actor(frame: Frame) -> Actor | None:
    """Who acts: "by X", the subject, the owner of a noun ("X's launch of"), else the nearest name before."""
    trigger = frame.trigger
    if trigger.form in ("past", "noun") and (agent := _by_whom(frame)):
        return agent
    if trigger.form == "noun":
        found = _owner(frame) or _subject_of_light_verb(frame)
    else:
        found = None if _is_passive(frame) else _subject(frame, trigger.first)
    return found or _nearest_before(frame)


def find_recipient(frame: Frame, actor: Actor | None) -> Actor | None:
    """Who is acted upon: subject of a passive, object of a verb, or the name after "to", "against", "with"."""
    trigger = frame.trigger
    if trigger.form == "past" and _is_passive(frame):
        subject = _subject(frame, trigger.first)
        return subject if subject and subject != actor and subject.country else _towards(frame, actor)
    if trigger.form != "noun" and (patient := _object(frame, actor)):
        return patient
    return _towards(frame, actor)


def find_place(frame: Frame) -> Place:
    """Where: the nearest place with a preposition of place, known points before countries; else nowhere."""
    low, trigger = frame.tokens.low, frame.trigger
    best: tuple[tuple[bool, int], Place] | None = None
    for number, place in frame.places:
        if not frame.start <= number < frame.end:
            continue
        before = low[max(frame.start, number - 3) : number]
        if not any(word in _WHERE for word in before) and place.latitude is None:
            continue
        distance = number - trigger.last if number > trigger.last else 2 * (trigger.first - number)
        rank = (place.latitude is None and place.country is not None, distance)
        if distance <= 2 * _REACH and (best is None or rank < best[0]):
            best = rank, place
    return best[1] if best else Place()


def actor_at(frame: Frame, first: int, last: int) -> Actor | None:
    """The actor that the words `first` to `last` name, or None where they name nobody."""
    tokens = frame.tokens
    while first < last and tokens.low[first] in ("the", "a", "an", "some", "several", "its", "their"):
        first += 1
    if first == last and tokens.low[first] in _PRONOUNS:
        return (
            frame.antecedent.model_copy(update={"span": tokens.span(first, last)})
            if frame.antecedent
            else None
        )
    span = tokens.span(first, last)
    words = span.of(tokens.text).removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")
    if not words or words.lower() in _EMPTY or words[0].isdigit():
        return None
    span = Span(span.start, span.start + len(words))
    known = actor_of(words, frame.on)
    if known is None:
        return Actor(name=" ".join(words.split()), span=span)
    return Actor(name=" ".join(known.name.split()), span=span, country=known.country, sector=known.sector)


def is_named(actor: Actor | None) -> bool:
    """Whether anything beyond bare words is known of the actor."""
    return actor is not None and (actor.country is not None or actor.sector is not None)


def _by_whom(frame: Frame) -> Actor | None:
    low, first = frame.tokens.low, frame.trigger.last + 1
    for place in range(first, min(frame.end - 1, first + _REACH)):
        if low[place] in (";", "said", ",") and place > first:
            return None
        if low[place] == "by" and not low[place + 1].endswith("ing"):
            phrase = phrase_after(frame.tokens, place + 1, frame.end)
            actor = actor_at(frame, phrase.first, phrase.core) if phrase else None
            return actor if actor and (is_named(actor) or frame.tokens.capital[place + 1]) else None
    return None


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
        if is_part or (word.endswith("ly") and word not in ("july", "italy", "family")):
            place -= 1
        elif low[place] == "to" and not tokens.capital[place - 1]:
            place -= 1
        else:
            break
    return place


def _subject(frame: Frame, verb: int) -> Actor | None:
    """The noun phrase before a verb group; through "which" and "who" to the one that they stand for."""
    tokens = frame.tokens
    place = verb_group_start(tokens, verb, frame.start)
    if place > frame.start and tokens.low[place - 1] in _RELATIVES:
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
        return actor_at(frame, first, first)
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
    is_verb = is_verblike(tokens, place - 1) or word.endswith("ing") or word in _LIGHT
    return place - 1 if is_verb and word not in classes().auxiliaries else None


_LIGHT = frozenset(
    "conduct conducts stage stages hold holds held carry carries launch plan plans make makes made begin start".split()
    + "resume suspend cancel face faces see saw expect fear feared prevent deter stop halt end order prepare undertake".split()
)


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
            if before not in _NOT_SUBJECT:
                return actor_at(frame, named.first, named.last)
    return None


def _object(frame: Frame, actor: Actor | None) -> Actor | None:
    """The noun phrase right after a verb, where the act is done to somebody."""
    trigger = frame.trigger
    phrase = phrase_after(frame.tokens, trigger.last + 1, frame.end)
    if phrase is None:
        return None
    found = actor_at(frame, phrase.first, phrase.core)
    if found is None or found == actor or _holds_object(frame, phrase.first, phrase.core):
        return None
    takes_anyone = not trigger.rule.of and trigger.kind.class_ in _MAY_BE_PATIENT
    return found if is_named(found) or takes_anyone else None


def _towards(frame: Frame, actor: Actor | None) -> Actor | None:
    """The first name after the trigger behind "to", "at", "against", "into", "with", "over", "on"."""
    low, trigger = frame.tokens.low, frame.trigger
    for named in frame.named:
        if not trigger.last < named.first < min(frame.end, trigger.last + _REACH):
            continue
        before = low[max(trigger.last, named.first - 3) : named.first]
        if any(word in _TOWARDS for word in before) and (actor is None or named.span != actor.span):
            phrase = phrase_after(frame.tokens, named.first, frame.end)
            last = max(phrase.core, named.last) if phrase else named.last
            return actor_at(frame, named.first, last)
    return None
