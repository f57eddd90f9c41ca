"""Finds words that a model gave in the text where they are said to stand: letter by letter, or not at all.

Comes in: a text, words. Goes out: the span where they stand. Only white space may differ, since a line of a
text may break where the model wrote a blank. Knows nothing about models.
"""

import re
from collections.abc import Container

from tocsin.terms import Span

LONGEST = 600  # code points of words that are looked for


def find_exactly(text: str, words: str, *, taken: Container[Span] = ()) -> Span | None:
    """The first stretch of whole words that is these words and is not taken; None where there is none."""
    pieces = words.split()
    if not pieces or len(words) > LONGEST:
        return None
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, pieces)) + r"(?!\w)"
    for match in re.finditer(pattern, text):
        span = Span(*match.span())
        if span not in taken:
            return span
    return None
