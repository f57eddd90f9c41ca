"""The page Inbox: one tray of a person's stories, what is needed most on top.

Comes in: a shelf and who is asking. Goes out: the page's contents as a record. Knows nothing about how need
is reckoned or how it looks.
"""

from typing import Literal

from tocsin.terms import Record
from tocsin.triaging import InboxLine, list_needs
from tocsin.web.shelf import Shelf

Shown = Literal["unread", "read", "aside", "all"]
TRAYS: dict[Shown, str] = {"unread": "unread", "read": "read", "aside": "set aside", "all": "all"}


class InboxPage(Record):
    """One tray of a person's inbox."""

    person: str
    tray: Shown
    lines: tuple[InboxLine, ...]
    counts: dict[str, int]


def show_inbox(shelf: Shelf, person: str, tray: str) -> InboxPage:
    """The tray of that name; what is unread where there is none."""
    shown: Shown = next((name for name in TRAYS if name == tray), "unread")
    lines = list_needs(shelf.store, shelf.watches, person)
    counts: dict[str, int] = {name: sum(name in ("all", line.tray) for line in lines) for name in TRAYS}
    chosen = tuple(line for line in lines if shown in ("all", line.tray))
    return InboxPage(person=person, tray=shown, lines=chosen, counts=counts)
