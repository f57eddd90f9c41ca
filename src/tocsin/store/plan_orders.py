"""Keep what people decided about plans: each word with who and when; added, never changed or taken out.

Comes in: orders. Goes out: the same, in the order in which they were given. The database itself refuses to
change one. Knows nothing about what an order does to a plan.
"""

import datetime as dt

from sqlalchemy import Connection, func, insert, select

from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.terms import PlanOrder

_o = tables.plan_orders.c


def put_plan_order(connection: Connection, order: PlanOrder) -> None:
    """Add an order after the last one."""
    connection.execute(insert(tables.plan_orders).values(to_row(order)))


def get_plan_orders(connection: Connection, watch: str, as_of: dt.date | None) -> tuple[PlanOrder, ...]:
    """The watch's orders, the earliest first; with a day, those given by its end (UTC)."""
    query = select(tables.plan_orders).where(_o.watch == watch).order_by(_o.at, _o.number)
    given = [to_record(PlanOrder, row) for row in connection.execute(query).mappings()]
    return tuple(each for each in given if as_of is None or each.at.astimezone(dt.UTC).date() <= as_of)


def count_plan_orders(connection: Connection, watch: str) -> int:
    """How many orders were given for the watch: it grows with each."""
    query = select(func.count()).select_from(tables.plan_orders).where(_o.watch == watch)
    return connection.execute(query).scalar_one()
