"""Check that the database is sound: its pages, its references, its kept bytes, its index of words.

Comes in: a connection. Goes out: one line for each fault. Knows nothing about mending.
"""

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from tocsin.store import tables


def find_faults(connection: Connection) -> Iterator[str]:
    """Every fault found, the file's own first."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if line != "ok":
            yield f"file: {line}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"{table}: row {row} points to a row of {parent} that is not there"
    yield from _find_changed_bytes(connection)
    yield from _find_unindexed(connection)


def _find_changed_bytes(connection: Connection) -> Iterator[str]:
    for digest, _, compressed in connection.execute(select(tables.kept)):
        try:
            is_whole = hashlib.sha256(zlib.decompress(compressed)).hexdigest() == digest
        except zlib.error:
            is_whole = False
        if not is_whole:
            yield f"kept: the bytes of {digest} are not what came in"


def _find_unindexed(connection: Connection) -> Iterator[str]:
    query = (
        "SELECT documents.id FROM documents LEFT JOIN document_words_docsize AS sizes"
        " ON sizes.id = documents.number WHERE sizes.id IS NULL"
    )
    for (document,) in connection.exec_driver_sql(query).all():
        yield f"document_words: document {document} is not in the index of words"
