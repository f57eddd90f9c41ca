"""The pages of accounts: everyone who may sign in, for admins; and one's own role, problems and tokens.

Comes in: a shelf and who asks. Goes out: the pages' contents as records. Knows nothing about how they look.
"""

from tocsin.store.people import Person, Role, Token
from tocsin.terms import Record
from tocsin.web.shelf import Shelf
from tocsin.web.visitors import Visitor


class PeoplePage(Record):
    """Everyone who may sign in, with the tokens of their programs."""

    people: tuple[Person, ...]
    tokens: tuple[Token, ...]
    problems: dict[str, str]  # id of each watch at hand -> what it is called


class MePage(Record):
    """Who is asking: what they may do and see, and the tokens of their programs."""

    name: str
    role: Role
    problems: tuple[str, ...] | None  # titles of those they may see; None: all
    is_account: bool  # False: signed in by the terminal's link
    tokens: tuple[Token, ...]


def show_people(shelf: Shelf) -> PeoplePage:
    """Everyone."""
    return PeoplePage(
        people=tuple(shelf.store.people()),
        tokens=tuple(shelf.store.tokens()),
        problems={id_: watch.title for id_, watch in shelf.watches.items()},
    )


def show_me(shelf: Shelf, visitor: Visitor) -> MePage:
    """Oneself."""
    seen = None if visitor.watches is None else tuple(map(shelf.title, sorted(visitor.watches)))
    return MePage(
        name=visitor.name,
        role=visitor.role,
        problems=seen,
        is_account=visitor.is_account,
        tokens=tuple(shelf.store.tokens(visitor.name)) if visitor.is_account else (),
    )
