"""An open database: the connection that every method of the store works through.

Comes in: an address. Goes out: transactions, each of which reads or writes as a whole or not at all, and
one clear StoreError for whatever a database can suffer. Knows nothing about records.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from tocsin.errors import StoreError
from tocsin.store.addresses import show_address
from tocsin.store.faults import naming_faults
from tocsin.store.opening import open_engine


class Connected:
    """What holds a database open; close it, or use it in a `with` statement.

    `read_only` lets nothing be changed, once the tables are up to date. `address` is what may be shown of it.
    """

    def __init__(self, address: str | Path, *, read_only: bool = False) -> None:
        self.address = show_address(str(address))
        self._engine = open_engine(str(address), read_only=read_only)

    def close(self) -> None:
        """Let go of the file; SQLite then folds its write-ahead log into it."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with naming_faults(self.address), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with (
            naming_faults(self.address),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @property
    def file(self) -> Path:
        """The database's file.

        Raises:
            StoreError: it is a server's.
        """
        if not self.is_file:
            raise StoreError(self.address, "is a server, not a file", "use pg_dump, or tocsin move to a file")
        return Path(self._engine.url.database or "")

    @property
    def is_file(self) -> bool:
        """Whether the database is a file, and not a server's."""
        return self._engine.dialect.name == "sqlite"
