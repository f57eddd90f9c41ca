"""Whether the store has changed since it was last asked, told in microseconds.

Comes in: nothing. Goes out: a number that is another one after each change by anybody. Knows nothing about
what changed.
"""

import threading
import time
from pathlib import Path

from sqlalchemy import PoolProxiedConnection

from tocsin.store.connected import Connected
from tocsin.store.opening import naming_faults


class Changing(Connected):
    """The method of a store by which what was made from it is known to be still good."""

    def __init__(self, address: str | Path, *, read_only: bool = False) -> None:
        super().__init__(address, read_only=read_only)
        self._looking = threading.Lock()
        self._observer: PoolProxiedConnection | None = None

    def version(self) -> int:
        """Another number after each change; where the database does not count them, another each second."""
        if self._engine.dialect.name != "sqlite":
            return int(time.monotonic())
        with naming_faults(self.address), self._looking:
            if self._observer is None:
                self._observer = self._engine.raw_connection()
                self._observer.detach()  # from the pool: the count is each connection's own
            cursor = self._observer.cursor()
            cursor.execute("PRAGMA data_version")
            (counted,) = cursor.fetchone() or (0,)
            return int(counted)

    def close(self) -> None:
        """Let go of the file."""
        with self._looking:
            if self._observer is not None:
                self._observer.close()
                self._observer = None
        super().close()
