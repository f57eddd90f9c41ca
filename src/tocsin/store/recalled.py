"""What was looked up of a store's documents and marks, kept in memory to be looked up again.

Comes in: marks, documents, and stretches of a group. Goes out: the same, as long as nobody else has written
to the database. It is bounded, holds nothing that is not in the database, and decides nothing.
"""

from bisect import insort
from typing import NamedTuple

from tocsin.terms import Document, Marks

MOST_MARKS = 20_000  # about 20 MB
MOST_DOCUMENTS = 2_000
MOST_GROUPS = 5_000

Member = tuple[int, str | None, str]  # a document's number, its moment as written, its id


class Stretch(NamedTuple):
    """The documents of a group from one moment to another, the undated with them, in order of number."""

    low: str
    high: str
    members: list[Member]

    def covers(self, low: str, high: str) -> bool:
        """Whether it holds all documents of the group between these moments."""
        return self.low <= low and high <= self.high

    def is_about(self, moment: str | None) -> bool:
        """Whether a document of this moment belongs here; one without any belongs everywhere."""
        return moment is None or self.low <= moment <= self.high

    def latest(self, low: str, high: str, most: int) -> list[str]:
        """Ids of the latest documents between two moments, the undated with them, in order of number."""
        found: list[str] = []
        for _, moment, document in reversed(self.members):
            if moment is None or low <= moment <= high:
                found.append(document)
                if len(found) == most:
                    break
        return found[::-1]


class Recalled:
    """Memory of one run over one store."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self.documents: dict[str, Document] = {}
        self.groups: dict[int, Stretch] = {}
        self._seen: tuple[int, int] | None = None

    def renew(self, seen: tuple[int, int]) -> None:
        """Forget all if another connection has written since, by which `seen` changes; keep within bounds."""
        if self._seen != seen:
            self.forget()
        self._seen = seen
        if len(self.marks) > MOST_MARKS:
            self.marks.clear()
        if len(self.documents) > MOST_DOCUMENTS:
            self.documents.clear()
        if len(self.groups) > MOST_GROUPS:
            self.groups.clear()

    def forget(self) -> None:
        """Forget all."""
        self.marks.clear()
        self.documents.clear()
        self.groups.clear()

    def take(self, marks: Marks, member: Member) -> None:
        """A document came into a group, or something else became known of one that is there."""
        assert marks.group is not None
        if marks.document in self.marks:
            self.groups.pop(marks.group, None)
        elif (stretch := self.groups.get(marks.group)) and stretch.is_about(member[1]):
            insort(stretch.members, member)
        self.marks[marks.document] = marks._replace(runs=())

    def move(self, old: str, new: str) -> None:
        """All documents that were at home in one story are at home in another."""
        for document, marks in self.marks.items():
            if marks.story == old:
                self.marks[document] = marks._replace(story=new)
