"""Tell the language of a text from its letters.

Comes in: a text. Goes out: an ISO 639-1 code, or None where there are too few letters to tell. Knows
nothing about what the page claims its language to be.
"""

from functools import cache
from typing import Any

_SAMPLE = 1_000  # characters: more changes no answer on news text and costs time
_FEWEST_LETTERS = 20


def tell_language(text: str) -> str | None:
    """The likeliest of the model's 97 languages."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return None
    code: str = _classifier()(sample)[0]
    return code


@cache
def _classifier() -> Any:
    import py3langid

    return py3langid.classify
