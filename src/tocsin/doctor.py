"""What is installed, what is missing, and what can be written to: a look before the first real run.

Comes in: the store's address and the settings. Goes out: findings, one line each. It changes nothing
but a temporary file that it removes.
"""

import importlib.metadata
import importlib.util
import os
import platform
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tocsin import __version__
from tocsin.config import Settings
from tocsin.errors import TocsinError
from tocsin.store import Store
from tocsin.store.addresses import is_server, show_address
from tocsin.watches import load_watch, packaged_watches

_CORE = (
    "pydantic",
    "sqlalchemy",
    "trafilatura",
    "py3langid",
    "numpy",
    "scipy",
    "jinja2",
    "holidays",
    "rapidfuzz",
)
_EXTRAS = {
    "pypdfium2": ("PDF files are read", "PDF files will be refused", 'pip install "tocsin[pdf]"'),
    "stix2": ("exports as STIX", "no exports as STIX", 'pip install "tocsin[interop]"'),
    "psycopg": (
        "PostgreSQL by address",
        "no PostgreSQL by address",
        'pip install "tocsin[postgres]"',
    ),
    "mcp": ("models may read the store", "no server for models", 'pip install "tocsin[assist]"'),
    "apprise": ("alerts through services", "no alerts through services", 'pip install "tocsin[alerts]"'),
    "pyarrow": ("Parquet in and out", "no Parquet", 'pip install "tocsin[parquet]"'),
}


class Finding(NamedTuple):
    """One thing looked at: whether it is well, what was found, and what to do if it is not."""

    is_well: bool
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        mark = "ok     " if self.is_well else "missing"
        return f"{mark}  {self.what}" + (f"; {self.remedy}" if self.remedy else "")


def _well(what: str, remedy: str = "") -> Finding:
    return Finding(is_well=True, what=what, remedy=remedy)


def _missing(what: str, remedy: str) -> Finding:
    return Finding(is_well=False, what=what, remedy=remedy)


def examine(address: str, settings: Settings) -> list[Finding]:
    """Everything that a run needs, looked at once."""
    return [
        _well(f"tocsin {__version__}, Python {platform.python_version()} on {sys.platform}"),
        *(_package(name) for name in _CORE),
        *(_extra(name, *words) for name, words in _EXTRAS.items()),
        _full_text_search(),
        _writable(address),
        *(_packaged_watch(name) for name in packaged_watches()),
        _settings(settings),
    ]


def _settings(settings: Settings) -> Finding:
    db, limit = show_address(settings.db), settings.max_document_bytes
    return _well(f"settings: db={db} jobs={settings.jobs} limit={limit} bytes")


def _package(name: str) -> Finding:
    if importlib.util.find_spec(name) is None:
        return _missing(f"package {name}", "install tocsin again: pip install tocsin")
    return _well(f"{name} {importlib.metadata.version(name)}")


def _extra(name: str, with_it: str, without: str, remedy: str) -> Finding:
    if importlib.util.find_spec(name) is None:
        return _well(f"{name} is not installed: {without}", remedy)
    return _well(f"{name} {importlib.metadata.version(name)}: {with_it}")


def _full_text_search() -> Finding:
    options = sqlite3.connect(":memory:").execute("PRAGMA compile_options").fetchall()
    has = ("ENABLE_FTS5",) in options
    what = f"SQLite {sqlite3.sqlite_version} with full-text search (FTS5)"
    return _well(what) if has else _missing(what, "use a Python whose SQLite has FTS5")


def _writable(address: str) -> Finding:
    if is_server(address):
        return _opens(address, "its tables are up to date")
    path = Path(address.removeprefix("sqlite:///"))
    if path.exists():
        return _opens(address, f"{path.stat().st_size:,} bytes")
    folder = path.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return _missing(
            f"store {address}: {folder} cannot be written", "choose another with --db or TOCSIN_DB"
        )
    with tempfile.TemporaryFile(dir=folder):
        pass
    return _well(f"store {address}: not there yet, and its folder can be written")


def _opens(address: str, told: str) -> Finding:
    try:
        Store(address).close()
    except TocsinError as error:
        return _missing(f"store {error.where}: {error.what}", error.remedy)
    return _well(f"store {show_address(address)}: opens, {told}")


def _packaged_watch(name: str) -> Finding:
    try:
        watch = load_watch(name)
    except TocsinError as error:
        return _missing(f"watch {name}: {error.what}", error.remedy)
    return _well(f"watch {name}: {len(watch.scenarios)} scenarios, {len(watch.indicators)} indicators")
