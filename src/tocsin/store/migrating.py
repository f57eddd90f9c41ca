"""Bring the tables of a database up to date, by the numbered steps that it has not seen.

Comes in: an engine on SQLite or PostgreSQL. Goes out: nothing; the tables then have this program's version,
or are as they were. Knows nothing about what a step changes.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine

from tocsin.errors import StoreError
from tocsin.store.migrations import MIGRATIONS, VERSION
from tocsin.store.translating import FUNCTIONS, translate_step

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


def migrate(engine: Engine, address: str) -> None:
    """Apply the steps that the database has not seen, all in one transaction.

    Raises:
        StoreError: the database is newer than this program, or another program's.
    """
    with engine.connect() as connection:
        if _version_of(connection, address) == VERSION:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        version = _version_of(connection, address)  # again: another process may have been quicker
        if version is None:
            connection.exec_driver_sql("CREATE TABLE schema_version (version INTEGER NOT NULL)")
            connection.exec_driver_sql("INSERT INTO schema_version VALUES (0)")
        for statement in _list_statements(connection.dialect.name, version):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"UPDATE schema_version SET version = {VERSION:d}")  # noqa: S608


def _list_statements(dialect: str, version: int | None) -> Iterator[str]:
    """What brings tables of a version up to date, in the words of the database."""
    steps = [statement for step in MIGRATIONS[version or 0 :] for statement in step]
    if dialect == "sqlite":
        yield from steps
        return
    if version is None:
        yield from FUNCTIONS
    for statement in steps:
        yield from translate_step(statement)


def _version_of(connection: Connection, address: str) -> int | None:
    """The version that the tables have; None for an empty database."""
    tables = {name for (name,) in connection.exec_driver_sql(_TABLES[connection.dialect.name])}
    if not tables:
        return None
    if "schema_version" not in tables:
        raise StoreError(address, "is another program's database", "give another address")
    version = int(connection.exec_driver_sql("SELECT version FROM schema_version").scalar_one())
    if version > VERSION:
        raise StoreError(
            address,
            f"was written by a newer Tocsin (tables of version {version}, this one knows {VERSION})",
            "upgrade Tocsin, or give another address",
        )
    return version
