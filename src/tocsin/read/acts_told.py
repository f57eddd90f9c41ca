"""Bring together the acts that the table of kinds finds in a sentence and those that the encoder sees.

Triggers of the table and deeds come in; triggers come out, in order, each with its deed where there is one. A
deed that no word of the table tells of becomes a trigger with a PLOVER class alone; a trigger in which the
encoder sees hardly anything done is dropped. It does not know who acts.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from tocsin.read.eventstatus import cancelling
from tocsin.read.frames import closed
from tocsin.read.roles import CLASSES, Deed
from tocsin.read.tokens import Tokens, classes
from tocsin.read.triggers import Trigger, figures, idle, saying
from tocsin.read.verbs import is_verblike
from tocsin.reference.acts import Rule, Words
from tocsin.reference.inflection import Form
from tocsin.reference.kinds import Kind, PloverClass, class_kinds, kinds_file
from tocsin.terms import Actor, Claim

# Chance from which an act is credible: by a word of the table that tells of it, and somebody known in it.
# Set, like what makes the encoder alone less credible, on sentences that the weights have not seen.
_LIMITS = {(True, True): 0.1, (True, False): 0.6, (False, True): 0.65, (False, False): 0.98}
_AT_HOME = 0.85  # where doer and recipient are of one country: most such "acts" are its daily politics
_NEVER = 2.0
_ONE_SIDED = 0.9  # where a class that takes two has one, or where the doer is nobody known
_BY_ONE: frozenset[PloverClass] = frozenset(["ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT"])
_SPEECH: frozenset[PloverClass] = frozenset(
    [
        "ACCUSE",
        "AGREE",
        "CONCEDE",
        "CONSULT",
        "COOPERATE",
        "PROTEST",
        "REJECT",
        "REQUEST",
        "RETREAT",
        "SUPPORT",
    ]
)
_BESIDE = 2  # words between two that name one act of one class
_MINDS = frozenset(["believes", "fears", "hopes", "doubts"])
_PRIVATE = frozenset([None, "BUS", "CVL", "EDU", "JRN", "LAB", "REL"])  # sectors that are in all news
_NEAR = 4  # words between a word of the table and the one that the encoder takes to name the same act
_TABLE = 2.0  # log-odds that the table's class gains beside the encoder's; from 0 to 9 it matters little
_NOUNS = ("tion", "sion", "ment", "ance", "ence", "ure", "ity", "ism", "ship", "war", "talks")
_NONE = Words(frozenset(), {})


class Code(NamedTuple):
    """How an event is coded."""

    class_: PloverClass | None
    mode: str | None
    kind: str | None
    cameo: str


def bring_together(tokens: Tokens, start: int, found: list[Trigger], deeds: list[Deed]) -> list[Trigger]:
    """All triggers of a sentence that begins at token `start`, in order; no two share a deed."""
    left = list(deeds)
    triggers = []
    for trigger in found:
        own = _nearest(trigger, left)
        if own is not None:
            left.remove(own)
            triggers.append(trigger._replace(deed=own))
        elif trigger.kind.class_ not in _SPEECH:
            triggers.append(trigger)
    for deed in sorted(left, key=lambda deed: -deed.chance):
        is_told = any(_is_same(tokens, one, deed) for one in triggers)
        if deed.chance >= _LIMITS[False, True] and not is_told and not _only_says(tokens, deed):
            triggers.append(_alone(tokens, start, deed))
    return sorted(triggers, key=lambda trigger: trigger[:2])


def is_credible(
    trigger: Trigger, doers: Sequence[Actor], recipients: Sequence[Actor], told_by: Claim | None
) -> bool:
    """Whether the act is likely enough; it must be far likelier where nobody in it is known.

    `told_by`: the claim whose cue the act is; what somebody believes, hopes or fears is a claim and no act.
    """
    if trigger.deed is None or _stands_alone(trigger):
        return True
    if told_by is not None and told_by.stance in _MINDS and not trigger.kind.words:
        return False
    is_known = any(one.country or one.sector not in _PRIVATE for one in (*doers, *recipients))
    limit = _LIMITS[bool(trigger.kind.words), is_known]
    if not trigger.kind.words:
        limit = max(limit, _limit_alone(trigger.deed.class_, doers, recipients))
    return trigger.deed.chance >= limit


def is_figure(tokens: Tokens, trigger: Trigger, recipients: Sequence[Actor]) -> bool:
    """Whether the act is a figure of speech: "a war on drugs", but not "a war on Ukraine"."""
    words = tokens.low[trigger.first : trigger.last + 5]
    if figures().isdisjoint(f"{one} {other}" for one, other in pairwise(words)):
        return False
    return not any(one.country or one.sector not in _PRIVATE for one in recipients)


def _limit_alone(class_: PloverClass, doers: Sequence[Actor], recipients: Sequence[Actor]) -> float:
    """The chance that an act needs which no word of the table tells of, by those who are in it."""
    if doers and not any(one.country or one.sector for one in doers):
        is_nobody = all(one.name.lower().rpartition(" ")[2] in idle() for one in doers)
        return _NEVER if is_nobody else _ONE_SIDED
    if class_ in _BY_ONE:
        return 0.0
    if not doers or not recipients:
        return _ONE_SIDED
    ours, theirs = ({one.country for one in side} - {None} for side in (doers, recipients))
    return _AT_HOME if ours & theirs else 0.0


def _stands_alone(trigger: Trigger) -> bool:
    """Whether the table needs no second witness: no class at all, or an act told by several words.

    Words of speech and dealing ("talks", "refused to") have too many senses for that.
    """
    kind = trigger.kind
    if kind.class_ is None or trigger.form == "name":
        return True
    is_phrase = trigger.object is not None or trigger.last > trigger.first or bool(trigger.rule.also)
    return bool(kind.words) and kind.class_ not in _SPEECH and (is_phrase or trigger.form == "exact")


def _nearest(trigger: Trigger, deeds: list[Deed]) -> Deed | None:
    """The deed of the trigger's own words; else one of its class near by ("conducted" a test)."""
    own = [deed for deed in deeds if deed.first <= trigger.last and trigger.first <= deed.last]
    if own:
        return max(own, key=lambda deed: deed.chance)
    near = [
        deed for deed in deeds if deed.class_ == trigger.kind.class_ and _distance(trigger, deed) <= _NEAR
    ]
    return min(near, key=lambda deed: _distance(trigger, deed), default=None)


def _is_same(tokens: Tokens, trigger: Trigger, deed: Deed) -> bool:
    """Whether a deed is the act of a trigger beside it: of its class, or the verb that it hangs on."""
    distance = _distance(trigger, deed)
    is_light = closed().light_verbs.issuperset(tokens.low[deed.first : deed.last + 1])
    if is_light and trigger.is_nominal and deed.last < trigger.first:
        return distance <= _NEAR
    return _class(trigger) == deed.class_ and distance <= _BESIDE


def _class(trigger: Trigger) -> PloverClass | None:
    return trigger.deed.class_ if trigger.deed else trigger.kind.class_


def _distance(trigger: Trigger, deed: Deed) -> int:
    return max(trigger.first - deed.last, deed.first - trigger.last)


def _only_says(tokens: Tokens, deed: Deed) -> bool:
    """Whether the words only say that somebody speaks, which is a claim, or name nothing that is done."""
    words = tokens.low[deed.first : deed.last + 1]
    is_cancelling = "-".join(tokens.low[deed.last : deed.last + 2]) in cancelling()
    return not saying().isdisjoint(words) or idle().issuperset(words) or is_cancelling


def code_of(trigger: Trigger) -> Code:
    """Class, mode, warning kind and CAMEO code: the encoder and the table decide about the class together."""
    kind = trigger.kind
    if trigger.deed is None or _stands_alone(trigger):
        return Code(kind.class_, kind.mode, kind.id, kind.cameo)
    scores = np.log(trigger.deed.classes + 1e-9)
    if kind.words:
        scores[CLASSES.index(kind.class_)] += _TABLE
    class_ = CLASSES[int(scores.argmax())]
    own = kind if class_ == kind.class_ else class_kinds()[class_]
    return Code(class_, own.mode, kind.id if kind.words else None, own.cameo)


def _alone(tokens: Tokens, start: int, deed: Deed) -> Trigger:
    kind: Kind = class_kinds()[deed.class_]
    rule = Rule(kind, is_reversed=False, depth=0, order=0, of=_NONE, also=_NONE, excluded=_NONE)
    return Trigger(deed.first, deed.last, kind, _form(tokens, start, deed.first), rule, None, deed)


def _form(tokens: Tokens, start: int, k: int) -> Form:
    """Whether word `k` is a noun or which form of a verb, by its look and what stands before it."""
    word, before = tokens.low[k], tokens.low[k - 1] if k > start else ""
    known = classes()
    if before in known.determiners or before in known.possessives or before.endswith("'s"):
        return "noun"
    if word.endswith("ing"):
        return "progressive"
    if word.endswith("ed") or word in _past():
        return "past"
    if before == "to" or before in known.modals or before in known.auxiliaries:
        return "base"
    if word.endswith(_NOUNS) or (k + 1 < len(tokens) and tokens.low[k + 1] in ("of", "between", "by")):
        return "noun"
    if is_verblike(tokens, k):
        return "past"
    return "present" if word.endswith("s") and not word.endswith("ss") else "noun"


@cache
def _past() -> frozenset[str]:
    odd: dict[str, list[str]] = kinds_file()["irregular"]
    return frozenset(form for forms in odd.values() for form in forms if not form.endswith(("ing", "s")))
