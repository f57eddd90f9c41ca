"""Judge how a source takes its content: stance, status, doubt, and whether it is affirmed or denied.

The entry of a cue, whether it is negated, and the tokens of the content come in; a `Judgement` comes out. It
goes by the cue's entry and by the first finite verb, conditions, modals and negations of the content; it does
not know which event the content is about.
"""

from typing import NamedTuple

from tocsin.read.lexicon import Cue
from tocsin.read.statuses import Taking, Verb, main_verb, marks, status_of
from tocsin.read.tokens import Tokens
from tocsin.terms import Polarity, Stance, Status

_NEGATED: dict[Stance, Stance] = {
    "asserts": "declines",
    "believes": "doubts",
    "denies": "declines",
    "doubts": "believes",
}


class Judgement(NamedTuple):
    """What the source makes of its content."""

    stance: Stance
    status: Status
    is_hedged: bool
    polarity: Polarity


def judge(
    tokens: Tokens,
    content: tuple[tuple[int, int], ...],
    cue: Cue | None,
    *,
    is_negated: bool,
    shape: str = "",
    selves: frozenset[str] = frozenset(),
) -> Judgement:
    """The stance, status, doubt and polarity of a content under a cue (None: the author or a bearer).

    `selves` are the pronouns by which the source may speak of itself.
    """
    words = [k for first, last in content for k in range(first, last + 1)]
    verb = main_verb(tokens, words)
    stance = _stance(cue, is_negated, verb, shape, selves)
    if stance == "asserts" and cue is not None and _is_question(tokens, words):
        stance = "asks"
    status = status_of(tokens, words, verb, Taking(cue, stance, shape, selves))
    is_open = any(not marks().doubts.isdisjoint(tokens.low[first : last + 1]) for first, last in content)
    is_doubted = is_open and any(is_doubt(tokens, k) for k in words)
    hedged = (cue is not None and cue.is_hedged) or is_doubted
    is_denied = (verb is not None and verb.is_negated) != (stance == "denies")
    return Judgement(stance, status, hedged, "denied" if is_denied else "affirmed")


def _is_question(tokens: Tokens, words: list[int]) -> bool:
    """Whether the first sentence of the content ends in a question mark."""
    mark = next((tokens.low[k] for k in words if tokens.low[k] in (".", "?", "!")), "")
    return mark == "?"


def is_doubt(tokens: Tokens, k: int) -> bool:
    """A word of doubt; "May" is a month, and who "could not" was unable."""
    word = tokens.low[k]
    is_other = (word == "may" and tokens.capital[k]) or (
        word == "could" and tokens.low[k + 1 : k + 2] == ["not"]
    )
    return word in marks().doubts and not is_other


def _stance(
    cue: Cue | None, is_negated: bool, verb: Verb | None, shape: str, selves: frozenset[str]
) -> Stance:
    stance: Stance = cue.stance if cue is not None else "asserts"
    if cue is not None and is_negated and not cue.needs_negation:
        stance = _NEGATED.get(stance, stance)
    if shape == "to" and cue is not None and "told" in cue.takes:
        return "demands"
    if stance != "asserts" or verb is None:
        return stance
    known = marks()
    if verb.word in known.obligations or (
        verb.word in ("need", "needs", "has", "have") and verb.follows == "to"
    ):
        return "demands"
    is_announced = cue is not None and cue.word in known.commitments
    if (is_announced or verb.subject in selves) and verb.word in known.futures | known.would:
        return "promises"
    return stance
