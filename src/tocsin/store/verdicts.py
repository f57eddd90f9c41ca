"""Keep what people judge: letters of sources, and decisions on suggested matches; nothing of it ever changes.

Comes in: grades and decisions. Goes out: the same, in the order in which they were made. Each leaves an entry
in the audit trail. Knows nothing about how they weigh.
"""

import datetime as dt

from sqlalchemy import Connection, func, insert, select

from tocsin.store import suggestions, tables, trail
from tocsin.store.rows import to_record, to_row
from tocsin.terms import MatchDecision, SourceGrade


def put_source_grade(connection: Connection, grade: SourceGrade) -> None:
    """Add a person's letter for a source, with an entry in the trail."""
    connection.execute(insert(tables.source_grades).values(to_row(grade)))
    on = f" on {grade.topic}" if grade.topic else ""
    trail.add_entry(
        connection,
        at=grade.at,
        who=grade.by,
        what=f"graded {grade.letter}{on}",
        record=f"source {grade.source}",
        content=grade.model_dump_json(),
    )


def get_source_grades(connection: Connection, as_of: dt.date | None = None) -> tuple[SourceGrade, ...]:
    """All letters in the order in which they were given; with a day, those given by its end (UTC)."""
    g = tables.source_grades
    query = select(g).order_by(g.c.at, g.c.number)  # a word from another desk comes in where it belongs
    given = (to_record(SourceGrade, row) for row in connection.execute(query).mappings())
    return tuple(each for each in given if _is_by(each.at, as_of))


def put_match_decision(connection: Connection, decision: MatchDecision) -> None:
    """Add a person's word on a match, with an entry in the trail."""
    connection.execute(insert(tables.match_decisions).values(to_row(decision)))
    trail.add_entry(
        connection,
        at=decision.at,
        who=decision.by,
        what="accepted a match" if decision.is_accepted else "rejected a match",
        record=f"indicator {decision.watch}/{decision.indicator}, {decision.item}",
        content=decision.model_dump_json(),
    )


def get_match_decisions(
    connection: Connection, watch: str, as_of: dt.date | None = None
) -> tuple[MatchDecision, ...]:
    """The watch's decisions in the order in which they were made; with a day, those made by its end (UTC)."""
    d = tables.match_decisions
    query = select(d).where(d.c.watch == watch).order_by(d.c.at, d.c.number)
    made = (to_record(MatchDecision, row) for row in connection.execute(query).mappings())
    return tuple(each for each in made if _is_by(each.at, as_of))


def count_verdicts(connection: Connection) -> int:
    """How many letters, decisions and accepted claims there are."""
    found = [select(func.count()).select_from(t) for t in (tables.source_grades, tables.match_decisions)]
    given = sum(connection.execute(query).scalar_one() for query in found)
    return given + suggestions.count_accepted(connection)


def _is_by(at: dt.datetime, as_of: dt.date | None) -> bool:
    return as_of is None or at.astimezone(dt.UTC).date() <= as_of
