"""CAMEO event codes by the names that coded event data use for them.

A relation's name comes in, its root ("01" to "20") and quad class (1 to 4) go out. The table is cameo.tsv.
This module does not know who acted, nor how the code was found.
"""

from functools import cache
from importlib.resources import files


def find_root(relation: str) -> tuple[str, int] | None:
    """Root and quad class of a relation's name, whatever its case: `Reject` is ("12", 3); None if unknown."""
    return _roots().get(relation.strip().lower())


def quad_of(root: str) -> int:
    """Quad class of a root: words and deeds that help (1, 2), words and deeds that harm (3, 4)."""
    number = int(root)
    return 1 if number <= 5 else 2 if number <= 8 else 3 if number <= 13 else 4


@cache
def _roots() -> dict[str, tuple[str, int]]:
    text = files(__package__).joinpath("cameo.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    codes = (line.split("\t") for line in lines[1:])
    return {name.lower(): (code[:2], quad_of(code[:2])) for code, name in codes}
