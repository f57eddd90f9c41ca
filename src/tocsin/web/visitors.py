"""Who is asking: a name, what it may do and see, and the word that its forms must carry.

Comes in: what the gate found out. Goes out: a frozen record on each request. Knows nothing about how anyone
was let in.
"""

from typing import NamedTuple

from starlette.requests import Request

from tocsin.people import may
from tocsin.store.people import Role

DESK = "desk"  # who holds the link of the terminal, where nobody has an account


class Visitor(NamedTuple):
    """Who is asking.

    `watches`: the problems that they may see; None: all. `csrf`: what forms carry, empty for tokens.
    """

    name: str
    role: Role
    watches: frozenset[str] | None = None
    csrf: str = ""
    is_account: bool = False

    def may(self, needed: Role) -> bool:
        """Whether they do what a role is needed for."""
        return may(self.role, needed)

    def sees(self, watch: str) -> bool:
        """Whether they may see a problem."""
        return self.watches is None or watch in self.watches


def visitor_of(request: Request) -> Visitor:
    """Who is asking; the gate has said so, or the request would not be here."""
    found = request.scope.get("visitor")
    assert isinstance(found, Visitor), "a page behind the gate was reached around it"
    return found
