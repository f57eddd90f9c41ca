"""Put what tracing found, in place of what it found before, and take it out again.

Comes in: a lineage. Goes out: the same lineage. Stories, origins and edges are derived, so a new
lineage replaces the old one whole, in one transaction. Knows nothing about how texts are traced.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, delete, insert, select

from tocsin.store import tables
from tocsin.store.rows import AnyRecord, to_record, to_row
from tocsin.terms import Count, Edge, Independent, Lineage, Origin, Story

_SIDES = ("asserting", "denying")


def put_lineage(connection: Connection, lineage: Lineage) -> None:
    """Store all stories of a run; those of an earlier run go."""
    connection.execute(delete(tables.stories))  # origins and edges go with their story
    for position, story in enumerate(lineage.stories):
        connection.execute(insert(tables.stories).values(_story_row(story) | {"position": position}))
        _insert(connection, tables.origins, story.id, [to_row(origin) for origin in story.origins])
        _insert(connection, tables.edges, story.id, [to_row(edge) for edge in story.edges])


def get_lineage(connection: Connection) -> Lineage:
    """All stories, in the order in which tracing gave them."""
    rows = connection.execute(select(tables.stories).order_by(tables.stories.c.position)).mappings().all()
    return Lineage(
        stories=tuple(
            Story(
                id=row["id"],
                documents=tuple(row["documents"]),
                claim=row["claim"],
                independent=Independent(
                    asserting=Count(**{end: row[f"asserting_{end}"] for end in Count.model_fields}),
                    denying=Count(**{end: row[f"denying_{end}"] for end in Count.model_fields}),
                ),
                origins=_take(connection, tables.origins, Origin, row["id"]),
                edges=_take(connection, tables.edges, Edge, row["id"]),
            )
            for row in rows
        )
    )


def get_stories_of(connection: Connection, documents: Sequence[str]) -> Lineage:
    """The stories that tell any of the documents."""
    wanted = set(documents)
    stories = get_lineage(connection).stories
    return Lineage(stories=tuple(each for each in stories if wanted.intersection(each.documents)))


def _story_row(story: Story) -> dict[str, object]:
    counts = {
        f"{side}_{end}": getattr(getattr(story.independent, side), end)
        for side in _SIDES
        for end in Count.model_fields
    }
    return {"id": story.id, "documents": list(story.documents), "claim": story.claim} | counts


def _insert(connection: Connection, table: Table, story: str, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(
            insert(table), [row | {"story": story, "position": n} for n, row in enumerate(rows)]
        )


def _take(connection: Connection, table: Table, kind: type[AnyRecord], story: str) -> tuple[AnyRecord, ...]:
    query = select(table).where(table.c.story == story).order_by(table.c.position)
    return tuple(to_record(kind, row) for row in connection.execute(query).mappings())
