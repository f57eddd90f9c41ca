"""What a server answered, or why it gave nothing.

Comes in: nothing. Goes out: the record of an answer, and the fault that stands for none. Knows nothing
about how either comes about.
"""

from typing import NamedTuple

from tocsin.errors import UnreadableDocument


class Answer(NamedTuple):
    """What a server answered; `moved_to` where it said that the address has changed for good."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    moved_to: str | None
    seconds: float

    def header(self, name: str) -> str | None:
        """The first heading of this name (in lower case)."""
        return next((value for each, value in self.headers if each == name), None)


class FetchFault(UnreadableDocument):
    """Why an address gave nothing: for now (`is_passing`), until when (`wait`, seconds), or for good.

    A server that was too slow (`is_slow`) had its seconds, and is not tried again in the same run.
    """

    def __init__(
        self,
        where: str,
        what: str,
        remedy: str,
        *,
        is_passing: bool = False,
        is_slow: bool = False,
        wait: float | None = None,
        is_gone: bool = False,
    ) -> None:
        super().__init__(where, what, remedy)
        self.is_passing, self.is_slow, self.wait, self.is_gone = is_passing, is_slow, wait, is_gone
