"""The database's own driver, for statements that are asked many times for every document.

Comes in: a connection. Goes out: what puts statements in SQLite's words to SQLite as they stand, and to
PostgreSQL translated; and whether others have written since. Knows nothing about any statement.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from tocsin.store.translating import translate_placeholders, translate_query

Arguments = Sequence[Any]


class Driver(Protocol):
    """What statements are put to; SQLite's connection as it is."""

    def execute(self, query: str, arguments: Arguments = ..., /) -> Iterable[tuple[Any, ...]]:
        """Carry out one statement; its rows."""

    def executemany(self, query: str, rows: Iterable[Arguments], /) -> object:
        """Carry out one statement for each row of arguments."""


def driver_of(connection: Connection) -> Driver:
    """The driver under a connection."""
    driver: Any = connection.connection.driver_connection
    return driver if connection.dialect.name == "sqlite" else _Translated(driver)


def written_by_others(connection: Connection) -> tuple[int, int]:
    """What changes when another connection has written since it was asked last."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        ((version,),) = driver.execute("PRAGMA data_version")
        return id(driver), int(version)
    return id(driver), int(connection.info["written by others"])


def note_turn(connection: Connection, transaction: int) -> None:
    """Count for a connection to PostgreSQL how often others wrote between two of its turns.

    Each transaction that writes has the number after the last one, so a gap is another's.
    """
    info = connection.info
    others = transaction - 1 != info.get("last turn")
    info["written by others"] = info.get("written by others", 0) + others
    info["last turn"] = transaction


class _Translated:
    """PostgreSQL's driver, spoken to in SQLite's words."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def execute(self, query: str, arguments: Arguments = (), /) -> Iterable[tuple[Any, ...]]:
        with self._driver.cursor() as cursor:
            cursor.execute(_translate(query), _name(query, arguments))
            rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.description else []
            return rows

    def executemany(self, query: str, rows: Iterable[Arguments], /) -> None:
        with self._driver.cursor() as cursor:
            cursor.executemany(_translate(query), [_name(query, row) for row in rows])


def _translate(query: str) -> str:
    return translate_placeholders(translate_query(query))


def _name(query: str, arguments: Arguments) -> Any:
    """Arguments by number where the statement numbers them."""
    if "?1" not in query:
        return tuple(arguments)
    return {f"p{number}": value for number, value in enumerate(arguments, start=1)}
