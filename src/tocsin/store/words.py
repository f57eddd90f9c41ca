"""Search the words of documents: titles and texts, in any script.

Comes in: words as a user types them. Goes out: documents, best first, each with the passage that holds
the first word found. Chinese, Japanese and Korean characters are indexed one by one, so that a word is
found inside a sentence written without spaces. Knows nothing about what words mean.
"""

import re
import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table, text

from tocsin.store import lexemes, tables
from tocsin.store.rows import to_record
from tocsin.terms import Document

_UNSPACED = re.compile(
    r"([\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff])"
)
_index = table("document_words", column("rowid"))
_MOST_WORDS = 32
_AROUND = 80  # characters shown on either side of the word found
_INDEX = text("INSERT INTO document_words (rowid, title, text) VALUES (:number, :title, :text)")
_FORGET = text(
    "INSERT INTO document_words (document_words, rowid, title, text)"
    " VALUES ('delete', :number, :title, :text)"
)


class Hit(NamedTuple):
    """A document that holds all the words, and a passage of it on one line."""

    document: Document
    snippet: str


def index_words(connection: Connection, number: int, title: object, words: str) -> None:
    """Add a document's words to the index under its number."""
    title, words = _space(str(title or "")), _space(words)
    if connection.dialect.name == "sqlite":
        connection.execute(_INDEX, {"number": number, "title": title, "text": words})
    else:
        lexemes.index_there(connection, number, title, words)


def forget_words(connection: Connection, number: int, title: object, words: str) -> None:
    """Take a document's words out of the index, which forgets them in a file only when told them again."""
    if connection.dialect.name == "sqlite":
        row = {"number": number, "title": _space(str(title or "")), "text": _space(words)}
        connection.execute(_FORGET, row)
    else:
        lexemes.forget_there(connection, number)


def search(connection: Connection, words: str, limit: int, among: ColumnElement[bool]) -> list[Hit]:
    """Documents `among` those asked for that hold every word, best match first.

    Any string is safe: nothing in it is read as a query's sign. One without a letter or digit finds none.
    """
    wanted = [word for word in words.split() if any(map(str.isalnum, word))][:_MOST_WORDS]
    if not wanted or limit < 1:
        return []
    spaced = [_space(word) for word in wanted]
    query = _match(spaced) if connection.dialect.name == "sqlite" else _match_there(spaced)
    if query is None:
        return []
    rows = connection.execute(query.where(among).limit(limit)).mappings()
    found = [to_record(Document, row) for row in rows]
    return [Hit(document, _cut_snippet(document.text, wanted)) for document in found]


def _match(wanted: list[str]) -> Select[Any]:
    """Documents in a file that hold all words, each word a phrase of what the index cuts it into."""
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in wanted)
    return (
        select(tables.documents)
        .join(_index, _index.c.rowid == tables.documents.c.number)
        .where(literal_column("document_words").op("MATCH")(phrases))
        .order_by(literal_column("rank"), tables.documents.c.number)
    )


def _match_there(wanted: list[str]) -> Select[Any] | None:
    """The same on a server; None where nothing of the words is in any index."""
    held = lexemes.holding(wanted)
    if held is None:
        return None
    is_held, rank = held
    return (
        select(tables.documents)
        .join(lexemes.index, lexemes.index.c.document == tables.documents.c.number)
        .where(is_held)
        .order_by(rank.desc(), tables.documents.c.number)
    )


def _cut_snippet(words: str, wanted: list[str]) -> str:
    """The passage around the first wanted word, else the beginning (the title alone may hold the word)."""
    letters = re.findall(r"\w+", unicodedata.normalize("NFC", " ".join(wanted)))
    match = re.search("|".join(map(re.escape, letters)), words, re.IGNORECASE)
    middle = match.span() if match else (0, 0)
    start, end = _between_words(words, max(0, middle[0] - _AROUND), middle, middle[1] + _AROUND)
    passage = " ".join(words[start:end].split())
    return ("\u2026 " if start else "") + passage + (" \u2026" if end < len(words) else "")


def _between_words(words: str, start: int, middle: tuple[int, int], end: int) -> tuple[int, int]:
    """The ends moved inwards to where a word begins or ends, if one does before the words found."""
    first = re.compile(r"\s").search(words, start, middle[0]) if start else None
    last = words.rfind(" ", middle[1], end) if end < len(words) else -1
    return first.end() if first else start, last if last > 0 else end


def _space(words: str) -> str:
    """Composed characters, those of unspaced scripts set apart; what no database can hold left out."""
    clean = unicodedata.normalize("NFC", words).replace("\0", " ").encode("utf-8", "replace").decode()
    return _UNSPACED.sub(r" \1 ", clean)
