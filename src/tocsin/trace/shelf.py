"""Keeps marks of documents in memory, and finds again those that share some with a new one.

Marks come in; groups and documents near a new one go out. It decides nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tocsin.terms import Marks
from tocsin.trace.index import EARLIEST

LOOKED_UP = 200  # latest groups that hold a key; what more share says little
RANKED = 60  # groups that share most keys
NEAR = 20  # of these, groups of about that time that a document is compared with
BESIDE = 50  # latest documents of each of these
REACH = timedelta(days=30)  # from a document to those of a group that it is compared with
ACTIVE = 200  # latest documents of a group; older ones stay in the stories that they are in


class Shelf:
    """Marks by document, by rough group, by key and by sampled run."""

    def __init__(self) -> None:
        self._marks: dict[str, Marks] = {}
        self._groups: dict[int, list[str]] = defaultdict(list)
        self._keys: dict[int, list[int]] = defaultdict(list)  # key -> groups, each once, the latest last
        self._runs: dict[int, list[str]] = defaultdict(list)  # sampled run -> its earliest documents

    def near(self, keys: Iterable[int], moment: datetime | None) -> dict[int, Sequence[Marks]]:
        """Groups that share most keys, with their documents of about that time; the nearest first."""
        shared = Counter(group for key in keys for group in self._keys[key][-LOOKED_UP:])
        ranked = sorted(shared, key=lambda group: (-shared[group], -group))[:RANKED]
        reached = ((group, within_reach(self.members(group), moment)[-BESIDE:]) for group in ranked)
        return dict([(group, members) for group, members in reached if members][:NEAR])

    def members(self, group: int) -> list[Marks]:
        """All documents of a group, in the order in which they came."""
        return [self._marks[document] for document in self._groups[group]]

    def reach(self, group: int, documents: Iterable[str]) -> list[Marks]:
        """The documents of a group of about the time of any of these, as far as they are its latest."""
        moments = {self._marks[document].moment for document in documents}
        found = {m.document: m for moment in moments for m in within_reach(self.members(group), moment)}
        return list(found.values())

    def groups(self) -> list[list[Marks]]:
        """All groups, in the order in which they began."""
        return [self.members(group) for group in sorted(self._groups)]

    def marks(self, documents: Iterable[str]) -> dict[str, Marks]:
        """Marks of those of the documents that are here."""
        return {document: self._marks[document] for document in documents if document in self._marks}

    def group_of(self, documents: Iterable[str]) -> int | None:
        """The group of the first of these documents that is here."""
        return next((self._marks[one].group for one in documents if one in self._marks), None)

    def next_group(self) -> int:
        """The number of the next group to begin."""
        return len(self._groups) + 1

    def put(self, marks: Marks, keys: Iterable[int]) -> None:
        """Take in a document whose group is known, or what is newly known of one."""
        assert marks.group is not None
        if marks.document not in self._marks:
            self._groups[marks.group].append(marks.document)
            for run in marks.runs:
                if len(self._runs[run]) < EARLIEST:
                    self._runs[run].append(marks.document)
        self._marks[marks.document] = marks
        for key in keys:
            if marks.group not in self._keys[key][-LOOKED_UP:]:
                self._keys[key].append(marks.group)

    def sharing(self, marks: Marks) -> dict[str, tuple[int, int]]:
        """Document -> how many sampled runs it shares with this one, and how many it has."""
        shared = Counter(document for run in marks.runs for document in self._runs[run])
        return {other: (count, len(self._marks[other].runs)) for other, count in shared.items()}


def within_reach(members: Sequence[Marks], moment: datetime | None) -> list[Marks]:
    """The latest of a group's documents that are not too many days from a moment; the undated all are."""
    return [m for m in members if not m.moment or not moment or abs(m.moment - moment) <= REACH][-ACTIVE:]
