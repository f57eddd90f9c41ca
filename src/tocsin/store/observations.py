"""Keep what a desk learnt by other ways than articles, beside the document that holds its words.

Comes in: observations. Goes out: the same, for documents asked for. Knows nothing about how they weigh.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.terms import Observation


def put_observation(connection: Connection, observation: Observation) -> None:
    """Store an observation in place of what was said of the same document before."""
    row = to_row(observation)
    put = insert(tables.observations).values(row)
    connection.execute(put.on_conflict_do_update(index_elements=["document"], set_=row))


def get_observations(connection: Connection, documents: Sequence[str]) -> list[Observation]:
    """The observations among the documents, in the order of their ids."""
    o = tables.observations
    query = select(o).where(o.c.document.in_(documents)).order_by(o.c.document)
    return [to_record(Observation, row) for row in connection.execute(query).mappings()]
