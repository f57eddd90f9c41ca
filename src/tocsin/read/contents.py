"""Decide how far a content reaches: the that-clause, the quotation, or the words before `, X said`.

Tokens, a cue group and where its source stands come in; fragments (pairs of first and last token) come out.
It knows commas, quotation marks and connecting words; it does not know who the source is or what the content
means.
"""

from tocsin.read.clauses import clause_end
from tocsin.read.cues import Group
from tocsin.read.shapes import END_MARKS, opens_quotation, skip_adverbial
from tocsin.read.tokens import Tokens, classes

Fragment = tuple[int, int]
_LIGHT = frozenset(
    ["and", "but", "or", "so", ",", ":", "—", "–", "--", "-", ";", "(", "*", "•", "yet", "...", "…"]
)


def content_after(tokens: Tokens, group: Group, ceiling: int) -> list[Fragment]:
    """The fragments of a content that stands after its cue."""
    start = group.content
    if group.shape == "quote" and opens_quotation(tokens, start):
        return _quoted(tokens, start, ceiling)
    end = clause_end(tokens, group, ceiling)
    return trimmed(tokens, start, end - 1)


def content_before(tokens: Tokens, floor: int, end: int) -> list[Fragment]:
    """The fragments of a content that ends before token `end` (a comma or a closing mark)."""
    return trimmed(tokens, floor, end - 1)


def content_resumed(tokens: Tokens, after: int, ceiling: int, *, was_quoted: bool) -> list[Fragment]:
    """What goes on after an inserted `, he said,`: the rest of the quotation, or of the clause."""
    k = skip_adverbial(tokens, after, ceiling)
    while k < ceiling and tokens.low[k] in (",", ":", ".", "—", "--", "–"):
        k += 1
    if k >= ceiling:
        return []
    if opens_quotation(tokens, k):
        return _quoted(tokens, k, ceiling)
    if was_quoted or k == after or tokens.low[k - 1] != ",":
        return []
    word = tokens.low[k]
    if (
        word.endswith("ing")
        or (word in classes().subordinators and word not in ("if", "that"))
        or word in ("and", "but", "who", "which", "citing", "referring", "according")
    ):
        return []
    return trimmed(tokens, k, ceiling - 1)


def trimmed(tokens: Tokens, first: int, last: int) -> list[Fragment]:
    """The fragment without connecting words and marks at its edges; empty where nothing is left."""
    while first <= last and tokens.low[first] in _LIGHT and tokens.low[first] not in ("(",):
        first += 1
    while (
        last >= first
        and tokens.low[last] in (",", ".", ";", ":", "—", "–", "--", "-", "and", "but", "!")
        and tokens.quote[last] < 0
    ):
        last -= 1
    return [(first, last)] if first <= last else []


def _quoted(tokens: Tokens, start: int, ceiling: int) -> list[Fragment]:
    """A quotation; the clause around it where the quotation is only its first words."""
    end = start
    while end < ceiling and tokens.quote[end] == tokens.quote[start]:
        end += 1
    final = tokens.low[end - 2] if end - 2 > start else ""
    follows = tokens.low[end] if end < ceiling else ""
    if end >= ceiling or final in (".", ",", "!", "?", "...", "…") or follows in END_MARKS or follows == ",":
        return [(start, end - 1)]
    known = classes()
    if follows in known.prepositions or follows in known.subordinators or follows in known.days:
        return [(start, end - 1)]
    rest = end
    while rest < ceiling and tokens.low[rest] not in (",", ";", "—", "–", "--", "."):
        rest += 1
    return trimmed(tokens, start, rest - 1)
