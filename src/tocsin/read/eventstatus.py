"""Whether an event is said to have happened, to be under way, planned, feared, conditional or denied.

Comes in: the frame of a trigger and the claim that holds it. Goes out: status and polarity. It does not
know whether the claim is true: it reads what the words present, the nearest cue first, then the claim.
"""

from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from tocsin.read.frames import Frame, light_verb, verb_group_start
from tocsin.read.tokens import classes
from tocsin.reference.tables import parse_table
from tocsin.terms import Claim, Polarity, Status

_REACH = 9  # words before a trigger in which a cue may stand


class Reality(NamedTuple):
    """What is said of the event's reality."""

    status: Status
    polarity: Polarity


class _Cues(NamedTuple):
    possible: frozenset[str]
    conditional: frozenset[str]
    planned: frozenset[str]
    cancelled: frozenset[str]
    called_off: frozenset[str]  # pairs of words, joined by a hyphen
    averted: frozenset[str]
    after: frozenset[str]
    imagined: frozenset[str]
    likely_after: frozenset[str]
    planned_after: frozenset[str]
    not_done: frozenset[str]


def judge_status(frame: Frame, claim: Claim | None, *, is_heading: bool) -> Reality:
    """Status and polarity of the trigger's event, as presented where it stands.

    A cue beside the trigger ("did not", "might", "if", "plans to") decides; a plain past form is taken as
    occurred unless the claim denies it; a noun without a cue takes the claim's status. An act that
    all this leaves as an opinion gets the status that the encoder sees.
    """
    found = _judge(frame, claim, is_heading=is_heading)
    deed = frame.trigger.deed
    return found._replace(status=deed.status) if deed and found.status == "general" else found


def is_averted(frame: Frame) -> bool:
    """Whether the words before a noun say that somebody else prevents the act ("foiled an attack")."""
    return frame.trigger.is_nominal and _has(_left(frame, frame.trigger.first)[-5:], _cues().averted)


def cancelling() -> frozenset[str]:
    """Verbs in two words that undo what follows, joined by a hyphen: "called-off"."""
    return _cues().called_off


def _judge(frame: Frame, claim: Claim | None, *, is_heading: bool) -> Reality:
    local = _by_verb(frame, frame.trigger.first) if not frame.trigger.is_nominal else _by_noun(frame)
    if frame.trigger.form == "exact":
        local = local or Reality("ongoing", "affirmed")
    if local is not None and local.status not in ("occurred", "ongoing"):
        return local
    if claim is not None and claim.polarity == "denied" and not _is_aside(frame):
        return Reality(claim.status if claim.status != "occurred" else "did-not-occur", "denied")
    if local is not None:
        return Reality("occurred", "affirmed") if is_heading and local.status == "ongoing" else local
    return Reality(claim.status, claim.polarity) if claim is not None else Reality("occurred", "affirmed")


def _by_verb(frame: Frame, verb: int) -> Reality | None:
    """What the verb group that ends at `verb` and the words before it say."""
    tokens = frame.tokens
    start = verb_group_start(tokens, verb, frame.start)
    group = tokens.low[start : verb + 1]
    left = _left(frame, verb)
    is_undone = "to" in group and _has(group, _cues().not_done)
    is_negated = (
        is_undone
        or any(word in classes().negations or word.endswith("n't") for word in group)
        or "none" in left
    )
    is_possible = any(word in ("may", "might", "could", "can") for word in group) or _has(
        left, _cues().possible
    )
    if is_negated:
        is_possible = is_possible or "not to" in " ".join(group)  # "urged the North not to test"
        return Reality("possible" if is_possible else "did-not-occur", "denied")
    if _has(left, _cues().conditional):
        return Reality("conditional", "affirmed")
    if is_possible:
        return Reality("possible", "affirmed")
    is_contracted = start > frame.start and tokens.low[start - 1].endswith(("'ll", "'d"))
    if (
        is_contracted
        or any(word in ("will", "would", "shall", "'ll") for word in group)
        or "to" in group[:-1]
    ):
        return Reality("planned", "affirmed")
    if frame.trigger.form == "base" and len(group) == 1 and (shared := _shared_modal(frame, verb)):
        return Reality(shared, "affirmed")
    if _is_imagined(frame):
        return Reality("possible", "affirmed")
    return Reality(_by_form(tokens.low[verb], group, frame.trigger.form), "affirmed")


def _shared_modal(frame: Frame, verb: int) -> Status | None:
    """The status of a verb that shares the modal of one before it: "could test a bomb or send troops"."""
    for word in reversed(frame.tokens.low[frame.start : verb]):
        if word in ("may", "might", "could", "can"):
            return "possible"
        if word in ("will", "would", "to"):
            return "planned"
    return None


def _is_imagined(frame: Frame) -> bool:
    """Whether the words before the trigger only think the event ("the case of an attack")."""
    tokens, first = frame.tokens, frame.trigger.first
    return _has(tokens.low[tokens.sentence.index(tokens.sentence[first]) : first], _cues().imagined)


def _by_form(verb: str, group: list[str], form: str) -> Status:
    if verb.endswith("ing"):
        return (
            "ongoing"
            if any(word in ("is", "are", "was", "were", "been", "be") for word in group)
            else "occurred"
        )
    if (
        form in ("past", "noun", "name")
        or verb.endswith("ed")
        or any(word in ("has", "have", "had", "did", "was", "were") for word in group)
    ):
        return "occurred"
    return "ongoing"


def _by_noun(frame: Frame) -> Reality | None:
    """What stands before a noun: "planned", "a possible", "after the", "conducted a", "cancelled the"."""
    left = _left(frame, frame.trigger.first)
    cues = _cues()
    pairs = [f"{one}-{other}" for one, other in pairwise(left[-5:])]
    if (_has(left[-4:], cues.cancelled) and "by" not in left[-3:]) or _has(pairs, cues.called_off):
        return Reality("did-not-occur", "denied")
    if "no" in left[-2:] or "not" in left[-3:] or "without" in left[-3:]:
        return Reality("did-not-occur", "denied")
    if _has(left, cues.conditional):
        return Reality("conditional", "affirmed")
    if _has(left, cues.possible) or _has(left[-5:], cues.averted):
        return Reality("possible", "affirmed")
    if _has(left[-6:], cues.planned):
        return Reality("planned", "affirmed")
    if _is_imagined(frame):
        return Reality("possible", "affirmed")
    if foretold := _by_what_follows(frame):
        return Reality(foretold, "affirmed")
    verb = light_verb(frame)
    if verb is not None:
        found = _by_verb(frame, verb)
        return (
            Reality("occurred", "affirmed")
            if found and found.status == "ongoing" and _is_finished(frame, verb)
            else found
        )
    return Reality("occurred", "affirmed") if _has(left[-4:], cues.after) else None


def _by_what_follows(frame: Frame) -> Status | None:
    """What a verb behind the noun says: "an attack remains unlikely", "the launch would use"."""
    following = frame.tokens.low[frame.trigger.last + 1 : min(frame.end, frame.trigger.last + _REACH)]
    for place, word in enumerate(following):
        if (
            word in (",", ";", ":", "and", "or", "that", "which", "who")
            or frame.trigger.last + 1 + place in frame.others
        ):
            return None
        if word in _cues().likely_after:
            return "possible"
        if word in _cues().planned_after:
            return "planned"
    return None


def _is_finished(frame: Frame, verb: int) -> bool:
    return frame.tokens.low[verb].endswith("ed")


def _is_aside(frame: Frame) -> bool:
    """Whether the trigger stands behind "after", "since" or "which", outside what the claim denies."""
    return _has(_left(frame, frame.trigger.first), _cues().after | {"which", "who", "while", "when"})


def _left(frame: Frame, place: int) -> list[str]:
    """Small-letter words before `place` in its clause, at most `_REACH`."""
    words = frame.tokens.low[max(frame.start, place - _REACH) : place]
    for back in range(len(words) - 1, -1, -1):
        is_new_clause = (
            words[back] == ","
            and words[back + 1 : back + 2]
            and words[back + 1] in ("but", "while", "which", "who", "and")
        )
        if words[back] in (";", ":", "—", "but") or is_new_clause:
            return words[back + 1 :]
    return words


def _has(words: list[str], cues: frozenset[str]) -> bool:
    return not cues.isdisjoint(words)


@cache
def _cues() -> _Cues:
    raw: dict[str, str] = parse_table(
        files("tocsin.read").joinpath("lexicon/event_status.yaml").read_text("utf-8")
    )
    return _Cues(**{name: frozenset(words.split()) for name, words in raw.items()})
