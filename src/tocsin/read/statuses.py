"""Tell from the first finite verb of a content whether it is said to have happened, to go on, to be planned.

The tokens of a content come in, and what the cue makes of it; a status comes out. The rules are a table,
tried from the top; their words are in lexicon/status.yaml. It does not know who speaks, nor which event is
meant.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import is_verblike
from tocsin.terms import Stance, Status


class Marks(NamedTuple):
    """Classes of words as named in lexicon/status.yaml."""

    doubts: frozenset[str]
    conditions: frozenset[str]
    obligations: frozenset[str]
    possibilities: frozenset[str]
    futures: frozenset[str]
    selves: frozenset[str]
    pasts: frozenset[str]
    participles: frozenset[str]
    evaluations: frozenset[str]
    would: frozenset[str]
    nots: frozenset[str]


class Verb(NamedTuple):
    """The first finite verb of a content, as far as status needs it."""

    word: str
    at: int  # the token that names the event: the verb, or the participle or infinitive that it helps
    is_negated: bool
    is_own: bool  # its subject is the speaker
    rest: tuple[str, ...]  # the words after it

    @property
    def follows(self) -> str:
        """The word right after it."""
        return self.rest[0] if self.rest else ""


@cache
def marks() -> Marks:
    """The classes, read once."""
    raw = yaml.safe_load(files("tocsin.read").joinpath("lexicon/status.yaml").read_text("utf-8"))
    return Marks(**{name: frozenset(words.split()) for name, words in raw.items()})


def status_of(
    tokens: Tokens, words: list[int], verb: Verb | None, cue: Cue | None, stance: Stance, shape: str
) -> Status:
    """The status of a content of tokens `words` and first finite verb `verb`, under a cue and a stance."""
    if stance == "declines":
        return "general"
    if stance == "demands":
        return "possible"
    is_phrase = shape in ("object", "to", "by")
    if cue is not None and cue.status is not None and (verb is None or is_phrase):
        return cue.status
    if stance == "denies":
        return "did-not-occur"
    low = [tokens.low[k] for k in words[:40]]
    if any(word in marks().conditions for word in low):
        return "conditional"
    if verb is None:
        return "planned" if low[:1] == ["to"] else "occurred" if is_phrase else "general"
    return next((status for test, status in _RULES if test(verb, stance)), "general")


def main_verb(tokens: Tokens, words: list[int]) -> Verb | None:
    """The first finite verb of the content, after a leading condition or adverbial clause if there is one."""
    for position in range(_after_fronted(tokens, words), len(words)):
        verb = _finite(tokens, words, position)
        if verb is not None:
            return verb
    return None


def _finite(tokens: Tokens, words: list[int], position: int) -> Verb | None:
    k, known = words[position], classes()
    word, before = tokens.low[k], tokens.low[words[position - 1]] if position else ""
    subject, _, clitic = word.partition("'")
    is_clitic = f"'{clitic}" in _CLITICS and subject in known.pronouns | _CLITIC_SUBJECTS
    if not is_clitic and (word in _NON_FINITE or before in ("to", "who", "which")):
        return None
    if not (is_clitic or word in known.auxiliaries or is_verblike(tokens, k)):
        return None
    rest = tuple(tokens.low[j] for j in words[position + 1 : position + 4])
    subject_words = [tokens.low[j] for j in words[max(0, position - 6) : position]]
    return Verb(
        word=f"'{clitic}" if is_clitic else word,
        at=_naming(tokens, words, position),
        is_negated=word in known.negations or any(w in marks().nots for w in (*subject_words, *rest[:2])),
        is_own=(subject if is_clitic else before) in marks().selves,
        rest=rest,
    )


def _naming(tokens: Tokens, words: list[int], position: int) -> int:
    """The token that names the event: `was not shot`, `will soon be sent`; the verb in `is a threat`."""
    helps = tokens.low[words[position]] in classes().auxiliaries
    for k in words[position + 1 : position + 5] if helps else ():
        word = tokens.low[k]
        if word.endswith(("ed", "ing", "en")) or word in marks().participles - {"been", "had"}:
            return k
        if not (word in classes().auxiliaries | marks().nots or is_adverb(word)):
            return k if tokens.low[words[position]] in classes().modals else words[position]
    return words[position]


def _after_fronted(tokens: Tokens, words: list[int]) -> int:
    """Position after `if ..., ` or `when ..., ` at the head of the content."""
    start = 0
    while start < len(words) and not (
        tokens.low[words[start]][0].isalnum() and tokens.low[words[start]] != "that"
    ):
        start += 1
    if start < len(words) and tokens.low[words[start]] in classes().subordinators | {"with"}:
        comma = next((p for p in range(start, len(words)) if tokens.low[words[p]] == ","), None)
        return start if comma is None else comma + 1
    return start


_CLITICS = frozenset(["'ll", "'re", "'m", "'ve", "'d", "'s"])
_CLITIC_SUBJECTS = frozenset(["that", "there", "who", "what"])
_NON_FINITE = frozenset(["been", "being", "be", "having", "not", "never"])
_IS = frozenset(["is", "are", "am", "'s", "'re", "'m", "isn't", "aren't"])
_HAS = frozenset(["has", "have", "'ve", "hasn't", "haven't", "'s"])


def _is_open(verb: Verb, stance: Stance) -> bool:
    return stance == "fears" or verb.word in marks().possibilities


def _is_future(verb: Verb, _: Stance) -> bool:
    return verb.word in marks().futures or (verb.word in _IS and verb.rest[:2] == ("going", "to"))


def _is_own_future(verb: Verb, stance: Stance) -> bool:
    is_future = _is_future(verb, stance)
    return (is_future and verb.is_own) or (stance == "promises" and (is_future or verb.word in marks().would))


def _is_plan(verb: Verb, _: Stance) -> bool:
    entries = lexicon().cues.get(verb.word, ())
    return verb.follows == "to" and any(cue.status in ("planned", "possible") for cue, _form in entries)


def _is_past(verb: Verb, _: Stance) -> bool:
    return verb.word in marks().pasts or verb.word.endswith("ed") or (verb.word in _HAS and _is_perfect(verb))


def _is_perfect(verb: Verb) -> bool:
    """`has moved`, `have not yet seen`; not `has a plan`."""
    word = next((w for w in verb.rest if w not in marks().nots and not is_adverb(w)), "")
    return word.endswith(("ed", "en")) or word in marks().participles


def _is_lasting(verb: Verb, _: Stance) -> bool:
    """`is moving`, `are stationed`, `has been moving`, `has misgivings`."""
    if verb.word in _IS and verb.follows.endswith("ing"):
        return True
    is_going_on = verb.follows == "been" and any(w.endswith("ing") for w in verb.rest[1:])
    return verb.word in _HAS - {"'s"} and not verb.is_negated and (is_going_on or not _is_perfect(verb))


def _is_evaluation(verb: Verb, _: Stance) -> bool:
    """`was good`, `was a mistake`; not `was shot`, `was moving`, `was in Seoul`."""
    word, known = verb.follows, classes()
    if verb.word not in ("was", "were") or not word.isalpha():
        return False
    if word in marks().evaluations:
        return True
    is_event = word.endswith(("ed", "ing")) or word in marks().participles or word in known.prepositions
    return not (is_event or is_adverb(word) or word in known.possessives | known.determiners)


_RULES: tuple[tuple[Callable[[Verb, Stance], bool], Status], ...] = (
    (_is_open, "possible"),
    (_is_own_future, "planned"),
    (_is_future, "possible"),
    (lambda verb, _: verb.word in marks().would, "conditional"),
    (lambda verb, _: any(word in marks().possibilities for word in verb.rest), "possible"),
    (_is_evaluation, "general"),
    (_is_plan, "planned"),
    (_is_lasting, "ongoing"),
    (lambda verb, stance: _is_past(verb, stance) and verb.is_negated, "did-not-occur"),
    (_is_past, "occurred"),
)
