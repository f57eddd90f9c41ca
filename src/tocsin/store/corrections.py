"""Keep what analysts cut and added by hand, with who said so and when; nothing of it is ever deleted.

Comes in: corrections, which go into the audit trail, too. Goes out: corrections, in order. Knows nothing
about what they change.
"""

import datetime as dt

from sqlalchemy import Connection, insert, select

from tocsin.store import tables, trail
from tocsin.store.rows import to_record, to_row
from tocsin.terms import Correction


def put_correction(connection: Connection, correction: Correction, document: str) -> None:
    """Add a correction with its entry in the audit trail, unless the last word on this link is the same."""
    link = (correction.document, correction.to)
    last = [each for each in get_corrections(connection) if (each.document, each.to) == link][-1:]
    if not last or last[0].is_cut != correction.is_cut:
        connection.execute(insert(tables.corrections).values(to_row(correction)))
        assert correction.by and correction.at, "an analyst's word is kept with who and when"
        trail.add_entry(
            connection,
            at=correction.at,
            who=correction.by,
            what="cut a link" if correction.is_cut else "added a link",
            record=f"document {document}",
            content=correction.model_dump_json(),
        )


def get_corrections(connection: Connection, as_of: dt.date | None = None) -> list[Correction]:
    """All corrections in the order in which they were made; with a day, those made by its end (UTC)."""
    query = select(tables.corrections).order_by(tables.corrections.c.number)
    made = [to_record(Correction, row) for row in connection.execute(query).mappings()]
    return [c for c in made if as_of is None or c.at is None or c.at.astimezone(dt.UTC).date() <= as_of]
