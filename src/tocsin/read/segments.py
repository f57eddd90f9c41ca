"""Cut a text into paragraphs and sentences without moving a single character.

A text goes in; paragraphs with their kind (body, heading, caption, credit, byline) and the spans of sentences
come out, in text order, never overlapping, every span free of blanks at its edges. It knows nothing about who
says what: it only knows what a picture caption, a copyright line and the end of a sentence look like.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from tocsin.reference.tables import parse_table
from tocsin.terms import Span

ParagraphKind = Literal["body", "heading", "caption", "credit", "byline"]


class Paragraph(NamedTuple):
    """A paragraph: its `span` without outer blanks, its `kind`, and its `body` (no dateline)."""

    span: Span
    kind: ParagraphKind
    body: Span

    @property
    def is_reporting(self) -> bool:
        """Whether claims and events may be read from it: captions, credits and bylines carry none."""
        return self.kind in ("body", "heading")


_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"(?<![.!?…])[.!?…؟۔。！？]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”]*|\n\s*\n")
_LAST_WORD = re.compile(r"[\w.'’-]+$")
_NEXT_WORD = re.compile(r"\s*([\"'“‘«(\[]*)(\w[\w'’]*)?")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Adm|Maj|Prof|Rev)$")
_LETTERS = re.compile(r"[a-z](?:\.[a-z])*")
_SHORT = 60  # words; a longer paragraph is never taken for a credit, one twice as long never for a caption


class _Signs(NamedTuple):
    """Patterns that are looked for at the head of a line, and those that may stand anywhere in it."""

    at_head: re.Pattern[str]
    anywhere: re.Pattern[str]

    def stand_in(self, line: str) -> bool:
        return bool(self.at_head.match(line) or self.anywhere.search(line))


class _Marks(NamedTuple):
    captions: _Signs
    credits: _Signs
    bylines: _Signs
    datelines: re.Pattern[str]
    abbreviations: frozenset[str]
    often_final: frozenset[str]
    starters: frozenset[str]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of `text` in order: lines, or blocks of lines in a text wrapped at a fixed width."""
    lines = [_trim(text, Span(m.start(), m.end())) for m in _LINE.finditer(text)]
    blocks = _unwrap(text, [line for line in lines if line.end > line.start])
    found = [_classify(text, span, number) for number, span in enumerate(blocks)]
    return tuple(_split_last(text, found)) if found else ()


def sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of `text` within `span`, closing quotation marks included, outer blanks left out."""
    return tuple(_sentences(text, span))


@cache
def _marks() -> _Marks:
    raw = parse_table(files("tocsin.read").joinpath("lexicon/segments.yaml").read_text("utf-8"))
    captions, owners, bylines = (_signs(raw[kind]) for kind in ("captions", "credits", "bylines"))
    datelines = re.compile("|".join(raw["datelines"]))
    words = [frozenset(raw[kind].split()) for kind in ("abbreviations", "often_final", "starters")]
    return _Marks(captions, owners, bylines, datelines, *words)


def _signs(patterns: list[str]) -> _Signs:
    """A pattern that begins with ^ is tried once a line, not at each of its letters."""
    nothing = r"(?!)"
    heads = [pattern for pattern in patterns if pattern.startswith("^")]
    others = [pattern for pattern in patterns if not pattern.startswith("^")]
    return _Signs(*(re.compile("|".join(each) or nothing) for each in (heads, others)))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for mark in _END.finditer(text, span.start, span.end):
        if mark.end() < span.end and not _is_end(text, start, mark):
            continue
        sentence = _trim(text, Span(start, mark.end()))
        if sentence.end > sentence.start:
            yield sentence
        start = mark.end()
    rest = _trim(text, Span(start, span.end))
    if rest.end > rest.start:
        yield rest


def _is_end(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a mark ends a sentence: not after an abbreviation, not before a small letter."""
    if mark[0][0] in "。！？\n":
        return True
    following = _NEXT_WORD.match(text, mark.end())
    after = (following[2] or "") if following else ""
    if after and after[0].islower():
        return False
    if following and following[1] and after and text[mark.end() - 1] == ".":
        return not _TITLE.search(text, max(start, mark.start() - 6), mark.start())
    word = _LAST_WORD.search(text, max(start, mark.start() - 24), mark.start())
    if mark[0] != "." or word is None:
        return True
    last = word[0].lower().lstrip("'’")
    if last in _marks().abbreviations or _LETTERS.fullmatch(last):
        return last in _marks().often_final and after.lower() in _marks().starters
    return True


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _unwrap(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of each block when most lines that run on were cut at 45 to 100 characters."""
    runs_on = [
        text.count("\n", a.end, b.start) == 1 and 45 <= a.end - a.start <= 100
        for a, b in itertools.pairwise(lines)
    ]
    unfinished = sum(
        run and text[line.end - 1] not in ".!?:\"”'’" for run, line in zip(runs_on, lines, strict=False)
    )
    if unfinished < 3 or unfinished < 0.4 * len(lines):
        return lines
    blocks = lines[:1]
    for joined, line in zip(runs_on, lines[1:], strict=True):
        if joined:
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _classify(text: str, span: Span, number: int) -> Paragraph:
    line, marks = span.of(text), _marks()
    words = line.count(" ") + 1
    kind: ParagraphKind = "body"
    first = next(_sentences(text, span), span).of(text)
    if words <= _SHORT and marks.credits.stand_in(first):
        kind = "credit"
    elif words <= 2 * _SHORT and marks.captions.stand_in(line):
        kind = "caption"
    elif words <= 16 and marks.bylines.stand_in(line):
        kind = "byline"
    elif words <= 20 and (number == 0 or (line.isupper() and line[-1] not in '.!?"”')):
        kind = "heading"
    dateline = marks.datelines.match(text, span.start, span.end) if kind == "body" else None
    return Paragraph(span, kind, Span(dateline.end(), span.end) if dateline else span)


def _split_last(text: str, found: list[Paragraph]) -> list[Paragraph]:
    """Cut a copyright sentence off the end of the last paragraph, where pasting glued it on."""
    last = found[-1]
    parts = sentences(text, last.span)
    if last.kind != "body" or len(parts) < 2 or not _marks().credits.stand_in(parts[-1].of(text)):
        return found
    end = parts[-2].end
    body = Paragraph(Span(last.span.start, end), "body", Span(min(last.body.start, end), end))
    return [*found[:-1], body, Paragraph(parts[-1], "credit", parts[-1])]
