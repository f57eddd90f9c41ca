"""Read attributions as PolNeAR marks them: brat stand-off files beside texts.

A folder with `text/` and `attributions/` comes in; articles come out, each with its attributions as character
spans. It knows the quirks of these files and nothing about words, windows or models.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_ROW = re.compile(r"^[TE]\d+\t")
_ROLES = ("source", "cue", "content")


class Attribution(NamedTuple):
    """One attribution: character spans of each part, in text order; a part may be empty."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


class Article(NamedTuple):
    """A text and what is attributed in it."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def read_articles(folder: Path) -> Iterator[Article]:
    """The articles of `folder` by name; of several annotators the first in order of their file names."""
    marked: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        marked.setdefault(path.stem.rsplit("_", 1)[0], path)
    for path in sorted((folder / "text").iterdir()):
        name = path.name.removesuffix(".txt")
        if name in marked:
            yield Article(name, _text(path), tuple(_attributions(marked[name])))


def _text(path: Path) -> str:
    with path.open(encoding="utf8", newline="") as file:
        return file.read()


def _attributions(path: Path) -> Iterator[Attribution]:
    """Spans may be discontinuous, roles may carry a number, copied text may break lines: go by the ids."""
    spans: dict[str, list[tuple[int, int]]] = {}
    links: list[list[str]] = []
    for line in _text(path).split("\n"):
        if not _ROW.match(line):
            continue
        cells = line.rstrip("\r").split("\t")
        if cells[0][0] == "E":
            links.append(cells[1].split())
        else:
            pairs = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = [(int(a), int(b)) for a, b in (pair.split() for pair in pairs)]
    for link in links:
        parts: dict[str, list[tuple[int, int]]] = {role: [] for role in _ROLES}
        for argument in link:
            role, name = argument.split(":")
            role = role.rstrip("0123456789").lower()
            if role in parts:
                parts[role] += spans.get(name, [])
        if parts["cue"] or parts["content"]:
            yield Attribution(*(tuple(sorted(set(parts[role]))) for role in _ROLES))
