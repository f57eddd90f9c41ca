"""The record of truth: SQLite in WAL mode through SQLAlchemy Core."""

from tocsin.store.store import Store
from tocsin.store.words import Hit

__all__ = ["Hit", "Store"]
