"""Find the noun phrase that stands directly before or after a word, without a parser.

Tokens and a position come in; the phrase's first and last token come out, or None where no noun phrase stands
there. It puts together what nouns, verbs and appositions look like; it does not know what a phrase means.
"""

from tocsin.read.appositions import (
    REACH,
    RELATIVE,
    Phrase,
    ends_apposition,
    is_appositive,
    with_apposition,
    with_clause,
)
from tocsin.read.nouns import walk_left, walk_right
from tocsin.read.tokens import Tokens, classes
from tocsin.read.verbs import has_finite_verb, is_verblike


def phrase_before(tokens: Tokens, end: int, floor: int = 0) -> Phrase | None:
    """The noun phrase whose last token is directly before token `end`, no further left than `floor`.

    Days ("Friday") between phrase and `end` are skipped; an apposition between commas belongs to it.
    """
    last = _skip_back(tokens, end - 1, floor)
    if last < floor:
        return None
    if tokens.low[last] == ",":
        return with_apposition(tokens, last, floor)
    first = walk_left(tokens, last, floor)
    if first is None:
        return None
    embedded = with_clause(tokens, first, last, floor)
    if embedded is not None:
        return embedded
    return Phrase(first, last, last)


def phrase_after(tokens: Tokens, start: int, ceiling: int) -> Phrase | None:
    """The noun phrase that begins at token `start`, up to but not including `ceiling`."""
    known = classes()
    core = walk_right(tokens, start, ceiling)
    if core is None:
        return None
    low = tokens.low
    if low[start] in classes().personal:
        return Phrase(start, start, start)
    if core + 2 >= ceiling or low[core + 1] != "," or not is_appositive(tokens, core + 2):
        return Phrase(start, core, core)
    end = core + 2
    while end < min(ceiling, core + REACH) and not ends_apposition(tokens, end, core):
        end += 1
    relative = next((k for k in range(core + 2, end) if low[k] in known.relatives), end)
    is_clause = low[core + 2] in RELATIVE or has_finite_verb(tokens, core + 3, relative)
    return Phrase(start, core if is_clause else end - 1, core)


def _skip_back(tokens: Tokens, last: int, floor: int) -> int:
    """Step back over ", however," and over "on Friday evening", "last week", "in May"."""
    low = tokens.low
    if last - 1 > floor and low[last] == "," and low[last - 1] in classes().inserted:
        last -= 2
        last = last - 1 if last > floor and low[last] == "," else last
    if (
        last > floor
        and low[last] in ("both", "all", "each")
        and (low[last - 1] == ")" or low[last - 1][0].isalnum())
    ):
        is_floating = low[last - 1] not in classes().prepositions and not is_verblike(tokens, last - 1)
        last -= is_floating and low[last - 1] not in classes().subordinators
    k = last
    while k > floor and _is_time(tokens, k):
        k -= 1
    while (
        k > floor
        and k < last
        and low[k] in ("on", "late", "early", "since", "in", "this", "last", "earlier", "at")
    ):
        k -= 1
    return k


def _is_time(tokens: Tokens, k: int) -> bool:
    word, known = tokens.low[k], classes()
    return word in known.days or word in known.time_nouns or (word in known.months and tokens.capital[k])
