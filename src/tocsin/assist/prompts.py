"""What a model is told, and how words of others are fenced off as data.

Comes in: the name of a task; words of a report. Goes out: our words from prompts.yaml; the words between
marks that they cannot hold themselves. Knows nothing about models.
"""

import json
from functools import cache
from importlib import resources

from tocsin.reference.tables import parse_table
from tocsin.terms import identify


def rules() -> str:
    """What holds for every task."""
    return _table()["rules"]


def task(name: str, **values: str) -> str:
    """The words of a task, with values in their places."""
    words = _table()[name]
    for key, value in values.items():
        words = words.replace(f"<{key}>", value)
    return words


def fence(kind: str, words: object) -> str:
    """Words of others between marks made of their own hash: no text can hold the mark that ends it."""
    text = words if isinstance(words, str) else json.dumps(words, ensure_ascii=False, indent=1)
    mark = identify("fence", kind, text)
    return f"<<<{kind} {mark}\n{text}\n{kind} {mark}>>>"


@cache
def _table() -> dict[str, str]:
    table = parse_table(resources.files(__package__).joinpath("prompts.yaml").read_text("utf-8"))
    return {str(name): str(words).strip() for name, words in table.items()}
