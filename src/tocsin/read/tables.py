"""Make the tables of tokens that the reader reads at a time: a paragraph each, or two that belong together.

A text and its paragraphs come in; tables come out, in text order. A paragraph that ends in a colon is read
with the next one where that opens a quotation, or a paper is read out: `He said:` and what he said. It does
not know who speaks.
"""

from collections.abc import Iterator, Sequence

from tocsin.read.quotations import quotations
from tocsin.read.segments import Paragraph, sentences
from tocsin.read.tokens import Tokens, tokenize
from tocsin.terms import Span

_OPENING = tuple("\"“„‟«'‘`")
_READ_OUT = ("read:", "reads:", "says:", "states:", "stated:", "wrote:")  # papers often without marks
_LONGEST = 600  # letters of a paragraph that may lead in a quotation


def tables(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Tokens]:
    """A table for each paragraph, or for each two that belong together."""
    held: list[Span] = []
    for paragraph in paragraphs:
        if held and not _leads_in(text, held, paragraph.body):
            yield _table(text, held)
            held = []
        held.append(paragraph.body)
    if held:
        yield _table(text, held)


def _leads_in(text: str, held: list[Span], following: Span) -> bool:
    last = held[-1].of(text)
    if len(held) != 1 or len(last) > _LONGEST or not last.endswith(":"):
        return False
    if last.endswith(_READ_OUT):
        return True
    return text.startswith(_OPENING, following.start) and not _has_speaker(text, following)


def _has_speaker(text: str, paragraph: Span) -> bool:
    """Whether its first quotation ends in a comma, behind which its own speaker is named."""
    first = next(iter(quotations(text, paragraph)), None)
    return first is not None and first.end < paragraph.end and "," in text[first.end - 2 : first.end + 1]


def _table(text: str, spans: list[Span]) -> Tokens:
    whole = Span(spans[0].start, spans[-1].end)
    return tokenize(
        text,
        whole,
        [sentence for span in spans for sentence in sentences(text, span)],
        [quotation for span in spans for quotation in quotations(text, span)],
    )
