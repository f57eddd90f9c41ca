"""Cut paragraphs into passages, each with the attributions that were found in it.

What was seen of a text comes in; passages come out in text order: a sentence each, or the sentences that one
quotation or one attribution holds together. It knows quotations and attributions; it does not know what a
passage before or after says.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.attributions import name_attributions
from tocsin.read.chains import Placed, place
from tocsin.read.continued import continued
from tocsin.read.edges import Fragment
from tocsin.read.flat import Found, find_flat
from tocsin.read.looking import Looked
from tocsin.read.tokens import Tokens

_LONGEST = 800  # tokens of one passage, so that time stays linear in the text


class Passage(NamedTuple):
    """One sentence, or sentences held together, with what was found in it; `paragraph` counts from 0."""

    tokens: Tokens
    placed: list[Placed]
    paragraph: int


def passages(looked: Looked) -> Iterator[Passage]:
    """The passages of all paragraphs, in order."""
    whole = looked.tables
    for number, (table, found) in enumerate(zip(whole, find_flat(looked.tables, looked.seen), strict=True)):
        for first, end in _cuts(table, found):
            own = [_moved(f, -first) for f in found if first <= f.cue[0] < end]
            tokens = table.part(first, end)
            yield Passage(tokens, place(tokens, continued(tokens, name_attributions(tokens, own))), number)


def _cuts(tokens: Tokens, found: list[Found]) -> Iterator[Fragment]:
    """First and one past the last token of each passage."""
    reach = [0] * (len(tokens) + 1)  # a cut before token k needs that nothing from before k reaches it
    for one in found:
        parts = [one.cue, *one.content] + ([one.source] if one.source else [])
        first, last = min(p[0] for p in parts), max(p[1] for p in parts)
        reach[first] = max(reach[first], last)
    first = 0
    reached = list(itertools.accumulate(reach, max))
    starts = [start for start, _ in tokens.sentences()][1:]
    for k in starts if len(tokens) < _LONGEST else range(1, len(tokens)):
        is_start = tokens.sentence[k] != tokens.sentence[k - 1]
        is_quoted = tokens.quote[k] >= 0 and tokens.quote[k] == tokens.quote[k - 1]
        if reached[k - 1] < k and (k - first >= _LONGEST or (is_start and not is_quoted)):
            yield first, k
            first = k
    if len(tokens):
        yield first, len(tokens)


def _moved(found: Found, by: int) -> Found:
    def moved(fragment: Fragment) -> Fragment:
        return fragment[0] + by, fragment[1] + by

    source = moved(found.source) if found.source is not None else None
    content = tuple(moved(part) for part in found.content)
    return found._replace(source=source, cue=moved(found.cue), content=content)
