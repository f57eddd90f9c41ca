"""The record of truth: SQLite in WAL mode through SQLAlchemy Core."""
