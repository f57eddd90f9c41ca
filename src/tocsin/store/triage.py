"""Keep what each person has read and set aside, and tell which stories documents belong to.

Comes in: a person, a story, a state; ids of documents. Goes out: states by story, stories by document.
Knows nothing about what makes a story worth reading. Reading is no judgement: the audit trail is left alone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select

from tocsin.store import tables
from tocsin.terms import Record

TriageState = Literal["read", "aside"]
_LOT = 400  # ids in one question: some databases take few at once
_t = tables.triage.c


class Triaged(Record):
    """What a person did with a story, and how many documents it had then."""

    story: str
    state: TriageState
    documents: int
    at: dt.datetime


def put_triage(
    connection: Connection, person: str, story: str, state: TriageState, documents: int, at: dt.datetime
) -> None:
    """Lay a story away for a person, in place of what they did with it before."""
    drop_triage(connection, person, story)
    moment = at.astimezone(dt.UTC).isoformat()
    row = {"person": person, "story": story, "state": state, "documents": documents, "at": moment}
    connection.execute(insert(tables.triage).values(row))


def drop_triage(connection: Connection, person: str, story: str) -> None:
    """Take a story out again, as if the person had never seen it."""
    connection.execute(delete(tables.triage).where(_t.person == person, _t.story == story))


def get_triage(connection: Connection, person: str) -> dict[str, Triaged]:
    """What the person has laid away, by story."""
    query = select(_t.story, _t.state, _t.documents, _t.at).where(_t.person == person)
    found = [Triaged.model_validate(dict(row)) for row in connection.execute(query).mappings()]
    return {each.story: each for each in found}


def list_homes(connection: Connection, documents: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Document -> the stories that tell it."""
    s, homes = tables.story_documents.c, dict[str, tuple[str, ...]]()
    for lot in _lots(list(dict.fromkeys(documents))):
        query = select(s.document, s.story).where(s.document.in_(lot)).order_by(s.story)
        for row in connection.execute(query):
            homes[row.document] = (*homes.get(row.document, ()), row.story)
    return homes


def list_newest_of(connection: Connection, stories: Iterable[str]) -> dict[str, dt.datetime]:
    """Story -> when the newest of its documents was first seen."""
    s, d, found = tables.story_documents.c, tables.documents.c, dict[str, dt.datetime]()
    for lot in _lots(list(dict.fromkeys(stories))):
        query = (
            select(s.story, func.max(d.first_seen).label("newest"))
            .join_from(tables.story_documents, tables.documents, d.id == s.document)
            .where(s.story.in_(lot), d.first_seen.is_not(None))
            .group_by(s.story)
        )
        found |= {row.story: dt.datetime.fromisoformat(row.newest) for row in connection.execute(query)}
    return found


def _lots(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _LOT] for start in range(0, len(ids), _LOT))
