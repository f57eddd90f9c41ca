"""The records that the API gives beside those of the contract: pages of lists, and lines in them.

Nothing comes in and records go out. The workbench makes them and the client reads them. Within a version of
the API fields are added, and none is changed or taken away.
"""

import datetime as dt
from typing import Generic, TypeVar

from tocsin.collect.health import HealthName
from tocsin.store.pages import Sighting
from tocsin.store.people import Role
from tocsin.terms import ProblemStatus, Record

Item = TypeVar("Item")


class Listed(Record, Generic[Item]):
    """One page of a list. `next`: what to give as `after` for the page that follows; null on the last."""

    items: tuple[Item, ...]
    next: str | None = None


class Me(Record):
    """Who is asking."""

    name: str
    role: Role
    watches: tuple[str, ...] | None  # None: every problem


class WatchLine(Record):
    """A problem as a list shows it."""

    watch: str
    title: str
    as_of: dt.date
    status: ProblemStatus


class SourceLine(Record):
    """A channel with how it is doing."""

    name: str
    outlet: str | None
    state: HealthName
    reason: str
    succeeded: dt.datetime | None
    found: dt.datetime | None


class FoundLine(Record):
    """A document that holds the words, with a passage of it."""

    document: Sighting
    snippet: str


class ActionLine(Record):
    """Something that can be done, with the role that it takes."""

    name: str
    title: str
    role: Role
    command: str
