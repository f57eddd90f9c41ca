"""The stories of a store while documents are taken into them: copies, homes, guests, what waits.

Comes in: edges, homes and stories. Goes out: the same, story by story. Knows nothing about how texts are
traced.
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.dialects.postgresql import insert as upsert

from tocsin.store import corrections, documents, lineages, readings, tables
from tocsin.store.near import NearDocuments
from tocsin.store.rows import to_row
from tocsin.terms import Correction, Document, Edge, Reading, Story, StoryChange, identify

# Asked for every document or story: put to the driver as they stand, as in near.py.
_WAITING = """
SELECT document FROM untraced WHERE (age, document) <= (?, ?) ORDER BY age, document LIMIT ?"""
_LAST = ("undated", "~")  # after every age and id
_GONE = """
SELECT id FROM documents WHERE superseded_by IS NOT NULL AND id IN (SELECT value FROM json_each(?))"""
_NAMESAKES = """
SELECT version, id FROM documents JOIN marks ON marks.document = id
WHERE name = ? AND id <> ? ORDER BY version, id"""
_COPIES = """
SELECT "from", "to", relation, probability, evidence FROM copies
WHERE "from" IN (SELECT value FROM json_each(?))"""
_PUT_COPY = """
INSERT INTO copies ("from", "to", relation, probability, evidence) VALUES (?, ?, ?, ?, ?)
ON CONFLICT ("from") DO UPDATE SET "to" = excluded."to", relation = excluded.relation,
    probability = excluded.probability, evidence = excluded.evidence"""
_HAS_STORY = """
SELECT EXISTS (SELECT 1 FROM marks WHERE story = ?1) OR EXISTS (
    SELECT 1 FROM story_redirects WHERE story = ?1)"""
_HOMES = "SELECT story, document FROM marks WHERE story IN (SELECT value FROM json_each(?))"
_GUESTS = "SELECT story, document FROM guests WHERE story IN (SELECT value FROM json_each(?))"
_BEGAN = """
SELECT story, min(coalesce(moment, 'undated') || ' ' || document) FROM marks
WHERE story IN (SELECT value FROM json_each(?)) GROUP BY story"""
_UNCOUNTED = "SELECT story FROM uncounted ORDER BY story LIMIT ?"
_MOVE_GUESTS = """
INSERT INTO guests (story, document) SELECT ?2, document FROM guests WHERE story = ?1
ON CONFLICT DO NOTHING"""
_REDIRECT = """
INSERT INTO story_redirects (story, "to") VALUES (?1, ?2)
ON CONFLICT (story) DO UPDATE SET "to" = excluded."to"
"""
_COUNTED = "DELETE FROM uncounted WHERE story IN (SELECT value FROM json_each(?))"

Told = tuple[list[str], list[str]]  # ids of the documents at home in a story, and of its guests


class GrowingStories(NearDocuments):
    """Stories of one store within one transaction."""

    # --- documents that wait ---

    def waiting(self, most: int, until: tuple[str, str] | None = None) -> tuple[list[str], list[str]]:
        """Ids of documents that were read, or told of differently, and not traced since: the earliest.

        First those in whose place another stands now, then the others; none after `until` (age and id).
        """
        first = self._ask(_WAITING, *(until or _LAST), most)
        ids = [document for (document,) in first]
        gone = {document for (document,) in self._ask(_GONE, json.dumps(ids))}
        return [one for one in ids if one in gone], [one for one in ids if one not in gone]

    def forget(self, document: str) -> list[str]:
        """Take a document out of all stories; these, as far as anything is left of them."""
        told = [*self._homes_of([document]).values(), *self._hosts_of(document)]
        for statement in (
            "DELETE FROM marks WHERE document = ?1",
            'DELETE FROM copies WHERE "from" = ?1 OR "to" = ?1',
            "DELETE FROM guests WHERE document = ?1",
        ):
            self._driver.execute(statement, (document,))
        self._recalled.forget()
        found = self.all_told_in(told)
        left = [story for story in told if found[story][0]]
        lineages.drop_stories(self._connection, set(told) - set(left))
        self.traced([document])
        return left

    def traced(self, ids: Sequence[str]) -> None:
        """These documents wait no longer."""
        self._driver.executemany("DELETE FROM untraced WHERE document = ?", [(one,) for one in ids])

    def documents(self, ids: Iterable[str]) -> list[Document]:
        """The documents with these ids."""
        ids, known = list(ids), self._recalled.documents
        if missing := [one for one in dict.fromkeys(ids) if one not in known]:
            known |= {each.id: each for each in documents.get_documents(self._connection, missing)}
        return [known[one] for one in ids]

    def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """Claims of those of the documents that were read."""
        return readings.get_claims(self._connection, list(ids))

    def namesakes(self, document: Document) -> list[tuple[int, str]]:
        """Version and id of placed documents of the same name, in the order of their versions."""
        return [(version, other) for version, other in self._ask(_NAMESAKES, document.name, document.id)]

    def copies(self, ids: Iterable[str]) -> list[Edge]:
        """Edges to other texts from these documents."""
        names = ("from", "to", "relation", "probability", "evidence")
        rows = self._ask(_COPIES, json.dumps([*ids]))
        found = (dict(zip(names, row, strict=True)) for row in rows)
        return [Edge.model_validate(each | {"evidence": json.loads(each["evidence"])}) for each in found]

    def put_copies(self, edges: Iterable[Edge]) -> None:
        """Keep edges, each in place of an earlier one from its document."""
        rows = [(e.from_, e.to, e.relation, e.probability, json.dumps(e.evidence)) for e in edges]
        self._driver.executemany(_PUT_COPY, rows)

    # --- stories ---

    def has_story(self, id: str) -> bool:
        """Whether a story has, or had, this id."""
        return any(has for (has,) in self._ask(_HAS_STORY, id))

    def settle(
        self, homes: Mapping[str, str], redirects: Mapping[str, str], changes: Sequence[StoryChange]
    ) -> None:
        """Put documents into their homes, all others of a story that is no more after them."""
        known = self._recalled.marks
        rows = [(story, document) for document, story in homes.items()]
        self._driver.executemany("UPDATE marks SET story = ? WHERE document = ?", rows)
        known |= {one: known[one]._replace(story=story) for one, story in homes.items() if one in known}
        for old, new in redirects.items():
            self._redirect(old, new)
        for change in changes:
            row = to_row(change)
            added = upsert(tables.story_changes).values(row | {"id": identify(*row.values())})
            self._connection.execute(added.on_conflict_do_nothing())

    def put_guest(self, document: str, stories: Sequence[str]) -> None:
        """Keep which stories a document bears on besides its home."""
        self._driver.execute("DELETE FROM guests WHERE document = ?", (document,))
        rows = [(story, document) for story in stories]
        self._driver.executemany("INSERT INTO guests (story, document) VALUES (?, ?)", rows)

    def told_in(self, story: str) -> Told:
        """Ids of the documents at home in a story, and of its guests."""
        return self.all_told_in([story])[story]

    def all_told_in(self, stories: Iterable[str]) -> dict[str, Told]:
        """The same of many stories."""
        asked = list(dict.fromkeys(stories))
        homes: dict[str, set[str]] = {story: set() for story in asked}
        guests: dict[str, set[str]] = {story: set() for story in asked}
        for query, found in ((_HOMES, homes), (_GUESTS, guests)):
            for story, document in self._ask(query, json.dumps(asked)):
                found[story].add(document)
        return {story: (sorted(homes[story]), sorted(guests[story] - homes[story])) for story in asked}

    def stories_of(self, ids: Iterable[str]) -> list[str]:
        """Stories that documents are at home in or guests of."""
        ids = list(ids)
        hosts = [story for document in ids for story in self._hosts_of(document)]
        return sorted({*self._homes_of(ids).values(), *hosts})

    def changed(self, stories: Iterable[str]) -> None:
        """These stories wait to be counted anew."""
        rows = [(story,) for story in stories]
        self._driver.executemany("INSERT INTO uncounted (story) VALUES (?) ON CONFLICT DO NOTHING", rows)

    def uncounted(self, most: int) -> dict[str, Told]:
        """Stories that wait to be counted anew, with what is in them: so many documents, or one story."""
        told = self.all_told_in(story for (story,) in self._ask(_UNCOUNTED, most))
        some: dict[str, Told] = {}
        for story, (homes, guests) in told.items():
            most -= len(homes) + len(guests)
            if some and most < 0:
                break
            some[story] = (homes, guests)
        return some

    def counted(self, stories: Iterable[str]) -> None:
        """These stories wait no longer."""
        self._driver.execute(_COUNTED, (json.dumps([*stories]),))

    def put_stories(self, stories: Sequence[Story]) -> None:
        """Keep stories in place of what they were."""
        ids = [story.id for story in stories]
        began = dict.fromkeys(ids, "undated") | dict(self._ask(_BEGAN, json.dumps(ids)))
        lineages.put_stories(self._connection, stories, began)

    def corrections(self) -> list[Correction]:
        """What analysts cut and added, in order."""
        return corrections.get_corrections(self._connection)

    def put_correction(self, correction: Correction, document: str) -> None:
        """Keep an analyst's word on the document with this id; the same word twice is one."""
        corrections.put_correction(self._connection, correction, document)

    def _homes_of(self, ids: Iterable[str]) -> dict[str, str]:
        return {one: marks.story for one, marks in self.marks(ids).items() if marks.story}

    def _hosts_of(self, document: str) -> list[str]:
        return [story for (story,) in self._ask("SELECT story FROM guests WHERE document = ?", document)]

    def _redirect(self, old: str, new: str) -> None:
        for statement in (
            "UPDATE marks SET story = ?2 WHERE story = ?1",
            _MOVE_GUESTS,
            "DELETE FROM guests WHERE story = ?1",
            "DELETE FROM uncounted WHERE story = ?1",
            'UPDATE story_redirects SET "to" = ?2 WHERE "to" = ?1',
            _REDIRECT,
        ):
            self._driver.execute(statement, (old, new)[: 1 + ("?2" in statement)])
        self._recalled.move(old, new)
        lineages.drop_stories(self._connection, [old])
