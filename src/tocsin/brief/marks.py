"""Marks cited words in a document's text, with an anchor for each, however the spans nest or cross.

Comes in: a text and marks. Goes out: escaped HTML in which taking the tags away gives the text back. Knows
nothing about what the marks mean.
"""

import html
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.terms import Span


class Mark(NamedTuple):
    """A span to be marked: its look, its anchor if it is a target, and the words shown on hovering."""

    span: Span
    look: str  # a class: content, source, cue, event, credit
    anchor: str | None = None
    title: str = ""


def mark_text(text: str, marks: Sequence[Mark]) -> str:
    """The text with every mark in place; crossing marks are closed and taken up again without anchor."""
    return "".join(
        _pieces(text, [mark for mark in marks if 0 <= mark.span.start < mark.span.end <= len(text)])
    )


def _pieces(text: str, marks: list[Mark]) -> Iterator[str]:
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark.span)})
    opened: list[Mark] = []
    for here, following in zip(edges, [*edges[1:], len(text)], strict=True):
        yield from _close(opened, here)
        starting = [mark for mark in marks if mark.span.start == here]
        for mark in sorted(starting, key=lambda each: -each.span.end):
            opened.append(mark)
            yield _open(mark, is_first=True)
        yield html.escape(text[here:following], quote=False)


def _close(opened: list[Mark], here: int) -> Iterator[str]:
    """Close the marks that end here, and take up again those that had to be closed to reach them."""
    again: list[Mark] = []
    while any(mark.span.end == here for mark in opened):
        mark = opened.pop()
        yield "</mark>"
        if mark.span.end != here:
            again.append(mark)
    for mark in reversed(again):
        opened.append(mark)
        yield _open(mark, is_first=False)


def _open(mark: Mark, *, is_first: bool) -> str:
    anchor = f' id="{html.escape(mark.anchor)}"' if mark.anchor and is_first else ""
    title = f' title="{html.escape(mark.title)}"' if mark.title else ""
    return f'<mark class="{mark.look}"{anchor}{title}>'
