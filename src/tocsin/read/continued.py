"""Lengthen a content over a clause that still belongs to it: `said that he was right when he said so`.

Attributions of one passage come in; the same come out, some with a longer content. A clause that hangs on
what was said, or that what was said only leads up to, is part of it even where somebody speaks in it again.
It does not know who speaks.
"""

from collections.abc import Iterator

from tocsin.read.attributions import Attribution
from tocsin.read.edges import Fragment, trimmed
from tocsin.read.tokens import Tokens, classes

_HANGING = ("when", "because")
_ASKING = ("why", "how", "whether")
_LEADING = frozenset(
    ["since", "when", "if", "while", "although", "though", "after", "before", "once", "because"]
)
_CLAUSES = ("that", "clause")
_BREAKS = frozenset([",", "—", "–", "--"])


def continued(tokens: Tokens, found: list[Attribution]) -> list[Attribution]:
    """The attributions with the whole of what was said."""
    return [_with_last(one, _end(tokens, one, found)) for one in found]


def _with_last(one: Attribution, end: int | None) -> Attribution:
    if end is None:
        return one
    *before, (first, _) = one.content
    return one._replace(content=(*before, (first, end)))


def _end(tokens: Tokens, one: Attribution, found: list[Attribution]) -> int | None:
    """The new last token of the content, or None where it stays."""
    if one.source is None or one.is_hedge or one.content[-1][0] < one.cue[0]:
        return None
    ends = [_last(other) for other in found if other is not one and _hangs_on(tokens, one, other)]
    return max(ends, default=_end_of_led(tokens, one))


def _hangs_on(tokens: Tokens, one: Attribution, other: Attribution) -> bool:
    """Whether the other stands in a clause that is part of what the one says."""
    start, low = one.content[-1][1] + 1, tokens.low
    first = min(first for first, _ in _parts(other))
    if not start < first <= start + 3 or tokens.sentence[first] != tokens.sentence[one.cue[0]]:
        return False
    between = low[start + (low[start] in _BREAKS) : first]
    if len(between) == 2:  # "and why he believes it": as much a thing spoken of as what stands before
        return between[0] == "and" and between[1] in _ASKING
    is_same = other.source is not None and low[other.source.first] in classes().personal
    return one.shape in _CLAUSES and is_same and low[start:first] in [[word] for word in _HANGING]


def _end_of_led(tokens: Tokens, one: Attribution) -> int | None:
    """`said that since the war began, it has lost`: a clause that only leads up is not all that is said."""
    (first, last), low = one.content[-1], tokens.low
    first += low[first] == "that" and first < last
    is_lead = low[first] in _LEADING and "," not in low[first:last] and low[last + 1 : last + 2] == [","]
    if one.shape not in _CLAUSES or len(one.content) > 1 or not is_lead:
        return None
    end = last + 1
    while end + 1 < len(tokens) and _goes_on(tokens, end + 1, first):
        end += 1
    rest = trimmed(tokens, last + 2, end)
    return rest[0][1] if rest else None


def _goes_on(tokens: Tokens, k: int, first: int) -> bool:
    return tokens.sentence[k] == tokens.sentence[first] and tokens.quote[k] == tokens.quote[first]


def _parts(one: Attribution) -> Iterator[Fragment]:
    yield one.cue
    yield from one.content
    if one.source is not None:
        yield one.source.first, one.source.last


def _last(one: Attribution) -> int:
    return max(last for _, last in _parts(one))
