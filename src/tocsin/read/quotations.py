"""Find the words that stand in quotation marks.

A text and a span come in; the spans of outermost quotations come out, marks included. Curly, straight,
doubled (`''`) and angle marks count; a mark that is never closed runs to the end of the span, as newspapers
do when a quotation goes on in the next paragraph. It does not know who speaks.
"""

import re

from tocsin.terms import Span

_MARK = re.compile(r"[“”„‟\"«»]|''|``")
_OPENING = frozenset("“„‟«") | {"``"}
_CLOSING = frozenset("”»")


def quotations(text: str, span: Span) -> tuple[Span, ...]:
    """The outermost quotations of `text` within `span`, in order."""
    found: list[Span] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, span.start, span.end):
        if opened is None:
            if (mark[0] in _CLOSING and mark.start() > span.start + 1) or _is_measure(text, mark):
                continue
            opened = mark.start()
        elif (mark[0] not in _OPENING or _is_turned(text, mark, span)) and not _is_opening(text, mark, span):
            found.append(Span(opened, mark.end()))
            opened = None
    if opened is not None:
        found.append(Span(opened, span.end))
    return tuple(found)


def inner(text: str, span: Span) -> Span:
    """`span` without the quotation marks and blanks at its edges."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "“”„‟\"«»`'‘’"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "“”„‟\"«»`'‘’"):
        end -= 1
    return Span(start, end)


def _is_opening(text: str, mark: re.Match[str], span: Span) -> bool:
    """A straight mark after a blank and before a letter opens a quotation within the quotation."""
    before = text[mark.start() - 1 : mark.start()] if mark.start() > span.start else " "
    after = text[mark.end() : mark.end() + 1]
    return mark[0] in ('"', "''") and before.isspace() and after.isalnum()


def _is_turned(text: str, mark: re.Match[str], span: Span) -> bool:
    """An opening mark at the end of a word closes: a common slip of the keyboard."""
    after = text[mark.end() : mark.end() + 1] if mark.end() < span.end else " "
    return after.isspace() and not text[mark.start() - 1].isspace()


def _is_measure(text: str, mark: re.Match[str]) -> bool:
    """`6'2"` and `15"` are measures."""
    return mark[0] == '"' and mark.start() > 0 and text[mark.start() - 1].isdigit()
