"""Read the address of a database: a file, an SQLite address, or a PostgreSQL server's.

Comes in: an address as a user gives it. Goes out: the address for SQLAlchemy, and what of it may be shown.
Knows nothing about what stands there.
"""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from tocsin.errors import StoreError

_EXAMPLES = "give a file, such as tocsin.db, or postgresql://user@host/database"
_PATIENCE = "10"  # seconds to wait for a server that does not answer


def read_address(address: str) -> URL:
    """The address of a file, or of a server's database.

    Raises:
        StoreError: it is no address of a database that can be used here.
    """
    if "://" not in address:
        path = Path(address).expanduser()
        _check_path(path, address)
        return URL.create("sqlite", database=str(path))
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        raise StoreError(_bare(address), "is not an address", _EXAMPLES) from None
    if url.get_backend_name() == "postgresql":
        return _read_server(url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise StoreError(show_address(address), "is not a file's address", _EXAMPLES)
    _check_path(Path(url.database), address)
    return URL.create("sqlite", database=url.database)


def is_server(address: str) -> bool:
    """Whether the address is a PostgreSQL server's."""
    return address.startswith(("postgresql:", "postgresql+", "postgres:"))


def show_address(address: str) -> str:
    """What may be shown of an address, since a message may end up in a log: no user and no password."""
    if "://" not in address:
        return address
    try:
        url = make_url(address)
        host = f"{url.host or ''}{f':{url.port}' if url.port else ''}"
    except (ArgumentError, ValueError):
        return _bare(address)
    if url.get_backend_name() == "sqlite":
        return address
    return f"{url.get_backend_name()}://{host}/{url.database or ''}"


def _bare(address: str) -> str:
    """The kind of address alone: nobody knows where in a broken one a password stands."""
    return f"{address.partition('://')[0]}://"


def _read_server(url: URL) -> URL:
    if not url.database:
        raise StoreError(show_address(str(url)), "names no database", _EXAMPLES)
    url = url.set(drivername="postgresql+psycopg")
    return url if "connect_timeout" in url.query else url.update_query_dict({"connect_timeout": _PATIENCE})


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
