"""The cue words of trace, compiled: how reports show whom they rest on.

A name of cues.yaml comes in, a regular expression goes out. It knows nothing about documents.
"""

import re
from functools import cache
from importlib.resources import files

from tocsin.reference.tables import parse_table


@cache
def _table() -> dict[str, str]:
    text = files("tocsin.trace").joinpath("cues.yaml").read_text(encoding="utf-8")
    table: dict[str, str] = parse_table(text)
    return {name: re.sub(r"\|\s+", "|", words.strip()) for name, words in table.items()}


@cache
def cue(name: str, before: str = r"\b", after: str = r"\b", *, exact_case: bool = False) -> re.Pattern[str]:
    """The words listed under `name`, wrapped in `before` and `after`.

    Raises:
        KeyError: cues.yaml has no such list.
    """
    return re.compile(f"{before}(?:{_table()[name]}){after}", 0 if exact_case else re.IGNORECASE)


@cache
def words_of(name: str) -> str:
    """The list as it stands, for building a larger expression."""
    return f"(?:{_table()[name]})"
