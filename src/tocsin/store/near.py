"""Find what is near a new document by index: its words, its group, its sampled runs.

Comes in: marks. Goes out: marks, and how often words were met; each question costs the same however large
the archive is, and what was looked up once is recalled. Knows nothing about how documents are compared.
"""

import datetime as dt
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import Connection

from tocsin.store.driven import driver_of, written_by_others
from tocsin.store.recalled import LOOKED_UP, Recalled, Stretch
from tocsin.terms import Marks

RANKED = 60  # groups that share most keys
NEAR = 20  # of these, groups of about that time that a document is compared with
BESIDE = 50  # latest documents of each of these
REACH = dt.timedelta(days=30)  # from a document to those of a group that it is compared with
AROUND = dt.timedelta(days=60)  # on either side of a document's moment that its group is looked up for
ACTIVE = 200  # latest documents of a group that is parted anew
EARLIEST = 32  # documents that are kept for a sampled run; what more share is boilerplate
_ALL = -1  # in the place of a word: all documents counted

# Asked many times for every document, and so put to the driver as they stand: putting them together anew took
# half of the time. `json_each` lets a list be one argument; its values are texts to PostgreSQL.
_COUNT = """
INSERT INTO word_counts VALUES (?, ?)
ON CONFLICT (word) DO UPDATE SET documents = word_counts.documents + excluded.documents"""
_FREQUENCIES = """
SELECT word, documents FROM word_counts WHERE word IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"""
_HOLDING = """
SELECT (SELECT json_group_array("group") FROM (
    SELECT "group" FROM group_keys WHERE key = CAST(value AS INTEGER) ORDER BY "group" DESC LIMIT ?
) AS latest) FROM json_each(?)"""
_OF_DOCUMENTS = """
SELECT document, moment, words, credited, own, agencies, "group", story FROM marks
WHERE document IN (SELECT value FROM json_each(?))"""
_STRETCH = """
SELECT number, moment, document FROM (
    SELECT number, moment, document FROM marks WHERE "group" = ?1 AND moment BETWEEN ?2 AND ?3
    UNION ALL
    SELECT * FROM (SELECT number, moment, document FROM marks WHERE "group" = ?1 AND moment IS NULL
                   ORDER BY number DESC LIMIT ?4) AS undated) AS found
ORDER BY number"""
_LATEST_OF_ALL = """
SELECT document FROM marks WHERE "group" = ? ORDER BY number DESC LIMIT ?"""
_NUMBER = "SELECT number FROM documents WHERE id = ?"
_PUT = """
INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (document) DO UPDATE SET moment = excluded.moment, words = excluded.words,
    credited = excluded.credited, own = excluded.own, agencies = excluded.agencies, runs = excluded.runs,
    "group" = excluded."group", story = excluded.story"""
_PUT_KEYS = """
INSERT INTO group_keys SELECT CAST(value AS INTEGER), ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING"""
_PUT_RUNS = """
INSERT INTO copy_runs SELECT CAST(value AS INTEGER), ? FROM json_each(?)
WHERE (SELECT count(*) FROM copy_runs WHERE run = CAST(value AS INTEGER)) < ? ON CONFLICT DO NOTHING"""
_SHARING = """
SELECT marks.document, count(*), marks.runs FROM copy_runs JOIN marks ON marks.number = copy_runs.document
WHERE run IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) GROUP BY marks.document, marks.runs"""


class NearDocuments:
    """Marks of the store's documents, by document, group, key and sampled run."""

    def __init__(self, connection: Connection, recalled: Recalled | None = None) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self._recalled = recalled or Recalled()
        self._recalled.renew(written_by_others(connection))

    def count(self, words: Iterable[Iterable[int]]) -> None:
        """Take in the words of new documents, each document's once."""
        counts: Counter[int] = Counter()
        for each in words:
            counts.update({*each, _ALL})
        if counts:
            self._driver.executemany(_COUNT, sorted(counts.items()))

    def frequencies(self, words: Iterable[int]) -> tuple[dict[int, int], int]:
        """How many documents hold each of these words, and how many were counted."""
        held: dict[int, int] = dict(self._ask(_FREQUENCIES, json.dumps([*words, _ALL])))
        return held, held.get(_ALL, 0)

    def near(self, keys: Iterable[int], moment: dt.datetime | None) -> dict[int, Sequence[Marks]]:
        """Groups that share most keys, with their documents of about that time; the nearest first."""
        found: dict[int, list[str]] = {}
        for group in self._sharing_most(keys):
            if len(found) < NEAR and (members := self._latest(group, moment, BESIDE)):
                found[group] = members
        known = self._recall(chain.from_iterable(found.values()))
        return {group: [known[document] for document in members] for group, members in found.items()}

    def reach(self, group: int, documents: Iterable[str]) -> list[Marks]:
        """The documents of a group of about the time of any of these, as far as they are its latest."""
        moments = {marks.moment for marks in self.marks(documents).values()}
        found = [document for each in moments for document in self._latest(group, each, ACTIVE)]
        return list(self.marks(found).values())

    def marks(self, documents: Iterable[str]) -> dict[str, Marks]:
        """Marks of those of the documents that have some, in order of their ids."""
        wanted = sorted(set(documents))
        known = self._recall(wanted)
        return {document: known[document] for document in wanted if document in known}

    def next_group(self) -> int:
        """The number of the next group to begin."""
        ((last,),) = self._ask('SELECT coalesce(max("group"), 0) FROM marks')
        return int(last) + 1

    def put(self, marks: Marks, keys: Sequence[int]) -> None:
        """Take in a document whose group is known, or what is newly known of one."""
        self.marks([marks.document])  # so that it is recalled if it was here before
        ((number,),) = self._ask(_NUMBER, marks.document)
        houses = ("\n".join(each) for each in (marks.credited, marks.own, marks.agencies))
        moment = _written(marks.moment) if marks.moment else None
        row = (marks.words, *houses, len(marks.runs), marks.group, marks.story)
        self._driver.execute(_PUT, (marks.document, number, moment, *row))
        self._driver.execute(_PUT_KEYS, (marks.group, json.dumps([*keys])))
        self._driver.execute(_PUT_RUNS, (number, json.dumps(marks.runs), EARLIEST))
        self._recalled.take(marks, (number, moment, marks.document), keys)

    def sharing(self, marks: Marks) -> dict[str, tuple[int, int]]:
        """Document -> how many sampled runs it shares with this one, and how many it has."""
        return {other: (shared, runs) for other, shared, runs in self._ask(_SHARING, json.dumps(marks.runs))}

    def _ask(self, query: str, *arguments: str | int) -> Iterable[tuple[Any, ...]]:
        return self._driver.execute(query, arguments)

    def _recall(self, documents: Iterable[str]) -> Mapping[str, Marks]:
        """All marks that are recalled, those of these documents among them."""
        known = self._recalled.marks
        if missing := sorted({document for document in documents if document not in known}):
            known |= {row[0]: _to_marks(row) for row in self._ask(_OF_DOCUMENTS, json.dumps(missing))}
        return known

    def _sharing_most(self, keys: Iterable[int]) -> list[int]:
        """The groups that share most of these keys, of equals the latest first."""
        keys, known = list(keys), self._recalled.keys
        if missing := [key for key in dict.fromkeys(keys) if key not in known]:
            held = self._ask(_HOLDING, LOOKED_UP, json.dumps(missing))
            for key, (groups,) in zip(missing, held, strict=True):
                known[key] = array("q", reversed(json.loads(groups)))
        holding = np.array([*chain.from_iterable(known[key] for key in keys)], dtype=np.int64)
        groups, shared = np.unique(holding, return_counts=True)
        most: list[int] = groups[np.lexsort((-groups, -shared))[:RANKED]].tolist()
        return most

    def _latest(self, group: int, moment: dt.datetime | None, most: int) -> list[str]:
        """The latest documents of a group of about that moment; the undated are about any."""
        if moment is None:
            return [document for (document,) in self._ask(_LATEST_OF_ALL, group, most)][::-1]
        low, high = _written(moment - REACH), _written(moment + REACH)
        known = self._recalled.groups
        if group not in known or not known[group].covers(low, high):
            ends = (_written(moment - AROUND), _written(moment + AROUND))
            known[group] = Stretch(*ends, self._ask(_STRETCH, group, *ends, ACTIVE))
        return known[group].latest(low, high, most)


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _to_marks(row: tuple[Any, ...]) -> Marks:
    """The marks of a row; sampled runs stay in their own table."""
    document, moment, words, credited, own, agencies, group, story = row
    return Marks(
        document=document,
        moment=dt.datetime.fromisoformat(moment) if moment else None,
        words=words,
        credited=_lines(credited),
        own=_lines(own),
        agencies=_lines(agencies),
        group=group,
        story=story,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
