"""The record of truth: SQLite in WAL mode through SQLAlchemy Core."""

from tocsin.store.backups import put_in_place
from tocsin.store.runs import Owner
from tocsin.store.store import Store
from tocsin.store.words import Hit

__all__ = ["Hit", "Owner", "Store", "put_in_place"]
