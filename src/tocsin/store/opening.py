"""Open the database: set SQLite or PostgreSQL up, bring the tables up to date, name what goes wrong.

Comes in: an address. Goes out: an engine ready for use, of which each transaction reads or writes as one.
Knows nothing about records.
"""

import importlib.util
import json
import os
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as DriverConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from tocsin.errors import StoreError
from tocsin.store.addresses import read_address, show_address
from tocsin.store.driven import note_turn
from tocsin.store.faults import naming_faults
from tocsin.store.migrating import migrate
from tocsin.store.translating import translate_placeholders, translate_query

_PATIENCE = 30_000  # milliseconds to wait for another process that writes
_TURN = 7_163_225  # the lock on a PostgreSQL database that whoever writes holds; any number will do


def open_engine(address: str, *, read_only: bool = False) -> Engine:
    """An engine on the database at `address`, made or brought up to date if need be; then read only if asked.

    Raises:
        StoreError: the address, the database or its contents will not do.
    """
    url = read_address(address)
    is_file = url.get_backend_name() == "sqlite"
    engine = _open_file(url) if is_file else _open_server(url, show_address(address))
    try:
        with naming_faults(show_address(address)):
            migrate(engine, show_address(address))
    except StoreError:
        engine.dispose()
        raise
    if read_only:
        engine.dispose()  # connections that were opened before may write
        event.listen(engine, "connect", _forbid_writing if is_file else _forbid_writing_there)
    return engine


# --- SQLite --------------------------------------------------------------------------------------------


def _open_file(url: URL) -> Engine:
    _free_log(Path(url.database or ""))
    engine = create_engine(url, json_serializer=write_json)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _free_log(file: Path) -> None:
    """Give the log the file's permissions: one made while the file was read-only would keep it so."""
    for side in (file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")):
        if side.exists() and _may_write(file) and not _may_write(side):
            with suppress(OSError):
                side.chmod(file.stat().st_mode)


def _may_write(file: Path) -> bool:
    return os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _set_up(connection: DriverConnection, _: ConnectionPoolEntry) -> None:
    """Write-ahead log (a killed run loses nothing), foreign keys on, wait for other writers."""
    connection.isolation_level = None  # transactions begin where _begin says
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that read first and writes later could find itself shut out."""
    if not _is_alone(connection):
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _is_alone(connection: Connection) -> bool:
    """Whether each statement stands for itself, as those must that write tables anew."""
    return connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"


def _forbid_writing(connection: DriverConnection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only = ON")


# --- PostgreSQL ----------------------------------------------------------------------------------------


def _open_server(url: URL, shown: str) -> Engine:
    """A connection that was lost while nobody used it is made anew, unseen."""
    if importlib.util.find_spec("psycopg") is None:
        raise StoreError(shown, "needs the package psycopg", "install it: pip install 'tocsin[postgres]'")
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "connect", _set_up_there)
    event.listen(engine, "begin", _begin_there)
    event.listen(engine, "before_cursor_execute", _translate, retval=True)
    with naming_faults(shown), engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        remedy = "make one with createdb --encoding UTF8 --template template0"
        raise StoreError(shown, f"holds texts as {encoding}, not as UTF-8", remedy)
    return engine


def _set_up_there(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.execute(f"SET lock_timeout = {_PATIENCE}")
    connection.commit()


def _begin_there(connection: Connection) -> None:
    """Readers see one moment throughout; writers take turns, as they do in a file."""
    if connection.get_execution_options().get("writes"):
        turn = f"SELECT pg_advisory_xact_lock({_TURN}), pg_current_xact_id()::text::bigint"
        note_turn(connection, connection.exec_driver_sql(turn).one()[1])
    elif not _is_alone(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _forbid_writing_there(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.execute("SET default_transaction_read_only = on")
    connection.commit()


def _translate(_: Connection, __: object, statement: str, parameters: Any, *of: Any) -> tuple[str, Any]:
    """Queries are written in SQLite's words; those that SQLAlchemy puts together have their placeholders."""
    context = of[0]
    if context is None or context.compiled is None:
        return translate_placeholders(translate_query(statement)), parameters
    if "json_extract(" in statement or "group_concat(" in statement:
        statement = translate_query(statement)
    return statement, parameters


def write_json(value: object) -> str:
    """A list or mapping as text, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
