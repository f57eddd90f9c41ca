"""Check that the database is sound: its pages, references, spans, hashes, index of words and audit trail.

Comes in: a connection. Goes out: one line for each fault. Knows nothing about mending.
"""

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from tocsin.store import tables, trail

# Where spans stand: the table, the column, and whether it holds one span or a list of them.
_SPANS = (
    ("claims", "content", True),
    ("claims", "cue", True),
    ("claims", "source_spans", True),
    ("events", "trigger", False),
    ("events", "place_span", False),
    ("events", "time_span", False),
    ("times", "span", False),
)
_UNINDEXED = {
    "sqlite": (
        "SELECT documents.id FROM documents LEFT JOIN document_words_docsize AS sizes"
        " ON sizes.id = documents.number WHERE sizes.id IS NULL"
    ),
    "postgresql": (
        "SELECT documents.id FROM documents LEFT JOIN document_words AS indexed"
        " ON indexed.document = documents.number WHERE indexed.document IS NULL"
    ),
}


def find_faults(connection: Connection) -> Iterator[str]:
    """Every fault found, the file's own first; a server looks after its files and references by itself."""
    if connection.dialect.name == "sqlite":
        yield from _find_damage(connection)
    yield from _find_changed_bytes(connection)
    yield from _find_changed_texts(connection)
    yield from _find_unindexed(connection)
    yield from _find_stray_spans(connection)
    yield from trail.find_breaks(connection)


def _find_damage(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if line != "ok":
            yield f"file: {line}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"{table}: row {row} points to a row of {parent} that is not there"


def _find_changed_bytes(connection: Connection) -> Iterator[str]:
    query = select(tables.kept).execution_options(yield_per=100)
    for digest, _, compressed in connection.execute(query):
        try:
            is_whole = hashlib.sha256(zlib.decompress(compressed)).hexdigest() == digest
        except zlib.error:
            is_whole = False
        if not is_whole:
            yield f"kept: the bytes of {digest} are not what came in"


def _find_changed_texts(connection: Connection) -> Iterator[str]:
    d = tables.documents.c
    query = select(d.id, d.text, d.text_hash).execution_options(yield_per=1000)
    for id_, text, digest in connection.execute(query):
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield f"documents: the text of {id_} is not what came in"


def _find_unindexed(connection: Connection) -> Iterator[str]:
    for (document,) in connection.exec_driver_sql(_UNINDEXED[connection.dialect.name]).all():
        yield f"document_words: document {document} is not in the index of words"


def _find_stray_spans(connection: Connection) -> Iterator[str]:
    """Spans that do not lie within their document's text: what they cite would be other words."""
    for table, column, is_list in _SPANS:
        spans = f", json_each({table}.{column}) AS each_" if is_list else ""
        span = "each_.value" if is_list else f'{table}."{column}"'
        query = (
            f"SELECT DISTINCT {table}.document FROM {table} JOIN documents ON documents.id = {table}.document"  # noqa: S608
            f"{spans} WHERE json_extract({span}, '$[0]') < 0"
            f" OR json_extract({span}, '$[1]') < json_extract({span}, '$[0]')"
            f" OR json_extract({span}, '$[1]') > length(documents.text)"
        )
        for (document,) in connection.exec_driver_sql(query).all():
            yield f"{table}: a {column} of document {document} lies outside its text"
