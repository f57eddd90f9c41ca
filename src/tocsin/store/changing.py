"""Whether the store has changed since it was last asked, told in microseconds.

Comes in: nothing. Goes out: a number that is another one after each change by anybody. Knows nothing about
what changed.
"""

import threading
from pathlib import Path

from sqlalchemy import PoolProxiedConnection, func, select

from tocsin.store import tables
from tocsin.store.connected import Connected
from tocsin.store.faults import naming_faults


class Changing(Connected):
    """The method of a store by which what was made from it is known to be still good."""

    def __init__(self, address: str | Path, *, read_only: bool = False) -> None:
        super().__init__(address, read_only=read_only)
        self._looking = threading.Lock()
        self._observer: PoolProxiedConnection | None = None

    def version(self) -> int:
        """Another number after each change."""
        if not self.is_file:
            with self._read() as connection:  # which transactions were done, and which were under way
                query = "SELECT hashtext(pg_current_snapshot()::text)"
                return int(connection.exec_driver_sql(query).scalar_one())
        with naming_faults(self.address), self._looking:
            if self._observer is None:
                self._observer = self._engine.raw_connection()
                self._observer.detach()  # from the pool: the count is each connection's own
            cursor = self._observer.cursor()
            cursor.execute("PRAGMA data_version")
            (counted,) = cursor.fetchone() or (0,)
            return int(counted)

    def briefs_version(self) -> tuple[int, int]:
        """Other numbers after a brief was published, or a text erased."""
        with self._read() as connection:
            last = connection.execute(select(func.max(tables.briefs.c.number))).scalar() or 0
            erased = connection.execute(select(func.count()).select_from(tables.erasures)).scalar_one()
            return int(last), int(erased)

    def close(self) -> None:
        """Let go of the file."""
        with self._looking:
            if self._observer is not None:
                self._observer.close()
                self._observer = None
        super().close()
