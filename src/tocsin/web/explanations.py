"""The page of competing explanations: the matrix, what speaks most against whom, and what would change it.

Comes in: a shelf, a watch's id and a day. Goes out: the page's contents as a record; None where the watch
compares nothing. Knows nothing about how places were found or how it looks.
"""

import datetime as dt
from typing import Literal, get_args

from tocsin.brief.matrix import ratings_of
from tocsin.terms import Comparison, LeftOut, MatrixRow, Rating, Record, WeighedRow
from tocsin.web.shelf import Shelf

Order = Literal["against", "apart"]
AGAINST: dict[Rating, int] = {"II": 2, "I": 1}


class ExplanationRow(Record):
    """One row of the matrix with how it counts."""

    row: MatrixRow
    weighed: WeighedRow
    against: int  # how strongly it speaks against all explanations together: II counts 2, I counts 1
    indicators: tuple[tuple[str, str], ...]  # id and name


class Turn(Record):
    """Rows without which another explanation would come first, in words."""

    rows: tuple[str, ...]
    leaders: tuple[str, ...]


class ExplanationsPage(Record):
    """The matrix of one watch as of one day."""

    watch: str
    title: str
    as_of: dt.date
    order: Order
    comparison: Comparison
    rows: tuple[ExplanationRow, ...]
    leaders: tuple[str, ...]
    turns: tuple[Turn, ...]


def show_explanations(shelf: Shelf, watch: str, as_of: dt.date | None, order: str) -> ExplanationsPage | None:
    """The explanations that a watch compares, the rows that speak most against them first."""
    days = shelf.store.days(watch, up_to=as_of, limit=1)
    weighing = shelf.store.weighing(watch, days[0]) if days else None
    made = weighing.comparison if weighing else None
    if made is None:
        return None
    chosen: Order = next((each for each in get_args(Order) if each == order), "against")
    rows = [_row(shelf, watch, made, row) for row in made.matrix.rows]
    rows.sort(key=lambda r: (-r.weighed.diagnosticity if chosen == "apart" else -r.against, r.row.id))
    return ExplanationsPage(
        watch=watch,
        title=shelf.title(watch),
        as_of=days[0],
        order=chosen,
        comparison=made,
        rows=tuple(rows),
        leaders=_names(made, made.orders[0].leaders),
        turns=tuple(_turn(made, each) for each in made.rests_on),
    )


def _row(shelf: Shelf, watch: str, made: Comparison, row: MatrixRow) -> ExplanationRow:
    rated = [rating for each in made.hypotheses for _, rating in ratings_of(row, each.id)]
    return ExplanationRow(
        row=row,
        weighed=next(each for each in made.rows if each.row == row.id),
        against=sum(AGAINST.get(rating, 0) for rating in rated),
        indicators=tuple((id_, shelf.indicator_name(watch, id_)) for id_ in row.indicators),
    )


def _turn(made: Comparison, left: LeftOut) -> Turn:
    told = {row.id: row.statement for row in made.matrix.rows}
    return Turn(rows=tuple(told.get(id_, id_) for id_ in left.rows), leaders=_names(made, left.leaders))


def _names(made: Comparison, ids: tuple[str, ...]) -> tuple[str, ...]:
    names = {each.id: each.name for each in made.hypotheses}
    return tuple(names.get(id_, id_) for id_ in ids)
