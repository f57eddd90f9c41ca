"""Another program that opens a store's database, of whatever kind, and looks at it or changes it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tocsin.store.addresses import is_server
from tocsin.store.translating import translate_placeholders

Refused = (sqlite3.Error, psycopg.Error)  # what a database says to a program that asks what it may not


class Meddler:
    """A connection of another program."""

    def __init__(self, connection: Any, is_file: bool) -> None:
        self._connection, self.is_file = connection, is_file

    def ask(self, statement: str, arguments: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Carry out a statement; its rows."""
        statement = statement if self.is_file else translate_placeholders(statement)
        cursor = self._connection.execute(statement, arguments)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    def names(self, *kinds: str) -> list[str]:
        """Tables and views, but for the inside of an index."""
        if self.is_file:
            found = self.ask("SELECT name, type FROM sqlite_master ORDER BY name")
            return [name for name, kind in found if kind in kinds and not name.startswith("document_words_")]
        query = "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public'"
        told = {"BASE TABLE": "table", "VIEW": "view"}
        return sorted(str(name) for name, kind in self.ask(query) if told[kind] in kinds)

    def columns(self, name: str) -> list[str]:
        """The columns of a table or view."""
        return [
            str(each[0]) for each in self._connection.execute(f'SELECT * FROM "{name}" LIMIT 0').description
        ]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """All rows of a table or view, by column."""
        return [
            dict(zip(self.columns(name), row, strict=True)) for row in self.ask(f'SELECT * FROM "{name}"')
        ]


@contextmanager
def another_program(address: str) -> Iterator[Meddler]:
    """Another program's connection; what it did is kept unless it was refused something."""
    opened: Any = psycopg.connect(address) if is_server(address) else sqlite3.connect(address)
    with closing(opened), opened:
        yield Meddler(opened, not is_server(address))


def meddle(address: str, statement: str, arguments: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """Carry out one statement as another program."""
    with another_program(address) as other:
        return other.ask(statement, arguments)


def dump(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every table and view with all its rows."""
    with another_program(address) as other:
        names = [name for name in other.names("table", "view") if not name.startswith("document_words")]
        return {name: sorted(other.ask(f'SELECT * FROM "{name}"'), key=repr) for name in names}
