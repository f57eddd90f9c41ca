"""Walk over a noun phrase from its last word to its first, or from its first to its last.

Tokens and a position come in; the token at the other end comes out, or None where no noun phrase stands
there. It goes by closed word classes and capitals; appositions and relative clauses are not its matter.
"""

from tocsin.read.tokens import Tokens, classes, is_adverb
from tocsin.read.verbs import is_verblike

MARKS = frozenset([*list('.,;:!?()[]{}"“”„«»…—–-|/*•'), "''", "``", "--", "..."])
OPENERS = frozenset(
    [",", "and", "but", ":", ";", "—", "–", "--", "-", ".", "(", '"', "“", "”", "''", "``", "*", "•"]
)


def walk_left(tokens: Tokens, last: int, floor: int) -> int | None:
    """First token of the noun phrase that ends at `last`."""
    low, known = tokens.low, classes()
    word = low[last]
    if word in known.pronouns or word.split("'")[0] in known.pronouns:
        return _quantified(tokens, last, floor)
    if word in known.relatives:
        return _quantified(tokens, last, floor)
    if word == ")":
        opening = _opening_bracket(tokens, last, floor)
        if opening is None or opening - 1 < floor:
            return None
        return walk_left(tokens, opening - 1, floor)
    k = last
    while k >= floor and k > last - 30 and _continues_left(tokens, k, last, floor):
        k -= 1
    first = _strip_front(tokens, k + 1, last)
    if first is None or not _is_nominal(tokens, first, last):
        return None
    return _without_adverbial(tokens, first, last, floor)


def walk_right(tokens: Tokens, start: int, ceiling: int) -> int | None:
    """Last token of the noun phrase that begins at `start`."""
    low, known = tokens.low, classes()
    k = start
    while k < ceiling and k < start + 24 and _continues_right(tokens, k, start, ceiling):
        k += 1
    last = k - 1
    while last >= start and (
        low[last] in known.prepositions
        or low[last] in known.determiners
        or low[last] in known.adverbs
        or low[last] in ("and", "or", "'")
        or low[last] in known.days
    ):
        last -= 1
    if last < start or not _is_nominal(tokens, start, last):
        return start if start < ceiling and low[start] in known.pronouns else None
    return last


def _quantified(tokens: Tokens, last: int, floor: int) -> int:
    """`some` in "some of them", `the two` ...: a pronoun alone is its own phrase."""
    k = last
    if (
        k - 2 >= floor
        and tokens.low[k - 1] == "of"
        and tokens.low[k - 2] in ("some", "many", "most", "one", "both")
    ):
        return k - 2
    return k


def _continues_left(tokens: Tokens, k: int, last: int, floor: int) -> bool:
    low, known = tokens.low, classes()
    word = low[k]
    if tokens.quote[k] != tokens.quote[last] and word not in ("'", "’"):
        return False
    if word in MARKS:
        return (
            word in ("-", "/") and k > floor and tokens.ends[k - 1] == tokens.starts[k] == tokens.ends[k] - 1
        )
    if word in ("and", "or", "&"):
        return _joins(tokens, k, last, floor)
    if (
        k < last
        and low[k + 1] in classes().articles
        and word not in known.attaching
        and word not in ("all", "both", "half")
    ):
        return False
    if word in known.attaching:
        return _attaches(tokens, k, floor)
    if (
        word in known.subordinators
        or word in known.prepositions
        or word in known.days
        or word in ("to", "nor")
    ):
        return False
    if word in known.months and tokens.capital[k] and k > floor and low[k - 1] in known.prepositions:
        return False
    if word in ("who", "whom", "which", "he", "she", "they", "we", "i", "it", "you", "there") and k < last:
        return False
    return not is_verblike(tokens, k)


def _joins(tokens: Tokens, k: int, last: int, floor: int) -> bool:
    """Whether "and" joins two noun phrases rather than two clauses: what stands left may be a subject."""
    left, right = k - 1, k + 1
    if left < floor or k == last or tokens.low[left] in MARKS or is_verblike(tokens, left):
        return False
    if tokens.capital[left] and tokens.capital[right] and tokens.low[right] not in classes().pronouns:
        return True
    first = walk_left(tokens, left, floor)
    if first is None:
        return False
    return (
        first == floor or tokens.low[first - 1] in OPENERS or tokens.low[first - 1] in classes().subordinators
    )


def _attaches(tokens: Tokens, k: int, floor: int) -> bool:
    """Whether a preposition hangs on a noun to its left rather than opening an adverbial."""
    if k - 1 < floor:
        return False
    word, known = tokens.low[k - 1], classes()
    if tokens.low[k] == "in" and word[0].isdigit() and tokens.low[k + 1][0].isdigit():
        return True  # "4 in 10 voters"
    if word in MARKS or word in known.prepositions or word in known.subordinators or word in known.pronouns:
        return word in ("some", "many", "most", "one", "both", "all", "others")
    return (
        word not in ("and", "or", "according")
        and word not in known.adverbs
        and not is_verblike(tokens, k - 1)
    )


def _strip_front(tokens: Tokens, first: int, last: int) -> int | None:
    low, known = tokens.low, classes()
    while first <= last and (
        low[first] in known.adverbs
        or low[first] in ("and", "or", "but", "-", "/", "yes", "well")
        or low[first] in known.days
        or (low[first] in known.attaching)
        or is_adverb(low[first])
    ):
        first += 1
    return first if first <= last else None


def _is_nominal(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the tokens can be a noun phrase: not only determiners, numbers, days or marks."""
    known = classes()
    word = tokens.low[last]
    if is_adverb(word) and not tokens.capital[last]:
        return False
    if word in known.determiners or word in known.prepositions or word in known.adverbs or word in known.days:
        return word in (
            "some",
            "many",
            "most",
            "few",
            "both",
            "all",
            "another",
            "others",
            "this",
            "that",
            "those",
        )
    if word in known.auxiliaries or (word in known.time_nouns and last - first < 3):
        return False
    return word[0].isalpha() or tokens.low[first][0].isalpha()


def _without_adverbial(tokens: Tokens, first: int, last: int, floor: int) -> int:
    """In "In a speech Kim" the phrase is the name alone: cut after a fronted preposition."""
    low, known = tokens.low, classes()
    if first - 1 < floor or low[first - 1] not in known.prepositions or not tokens.capital[last]:
        return first
    k = last
    while k > first and tokens.capital[k - 1]:
        k -= 1
    return (
        k
        if k > first and low[k - 1] not in known.titles and low[k - 1] not in ("of", "and", "for")
        else first
    )


def _opening_bracket(tokens: Tokens, last: int, floor: int) -> int | None:
    for k in range(last - 1, max(floor, last - 25) - 1, -1):
        if tokens.low[k] == "(":
            return k
    return None


def _continues_right(tokens: Tokens, k: int, start: int, ceiling: int) -> bool:
    low, known = tokens.low, classes()
    word = low[k]
    if tokens.quote[k] != tokens.quote[start]:
        return False
    if word in MARKS:
        if word == "(" or word == ")":
            return word == ")" or ")" in low[k + 1 : k + 8]
        return word in ("-", "/") and k + 1 < ceiling and tokens.ends[k] == tokens.starts[k + 1]
    if word in ("and", "&"):
        return k > start and k + 1 < ceiling and (tokens.capital[k - 1] and tokens.capital[k + 1])
    if word in known.prepositions:
        return (
            (
                word in ("of", "for", "at", "with", "from", "to")
                or (word in ("by", "in") and low[k - 1] in classes().writings)
            )
            and k > start
            and low[k + 1 : k + 2] != []
            and low[k + 1] not in known.days
            if word != "in"
            else False
        )
    if word in known.subordinators or word in known.days:
        return False
    if k > start and (word in ("he", "she", "they", "we", "i", "who", "which") or word in known.adverbs):
        return False
    if not is_verblike(tokens, k) or k == start:
        return True
    follows = low[k + 1] if k + 1 < ceiling else "."
    return (
        word.endswith("ed")
        and k - start < 3
        and follows[0].isalpha()
        and follows not in known.prepositions
        and follows not in known.determiners
        and follows not in known.subordinators
    )
