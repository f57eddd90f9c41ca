"""The table of kinds of relation: what one country does for, with or against another, and who tells of it.

Comes in: relations.yaml. Goes out: frozen kinds and a few lengths of time. It knows no pair and no event.
"""

from functools import cache
from importlib import resources

from tocsin.reference.tables import parse_table
from tocsin.terms import Record


class RelationKind(Record):
    """One kind of relation and the warning kinds of events that tell of it."""

    name: str
    events: tuple[str, ...]
    mutual: bool  # returned in the doing: no service one way
    together: bool  # both must be named as doers
    against: bool  # done against the other, and no service


class RelationTable(Record):
    """The table relations.yaml; lengths are in days."""

    kinds: dict[str, RelationKind]
    one_act_days: int
    recent_days: int
    least_older_days: int
    unusual: float


@cache
def relation_table() -> RelationTable:
    """The table of kinds of relation."""
    text = resources.files(__package__).joinpath("relations.yaml").read_text("utf-8")
    return RelationTable.model_validate(parse_table(text))


def relation_kinds() -> tuple[str, ...]:
    """Ids of the kinds, in the order of the table."""
    return tuple(relation_table().kinds)
