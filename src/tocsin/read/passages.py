"""Cut a paragraph into passages and find the attributions of each.

A paragraph comes in; passages come out in text order: a sentence each, or the sentences that one quotation
holds together, or a whole paragraph of the form `NAME: words`. It knows quotations and attributions; it does
not know what a passage before or after says.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.appositions import Phrase
from tocsin.read.attributions import Attribution, find_attributions
from tocsin.read.chains import Placed, place
from tocsin.read.contents import trimmed
from tocsin.read.quotations import quotations
from tocsin.read.segments import Paragraph, sentences
from tocsin.read.tokens import Tokens, classes, tokenize
from tocsin.terms import Span

_LONGEST = 4000  # characters of one passage, so that time stays linear in the text
_REPORTS = re.compile(
    r"(?:[\w.'’\-]+ ){0,6}?(?:said|says|asked|asks|told|wrote|added|tweeted|replied|continued|shouted)\b"
)
_SPEECH = re.compile(
    r"[\"“']?((?:(?:[A-Z][\w.'’\-]*|of|the|and|de|van)(?: |(?=[:(]))){1,7}(?:\([^)\n]{1,24}\) ?)?):\s+(?=\S)"
)


class Passage(NamedTuple):
    """One sentence, or sentences held together by a quotation, with what was found in it."""

    tokens: Tokens
    placed: list[Placed]


def passages(text: str, paragraph: Paragraph) -> Iterator[Passage]:
    """The passages of `paragraph`, in order."""
    body = paragraph.body
    quoted, parts = quotations(text, body), _pieces(text, sentences(text, body))
    speech = _speech(text, body, quoted)
    if speech is not None:
        yield speech
        return
    for span, own in _joined(text, parts, quoted):
        tokens = tokenize(text, span, own, quoted)
        yield Passage(tokens, place(tokens, find_attributions(tokens)))


def _joined(
    text: str, parts: tuple[Span, ...], quoted: tuple[Span, ...]
) -> Iterator[tuple[Span, list[Span]]]:
    """Sentences; those within one quotation are held together, and `"...?" X asked` too."""
    own: list[Span] = []
    q = 0
    for part in parts:
        while q < len(quoted) and quoted[q].end <= part.start:
            q += 1
        is_inside = q < len(quoted) and quoted[q].start < part.start
        is_tail = bool(q and own) and quoted[q - 1].end == own[-1].end and _is_tail(text, own[-1].end, part)
        if own and (part.end - own[0].start > _LONGEST or not (is_inside or is_tail)):
            yield Span(own[0].start, own[-1].end), own
            own = []
        own.append(part)
    if own:
        yield Span(own[0].start, own[-1].end), own


def _is_tail(text: str, end: int, part: Span) -> bool:
    """Whether `part` is the `X asked` after a quotation that ends in a question or an exclamation."""
    return text[end - 2] in "?!" and _REPORTS.match(text, part.start) is not None


def _pieces(text: str, parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """Sentences of bounded length: a text without full stops is cut at a blank, so that time stays linear."""
    pieces: list[Span] = []
    for start, end in parts:
        while end - start > _LONGEST:
            cut = text.rfind(" ", start + 1, start + _LONGEST)
            cut = start + _LONGEST if cut < 0 else cut
            pieces.append(Span(start, cut))
            start = cut
        pieces.append(Span(start, end))
    return tuple(pieces)


def _speech(text: str, body: Span, quoted: tuple[Span, ...]) -> Passage | None:
    """`NAME: words` over a whole paragraph, as in transcripts and headlines."""
    match = _SPEECH.match(text, body.start, body.end)
    if match is None or match[1].split()[0].lower().strip(":") in classes().no_speakers:
        return None
    parts = sentences(text, Span(match.end(), body.end))
    tokens = tokenize(text, body, parts, quoted if text[body.start].isalpha() else ())
    colon = next(k for k, start in enumerate(tokens.starts) if start >= match.end(1))
    first = 0 if tokens.low[0][0].isalnum() else 1
    content = tuple(trimmed(tokens, colon + 1, len(tokens) - 1))
    if not content or tokens.low[colon] != ":":
        return None
    speech = Attribution(Phrase(first, colon - 1, colon - 1), (colon, colon), content)
    is_short = body.end - body.start <= _LONGEST
    inner = [a for a in find_attributions(tokens) if a.cue[0] > colon] if is_short else []
    return Passage(tokens, place(tokens, [speech, *inner]))
