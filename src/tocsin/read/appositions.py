"""Find the noun phrase that an apposition or a clause belongs to: `Name, a professor,`, `aides who saw`.

Tokens and positions come in; a phrase with its core comes out, or None. It knows commas and which words may
describe a name; it does not know what they say of it.
"""

from typing import NamedTuple

from tocsin.read.nouns import MARKS, OPENERS, walk_left
from tocsin.read.tokens import Tokens, classes
from tocsin.read.verbs import has_finite_verb, is_verblike

RELATIVE = frozenset(["who", "whose", "which", "whom"])
REACH = 40  # tokens; a longer stretch is not taken for an apposition
# tokens; a longer stretch is not taken for an apposition


class Phrase(NamedTuple):
    """A noun phrase: tokens `first` to `last`; its `core` ends before any apposition or relative clause."""

    first: int
    last: int
    core: int


def with_apposition(tokens: Tokens, comma: int, floor: int) -> Phrase | None:
    """`Name, a professor at X,` before a verb: the leftmost name whose appositions reach up to the comma."""
    low, found = tokens.low, None
    opened = comma
    for k in range(comma - 1, max(floor, comma - REACH) - 1, -1):
        if tokens.quote[k] != tokens.quote[comma] or low[k] in (";", ":", "—", "–", "--"):
            break
        if low[k] != "," or k + 1 == opened:
            continue
        host = _host(tokens, k - 1, floor)
        if host is not None and _describes(tokens, k + 1, opened):
            last = comma - 1 if _belongs(tokens, k + 1) else k - 1
            found = Phrase(host, last, k - 1)
            if not is_appositive(tokens, host):
                return found
            opened = k
    return found or _stray_comma(tokens, comma - 1, floor)


def with_clause(tokens: Tokens, first: int, last: int, floor: int) -> Phrase | None:
    """`officials who spoke with the paper`, `a statement posted on the site`: the noun before the clause."""
    low, known = tokens.low, classes()
    has_who = "who" in low[max(floor, first - 6) : first]
    is_inner = first > floor and (
        low[first - 1] in known.prepositions | known.finite or is_verblike(tokens, first - 1)
    )
    if not has_who and not is_inner:
        return None
    for k in range(first - 1, max(floor, first - 14), -1):
        word = low[k]
        if word in MARKS or tokens.quote[k] != tokens.quote[last]:
            return None
        is_clause = word in ("who", "which") or (
            word == "that" and k + 1 < first and is_verblike(tokens, k + 1)
        )
        is_participle = (
            len(word) > 4 and word.endswith(("ed", "ing")) and k < first - 1 and not tokens.capital[k]
        )
        if (is_clause or is_participle) and k - 1 >= floor and low[k - 1] not in known.auxiliaries:
            host = walk_left(tokens, k - 1, floor)
            if (
                host is not None
                and low[k - 1] not in known.pronouns
                and (host == floor or low[host - 1] in OPENERS or low[host - 1] in known.subordinators)
            ):
                return Phrase(host, last if not is_clause else k - 1, k - 1)
            if is_clause:
                return None
    return None


def is_appositive(tokens: Tokens, first: int) -> bool:
    """Whether what begins at `first` after a comma describes the name before it."""
    word, known = tokens.low[first], classes()
    if (
        word
        in (
            "who",
            "whose",
            "a",
            "an",
            "the",
            "his",
            "her",
            "its",
            "their",
            "one",
            "former",
            "now",
            "himself",
            "jr.",
            "sr.",
        )
        or word[0].isdigit()
    ):
        return True
    if (
        word.endswith("ing")
        or word in known.subordinators
        or word in known.prepositions
        or word in known.pronouns
    ):
        return False
    return word in known.titles and not tokens.capital[first]


def ends_apposition(tokens: Tokens, k: int, core: int) -> bool:
    """Whether the apposition after the name that ends at `core` stops before token `k`."""
    if tokens.quote[k] != tokens.quote[core] or tokens.low[k] in (".", ";", ":", "—", "–", "--"):
        return True
    return tokens.low[k] == "," and k > core + 2 and not tokens.capital[k - 1]


def _belongs(tokens: Tokens, first: int) -> bool:
    """Whether words after a name's comma are part of the source: not a relative clause or an adverbial."""
    word = tokens.low[first]
    return word not in RELATIVE and word not in classes().adverbial and not word.endswith("ing")


def _describes(tokens: Tokens, first: int, end: int) -> bool:
    """Whether tokens between two commas say more of the name before them."""
    if tokens.low[first] in RELATIVE:
        return True
    if tokens.low[first] in classes().adverbial and not tokens.capital[first]:
        return True
    if tokens.low[first].endswith(("ed", "ing")) and not tokens.capital[first]:
        return not has_finite_verb(tokens, first + 1, end)
    return is_appositive(tokens, first) or not has_finite_verb(tokens, first, end)


def _stray_comma(tokens: Tokens, last: int, floor: int) -> Phrase | None:
    """`In May, Governor Smith, said`: the name between the commas."""
    first = _host(tokens, last, floor)
    return Phrase(first, last, last) if first is not None and tokens.capital[last] else None


def _host(tokens: Tokens, last: int, floor: int) -> int | None:
    """First token of a noun phrase that may carry an apposition: it stands where a subject may stand."""
    known = classes()
    if last < floor or tokens.low[last] in known.pronouns or is_verblike(tokens, last):
        return None
    if tokens.low[last] in known.days or tokens.low[last] in known.months or tokens.low[last][0].isdigit():
        return None
    first = walk_left(tokens, last, floor)
    if first is None or tokens.low[first].endswith("ing"):
        return None
    if (
        first > floor
        and tokens.low[first - 1] not in OPENERS
        and tokens.low[first - 1] not in known.subordinators
    ):
        return None
    named = any(tokens.capital[k] for k in range(first, last + 1))
    return (
        first if named or tokens.low[first] in known.determiners or tokens.low[last].endswith("s") else None
    )
