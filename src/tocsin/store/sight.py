"""What a person may see who may see some problems only: documents that bear on these, and what tells of them.

Comes in: ids of watches. Goes out: queries and the ids among those asked for that may be seen. A story may be
seen if any document of it bears on one of the watches, and a document if it does or stands in such a story: a
page of a story is then whole. Knows nothing about people.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, Select, Subquery, func, select

from tocsin.store import lineages, pages, tables
from tocsin.store.pages import Sighting, StoryLine

_b, _m, _d = tables.bearings.c, tables.story_documents.c, tables.documents.c
_AT_ONCE = 500


def seen_stories(watches: Collection[str]) -> Select[tuple[str]]:
    """The ids of all stories that may be seen."""
    bearing = select(_b.document).where(_b.watch.in_(watches))
    return select(_m.story).where(_m.document.in_(bearing))


def seen_documents(watches: Collection[str]) -> Select[tuple[str]]:
    """The ids of all documents that may be seen."""
    bearing = select(_b.document).where(_b.watch.in_(watches))
    told = select(_m.document).where(_m.story.in_(seen_stories(watches)))
    both: Subquery = bearing.union(told).subquery()
    return select(both.c[0])


def among_documents(connection: Connection, watches: Collection[str], ids: Iterable[str]) -> set[str]:
    """Those of the documents that may be seen."""
    return _among(connection, seen_documents(watches), ids)


def among_stories(connection: Connection, watches: Collection[str], ids: Iterable[str]) -> set[str]:
    """Those of the stories that may be seen, each under the id that it stands under now."""
    now = [story for id_ in ids if (story := lineages.find_story(connection, id_))]
    return _among(connection, seen_stories(watches), now)


def newest_documents(connection: Connection, watches: Collection[str], limit: int) -> list[Sighting]:
    """The documents first seen last, of those that may be seen."""
    query = select(_d.id).where(_d.superseded_by.is_(None), _d.first_seen.is_not(None))
    query = query.where(_d.id.in_(seen_documents(watches))).order_by(_d.first_seen.desc()).limit(limit)
    ids = list(connection.execute(query).scalars())
    found = pages.list_sightings(connection, ids)
    return [found[id_] for id_ in ids]


def newest_stories(connection: Connection, watches: Collection[str], limit: int) -> list[StoryLine]:
    """The stories that may be seen, those told by the documents first seen last."""
    newest = newest_documents(connection, watches, pages.NEWEST)
    lines = {line.id: line for line in pages.list_stories(connection, [each.id for each in newest])}
    seen = among_stories(connection, watches, lines)
    moments = {each.id: each.first_seen for each in newest}
    query = select(_m.story, _m.document).where(_m.document.in_(moments), _m.story.in_(seen))
    at: dict[str, dt.datetime | None] = {}
    for story, document in connection.execute(query):
        at[story] = max(filter(None, (at.get(story), moments[document])), default=None)
    told = [lines[story].model_copy(update={"newest": when}) for story, when in at.items()]
    told.sort(key=lambda line: (line.newest is not None, line.newest, line.documents), reverse=True)
    return told[:limit]


def count_documents(connection: Connection, watches: Collection[str]) -> int:
    """How many documents may be seen."""
    query = select(func.count()).select_from(tables.documents)
    query = query.where(_d.superseded_by.is_(None), _d.id.in_(seen_documents(watches)))
    return int(connection.execute(query).scalar_one())


def _among(connection: Connection, seen: Select[tuple[str]], ids: Iterable[str]) -> set[str]:
    asked, found = list(dict.fromkeys(ids)), set[str]()
    table = seen.subquery()
    for start in range(0, len(asked), _AT_ONCE):
        query = select(table.c[0]).where(table.c[0].in_(asked[start : start + _AT_ONCE]))
        found.update(connection.execute(query).scalars())
    return found
