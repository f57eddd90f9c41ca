"""The views as any program sees them: their names, their columns, their rows as they stream.

Comes in: a connection. Goes out: rows. Knows nothing about what a view means; docs/store.md says that.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect, text


def list_views(connection: Connection) -> dict[str, tuple[str, ...]]:
    """The views for people (`v_...`) with their columns, by name."""
    asked = inspect(connection)
    names = sorted(name for name in asked.get_view_names() if name.startswith("v_"))
    return {name: tuple(column["name"] for column in asked.get_columns(name)) for name in names}


def stream_view(connection: Connection, name: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """These columns of every row of a view of `list_views`."""
    chosen = ", ".join(f'"{column}"' for column in columns)
    query = text(f'SELECT {chosen} FROM "{name}"')  # noqa: S608 - names of our own views
    yield from (tuple(row) for row in connection.execution_options(yield_per=1_000).execute(query))
