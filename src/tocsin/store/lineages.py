"""Put a story that tracing found in place of what it was, and take stories and their changes out again.

Comes in: stories. Goes out: the same stories, and what became of others. Stories, origins and edges are
derived: each is replaced whole when its documents change. Knows nothing about how texts are traced.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, delete, insert, select

from tocsin.store import tables
from tocsin.store.rows import AnyRecord, to_record, to_row
from tocsin.terms import ClaimChange, Count, Edge, Independent, Origin, Story, StoryChange

_SIDES = ("asserting", "denying")


def put_stories(connection: Connection, told: Sequence[Story], began: Mapping[str, str]) -> None:
    """Store stories; `began` (by id) sorts them in the order of their earliest documents."""
    drop_stories(connection, [story.id for story in told])
    _insert(connection, tables.stories, [_story_row(story) | {"began": began[story.id]} for story in told])
    for table, name in ((tables.origins, "origins"), (tables.edges, "edges")):
        rows = [
            to_row(part) | {"story": story.id, "position": n}
            for story in told
            for n, part in enumerate(getattr(story, name))
        ]
        _insert(connection, table, rows)


def drop_stories(connection: Connection, ids: Iterable[str]) -> None:
    """Take stories out that are no more; their origins and edges go with them."""
    connection.execute(delete(tables.stories).where(tables.stories.c.id.in_(list(ids))))


def get_stories(connection: Connection, ids: Collection[str] | None = None) -> list[Story]:
    """All stories, or these, in the order of their earliest documents; origins are numbered within each."""
    query = select(tables.stories).order_by(tables.stories.c.began, tables.stories.c.id)
    if ids is not None:
        query = query.where(tables.stories.c.id.in_(ids))
    origins = _take(connection, tables.origins, Origin, ids)
    edges = _take(connection, tables.edges, Edge, ids)
    return [
        Story(
            id=row["id"],
            documents=tuple(row["documents"]),
            guests=tuple(row["guests"]),
            claim=row["claim"],
            independent=Independent(
                asserting=Count(**{end: row[f"asserting_{end}"] for end in Count.model_fields}),
                denying=Count(**{end: row[f"denying_{end}"] for end in Count.model_fields}),
            ),
            origins=tuple(origins[row["id"]]),
            edges=tuple(edges[row["id"]]),
            changes=tuple(ClaimChange.model_validate(change) for change in row["changes"]),
        )
        for row in connection.execute(query).mappings()
    ]


def list_stories_of(connection: Connection, documents: Sequence[str]) -> list[str]:
    """Ids of the stories that tell any of the documents, at home there or as guests."""
    marks, guests = tables.marks.c, tables.guests.c
    found: dict[str, None] = {}
    for start in range(0, len(documents), 500):
        some = documents[start : start + 500]
        at_home = select(marks.story).where(marks.document.in_(some), marks.story.is_not(None))
        visited = select(guests.story).where(guests.document.in_(some))
        found |= dict.fromkeys(connection.execute(at_home.union(visited)).scalars())
    return sorted(found)


def find_story(connection: Connection, id: str) -> str | None:
    """The id under which a story stands now, also where it went into another; None where there is none."""
    gone = tables.story_redirects
    now = connection.execute(select(gone.c.to).where(gone.c.story == id)).scalar_one_or_none() or id
    known = select(tables.stories.c.id).where(tables.stories.c.id == now)
    return connection.execute(known).scalar_one_or_none()


def get_changes(connection: Connection, as_of: dt.date | None = None) -> list[StoryChange]:
    """Which stories merged and split, in order; with a day, by what was first seen by its end (UTC)."""
    query = select(tables.story_changes).order_by(tables.story_changes.c.number)
    if as_of is not None:
        query = query.where(tables.story_changes.c.seen < (as_of + dt.timedelta(days=1)).isoformat())
    return [to_record(StoryChange, row) for row in connection.execute(query).mappings()]


def _story_row(story: Story) -> dict[str, object]:
    counts = {
        f"{side}_{end}": getattr(getattr(story.independent, side), end)
        for side in _SIDES
        for end in Count.model_fields
    }
    changes = [change.model_dump(mode="json") for change in story.changes]
    told = {"documents": list(story.documents), "guests": list(story.guests), "changes": changes}
    return {"id": story.id, "claim": story.claim} | told | counts


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _take(
    connection: Connection, table: Table, kind: type[AnyRecord], stories: Collection[str] | None
) -> dict[str, list[AnyRecord]]:
    """Records of a kind by their story, each in its place."""
    query = select(table).order_by(table.c.story, table.c.position)
    if stories is not None:
        query = query.where(table.c.story.in_(stories))
    found: dict[str, list[AnyRecord]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["story"]].append(to_record(kind, row))
    return found
