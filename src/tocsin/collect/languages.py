"""Tell the language of a text from its letters.

Comes in: a text. Goes out: an ISO 639-1 code, or None where there are too few letters to tell. Knows
nothing about what the page claims its language to be.
"""

import threading
from functools import cache
from typing import Any

_SAMPLE = 1_000  # characters: more changes no answer on news text and costs time
_FEWEST_LETTERS = 20
_ONE_AT_A_TIME = threading.Lock()  # threads that come at once would each load the model


def tell_language(text: str) -> str | None:
    """The likeliest of the model's 97 languages."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return None
    with _ONE_AT_A_TIME:
        code: str = _classifier()(sample)[0]
    return code


@cache
def _classifier() -> Any:
    import py3langid

    return py3langid.classify
