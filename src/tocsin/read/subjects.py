"""Find the subject of a cue: the phrase before it, or one that it shares with a clause further left.

Tokens, a cue group and the sources found so far come in; a noun phrase comes out, or None. It knows clauses
only by their finite verbs and commas; it does not know what the subject is.
"""

from collections.abc import Sequence

from tocsin.read.appositions import Phrase
from tocsin.read.cues import Group
from tocsin.read.phrases import phrase_before
from tocsin.read.tokens import Tokens, classes, is_adverb, sentence_start
from tocsin.read.verbs import is_verblike

_JOINS = frozenset(["and", "but", "or"])


def subject_of(tokens: Tokens, group: Group, earlier: Sequence[tuple[int, Phrase]]) -> Phrase | None:
    """The subject of the group's verb; `earlier` holds (cue's last token, source) of the passage so far."""
    first, low = group.first, tokens.low
    before = low[first - 1] if first else ""
    level = [(cue, source) for cue, source in earlier if tokens.quote[cue] == tokens.quote[group.head]]
    if group.form == "ing" and first == group.head:
        beside = _beside(tokens, first)
        if beside is not None:
            return beside
        return level[-1][1] if level else _first_subject(tokens, first)
    if before in _JOINS or (before == "," and first > 1 and low[first - 2] in _JOINS):
        return _nearest_subject(tokens, first - 1, level)
    return phrase_before(tokens, first)


def _beside(tokens: Tokens, first: int) -> Phrase | None:
    """`protesters shouting`, `polls showing`: the noun right before a participle, no comma between."""
    known = classes()
    before = tokens.low[first - 1] if first else ","
    if (
        not before[0].isalnum()
        or before in known.prepositions
        or before in known.subordinators
        or before in _JOINS
    ):
        return None
    if is_verblike(tokens, first - 1) or before in known.auxiliaries or is_adverb(before):
        return None
    return phrase_before(tokens, first)


def _nearest_subject(tokens: Tokens, limit: int, level: Sequence[tuple[int, Phrase]]) -> Phrase | None:
    """The subject of the nearest clause to the left that a comma or the sentence's start opens."""
    floor = sentence_start(tokens, limit)
    earlier = level[-1] if level and level[-1][0] >= floor else None
    for k in range(limit - 1, earlier[0] if earlier else floor, -1):
        if is_verblike(tokens, k) and tokens.quote[k] == tokens.quote[limit]:
            phrase = phrase_before(tokens, _group_start(tokens, k), floor)
            if phrase is not None and (
                phrase.first == floor or tokens.low[phrase.first - 1] in (",", ";", "—", "--")
            ):
                return phrase
    return earlier[1] if earlier else _first_subject(tokens, limit)


def _first_subject(tokens: Tokens, limit: int) -> Phrase | None:
    """The subject of the sentence's first finite verb outside quotations."""
    floor = sentence_start(tokens, limit)
    for k in range(floor, limit):
        if is_verblike(tokens, k) and tokens.quote[k] == tokens.quote[limit]:
            phrase = phrase_before(tokens, _group_start(tokens, k), floor)
            if phrase is not None:
                return phrase
    return None


def _group_start(tokens: Tokens, k: int) -> int:
    known = classes()
    while k > 0 and (tokens.low[k - 1] in known.adverbs or tokens.low[k - 1] in known.auxiliaries):
        k -= 1
    return k
