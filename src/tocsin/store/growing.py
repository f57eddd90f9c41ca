"""The stories of a store while documents are taken into them: copies, homes, guests, what waits.

Comes in: edges, homes and stories. Goes out: the same, story by story. Knows nothing about how texts are
traced.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from tocsin.store import corrections, documents, lineages, readings, tables
from tocsin.store.near import NearDocuments
from tocsin.store.rows import to_record, to_row
from tocsin.terms import Correction, Document, Edge, Reading, Story, StoryChange, identify

_m = tables.marks.c
_d = tables.documents.c


class GrowingStories(NearDocuments):
    """Stories of one store within one transaction."""

    # --- documents that wait ---

    def waiting(self, most: int) -> tuple[list[str], list[str]]:
        """Ids of documents that were read, or told of differently, and not traced since: the earliest.

        First those in whose place another stands now, then the others.
        """
        queue = tables.untraced.c
        first = select(queue.document).order_by(queue.age, queue.document).limit(most)
        ids = list(self._connection.execute(first).scalars())
        query = select(_d.id).where(_d.id.in_(ids), _d.superseded_by.is_not(None))
        gone = set(self._connection.execute(query).scalars())
        return [one for one in ids if one in gone], [one for one in ids if one not in gone]

    def forget(self, document: str) -> list[str]:
        """Take a document out of all stories; these, as far as anything is left of them."""
        told = [*self._homes_of([document]).values(), *self._hosts_of(document)]
        copies = tables.copies
        for table, which in (
            (tables.marks, _m.document == document),
            (copies, or_(copies.c["from"] == document, copies.c.to == document)),
            (tables.guests, tables.guests.c.document == document),
        ):
            self._connection.execute(delete(table).where(which))
        left = [story for story in told if self.told_in(story)[0]]
        lineages.drop_stories(self._connection, set(told) - set(left))
        self.traced([document])
        return left

    def traced(self, ids: Sequence[str]) -> None:
        """These documents wait no longer."""
        waiting = tables.untraced
        self._connection.execute(delete(waiting).where(waiting.c.document.in_(ids)))

    def documents(self, ids: Iterable[str]) -> list[Document]:
        """The documents with these ids."""
        return list(documents.get_documents(self._connection, list(ids)))

    def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """Claims of those of the documents that were read."""
        return readings.get_claims(self._connection, list(ids))

    def namesakes(self, document: Document) -> list[tuple[int, str]]:
        """Version and id of placed documents of the same name, in the order of their versions."""
        query = select(_d.version, _d.id).join(tables.marks, _m.document == _d.id)
        query = query.where(_d.name == document.name, _d.id != document.id).order_by(_d.version, _d.id)
        return [(version, other) for version, other in self._connection.execute(query)]

    def copies(self, ids: Iterable[str]) -> list[Edge]:
        """Edges to other texts from these documents."""
        query = select(tables.copies).where(tables.copies.c["from"].in_(list(ids)))
        return [to_record(Edge, row) for row in self._connection.execute(query).mappings()]

    def put_copies(self, edges: Iterable[Edge]) -> None:
        """Keep edges, each in place of an earlier one from its document."""
        for edge in edges:
            row = to_row(edge)
            added = upsert(tables.copies).values(row)
            self._connection.execute(added.on_conflict_do_update(["from"], set_=row))

    # --- stories ---

    def has_story(self, id: str) -> bool:
        """Whether a story has, or had, this id."""
        here = select(_m.story).where(_m.story == id).limit(1)
        once = select(tables.story_redirects.c.story).where(tables.story_redirects.c.story == id)
        return any(self._connection.execute(query).first() is not None for query in (here, once))

    def settle(
        self, homes: Mapping[str, str], redirects: Mapping[str, str], changes: Sequence[StoryChange]
    ) -> None:
        """Put documents into their homes, all others of a story that is no more after them."""
        for document, story in homes.items():
            self._connection.execute(update(tables.marks).where(_m.document == document).values(story=story))
        for old, new in redirects.items():
            self._redirect(old, new)
        for change in changes:
            row = to_row(change)
            added = upsert(tables.story_changes).values(row | {"id": identify(*row.values())})
            self._connection.execute(added.on_conflict_do_nothing())

    def put_guest(self, document: str, stories: Sequence[str]) -> None:
        """Keep which stories a document bears on besides its home."""
        guests = tables.guests
        self._connection.execute(delete(guests).where(guests.c.document == document))
        if stories:
            rows = [{"story": story, "document": document} for story in stories]
            self._connection.execute(insert(guests), rows)

    def told_in(self, story: str) -> tuple[list[str], list[str]]:
        """Ids of the documents at home in a story, and of its guests."""
        homes = select(_m.document).where(_m.story == story).order_by(_m.document)
        at_home = list(self._connection.execute(homes).scalars())
        guests = select(tables.guests.c.document).where(tables.guests.c.story == story)
        return at_home, sorted({*self._connection.execute(guests).scalars()} - {*at_home})

    def stories_of(self, ids: Iterable[str]) -> list[str]:
        """Stories that documents are at home in or guests of."""
        ids = list(ids)
        hosts = [story for document in ids for story in self._hosts_of(document)]
        return sorted({*self._homes_of(ids).values(), *hosts})

    def put_story(self, story: Story) -> None:
        """Keep a story in place of what it was."""
        began = select(func.coalesce(_m.moment, "undated"), _m.document).where(_m.story == story.id)
        began = began.order_by(func.coalesce(_m.moment, "undated"), _m.document)
        first = self._connection.execute(began).first()
        lineages.put_story(self._connection, story, " ".join(first) if first else "undated")

    def corrections(self) -> list[Correction]:
        """What analysts cut and added, in order."""
        return corrections.get_corrections(self._connection)

    def put_correction(self, correction: Correction) -> None:
        """Keep an analyst's word; the same word twice is one."""
        corrections.put_correction(self._connection, correction)

    def _homes_of(self, ids: Iterable[str]) -> dict[str, str]:
        query = select(_m.document, _m.story).where(_m.document.in_(list(ids)), _m.story.is_not(None))
        return {row.document: row.story for row in self._connection.execute(query)}

    def _hosts_of(self, document: str) -> list[str]:
        query = select(tables.guests.c.story).where(tables.guests.c.document == document)
        return list(self._connection.execute(query).scalars())

    def _redirect(self, old: str, new: str) -> None:
        self._connection.execute(update(tables.marks).where(_m.story == old).values(story=new))
        guests, gone = tables.guests, tables.story_redirects
        hosted = list(
            self._connection.execute(select(guests.c.document).where(guests.c.story == old)).scalars()
        )
        self._connection.execute(delete(guests).where(guests.c.story == old))
        for document in hosted:
            row = {"story": new, "document": document}
            self._connection.execute(upsert(guests).values(row).on_conflict_do_nothing())
        lineages.drop_stories(self._connection, [old])
        self._connection.execute(update(gone).where(gone.c.to == old).values(to=new))
        row = {"story": old, "to": new}
        self._connection.execute(upsert(gone).values(row).on_conflict_do_update(["story"], set_=row))
