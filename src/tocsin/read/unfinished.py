"""Give a content to a word of saying that the trained reader left without one, or with one too far away.

Tokens of a text and its flat attributions come in; the same come out. What a source says without a content is
the rest of the sentence before the cue or behind it, whoever speaks in there. It knows words of saying from
the lexicon, not what they mean.
"""

from collections.abc import Iterator

from tocsin.read.cues import cue_groups
from tocsin.read.decoding import Flat
from tocsin.read.edges import Fragment, trimmed
from tocsin.read.tokens import Tokens, classes
from tocsin.read.verbs import has_finite_verb

_FEWEST = 3  # tokens of what is taken as a content
_ENDS = frozenset([",", ".", ";", ":", "—", "–", "--", "”", "''", '"', "!", "?", ")"])
_BEFORE = frozenset([",", "”", "''", '"'])


def finished(tokens: Tokens, flats: list[Flat]) -> Iterator[Flat]:
    """`Police have said it does not answer whether`: all that they have said, and not its inner parts."""
    flats = [_taken_up(tokens, near(tokens, flat)) for flat in flats]
    begun = {first + (tokens.low[first] == "that") for flat in flats for first, _ in flat.content}
    for flat in flats:
        if flat.cue is None or flat.source is None or flat.content or not _says(tokens, flat.cue):
            yield flat
            continue
        found = _before(tokens, flat.source, flat.cue, flats) or _behind(tokens, flat.source, flat.cue)
        yield flat._replace(content=tuple(part for part in found if part[0] not in begun))


def near(tokens: Tokens, flat: Flat) -> Flat:
    """Without what stands in another sentence than the word of saying, unless it is quoted.

    Of 13,500 contents outside of quotation marks in PolNeAR's train part, 19 do.
    """
    if flat.cue is None or not tokens.low[flat.cue[0]].isalpha():
        return flat
    cue = flat.cue
    kept = (p for p in flat.content if _is_announced(tokens, cue, p) or _is_beside(tokens, cue, p))
    return flat._replace(content=tuple(kept))


def _is_announced(tokens: Tokens, cue: Fragment, part: Fragment) -> bool:
    """Quoted, or behind a colon."""
    is_quoted = any(tokens.quote[k] >= 0 for k in range(part[0], part[1] + 1))
    return is_quoted or ":" in tokens.low[cue[0] : part[0]]


def _is_beside(tokens: Tokens, cue: Fragment, part: Fragment) -> bool:
    return tokens.sentence[cue[0]] in (tokens.sentence[part[0]], tokens.sentence[part[1]])


def _taken_up(tokens: Tokens, flat: Flat) -> Flat:
    """`The order, sources said, was withdrawn`: a subject is no content without what is said of it."""
    if flat.cue is None or flat.source is None or len(flat.content) != 1:
        return flat
    first, last = flat.content[0]
    after = max(flat.cue[1], flat.source[1]) + 1
    is_inserted = last + 2 == min(flat.cue[0], flat.source[0]) and tokens.low[last + 1] == ","
    if not is_inserted or tokens.low[after : after + 1] != [","] or has_finite_verb(tokens, first, last + 1):
        return flat
    if not has_finite_verb(tokens, after + 1, min(after + 2, len(tokens))):
        return flat
    end = after
    while end + 1 < len(tokens) and tokens.sentence[end + 1] == tokens.sentence[first]:
        end += 1
    return flat._replace(content=(flat.content[0], *trimmed(tokens, after + 1, end)))


def _says(tokens: Tokens, cue: Fragment) -> bool:
    """Whether the cue is a word of saying with nothing odd about it, or "according to"."""
    if tokens.low[cue[0]] == "according":
        return True
    part = tokens.part(max(0, cue[0] - 1), min(len(tokens), cue[1] + 8))
    at = cue[0] - max(0, cue[0] - 1)
    return any(at <= g.head <= at + cue[1] - cue[0] and g.cue.class_ == "verb" for g in cue_groups(part))


def _before(tokens: Tokens, source: Fragment, cue: Fragment, flats: list[Flat]) -> list[Fragment]:
    """What stands before a comma or a closing quotation mark that precedes source and cue, and no content."""
    end = min(source[0], cue[0]) - 1
    said = [last + 1 for flat in flats for _, last in flat.content if last < end - 1]
    first = max([_sentence_start(tokens, cue[0]), *said])
    if end - first < _FEWEST or tokens.low[end] not in _BEFORE:
        return []
    return trimmed(tokens, first, end)


def _behind(tokens: Tokens, source: Fragment, cue: Fragment) -> list[Fragment]:
    """What follows to the end of the sentence, unless a mark stands between."""
    start = (source[1] if source[0] == cue[1] + 1 else cue[1]) + 1
    if tokens.low[cue[0]] == "according" and tokens.low[start : start + 1] == [","]:
        start += 1
    if start < len(tokens) and tokens.low[start] == "that":
        start += 1
    end = start
    while end + 1 < len(tokens) and tokens.sentence[end + 1] == tokens.sentence[cue[0]]:
        end += 1
    if end - start + 1 < _FEWEST or tokens.low[start] in _ENDS | classes().days:
        return []
    return trimmed(tokens, start, end)


def _sentence_start(tokens: Tokens, k: int) -> int:
    while k and tokens.sentence[k - 1] == tokens.sentence[k]:
        k -= 1
    return k
