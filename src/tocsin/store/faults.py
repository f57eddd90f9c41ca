"""Name what a database suffers: what happened, where, and what to do, in one line.

Comes in: what SQLite or PostgreSQL says. Goes out: a StoreError that a user can act on; a password is never
in it. Knows nothing about records.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SqliteError

from sqlalchemy.exc import DBAPIError

from tocsin.errors import StoreError

_KEPT = "what was stored is kept, and nothing is stored by half"

# What the database says (a pattern), what that means for the user, and what to do; the first that fits.
_MEANINGS = (
    ("file is not a database", "is not a database", "give another address, or move that file away"),
    ("malformed", "is damaged", "restore it from a copy, or give another address and collect again"),
    (
        "disk is full",
        "cannot be written: the disk is full",
        "make room and run again; what was stored is kept",
    ),
    (
        "no space left",
        "cannot be written: the server's disk is full",
        f"make room there and run again; {_KEPT}",
    ),
    ("readonly", "cannot be written: it is read-only", "change its permissions, or give another address"),
    (
        "read-only transaction",
        "cannot be written: it is read-only",
        "change its permissions, or give another address",
    ),
    ("unable to open", "cannot be opened", "check that its folder exists and may be written"),
    ("disk i/o error", "cannot be read or written (input/output error)", "check the disk and run again"),
    ("is locked", "is in use by another run", "wait for that run to end and run again"),
    ("lock timeout", "is in use by another run", "wait for that run to end and run again"),
    ("no such module: fts5", "needs SQLite with full-text search (FTS5)", "use a Python whose SQLite has it"),
    (
        "authentication failed",
        "does not know this user, or not this password",
        "check the user, and the password in the address, in PGPASSWORD or in ~/.pgpass",
    ),
    (
        "no password supplied",
        "asks for a password",
        "give it in PGPASSWORD or in ~/.pgpass",
    ),
    ('role ".*" does not exist', "does not know this user", "check the user in the address"),
    (
        'database ".*" does not exist',
        "is a database that the server does not have",
        "make it: createdb --encoding UTF8 --template template0 NAME",
    ),
    ("permission denied", "does not let this user do that", "have its owner grant it, or use another user"),
    (
        r"nul \(0x00\)",
        "cannot hold a text with a NUL character",
        "take it out of the text; nothing was stored",
    ),
    ("starting up", "is just starting", "run again in a moment"),
    ("shutting down", "is being shut down", f"run again when it is back; {_KEPT}"),
    ("failed to resolve host", "cannot be reached: there is no such host", "check the host"),
    (
        "connection failed|connection is bad|connection timeout",
        "cannot be reached",
        "check host and port, and that the server runs",
    ),
    (
        "terminating connection|server closed|connection is (closed|lost)|consuming input",
        "was lost in the midst of work",
        f"run again when the server is back; {_KEPT}",
    ),
)


@contextmanager
def naming_faults(address: str) -> Iterator[None]:
    """Turn what the database says into one line that a user can act on."""
    try:
        yield
    except (DBAPIError, SqliteError, UnicodeEncodeError) as fault:
        raise _name(address, fault.orig if isinstance(fault, DBAPIError) else fault) from fault
    except Exception as fault:
        if type(fault).__module__.partition(".")[0] == "psycopg":  # which need not be installed
            raise _name(address, fault) from fault
        raise


def _name(address: str, fault: BaseException | None) -> StoreError:
    said = " ".join(str(fault).split("\n")[0].split())
    for sign, what, remedy in _MEANINGS:
        if re.search(sign, str(fault).lower()):
            return StoreError(address, what, remedy)
    return StoreError(address, f"refused a change ({said})", "nothing was changed; please report this")
