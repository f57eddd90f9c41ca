"""Keep and search the words of documents in PostgreSQL, cut as the index of a file cuts them.

Comes in: texts and wanted words, composed and with characters of unspaced scripts set apart. Goes out: rows
of `document_words`, and what restricts and sorts a query. Knows nothing about documents.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Float, and_, cast, column, func, literal, table, text
from sqlalchemy.dialects.postgresql import TSQUERY

_MOST_PLACES = 16  # of a word that are kept, to rank by
_MOST_BYTES = 900_000  # of an index of one document; PostgreSQL takes 1 MB
_MOST_IN_WORD = 500  # code points of a word that are indexed
_LAST_PLACE = 16_383
_PARTS = " | "  # between title and text: no phrase runs across

index = table("document_words", column("document"), column("plain"), column("words"))
_PUT = text("INSERT INTO document_words VALUES (:number, :plain, CAST(:words AS tsvector))")
_FORGET = text("DELETE FROM document_words WHERE document = :number")


def index_there(connection: Connection, number: int, title: str, words: str) -> None:
    """Add a document's words under its number."""
    plain = _PARTS.join(" ".join(_cut(part)) for part in (title, words))
    row = {"number": number, "plain": f" {plain} ", "words": _write_vector(plain.split())}
    connection.execute(_PUT, row)


def forget_there(connection: Connection, number: int) -> None:
    """Take a document's words out."""
    connection.execute(_FORGET, {"number": number})


def holding(phrases: Sequence[str]) -> tuple[ColumnElement[bool], ColumnElement[float]] | None:
    """What is true of documents that hold all phrases, and how well they match; None if none has a word."""
    cut = [words for words in (list(_cut(phrase)) for phrase in phrases) if words]
    if not cut:
        return None
    wanted = " & ".join(f"'{word}'" for words in cut for word in words)
    query = cast(literal(wanted), TSQUERY)
    several = [f" {' '.join(words)} " for words in cut if len(words) > 1]
    is_held = and_(
        index.c.words.op("@@")(query), *(func.strpos(index.c.plain, phrase) > 0 for phrase in several)
    )
    return is_held, func.ts_rank(index.c.words, query, 1, type_=Float)


def _cut(words: str) -> Iterator[str]:
    """Words as `unicode61` cuts them: letters and digits in lower case, without accents."""
    bare = "".join(
        each for each in unicodedata.normalize("NFD", words.lower()) if not "\u0300" <= each <= "\u036f"
    )
    word = ""
    for each in unicodedata.normalize("NFC", bare) + " ":
        if unicodedata.category(each)[0] in "LN" or unicodedata.category(each) == "Co":
            word += each
        elif word and not unicodedata.category(each).startswith("M"):
            yield word[:_MOST_IN_WORD]
            word = ""


def _write_vector(words: Sequence[str]) -> str:
    """Words with their places, as PostgreSQL reads them; what one index cannot hold is left out."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words, start=1):
        if word != _PARTS.strip() and len(places[word]) < _MOST_PLACES:
            places[word].append(min(place, _LAST_PLACE))
    written, room = [], _MOST_BYTES
    for word, found in places.items():
        room -= len(word.encode()) + 2 * len(found) + 8
        if room < 0:
            break
        written.append(f"'{word}':{','.join(map(str, found))}")
    return " ".join(written)
