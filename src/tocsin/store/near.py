"""Find what is near a new document by index: its words, its group, its sampled runs.

Comes in: marks. Goes out: marks, and how often words were met; each question costs the same however large
the archive is. Knows nothing about how documents are compared, nor about stories.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from tocsin.store import tables
from tocsin.store.rows import to_row
from tocsin.terms import Marks

LOOKED_UP = 200  # latest groups that hold a key; what more share says little
RANKED = 60  # groups that share most keys
NEAR = 20  # of these, groups of about that time that a document is compared with
BESIDE = 50  # latest documents of each of these
REACH = dt.timedelta(days=30)  # from a document to those of a group that it is compared with
ACTIVE = 200  # latest documents of a group that is parted anew
EARLIEST = 32  # documents that are kept for a sampled run; what more share is boilerplate
_HOLDING = 'SELECT * FROM (SELECT "group" FROM group_keys WHERE key = ? ORDER BY "group" DESC LIMIT ?)'
_ALL = -1  # in the place of a word: all documents counted

_m = tables.marks.c
_d = tables.documents.c


class NearDocuments:
    """Marks of the store's documents, by document, group, key and sampled run."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, words: Iterable[Iterable[int]]) -> None:
        """Take in the words of new documents, each document's once."""
        counts: Counter[int] = Counter()
        for each in words:
            counts.update({*each, _ALL})
        if counts:
            added = upsert(tables.word_counts)
            more = tables.word_counts.c.documents + added.excluded.documents
            rows = [{"word": word, "documents": count} for word, count in sorted(counts.items())]
            self._connection.execute(added.on_conflict_do_update(["word"], set_={"documents": more}), rows)

    def frequencies(self, words: Iterable[int]) -> tuple[Mapping[int, int], int]:
        """How many documents hold each of these words, and how many were counted."""
        counted = tables.word_counts
        query = select(counted).where(counted.c.word.in_([*words, _ALL]))
        held = {row.word: row.documents for row in self._connection.execute(query)}
        return held, held.get(_ALL, 0)

    def near(self, keys: Iterable[int], moment: dt.datetime | None) -> dict[int, Sequence[Marks]]:
        """Groups that share most keys, with their documents of about that time; the nearest first."""
        shared = Counter(self._groups_with(list(keys)))
        ranked = sorted(shared, key=lambda group: (-shared[group], -group))[:RANKED]
        query = select(_m.group).distinct().where(_m.group.in_(ranked), _is_about(moment))
        alive = set(self._connection.execute(query).scalars())
        chosen = [group for group in ranked if group in alive][:NEAR]
        found: dict[int, list[Marks]] = {group: [] for group in chosen}
        for marks in self._latest(and_(_m.group.in_(chosen), _is_about(moment)), BESIDE):
            assert marks.group is not None
            found[marks.group].append(marks)
        return dict(found)

    def reach(self, group: int, ids: Iterable[str]) -> list[Marks]:
        """The documents of a group of about the time of any of these, as far as they are its latest."""
        moments = {marks.moment for marks in self.marks(ids).values()}
        found = {
            marks.document: marks
            for moment in sorted(moments, key=str)
            for marks in self._latest(and_(_m.group == group, _is_about(moment)), ACTIVE)
        }
        return list(found.values())

    def marks(self, ids: Iterable[str]) -> dict[str, Marks]:
        """Marks of those of the documents that have some."""
        rows = self._connection.execute(select(tables.marks).where(_m.document.in_(list(ids))))
        return {row.document: _to_marks(row) for row in rows}

    def next_group(self) -> int:
        """The number of the next group to begin."""
        return (self._connection.execute(select(func.max(_m.group))).scalar_one() or 0) + 1

    def put(self, marks: Marks, keys: Sequence[int]) -> None:
        """Take in a document whose group is known, or what is newly known of one."""
        row = to_row(marks.model_copy(update={"words": b""}))  # bytes are not laid flat as text
        row |= {"words": marks.words, "runs": len(marks.runs)}
        query = select(_d.number).where(_d.id == marks.document)
        row["number"] = number = self._connection.execute(query).scalar_one()
        changed = upsert(tables.marks).values(row)
        self._connection.execute(changed.on_conflict_do_update(["document"], set_=row))
        held = upsert(tables.group_keys).on_conflict_do_nothing()
        self._connection.execute(held, [{"key": key, "group": marks.group} for key in keys])
        if marks.runs:
            full = set(self._runs_of(marks, least=EARLIEST))
            rows = [{"run": run, "document": number} for run in marks.runs if run not in full]
            if rows:
                self._connection.execute(upsert(tables.copy_runs).on_conflict_do_nothing(), rows)

    def sharing(self, marks: Marks) -> dict[str, tuple[int, int]]:
        """Document -> how many sampled runs it shares with this one, and how many it has."""
        runs = tables.copy_runs.c
        query = select(_m.document, func.count(), _m.runs).join(tables.copy_runs, runs.document == _m.number)
        query = query.where(runs.run.in_(marks.runs)).group_by(_m.document)
        return {other: (shared, size) for other, shared, size in self._connection.execute(query)}

    def _groups_with(self, keys: Sequence[int]) -> Iterator[int]:
        """Groups that hold each key, the latest of each."""
        if keys:
            query = " UNION ALL ".join([_HOLDING] * len(keys))
            asked = tuple(value for key in keys for value in (key, LOOKED_UP))
            yield from (group for (group,) in self._connection.exec_driver_sql(query, asked))

    def _latest(self, which: ColumnElement[bool], most: int) -> list[Marks]:
        """The latest marks of each group among those asked for, in the order in which they came."""
        place = func.row_number().over(partition_by=_m.group, order_by=_m.number.desc()).label("place")
        ranked = select(tables.marks, place).where(which).subquery()
        rows = self._connection.execute(
            select(ranked).where(ranked.c.place <= most).order_by(ranked.c.number)
        )
        return [_to_marks(row) for row in rows]

    def _runs_of(self, marks: Marks, *, least: int) -> list[int]:
        """Those of its sampled runs that so many documents hold."""
        runs = tables.copy_runs.c
        query = select(runs.run).where(runs.run.in_(marks.runs)).group_by(runs.run)
        return list(self._connection.execute(query.having(func.count() >= least)).scalars())


def _is_about(moment: dt.datetime | None) -> ColumnElement[bool]:
    """Not too many days from the moment; the undated are about any, and any is about an unknown one."""
    if moment is None:
        return _m.number.is_not(None)
    first, last = ((moment.astimezone(dt.UTC) + days).isoformat() for days in (-REACH, REACH))
    return or_(_m.moment.is_(None), _m.moment.between(first, last))


def _to_marks(row: Row[tuple[object, ...]]) -> Marks:
    """The marks of a row, as they were checked when they went in; sampled runs stay in their own table."""
    return Marks.model_construct(
        document=row.document,
        moment=dt.datetime.fromisoformat(row.moment) if row.moment else None,
        words=row.words,
        credited=tuple(row.credited),
        own=tuple(row.own),
        agencies=tuple(row.agencies),
        runs=(),
        group=row.group,
        story=row.story,
    )
