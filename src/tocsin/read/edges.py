"""Set the edges of a content: marks that belong to it come in, marks and joining words that do not go out.

Tokens and a fragment come in, a fragment comes out. It knows marks and pairs of marks; it does not know what
the content says.
"""

from tocsin.read.tokens import Tokens, classes
from tocsin.read.verbs import has_finite_verb

Fragment = tuple[int, int]  # first and last token, both included

_APPOSITION = 20  # tokens of an apposition
_CITATION = 12  # tokens of a citation
_YEAR = 4  # digits
_CLOSING = frozenset([",", ".", ";", ":", "—", "–", "--", "-", "and", "but", "!"])
_LIGHT = (_CLOSING - {".", "!"}) | {"or", "so", "*", "•", "yet", "...", "…"}
_CITING = frozenset(["citing", "quoting"])
_PAIRS = {"(": ")", "[": "]"}


def trimmed(tokens: Tokens, first: int, last: int) -> list[Fragment]:
    """The fragment without joining words and marks at its edges; empty where nothing is left."""
    while first <= last and tokens.low[first] in _LIGHT:
        first += 1
    while last >= first and tokens.low[last] in _CLOSING and tokens.quote[last] < 0:
        last -= 1
    return [(first, last)] if first <= last else []


def with_marks(tokens: Tokens, fragment: Fragment) -> Fragment:
    """The fragment with the second of a pair of marks whose first it holds, and with its question mark."""
    first, last = fragment
    low = tokens.low
    if first and _begins_pair(tokens, first - 1, first, last):
        first -= 1
    while last + 1 < len(tokens) and _closes(tokens, first, last + 1):
        last += 1
    if low[last + 1 : last + 2] in (["?"], ["!"]):
        last += 1
    return first, last


def without_citation(tokens: Tokens, fragment: Fragment) -> Fragment:
    """The fragment without `, citing five diplomats` at its end: that tells whom the speaker rests on."""
    first, last = fragment
    for k in range(last - 1, max(first + 1, last - _CITATION), -1):
        if tokens.low[k] in _CITING and tokens.low[k - 1] == ",":
            return first, k - 2
        if tokens.low[k] in _CLOSING or tokens.sentence[k] != tokens.sentence[last]:
            break
    return fragment


def within_sentence(tokens: Tokens, fragment: Fragment, cue: Fragment) -> Fragment:
    """The fragment up to the end of its sentence, where it follows its cue without a mark of quotation.

    Of 11,455 such contents in PolNeAR's train part, 23 go on over the end of a sentence.
    """
    first, last = fragment
    is_marked = any(tokens.quote[k] >= 0 for k in range(first, last + 1)) or ":" in tokens.low[cue[0] : first]
    if cue[0] > first or is_marked or tokens.sentence[cue[0]] != tokens.sentence[first]:
        return fragment
    while last > first and tokens.sentence[last] != tokens.sentence[first]:
        last -= 1
    return first, last - (last > first and tokens.low[last] == "." and last < fragment[1])


def whole_source(tokens: Tokens, source: Fragment, cue: Fragment) -> Fragment:
    """The source with all of its name and apposition, without a date, and of `who in March` the first word.

    In PolNeAR's train part 502 sources are "who" or "which" alone, and two begin so and go on.
    """
    if tokens.low[source[0]] in ("who", "which"):
        return source[0], source[0]
    named = _with_whole_name(tokens, source, cue)
    return _without_date(tokens, _with_apposition(tokens, named, cue), cue)


def _with_whole_name(tokens: Tokens, source: Fragment, cue: Fragment) -> Fragment:
    """The source with the capitalized words right after its last: half a name is nobody's."""
    first, last = source
    if not tokens.capital[last] or not tokens.low[last][-1].isalnum():
        return source
    while (
        last + 1 < len(tokens)
        and tokens.capital[last + 1]
        and tokens.sentence[last + 1] == tokens.sentence[last]
        and not cue[0] <= last + 1 <= cue[1]
    ):
        last += 1
    return first, last


def _with_apposition(tokens: Tokens, source: Fragment, cue: Fragment) -> Fragment:
    """The source with an apposition or age between commas that leads up to the cue.

    In PolNeAR's train part 607 of 625 such do; a "who" clause does half of the time, and stays out.
    """
    last = source[1]
    start = last + 1 + (tokens.low[last + 1 : last + 2] == [")"])
    stop = cue[0] - 1
    is_between = start + 1 < stop <= start + _APPOSITION and tokens.low[start] == tokens.low[stop] == ","
    if not is_between or tokens.sentence[last] != tokens.sentence[stop]:
        return source
    first = start + 1
    known = classes()
    is_named = tokens.capital[first] or tokens.low[first].isdigit()
    if not is_named and tokens.low[first] not in known.determiners | known.possessives | known.articles:
        return source
    end = next((k for k in range(first, stop) if tokens.low[k] in known.relatives), stop)
    return source if has_finite_verb(tokens, first, end) else (source[0], stop - 1)


def _without_date(tokens: Tokens, source: Fragment, cue: Fragment) -> Fragment:
    """The source without `in 2010` or `on Friday` right before the cue: left out 43 times of 49."""
    first, last = source
    is_date = tokens.low[last] in classes().days or (
        tokens.low[last].isdigit() and len(tokens.low[last]) == _YEAR
    )
    if cue[0] == last + 1 and last - first >= 2 and is_date and tokens.low[last - 1] in ("in", "on"):
        return first, last - 2
    return source


def _begins_pair(tokens: Tokens, mark: int, first: int, last: int) -> bool:
    """Whether the mark before opens a pair, or a quotation, that ends within the fragment."""
    closing = _PAIRS.get(tokens.low[mark])
    if closing is not None:
        inside = tokens.low[first : last + 1]
        return inside.count(closing) > inside.count(tokens.low[mark])
    quote = tokens.quote[mark]
    is_opening = quote >= 0 and (mark == 0 or tokens.quote[mark - 1] != quote)
    return is_opening and tokens.quote[first] == quote and tokens.quote[last] != quote


def _closes(tokens: Tokens, first: int, mark: int) -> bool:
    """Whether the mark closes a pair, or a quotation, that begins within the fragment."""
    for opening, closing in _PAIRS.items():
        if tokens.low[mark] == closing:
            inside = tokens.low[first:mark]
            return inside.count(opening) > inside.count(closing)
    quote = tokens.quote[mark]
    is_last = mark + 1 == len(tokens) or tokens.quote[mark + 1] != quote
    is_within = quote >= 0 and tokens.quote[mark - 1] == quote and tokens.quote[first] != quote
    return is_last and is_within and not tokens.low[mark][0].isalnum()
