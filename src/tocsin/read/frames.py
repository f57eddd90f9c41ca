"""The stretch of words around a trigger, and the small grammar by which its arguments are found in it.

Comes in: tokens, a trigger, the names known in its sentence. Goes out: a `Frame`, and answers about it: where
a verb group or noun phrase begins, whether the trigger is a passive, whom some words name. It does not know
who acts on whom: that is for `tocsin.read.arguments`.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.read.tokens import Tokens, classes
from tocsin.read.triggers import Trigger
from tocsin.read.verbs import is_verblike
from tocsin.reference.actors import KnownActor, actor_of
from tocsin.reference.tables import parse_table
from tocsin.terms import Actor, Place, Span

_ENDINGS = ("'s", "’s", "'", "’")
_NOT_ADVERBS = frozenset(["july", "italy", "family", "assembly"])  # words in -ly that are no adverbs


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
    ties: frozenset[str]


@cache
def closed() -> Closed:
    """The closed classes, read once."""
    raw: dict[str, str] = parse_table(
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
    speakers: tuple[Actor, ...]  # the source of a claim about its own acts ("denied sending"), else none
    on: dt.date | None


def actor_at(frame: Frame, first: int, last: int) -> Actor | None:
    """The actor that the words `first` to `last` name, or None where they name nobody."""
    tokens = frame.tokens
    first, last, tied = _trimmed(frame, first, last)
    if first == last and tokens.low[first] in closed().pronouns:
        found = frame.antecedent
        return found.model_copy(update={"span": tokens.span(first, last)}) if found else None
    span = tokens.span(first, last)
    words = span.of(tokens.text)
    for ending in _ENDINGS:
        words = words.removesuffix(ending)
    if (
        not words
        or words.lower() in closed().nobody
        or words[0].isdigit()
        or _holds_verb(tokens, first, last)
    ):
        return None
    known = _known(frame, words, first, last) or KnownActor(words, None, None)
    return Actor(
        name=" ".join(known.name.split()),
        span=Span(span.start, span.start + len(words)),
        country=known.country or tied,
        sector=known.sector,
    )


def actors_in(frame: Frame, parts: Iterable[tuple[int, int]]) -> tuple[Actor, ...]:
    """The actors that stretches of words are; none for a pronoun that stands for nobody known."""
    found = (_actor_in(frame, first, last) for first, last in parts)
    return tuple(dict.fromkeys(actor for actor in found if actor is not None))


def _actor_in(frame: Frame, first: int, last: int) -> Actor | None:
    tokens = frame.tokens
    if first == last and tokens.low[first] in closed().pronouns:
        found = frame.antecedent
        return found.model_copy(update={"span": tokens.span(first, last)}) if found else None
    span = tokens.span(first, last)
    words = span.of(tokens.text)
    for ending in _ENDINGS:
        words = words.removesuffix(ending)
    if not words:
        return None
    known = _known(frame, words, first, last) or KnownActor(words, None, None)
    return Actor(
        name=" ".join(known.name.split()),
        span=Span(span.start, span.start + len(words)),
        country=known.country,
        sector=known.sector,
    )


def _trimmed(frame: Frame, first: int, last: int) -> tuple[int, int, str | None]:
    """A phrase without its article and what hangs on it, and the country that it is said to be tied to."""
    low = frame.tokens.low
    if first > frame.start and first < last and low[first - 1] in classes().modals:
        first += 1  # "might press North Korea": the verb is no part of the name
    while first < last and low[first] in closed().articles:
        first += 1
    last = next((place - 1 for place in range(first + 1, last + 1) if low[place] in closed().cut), last)
    tie = next((p for p in range(first + 1, min(last + 2, frame.end)) if low[p] in closed().ties), None)
    if tie is None:
        return first, last, None
    tied = next((one.actor.country for one in frame.named if tie < one.first <= tie + 3), None)
    return first, min(last, tie - 1), tied


def _holds_verb(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an auxiliary or a negation stands in the words: then they are no noun phrase."""
    low = tokens.low[first : last + 1]
    return any(word in classes().auxiliaries or word in ("it's", "he's", "she's", "that's") for word in low)


def is_named(actor: Actor | None) -> bool:
    """Whether anything beyond bare words is known of the actor."""
    return actor is not None and (actor.country is not None or actor.sector is not None)


def belongs_to_other(frame: Frame, place: int) -> bool:
    """Whether another trigger stands between this one and a word to its right, which is then that one's."""
    return any(frame.trigger.last < other < place for other in frame.others)


def holds_object(frame: Frame, first: int, last: int) -> bool:
    """Whether a phrase is the thing that the act is done with ("missiles were fired") and no actor."""
    return frame.trigger.object is not None and first <= frame.trigger.object <= last


_BE = frozenset(["was", "were", "been", "being", "be", "is", "are"])


def is_passive(frame: Frame) -> bool:
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
    return any(word in _BE for word in group) or (not group and _is_reduced(frame))


def _is_reduced(frame: Frame) -> bool:
    """Whether a verb of its own follows "police killed in a raid": then they were killed."""
    low, first, last = frame.tokens.low, frame.trigger.first, frame.trigger.last
    if last + 1 >= frame.end or low[last + 1] not in ("in", "by", "during", "at", "near", "on"):
        return False
    following = low[last + 2 : min(frame.end, last + 9)]
    verb = next(
        (k for k, word in enumerate(following) if word in _BE or word in ("have", "has", "had")), None
    )
    joins = (",", ";", "and", "but", "who", "which", "that", "when", "while", "as", "where")
    is_own = verb is not None and not any(word in joins for word in following[:verb])
    return is_own and first > frame.start and frame.trigger.object is None


def verb_group_start(tokens: Tokens, verb: int, floor: int) -> int:
    """First word of the verb group that ends at `verb`: "is preparing to launch", "did not fire"."""
    low, known, place = tokens.low, classes(), verb
    while place > floor:
        word = low[place - 1]
        is_part = word in known.auxiliaries or word in known.adverbs or word in known.modals or word == "to"
        is_adverb = word == "both" or (word.endswith("ly") and word not in _NOT_ADVERBS)
        is_governor = low[place] == "to" and not tokens.capital[place - 1]  # "preparing" before "to launch"
        if not (is_part or is_adverb or is_governor):
            break
        place -= 1
    return place


def noun_phrase_start(frame: Frame) -> int:
    """First word of the noun phrase that ends in the trigger."""
    tokens, known, place = frame.tokens, classes(), frame.trigger.first
    while place > frame.start and frame.trigger.first - place < 8:
        word = tokens.low[place - 1]
        if word in known.prepositions or word in known.auxiliaries or word in known.subordinators:
            break
        is_verb = is_verblike(tokens, place - 1) and not _is_modifier(tokens, place - 1)
        if is_verb or word == "to" or not word[0].isalnum():
            break
        place -= 1
        if word in ("the", "a", "an", "its", "their", "his", "her", "this", "any"):
            break
    return place


def light_verb(frame: Frame) -> int | None:
    """The verb that a noun trigger hangs on: "conducted" a test, is "preparing" for a launch; or None."""
    tokens, place = frame.tokens, noun_phrase_start(frame)
    if place <= frame.start:
        return None
    if tokens.low[place - 1] in ("for", "out", "with", "off") and place - 2 >= frame.start:
        place -= 1
    word = tokens.low[place - 1]
    is_verb = is_verblike(tokens, place - 1) or word.endswith("ing") or word in closed().light_verbs
    return place - 1 if is_verb and word not in classes().auxiliaries else None


def _is_modifier(tokens: Tokens, place: int) -> bool:
    """Whether a verb-like word stands inside a noun phrase ("the planned launch")."""
    before = tokens.low[place - 1] if place else ""
    return before in classes().determiners or before.endswith("'s")


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
