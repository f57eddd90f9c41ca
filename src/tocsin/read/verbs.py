"""Tell finite verbs from other words by a closed list, the cues' past forms and "-ed".

Tokens and a position come in, yes or no comes out. It knows no grammar: a participle without a determiner
before it looks like a verb.
"""

from functools import cache

from tocsin.read.lexicon import lexicon
from tocsin.read.tokens import Tokens, classes


def is_verblike(tokens: Tokens, i: int) -> bool:
    """Whether token `i` looks like a finite verb: a closed list, a cue's past or third form, or "-ed"."""
    word, known = tokens.low[i], classes()
    if word in known.finite:
        return True
    if tokens.capital[i] or word in known.participles_in_names:
        return False
    if len(word) > 4 and word.endswith("ed"):
        before = tokens.low[i - 1] if i else ""
        return before not in known.determiners and not before.endswith("'s")
    return word in _past_forms() and word not in known.titles


@cache
def _past_forms() -> frozenset[str]:
    """The past forms of cues."""
    return frozenset(word for word, entries in lexicon().cues.items() if any(f == "past" for _, f in entries))


def has_finite_verb(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb stands among tokens `start` up to `end`, alone or tied to a pronoun ("it's")."""
    return any(is_verblike(tokens, k) or is_contracted(tokens.low[k]) for k in range(start, end))


def is_contracted_speaker(word: str) -> bool:
    """`they're`, `I'm`: a person with a verb; "it's" and "that's" speak of things."""
    person, mark, _ = word.partition("'")
    return bool(mark) and person in classes().personal and person != "it"


def is_contracted(word: str) -> bool:
    """`it's`, `they've`, `that's`: a pronoun with a verb."""
    known = classes()
    return "'" in word and word.split("'")[0] in known.pronouns | known.relatives | {
        "there",
        "what",
        "here",
        "that",
    }
