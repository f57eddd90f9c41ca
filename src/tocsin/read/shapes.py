"""See what follows a cue: a clause, an infinitive, a quotation, a noun phrase, or nothing but the end.

Tokens, a position and what the cue takes come in; the shape comes out, with whom it was told to. It knows
closed word classes and quotation marks; it does not look left of the cue.
"""

from typing import NamedTuple

from tocsin.read.phrases import phrase_after
from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import has_finite_verb

END_MARKS = frozenset([".", "!", "?", ";", "…", ")", "—", "–", "--", "-"])
_WH = frozenset(["how", "why", "whether", "what", "who", "if", "when", "where", "which"])
_INSERTED = frozenset(["citing", "quoting", "however", "though", "meanwhile", "too"])
_ABOUT = frozenset(["about", "around", "over", "nearly", "almost"])
_SUBJECTS = frozenset(["he", "she", "they", "we", "i", "there"])
_GROUPS = frozenset(["reporters", "voters", "supporters", "lawmakers", "journalists", "people", "officials"])


class Shape(NamedTuple):
    """What follows a cue whose last token is `last`: `kind` as in the lexicon, and whom it was told to."""

    kind: str
    last: int
    hearer: tuple[int, int] | None = None


def shape_after(tokens: Tokens, last: int, takes: frozenset[str]) -> Shape | None:
    """The shape of what follows the cue that ends at token `last`, or None where it takes no such thing."""
    low, k, hearer = tokens.low, last + 1, None
    if "told" in takes:
        found = _hearer(tokens, k)
        if found is not None:
            hearer, k = found
        takes = takes | {"that", "clause", "quote", "wh", "to"}
    kind = _kind(tokens, k, takes)
    if kind is None and k < len(tokens) and low[k] in takes and low[k] in classes().prepositions:
        return Shape("object", k, hearer)
    if kind is None:
        far = skip_adverbial(tokens, k, len(tokens))
        kind = _kind(tokens, far, takes - {"object", "to", "told"}) if far > k else None
        if kind and low[k : k + 3] in (["in", "a", "statement"], ["in", "an", "interview"]):
            last = k + 2
        k = far
    if kind in ("before", None) and "that" in takes and _is_inserted(tokens, k):
        return Shape("that", last, hearer)
    if kind is None and hearer is not None and "object" in takes:
        return Shape("object", last)
    return Shape(kind, last, hearer) if kind is not None else None


def opens_quotation(tokens: Tokens, k: int) -> bool:
    """Whether token `k` is the opening mark of a quotation."""
    return k < len(tokens) and tokens.quote[k] >= 0 and (k == 0 or tokens.quote[k - 1] != tokens.quote[k])


def skip_adverbial(tokens: Tokens, k: int, ceiling: int) -> int:
    """The token after days and prepositional phrases that stand between a cue and its content."""
    low, known = tokens.low, classes()
    while k < ceiling:
        word = low[k]
        if word in known.days or word in known.time_nouns or is_adverb(word):
            k += 1
        elif (
            word in ("this", "last", "next", "early", "late")
            and k + 1 < ceiling
            and (low[k + 1] in known.time_nouns or low[k + 1] in known.days or low[k + 1] in known.months)
        ):
            k += 2
        elif word in known.prepositions and word not in ("of", "like", "as", "than", "including"):
            if k + 1 < ceiling and _is_time(tokens, k + 1):
                k += 2
                continue
            phrase = phrase_after(tokens, k + 1, ceiling)
            if phrase is None:
                return k
            k = phrase.core + 1
        else:
            return k
    return k


def _is_time(tokens: Tokens, k: int) -> bool:
    word, known = tokens.low[k], classes()
    return word in known.days or word in known.months or word in known.time_nouns or word[0].isdigit()


def _is_inserted(tokens: Tokens, comma: int) -> bool:
    """Whether `, citing two diplomats, that` or `, however, that` follows."""
    low = tokens.low
    if low[comma : comma + 1] != [","] or not set(low[comma + 1 : comma + 2]) & _INSERTED:
        return False
    for k in range(comma + 2, min(len(tokens) - 1, comma + 24)):
        if low[k] == ",":
            return low[k + 1] == "that"
    return False


def _kind(tokens: Tokens, k: int, takes: frozenset[str]) -> str | None:
    """The kind of what begins at token `k`, if the cue takes it."""
    if k >= len(tokens) or tokens.low[k] in END_MARKS:
        return "before" if "before" in takes else None
    word = tokens.low[k]
    if opens_quotation(tokens, k) or word == ":" or (word == "," and opens_quotation(tokens, k + 1)):
        return _first_taken(("quote",) if word in (",", ":") else ("quote", "object", "clause"), takes)
    simple = {"that": "that", "to": "to", ",": "before"}
    if word in simple:
        return _first_taken((simple[word],), takes)
    if word in _WH:
        return _first_taken(("wh", "clause") if word in ("what", "if", "when") else ("wh",), takes)
    if word in _SUBJECTS or word.split("'")[0] in _SUBJECTS:
        return _first_taken(("clause",), takes)
    return _noun_kind(tokens, k, takes)


def _noun_kind(tokens: Tokens, k: int, takes: frozenset[str]) -> str | None:
    """A clause where a finite verb follows the noun phrase soon, else an object."""
    word, known = tokens.low[k], classes()
    if word in _ABOUT and k + 1 < len(tokens) and tokens.low[k + 1][0].isdigit():
        return _first_taken(("object",), takes)
    if (
        word in known.prepositions
        or word in known.subordinators
        or (word in known.auxiliaries and word not in ("having", "being"))
        or word in known.days
    ):
        return None
    if word in ("last", "this", "next") and tokens.low[k + 1 : k + 2] and _is_time(tokens, k + 1):
        return None
    if word in ("and", "or") or (tokens.quote[k - 1] >= 0 and tokens.quote[k] < 0):
        return None
    is_clause = "object" not in takes or has_finite_verb(tokens, k + 1, min(len(tokens), k + 14))
    return _first_taken(("clause", "object") if is_clause else ("object",), takes)


def _first_taken(kinds: tuple[str, ...], takes: frozenset[str]) -> str | None:
    return next((kind for kind in kinds if kind in takes), None)


def _hearer(tokens: Tokens, k: int) -> tuple[tuple[int, int] | None, int] | None:
    """`told reporters in Seoul that`: tokens of the hearer, and the token after it."""
    low, known, n = tokens.low, classes(), len(tokens)
    if k < n and low[k] in known.negations:
        return None
    if k < n and (low[k] in ("him", "her", "them", "me", "us", "you", "it") or low[k] in known.pronouns):
        return (k, k), k + 1
    first = k
    while k < n and k < first + 16:
        word = low[k]
        if word in END_MARKS or word in (
            ",",
            ":",
            "that",
            "to",
            "if",
            "how",
            "why",
            "what",
            "whether",
            "he",
            "she",
            "they",
            "we",
            "i",
            "there",
            "it",
        ):
            break
        if (
            opens_quotation(tokens, k)
            or word in known.days
            or (word in known.prepositions and word not in ("of", "at", "for", "with", "from"))
        ):
            break
        if (
            k > first
            and (word in known.determiners or (word in known.relatives))
            and low[k - 1] not in known.prepositions
            and low[k - 1] not in ("and", "all")
        ):
            break
        if (
            k > first + 0
            and tokens.capital[k]
            and not tokens.capital[k - 1]
            and low[k - 1] in ("reporters", "voters", "supporters", "lawmakers")
        ):
            break
        k += 1
    return ((first, k - 1), k) if k > first else None
