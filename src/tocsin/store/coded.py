"""Keeps coded events of other makers, each once, and how far their file has been taken in.

Comes in: rows in the order of the table's columns. Goes out: rows. Knows nothing about files or formats.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tocsin.store.connected import Connected
from tocsin.terms import CODED_COLUMNS, CodedRow

_NAMES = ", ".join(f'"{name}"' for name in CODED_COLUMNS)
_PUT = f"""
    INSERT INTO coded_events ({_NAMES}) VALUES ({", ".join("?" * len(CODED_COLUMNS))}) ON CONFLICT DO NOTHING
"""  # noqa: S608
_NOTE = """
    INSERT INTO coded_files (name, path, format, done, is_finished) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET done = excluded.done, is_finished = excluded.is_finished
"""


class Progress(NamedTuple):
    """How many lines of a file are done, and whether that is all of it."""

    done: int
    is_finished: bool


class Coded(Connected):
    """The methods of a store that keep coded events."""

    def coded_progress(self, name: str) -> Progress:
        """How far the file of this name has been taken in."""
        with self._read() as connection:
            query = "SELECT done, is_finished FROM coded_files WHERE name = ?"
            row = connection.exec_driver_sql(query, (name,)).first()
        return Progress(row[0], bool(row[1])) if row else Progress(0, is_finished=False)

    def put_coded(
        self, rows: Sequence[CodedRow], *, name: str, path: str, form: str, progress: Progress
    ) -> int:
        """Add rows and note how far the file is, all or nothing; how many were new."""
        with self._write() as connection:
            added = connection.exec_driver_sql(_PUT, list(rows)).rowcount if rows else 0
            connection.exec_driver_sql(_NOTE, (name, path, form, progress.done, int(progress.is_finished)))
        return added

    def stream_coded(
        self, *, sources: Sequence[str] = (), since: dt.date | None = None, until: dt.date | None = None
    ) -> Iterator[CodedRow]:
        """Coded events that happened, by id; of some sources or days, if they are named."""
        where, given = ["status = 'occurred'"], list[str]()
        if sources:
            where.append(f"source IN ({', '.join('?' * len(sources))})")
            given += sources
        for sign, day in ((">=", since), ("<=", until)):
            if day:
                where.append(f"start {sign} ?")
                given.append(day.isoformat())
        query = f"SELECT {_NAMES} FROM coded_events WHERE {' AND '.join(where)} ORDER BY id"  # noqa: S608
        with self._read() as connection:
            for row in connection.exec_driver_sql(query, tuple(given)):
                yield tuple(row)

    def stream_read_events(
        self, *, statuses: Collection[str], since: dt.date | None = None, until: dt.date | None = None
    ) -> Iterator[CodedRow]:
        """Events that were read here and have one of these statuses, in the same columns.

        What is denied leaves only where `did-not-occur` is among the statuses; an event without a day leaves
        under the day of its document, and not at all where that is unknown too.
        """
        query = f"""
            SELECT document || '#' || id, 'tocsin', id,
                   coalesce(starts, published), coalesce(ends, starts, published),
                   cameo, class, NULL, kind, actors, NULL, NULL, recipients, NULL, NULL,
                   place, country, NULL, NULL, NULL, NULL, NULL, NULL,
                   CASE polarity WHEN 'affirmed' THEN status ELSE 'did-not-occur' END, NULL, marking
            FROM v_events
            WHERE CASE polarity WHEN 'affirmed' THEN status ELSE 'did-not-occur' END
                  IN ({", ".join("?" * len(statuses))})
              AND coalesce(starts, published) IS NOT NULL
              AND coalesce(starts, published) BETWEEN ? AND ?
            ORDER BY document, id
        """  # noqa: S608
        between = (str(since or dt.date.min), str(until or dt.date.max))
        with self._read() as connection:
            for row in connection.exec_driver_sql(query, (*statuses, *between)):
                yield tuple(row)
