"""What was looked up of a store's documents and marks, kept in memory to be looked up again.

Comes in: marks, documents, stretches of a group, the groups of a key. Goes out: the same, as long as nobody
else has written to the database. It is bounded, holds nothing that is not there, and decides nothing.
"""

from array import array
from bisect import insort
from collections.abc import Iterable

from tocsin.terms import Document, Marks

MOST_MARKS = 20_000  # about 20 MB
MOST_DOCUMENTS = 2_000
MOST_GROUPS = 5_000
MOST_KEYS = 10_000  # 16 MB at most
LOOKED_UP = 200  # latest groups that hold a key; what more share says little

Member = tuple[int, str | None, str]  # a document's number, its moment as written, its id


class Stretch:
    """The documents of a group from one moment to another, the undated with them, in order of number."""

    def __init__(self, low: str, high: str, members: Iterable[Member]) -> None:
        self._low, self._high = low, high
        self._members = list(members)
        dated = [moment for _, moment, _ in self._members if moment is not None]
        self._first, self._last = min(dated, default=high), max(dated, default=low)

    def covers(self, low: str, high: str) -> bool:
        """Whether it holds all documents of the group between these moments."""
        return self._low <= low and high <= self._high

    def add(self, member: Member) -> None:
        """A document came into the group; one of another time is none of these."""
        _, moment, _ = member
        if moment is not None:
            if not self._low <= moment <= self._high:
                return
            self._first, self._last = min(self._first, moment), max(self._last, moment)
        insort(self._members, member)

    def latest(self, low: str, high: str, most: int) -> list[str]:
        """Ids of the latest documents between two moments, the undated with them, in order of number."""
        if low <= self._first and self._last <= high:
            return [document for _, _, document in self._members[-most:]]
        found: list[str] = []
        for _, moment, document in reversed(self._members):
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
        self.keys: dict[int, array[int]] = {}  # key -> the latest groups that hold it, in order
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
        if len(self.keys) > MOST_KEYS:
            self.keys.clear()

    def forget(self) -> None:
        """Forget all."""
        self.marks.clear()
        self.documents.clear()
        self.groups.clear()
        self.keys.clear()

    def take(self, marks: Marks, member: Member, keys: Iterable[int]) -> None:
        """A document with these keys came into a group, or something else became known of one there."""
        assert marks.group is not None
        if marks.document in self.marks:
            self.groups.pop(marks.group, None)
        elif marks.group in self.groups:
            self.groups[marks.group].add(member)
        for groups in (self.keys[key] for key in keys if key in self.keys):
            if marks.group not in groups:
                insort(groups, marks.group)
                del groups[:-LOOKED_UP]
        self.marks[marks.document] = marks._replace(runs=())

    def move(self, old: str, new: str) -> None:
        """All documents that were at home in one story are at home in another."""
        for document, marks in self.marks.items():
            if marks.story == old:
                self.marks[document] = marks._replace(story=new)
