"""Holds stories in memory as the store holds them in a file: documents come one by one and stories grow.

Marks, edges, homes and stories come in; what a new document needs goes out. It decides nothing: the store
answers the same questions, so a stream may stand on either.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tocsin.terms import Correction, Document, Edge, Reading, Story, StoryChange
from tocsin.trace.shelf import Shelf


class Memory(Shelf):
    """All that a stream of documents leaves behind."""

    def __init__(self) -> None:
        super().__init__()
        self._held: Counter[int] = Counter()
        self._counted = 0
        self._documents: dict[str, Document] = {}
        self._readings: dict[str, Reading] = {}
        self._names: dict[str, list[str]] = defaultdict(list)
        self._copies: dict[str, Edge] = {}
        self._homes: dict[str, dict[str, None]] = defaultdict(dict)  # story -> its documents
        self._guests: dict[str, tuple[str, ...]] = {}  # document -> stories that it is a guest of
        self._stories: dict[str, Story] = {}
        self._redirects: dict[str, str] = {}
        self._changes: list[StoryChange] = []
        self._corrections: list[Correction] = []

    def take(self, document: Document, reading: Reading | None) -> None:
        """Keep a document and its reading."""
        if document.id not in self._documents:
            self._names[document.name].append(document.id)
        self._documents[document.id] = document
        if reading:
            self._readings[document.id] = reading

    def count(self, words: Iterable[Iterable[int]]) -> None:
        """Take in the words of new documents, each document's once."""
        for each in words:
            self._held.update(set(each))
            self._counted += 1

    def frequencies(self, words: Iterable[int]) -> tuple[Mapping[int, int], int]:
        """How many documents hold each of these words, and how many were counted."""
        return {word: self._held[word] for word in words}, self._counted

    def documents(self, ids: Iterable[str]) -> list[Document]:
        """The documents with these ids."""
        return [self._documents[document] for document in ids]

    def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """Readings of those of the documents that have one."""
        return {document: self._readings[document] for document in ids if document in self._readings}

    def namesakes(self, document: Document) -> list[tuple[int, str]]:
        """Version and id of placed documents of the same name, in the order of their versions."""
        same = [self._documents[one] for one in self._names[document.name] if one in self._marks]
        return sorted((other.version, other.id) for other in same if other.id != document.id)

    def copies(self, documents: Iterable[str]) -> list[Edge]:
        """Edges to other texts from these documents."""
        return [self._copies[document] for document in documents if document in self._copies]

    def put_copies(self, edges: Iterable[Edge]) -> None:
        """Keep edges, each in place of an earlier one from its document."""
        self._copies |= {edge.from_: edge for edge in edges}

    def has_story(self, id: str) -> bool:
        """Whether a story has, or had, this id."""
        return id in self._homes or id in self._redirects

    def settle(
        self, homes: Mapping[str, str], redirects: Mapping[str, str], changes: Sequence[StoryChange]
    ) -> None:
        """Put documents into their homes, all others of a story that is no more after them."""
        for document, story in homes.items():
            self._move(document, story)
        for old, new in redirects.items():
            for document in list(self._homes.pop(old, ())):
                self._move(document, new)
            self._stories.pop(old, None)
            self._redirects[old] = new
            self._guests = {d: tuple(new if s == old else s for s in of) for d, of in self._guests.items()}
        self._changes += changes

    def put_guest(self, document: str, stories: Sequence[str]) -> None:
        """Keep which stories a document bears on besides its home."""
        self._guests[document] = tuple(stories)

    def told_in(self, story: str) -> tuple[list[str], list[str]]:
        """Ids of the documents at home in a story, and of its guests."""
        homes = sorted(self._homes.get(story, ()))
        return homes, sorted(d for d, of in self._guests.items() if story in of and d not in homes)

    def all_told_in(self, stories: Iterable[str]) -> dict[str, tuple[list[str], list[str]]]:
        """The same of many stories."""
        return {story: self.told_in(story) for story in stories}

    def put_stories(self, stories: Sequence[Story]) -> None:
        """Keep stories in place of what they were."""
        self._stories |= {story.id: story for story in stories}

    def stories(self) -> list[Story]:
        """All stories, in the order in which they began."""
        return list(self._stories.values())

    def changes(self) -> list[StoryChange]:
        """What became of stories, in order."""
        return list(self._changes)

    def corrections(self) -> list[Correction]:
        """What analysts cut and added."""
        return list(self._corrections)

    def correct(self, correction: Correction) -> None:
        """Keep an analyst's word."""
        self._corrections.append(correction)

    def _move(self, document: str, story: str) -> None:
        marks = self._marks[document]
        if marks.story and document in self._homes.get(marks.story, {}):
            del self._homes[marks.story][document]
        self._homes[story][document] = None
        self._marks[document] = marks._replace(story=story)
