"""Tell from the first finite verb of a content whether it is said to have happened, to go on, to be planned.

The tokens of a content come in, and what the cue makes of it; a status comes out. The rules are a table,
tried from the top; their words are in lexicon/status.yaml. It does not know who speaks, nor which event is
meant.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.read.lexicon import Cue, lexicon
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import is_verblike
from tocsin.reference.tables import parse_table
from tocsin.terms import Stance, Status


class Marks(NamedTuple):
    """Classes of words as named in lexicon/status.yaml."""

    doubts: frozenset[str]
    conditions: frozenset[str]
    obligations: frozenset[str]
    possibilities: frozenset[str]
    futures: frozenset[str]
    pasts: frozenset[str]
    participles: frozenset[str]
    evaluations: frozenset[str]
    would: frozenset[str]
    nots: frozenset[str]
    abilities: frozenset[str]
    concessive: frozenset[str]
    asking: frozenset[str]
    lasting: frozenset[str]
    modifiers: frozenset[str]
    commitments: frozenset[str]
    plain: frozenset[str]
    now: frozenset[str]
    figures: frozenset[str]


class Verb(NamedTuple):
    """The first finite verb of a content, as far as status needs it."""

    at: int  # its place among the words of the content
    word: str
    is_negated: bool
    is_doubted: bool  # "perhaps" stands before it
    subject: str  # the word before it, past adverbs
    rest: tuple[str, ...]  # the words after it, without marks

    @property
    def follows(self) -> str:
        """The word right after it."""
        return self.rest[0] if self.rest else ""

    @property
    def weight(self) -> str:
        """The word after it that carries the sense: past adverbs and negations."""
        return next((w for w in self.rest if w not in marks().nots and not _is_light(w)), "")


class Taking(NamedTuple):
    """How a source takes a content: cue, stance, what follows the cue, and how it speaks of itself."""

    cue: Cue | None
    stance: Stance
    shape: str
    selves: frozenset[str]


@cache
def marks() -> Marks:
    """The classes, read once."""
    raw = parse_table(files("tocsin.read").joinpath("lexicon/status.yaml").read_text("utf-8"))
    return Marks(**{name: frozenset(words.split()) for name, words in raw.items()})


def status_of(tokens: Tokens, words: list[int], verb: Verb | None, taking: Taking) -> Status:
    """The status of a content of tokens `words` with the first finite verb `verb`."""
    cue, stance, shape, selves = taking
    first = tokens.low[words[0]]
    if stance == "declines":
        return "possible" if first in _OPEN_QUESTIONS else "general"
    if stance in ("demands", "threatens", "promises") and _has_condition(tokens, words, verb, is_open=True):
        return "conditional"
    if stance == "demands":
        return "possible"
    is_phrase = shape in ("object", "to", "by")
    if cue is not None and cue.status is not None and (verb is None or is_phrase):
        return cue.status
    if stance == "denies":
        return "did-not-occur"
    if first in _OPEN_QUESTIONS and shape == "wh":
        return "possible"
    thought = _own_thought(verb, selves) if verb is not None else None
    is_open = verb is not None and (_is_modal(verb.word) or thought is not None)
    if _has_condition(tokens, words, verb, is_open=is_open):
        return "conditional"
    if verb is None:
        return _of_phrase(tokens, words, is_noun=is_phrase or not shape)
    if thought is not None:
        return _status_of_thought(tokens, words, verb, thought, selves)
    if verb.subject in selves and (_is_future(verb, stance) or verb.word in marks().would):
        return "planned"
    known = _after_known(tokens, words, verb)
    if known:
        return status_of(tokens, known, main_verb(tokens, known), taking)
    status: Status = next((status for test, status in _RULES if test(verb, stance)), "general")
    return "ongoing" if status == "general" and _is_state_of_now(tokens, words, verb) else status


def _of_phrase(tokens: Tokens, words: list[int], *, is_noun: bool) -> Status:
    """The status of a content without a finite verb that the rules know."""
    low = [tokens.low[k] for k in words]
    if low[0] == "to":
        return "planned"
    if is_noun:
        return "occurred"
    is_state = any(_is_figure(word) for word in low)
    return "ongoing" if is_state else "general"


def main_verb(tokens: Tokens, words: list[int]) -> Verb | None:
    """The first finite verb of the content, after a leading condition or adverbial clause if there is one."""
    for position in range(_after_fronted(tokens, words), len(words)):
        verb = _finite(tokens, words, position)
        if verb is not None and not _is_of_subject(tokens, words, verb):
            return verb
    return None


def _finite(tokens: Tokens, words: list[int], position: int) -> Verb | None:
    k, known = words[position], classes()
    word, before = tokens.low[k], tokens.low[words[position - 1]] if position else ""
    subject, _, clitic = word.partition("'")
    is_clitic = f"'{clitic}" in _CLITICS and subject in known.pronouns | _CLITIC_SUBJECTS
    if not is_clitic and (
        word in _NON_FINITE or before in ("to", "who", "which") or before in marks().modifiers
    ):
        return None
    if not (is_clitic or word in known.auxiliaries or _is_verb(tokens, k, before, position)):
        return None
    rest = [tokens.low[j] for j in words[position + 1 : position + 9] if tokens.low[j][0].isalnum()]
    lead = [tokens.low[j] for j in words[:position]]
    own = next((w for w in reversed(lead) if not is_adverb(w) and w not in marks().nots), "")
    nots = {before, *rest[:2], *_nobody(lead[-6:])}
    return Verb(
        at=position,
        word=f"'{clitic}" if is_clitic else word,
        is_negated=word in known.negations or not marks().nots.isdisjoint(nots),
        is_doubted=not marks().possibilities.isdisjoint(lead[-6:]),
        subject=subject if is_clitic else own,
        rest=tuple(rest[:4]),
    )


def _nobody(lead: list[str]) -> Iterator[str]:
    """The words of a subject by which nobody and nothing is meant; not `paying no taxes`."""
    for p, word in enumerate(lead):
        before = lead[p - 1] if p else ""
        if word in _NOBODY or (word == "no" and not before.endswith("ing") and before not in _PREPOSED):
            yield word


def _is_verb(tokens: Tokens, k: int, before: str, position: int) -> bool:
    """A word that looks like a verb, or stands where only a verb can: right after "they"."""
    word = tokens.low[k]
    if is_verblike(tokens, k) or word in marks().pasts:
        return True
    if before in _SUBJECTS or (before == "it" and position == 1):
        return word.isalpha() and not is_adverb(word)
    is_plan = tokens.low[k + 1 : k + 2] == ["to"] and before not in classes().determiners
    return is_plan and any(
        form == "third" and cue.class_ == "verb" for cue, form in lexicon().cues.get(word, ())
    )


def _is_of_subject(tokens: Tokens, words: list[int], verb: Verb) -> bool:
    """`the loopholes he cited are`, `a Europe that is stronger would`: the verb comes after."""
    before = [tokens.low[words[p]] for p in range(max(0, verb.at - 2), verb.at)]
    if before[-1:] == ["that"] and len(before) == 2 and before[0][0].isalnum():
        return True
    lead = [tokens.low[words[p]] for p in range(max(0, verb.at - 3), verb.at)]
    if len(lead) == 3 and lead[0][0].isalnum() and lead[1] in _RELATIVES and lead[2] in classes().pronouns:
        return True
    return verb.word not in classes().auxiliaries and verb.follows in _IS | _WAS | _HAS | {
        "will",
        "would",
        "had",
    }


def _after_fronted(tokens: Tokens, words: list[int]) -> int:
    """Position after `if ..., ` or `when ..., ` at the head of the content."""
    start = _first_word(tokens, words)
    if start < len(words) and tokens.low[words[start]] in classes().subordinators | {"with", "even"}:
        comma = next((p for p in range(start, len(words)) if tokens.low[words[p]] == ","), None)
        gap = next((p for p in range(start + 1, len(words)) if words[p] != words[p - 1] + 1), None)
        ends = [p for p in (None if comma is None else comma + 1, gap) if p is not None]
        return min(ends, default=start)
    return start


def _first_word(tokens: Tokens, words: list[int]) -> int:
    start = 0
    while start < len(words) and not (
        tokens.low[words[start]][0].isalnum() and tokens.low[words[start]] != "that"
    ):
        start += 1
    return start


def _has_condition(tokens: Tokens, words: list[int], verb: Verb | None, *, is_open: bool) -> bool:
    """Whether the content is said under a condition: at its head, or anywhere where `is_open`.

    `even if` and `as if` set no condition, nor does what one asks or sees ("know if").
    """
    start = _first_word(tokens, words)
    for p in range(start, min(len(words), start + 40)):
        word = tokens.low[words[p]]
        before = tokens.low[words[p - 1]] if p else ""
        if word in (".", "?", "!") and p > start:
            return False
        is_inverted = word == "should" and before == ","
        if not (word in marks().conditions or is_inverted) or before in marks().concessive | marks().asking:
            continue
        if p == start or is_open or is_inverted or (verb is not None and p < verb.at):
            return True
    return False


def _own_thought(verb: Verb, selves: frozenset[str]) -> tuple[Cue, str] | None:
    """The entry of `he fears`, `I do not think`, `they are convinced`, and the word that has it."""
    if verb.subject not in selves:
        return None
    word = verb.weight if verb.word in classes().auxiliaries or verb.word.startswith("'") else verb.word
    at = verb.rest.index(word) + 1 if word in verb.rest else 0
    takes = {"to"} if verb.rest[at : at + 1] == ("to",) else {"clause", "that", "object"}
    for cue, _ in lexicon().cues.get(word, ()):
        is_thought = cue.stance in _THOUGHTS and cue.class_ in ("verb", "adjective") and not cue.tail
        if is_thought and cue.takes & takes:
            return cue, word
    return None


def _status_of_thought(
    tokens: Tokens, words: list[int], verb: Verb, thought: tuple[Cue, str], selves: frozenset[str]
) -> Status:
    """`She said she fears P` takes the status that she gives P."""
    cue, word = thought
    at = next(p for p in range(verb.at, len(words)) if word in (tokens.low[words[p]], verb.word))
    inner = [k for k in words[at + 1 :] if tokens.sentence[k] == tokens.sentence[words[at]]]
    if inner and tokens.low[inner[0]] == "that":
        inner = inner[1:]
    if not inner:
        return cue.status or "general"
    if tokens.low[inner[0]] == "to":
        return cue.status or "planned"
    below = main_verb(tokens, inner)
    if below is None:
        return cue.status or "general"
    return status_of(tokens, inner, below, Taking(cue, cue.stance, "clause", selves))


def _after_known(tokens: Tokens, words: list[int], verb: Verb) -> list[int]:
    """The words after `it is clear that`: what is clear is what is said."""
    after = [tokens.low[k] for k in words[verb.at + 1 : verb.at + 9]]
    is_known = verb.subject == "it" and verb.weight in marks().plain and not verb.is_negated
    return words[verb.at + 2 + after.index("that") :] if is_known and "that" in after else []


def _is_state_of_now(tokens: Tokens, words: list[int], verb: Verb) -> bool:
    """`depend on six million jobs`, `now allows`: a figure or a "now" tells how things stand."""
    if verb.word in classes().auxiliaries and verb.word not in _HAS:
        return False
    return any(_is_figure(tokens.low[k]) for k in words)


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or word in marks().now or word in marks().figures


def _is_light(word: str) -> bool:
    return is_adverb(word) or word in ("either", "both", "all", "to", "be", "have", "been")


_NOBODY = frozenset(["nothing", "nobody", "none", "neither"])
_PREPOSED = frozenset(["of", "in", "with", "at", "for", "by", "on", "to"])
_SEEMING = frozenset(["seem", "seems", "seemed", "appear", "appears", "appeared"])
_CLITICS = frozenset(["'ll", "'re", "'m", "'ve", "'d", "'s"])
_RELATIVES = frozenset(["that", "which", "whom"])
_CLITIC_SUBJECTS = frozenset(["that", "there", "who", "what"])
_SUBJECTS = frozenset(["he", "she", "they", "we", "i"])
_NON_FINITE = frozenset(["been", "being", "be", "having", "not", "never"])
_IS = frozenset(["is", "are", "am", "'s", "'re", "'m", "isn't", "aren't"])
_WAS = frozenset(["was", "were", "wasn't", "weren't"])
_HAS = frozenset(["has", "have", "'ve", "hasn't", "haven't", "'s"])
_OPEN_QUESTIONS = frozenset(["whether", "if"])
_THOUGHTS: frozenset[Stance] = frozenset(["believes", "fears", "hopes", "doubts"])


def _is_modal(word: str) -> bool:
    return word in classes().modals or word in marks().would


def _is_open(verb: Verb, stance: Stance) -> bool:
    return stance == "fears" or verb.is_doubted or verb.word in marks().possibilities


def _is_unable(verb: Verb, _: Stance) -> bool:
    """`could not answer`."""
    return verb.word in ("could", "couldn't") and verb.is_negated


def _is_future(verb: Verb, _: Stance) -> bool:
    return verb.word in marks().futures or (verb.word in _IS and verb.rest[:2] == ("going", "to"))


def _is_promised(verb: Verb, stance: Stance) -> bool:
    return stance == "promises" and (_is_future(verb, stance) or verb.word in marks().would)


def _has_seemed(verb: Verb, _: Stance) -> bool:
    """`appears to have received`."""
    return verb.word in _SEEMING and verb.rest[:2] == ("to", "have")


def _is_plan(verb: Verb, _: Stance) -> bool:
    entries = lexicon().cues.get(verb.word, ())
    return verb.follows == "to" and any(cue.status in ("planned", "possible") for cue, _form in entries)


def _is_past(verb: Verb, _: Stance) -> bool:
    return verb.word in marks().pasts or verb.word.endswith("ed") or (verb.word in _HAS and _is_perfect(verb))


def _is_perfect(verb: Verb) -> bool:
    """`has moved`, `have not yet seen`; not `has a plan`."""
    word = next((w for w in verb.rest if w not in marks().nots and not is_adverb(w) and w != "either"), "")
    return word.endswith(("ed", "en")) or word in marks().participles


def _is_lasting(verb: Verb, stance: Stance) -> bool:
    """`is moving`, `are stationed`, `has been moving`, `has stayed vague`, `has misgivings`."""
    if verb.word in _IS and verb.weight.endswith("ing"):
        return True
    if verb.word not in _HAS - {"'s"} or verb.is_negated:
        return False
    is_going_on = "been" in verb.rest[:2] and any(w.endswith("ing") for w in verb.rest[1:])
    return is_going_on or verb.weight in marks().lasting or not (_is_perfect(verb) or stance == "believes")


def _is_denied(verb: Verb, stance: Stance) -> bool:
    """`did not fire`, `was not hers`, `has never told`."""
    return verb.is_negated and (verb.word in _WAS or _is_past(verb, stance))


def _is_evaluation(verb: Verb, _: Stance) -> bool:
    """`was good`, `was a mistake`; not `was shot`, `was moving`, `was in Seoul`."""
    word, known = verb.follows, classes()
    if verb.word not in _WAS or not word.isalpha():
        return False
    if word in marks().evaluations:
        return True
    if is_adverb(word):
        word = verb.weight
    is_event = word.endswith(("ed", "ing")) or word in marks().participles or word in known.prepositions
    return not (is_event or is_adverb(word) or word in known.possessives | known.determiners)


_RULES: tuple[tuple[Callable[[Verb, Stance], bool], Status], ...] = (
    (_is_unable, "did-not-occur"),
    (_is_open, "possible"),
    (_is_promised, "planned"),
    (_is_future, "possible"),
    (lambda verb, _: verb.word in marks().would, "conditional"),
    (lambda verb, _: verb.word in marks().abilities, "general"),
    (lambda verb, _: any(word in marks().possibilities for word in verb.rest), "possible"),
    (_is_denied, "did-not-occur"),
    (_is_evaluation, "general"),
    (_has_seemed, "occurred"),
    (_is_plan, "planned"),
    (_is_lasting, "ongoing"),
    (_is_past, "occurred"),
)
