"""Open the database: check the address, set SQLite up, bring the tables up to date, name what goes wrong.

Comes in: an address (a file, or an SQLite address). Goes out: an engine ready for use. Knows nothing
about records.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection as DriverConnection
from sqlite3 import Error as DriverError

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from tocsin.errors import StoreError
from tocsin.store.migrations import MIGRATIONS, VERSION

_PATIENCE = 30_000  # milliseconds to wait for another process that writes

# What SQLite says, what that means for the user, and what to do; the first that fits is taken.
_MEANINGS = (
    ("file is not a database", "is not a database", "give another address, or move that file away"),
    ("malformed", "is damaged", "restore it from a copy, or give another address and collect again"),
    (
        "disk is full",
        "cannot be written: the disk is full",
        "make room and run again; what was stored is kept",
    ),
    ("readonly", "cannot be written: it is read-only", "change its permissions, or give another address"),
    ("unable to open", "cannot be opened", "check that its folder exists and may be written"),
    ("disk i/o error", "cannot be read or written (input/output error)", "check the disk and run again"),
    ("is locked", "is in use by another run", "wait for that run to end and run again"),
    ("no such module: fts5", "needs SQLite with full-text search (FTS5)", "use a Python whose SQLite has it"),
)


def open_engine(address: str, *, read_only: bool = False) -> Engine:
    """An engine on the database at `address`, made or brought up to date if need be; then read only if asked.

    Raises:
        StoreError: the address, the file or its contents will not do.
    """
    url = _read_address(address)
    _free_log(Path(url.database or ""))
    engine = create_engine(url, json_serializer=_write_json)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        with naming_faults(address):
            migrate(engine, address)
    except StoreError:
        engine.dispose()
        raise
    if read_only:
        engine.dispose()  # connections that were opened before may write
        event.listen(engine, "connect", _forbid_writing)
    return engine


def _forbid_writing(connection: DriverConnection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only = ON")


@contextmanager
def naming_faults(address: str) -> Iterator[None]:
    """Turn what the database says into one line that a user can act on."""
    try:
        yield
    except (DBAPIError, DriverError, UnicodeEncodeError) as fault:
        said = str(fault.orig if isinstance(fault, DBAPIError) else fault)
        for sign, what, remedy in _MEANINGS:
            if sign in said.lower():
                raise StoreError(address, what, remedy) from fault
        raise StoreError(
            address, f"refused a change ({said})", "nothing was changed; please report this"
        ) from fault


def _read_address(address: str) -> URL:
    if "://" not in address:
        path = Path(address).expanduser()
        _check_path(path, address)
        return URL.create("sqlite", database=str(path))
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError(address, "is not an address", "give a file, such as tocsin.db") from None
    if url.get_backend_name() == "postgresql":
        raise StoreError(
            _without_password(url), "PostgreSQL is not supported yet", "give a file, such as tocsin.db"
        )
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise StoreError(_without_password(url), "is not a file's address", "give a file, such as tocsin.db")
    _check_path(Path(url.database), address)
    return URL.create("sqlite", database=url.database)


def _without_password(url: URL) -> str:
    """The address with its host and database only: a message may end up in a log."""
    return f"{url.drivername}://{url.host or ''}{'/' if url.host else ''}{url.database or ''}"


def _check_path(path: Path, address: str) -> None:
    try:
        if path.is_dir():
            raise StoreError(
                address, "is a folder, not a database file", "give a file in it, such as tocsin.db"
            )
        if not path.parent.is_dir():
            raise StoreError(
                address, f"the folder {path.parent} does not exist", "make it, or give another address"
            )
    except (OSError, ValueError) as fault:
        raise StoreError(
            address, f"cannot be opened ({fault})", "check the path and its permissions"
        ) from fault


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
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql("UPDATE schema_version SET version = ?", (VERSION,))


def _version_of(connection: Connection, address: str) -> int:
    """The version that the tables have; 0 for an empty database."""
    tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
    if not tables:
        connection.exec_driver_sql("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO schema_version VALUES (0)")
        return 0
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
