"""Look over a text once, for all who read it after: its tables of tokens, and what the encoder makes of them.

A text comes in; tables and what was seen of their words come out. It knows that captions, credits and bylines
are not read, and nothing about what is read in the rest.
"""

from typing import NamedTuple

from tocsin.read.encoder import Seen, look
from tocsin.read.segments import Paragraph, paragraphs
from tocsin.read.tables import tables
from tocsin.read.tokens import Tokens
from tocsin.read.wordpieces import Part


class Looked(NamedTuple):
    """The paragraphs of a text that are read, their tables, and what the encoder makes of the words."""

    paragraphs: list[Paragraph]
    tables: list[Tokens]
    seen: list[Seen]


def look_over(text: str) -> Looked:
    """The tables of `text` as the encoder sees them."""
    reporting = [paragraph for paragraph in paragraphs(text) if paragraph.is_reporting]
    whole = list(tables(text, reporting))
    parts = [Part(table, 0, len(table)) for table in whole if len(table)]
    return Looked(reporting, whole, look(parts))
