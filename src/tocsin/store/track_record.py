"""Keep the track record: settled questions with their scores, which are added and never changed.

Comes in: settled questions. Goes out: the same, by watch and day. The database itself refuses to change
one or take it out. Knows nothing about how a question is settled.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from tocsin.errors import StoreError
from tocsin.store import tables
from tocsin.terms import SettledQuestion

_s = tables.settled.c


def put_settled(connection: Connection, settled: Sequence[SettledQuestion]) -> None:
    """Add the outcomes that are new; a question without one is passed over, and twice is once.

    Raises:
        StoreError: a question stands there with the other outcome.
    """
    for each in settled:
        if each.outcome is None:
            continue
        asked = each.question
        same = (_s.watch == asked.watch, _s.brief == asked.brief, _s.scenario == asked.scenario)
        before = connection.execute(select(_s.outcome).where(*same)).scalar_one_or_none()
        if before is None:
            connection.execute(insert(tables.settled).values(_row(each)))
        elif before != each.outcome:
            raise StoreError(
                f"question {asked.scenario} of brief {asked.brief}",
                f"was settled before with {'yes' if before else 'no'}",
                "the track record is never changed; say in a note why the record of events was corrected",
            )


def get_settled(connection: Connection, watch: str, as_of: dt.date | None) -> tuple[SettledQuestion, ...]:
    """The watch's settled questions, in the order of settling, up to a day if one is named."""
    query = select(_s.body).where(_s.watch == watch).order_by(_s.number)
    if as_of is not None:
        query = query.where(_s.settled_on <= as_of.isoformat())
    return tuple(SettledQuestion.model_validate_json(body) for body in connection.execute(query).scalars())


def _row(settled: SettledQuestion) -> dict[str, object]:
    asked, said = settled.question, settled.score("said")
    assert said is not None  # an outcome comes with its scores
    return {
        "watch": asked.watch,
        "brief": asked.brief,
        "scenario": asked.scenario,
        "as_of": asked.as_of.isoformat(),
        "by": asked.by.isoformat(),
        "probability": asked.probability,
        "outcome": settled.outcome,
        "settled_on": settled.settled_on.isoformat(),
        "settler": settled.settler,
        "brier": said.brier,
        "log": said.log,
        "illustration": settled.illustration,
        "body": settled.model_dump_json(),
    }
