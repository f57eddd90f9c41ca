"""Judge how a source takes its content: stance, status, doubt, and whether it is affirmed or denied.

The entry of a cue, whether it is negated, and the tokens of the content come in; a `Judgement` comes out. It
goes by the cue's entry and by the first finite verb, conditions, modals and negations of the content; it does
not know which event the content is about.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.phrases import is_verblike
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.terms import Polarity, Stance, Status


class Judgement(NamedTuple):
    """What the source makes of its content."""

    stance: Stance
    status: Status
    is_hedged: bool
    polarity: Polarity


class _Marks(NamedTuple):
    doubts: frozenset[str]
    conditions: frozenset[str]
    obligations: frozenset[str]
    possibilities: frozenset[str]
    futures: frozenset[str]
    selves: frozenset[str]
    pasts: frozenset[str]
    participles: frozenset[str]
    nots: frozenset[str]


class _Verb(NamedTuple):
    """The first finite verb of a content, as far as status needs it."""

    at: int
    word: str
    is_negated: bool
    is_own: bool  # its subject is the speaker
    follows: str


def judge(
    tokens: Tokens,
    content: tuple[tuple[int, int], ...],
    cue: Cue | None,
    *,
    is_negated: bool,
    shape: str = "",
) -> Judgement:
    """The stance, status, doubt and polarity of a content under a cue (None: the author or a bearer)."""
    words = [k for first, last in content for k in range(first, last + 1)]
    verb = _main_verb(tokens, words)
    stance = _stance(cue, is_negated, verb, shape)
    if stance == "asserts" and cue is not None and _is_question(tokens, words):
        stance = "asks"
    status = _status(tokens, words, verb, cue, stance, shape)
    hedged = (cue is not None and cue.is_hedged) or any(_is_doubt(tokens, k) for k in words)
    is_denied = (verb is not None and verb.is_negated) != (stance == "denies")
    return Judgement(stance, status, hedged, "denied" if is_denied else "affirmed")


def _is_question(tokens: Tokens, words: list[int]) -> bool:
    """Whether the first sentence of the content ends in a question mark."""
    mark = next((tokens.low[k] for k in words if tokens.low[k] in (".", "?", "!")), "")
    return mark == "?"


def _is_doubt(tokens: Tokens, k: int) -> bool:
    """A word of doubt; "May" is a month."""
    return tokens.low[k] in _marks().doubts and not (tokens.low[k] == "may" and tokens.capital[k])


@cache
def _marks() -> _Marks:
    raw = yaml.safe_load(files("tocsin.read").joinpath("lexicon/status.yaml").read_text("utf-8"))
    return _Marks(**{name: frozenset(words.split()) for name, words in raw.items()})


def _stance(cue: Cue | None, is_negated: bool, verb: _Verb | None, shape: str) -> Stance:
    stance: Stance = cue.stance if cue is not None else "asserts"
    if cue is not None and is_negated and not cue.needs_negation:
        stance = {
            "asserts": "declines",
            "believes": "doubts",
            "denies": "declines",
            "doubts": "believes",
        }.get(stance, stance)  # type: ignore[assignment]
    if shape == "to" and cue is not None and "told" in cue.takes:
        return "demands"
    if stance != "asserts" or verb is None:
        return stance
    marks = _marks()
    if verb.word in marks.obligations or (
        verb.word in ("need", "needs", "has", "have") and verb.follows == "to"
    ):
        return "demands"
    if verb.is_own and verb.word in ("will", "'ll", "would", "won't", "wouldn't"):
        return "promises"
    return stance


def _main_verb(tokens: Tokens, words: list[int]) -> _Verb | None:
    """The first finite verb of the content, after a leading condition or adverbial clause if there is one."""
    start = _after_fronted(tokens, words)
    known, marks = classes(), _marks()
    for position in range(start, len(words)):
        k = words[position]
        word = tokens.low[k]
        clitic = word[word.index("'") :] if "'" in word and not word.startswith("'") else ""
        is_clitic = clitic in ("'ll", "'re", "'m", "'ve", "'d") or (
            clitic == "'s" and word[:-2] in known.pronouns | {"that", "there", "who", "what"}
        )
        if not (is_clitic or word in known.auxiliaries or is_verblike(tokens, k)):
            continue
        if word in ("been", "being", "be", "having", "not", "never") or (
            k and tokens.low[k - 1] in ("to", "who", "which")
        ):
            continue
        following = [tokens.low[j] for j in words[position + 1 : position + 4]]
        negated = word in known.negations or any(f in marks.nots for f in following[:2])
        subject = word[: -len(clitic)] if is_clitic else tokens.low[words[position - 1]] if position else ""
        return _Verb(
            position,
            clitic if is_clitic else word,
            negated,
            subject in marks.selves,
            following[0] if following else "",
        )
    return None


def _after_fronted(tokens: Tokens, words: list[int]) -> int:
    """Position after `if ..., ` or `when ..., ` at the head of the content."""
    start = 0
    while start < len(words) and (
        not tokens.low[words[start]][0].isalnum() or tokens.low[words[start]] == "that"
    ):
        start += 1
    if start < len(words) and tokens.low[words[start]] in classes().subordinators | {"with"}:
        for position in range(start, len(words)):
            if tokens.low[words[position]] == ",":
                return position + 1
    return start


def _status(
    tokens: Tokens, words: list[int], verb: _Verb | None, cue: Cue | None, stance: Stance, shape: str
) -> Status:
    marks = _marks()
    if stance == "declines":
        return "general"
    if stance == "demands":
        return "possible"
    low = [tokens.low[k] for k in words]
    is_phrase = shape in ("object", "to", "by")
    if cue is not None and cue.status is not None and (verb is None or is_phrase):
        return cue.status
    if stance == "denies":
        return "did-not-occur"
    if any(word in marks.conditions for word in low[:40]):
        return "conditional"
    if verb is None:
        return "planned" if low[:1] == ["to"] else "occurred" if is_phrase else "general"
    return _by_verb(verb, low, stance)


def _by_verb(verb: _Verb, low: list[str], stance: Stance) -> Status:
    marks, word = _marks(), verb.word
    if word in marks.possibilities or (stance == "fears"):
        return "possible"
    if word in marks.futures or (
        word in ("is", "are", "am", "'re", "'m") and low[verb.at + 1 : verb.at + 3] in (["going", "to"],)
    ):
        return "planned" if stance == "promises" or verb.is_own else "possible"
    if word in ("would", "'d", "wouldn't"):
        return "planned" if stance == "promises" else "conditional"
    if any(w in marks.possibilities for w in low[verb.at + 1 : verb.at + 4]):
        return "possible"
    if word in ("was", "were") and _is_evaluation(verb.follows):
        return "general"
    if word in marks.pasts or word.endswith("ed"):
        return "did-not-occur" if verb.is_negated else "occurred"
    if word in ("has", "have", "'ve", "hasn't", "haven't", "'s") and _is_perfect(verb, low):
        if verb.is_negated:
            return "did-not-occur"
        is_lasting = verb.follows == "been" and any(w.endswith("ing") for w in low[verb.at + 2 : verb.at + 4])
        return "ongoing" if is_lasting else "occurred"
    entry = next(
        (cue for cue, form in lexicon().cues.get(word, ()) if cue.status in ("planned", "possible")), None
    )
    if entry is not None and verb.follows == "to":
        return "planned"
    if word in ("is", "are", "am", "'s", "'re", "'m") and verb.follows.endswith("ing"):
        return "ongoing"
    return "general"


def _is_evaluation(word: str) -> bool:
    """`was good`, `was a mistake`; not `was shot`, `was moving`, `was in Seoul`."""
    known = classes()
    if word in (
        "a",
        "an",
        "the",
        "justified",
        "right",
        "wrong",
        "good",
        "bad",
        "more",
        "very",
        "too",
        "so",
        "not",
    ):
        return True
    if (
        word.endswith(("ed", "ing"))
        or word in _marks().participles
        or word in known.prepositions
        or is_adverb(word)
    ):
        return False
    return word.isalpha() and word not in known.possessives | known.determiners


def _is_perfect(verb: _Verb, low: list[str]) -> bool:
    """`has moved`, `have not yet seen`; not `has a plan`."""
    for word in low[verb.at + 1 : verb.at + 4]:
        if word in _marks().nots or is_adverb(word):
            continue
        return word.endswith(("ed", "en")) or word in _marks().participles
    return False
