"""What one desk may hand to another, and how it is taken in beside one's own: once, and nothing overruled.

Comes in: documents with the bytes they came in, observations, and what people said. Goes out: the same, or
how much of it was new. What both desks have is there once; where they differ, both words stand, each under
its name. Conclusions (stories, weighings, briefs) are not carried: each desk draws its own. Knows nothing
about files, signatures or the clock.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, select

from tocsin.store import documents, erasing, observations, plan_orders, tables, trail, verdicts
from tocsin.store.connected import Connected
from tocsin.store.growing import GrowingStories
from tocsin.store.rows import to_record
from tocsin.terms import Correction, Document, MatchDecision, Observation, PlanOrder, SourceGrade

Said = SourceGrade | MatchDecision | PlanOrder | Correction
SAID: dict[str, type[Said]] = {
    "source_grades": SourceGrade,
    "match_decisions": MatchDecision,
    "plan_orders": PlanOrder,
    "corrections": Correction,
}
_AT = " @ "  # between who said something and at which desk
_AT_ONCE = 100
_TABLES: dict[type[Said], Table] = {kind: tables.metadata.tables[name] for name, kind in SAID.items()}
_d = tables.documents.c


class Carried(NamedTuple):
    """What another desk hands over."""

    documents: Iterable[tuple[Document, bytes | None]]
    observations: Sequence[Observation]
    said: Sequence[Said]


class Merged(NamedTuple):
    """What was new, and what was not taken: known, erased here on request, or of nothing that is here."""

    documents: int = 0
    observations: int = 0
    said: int = 0
    known: int = 0
    erased: int = 0
    differing: int = 0  # documents of which this desk says otherwise; its own word stands first
    ahead: int = 0  # moments that lie ahead of this desk's clock, taken as now
    loose: int = 0  # words on documents that are not here

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was new."""
        return not (self.documents or self.observations or self.said)


class Merging(Connected):
    """The methods of a store by which two desks share what they have."""

    def carry_documents(self, since: dt.date | None = None) -> Iterator[tuple[Document, bytes | None]]:
        """Documents in use, first seen on a day or later if one is named, with the bytes they came in."""
        with self._read() as connection:
            query = select(_d.id).where(documents.is_current(None)).order_by(_d.number)
            if since is not None:
                query = query.where(func.substr(_d.first_seen, 1, 10) >= since.isoformat())
            ids = connection.execute(query).scalars().all()
        for start in range(0, len(ids), _AT_ONCE):
            with self._read() as connection:
                for document in documents.get_documents(connection, ids[start : start + _AT_ONCE]):
                    kept = documents.get_kept(connection, document.kept_hash) if document.kept_hash else None
                    yield document, kept

    def carry_observations(self) -> list[Observation]:
        """All observations, by their documents."""
        table = tables.observations
        with self._read() as connection:
            rows = connection.execute(select(table).order_by(table.c.document)).mappings()
            return [to_record(Observation, row) for row in rows]

    def carry_said(self) -> dict[str, list[Said]]:
        """What people said, by kind, in the order in which they said it."""
        with self._read() as connection:
            return {name: _list_said(connection, kind) for name, kind in SAID.items()}

    def merge(self, carried: Carried, *, desk: str, record: str, at: dt.datetime, by: str) -> Merged:
        """Take in what another desk hands over, all or nothing, with an entry in the audit trail.

        Doing it twice changes nothing, and leaves no entry.
        """
        with self._write() as connection:
            merged = _merge_documents(connection, carried.documents, at)
            merged = _merge_observations(connection, carried.observations, desk, merged)
            merged = _merge_said(connection, carried.said, desk, merged)
            if not merged.is_nothing:
                what = (
                    f"took in a bundle of {desk}: {merged.documents} documents,"
                    f" {merged.observations} observations, {merged.said} words of people"
                )
                trail.add_entry(connection, at=at, who=by, what=what, record=record, content=repr(merged))
            return merged


def _merge_documents(
    connection: Connection, found: Iterable[tuple[Document, bytes | None]], at: dt.datetime
) -> Merged:
    merged = Merged()
    for document, kept in found:
        text_hash = documents.hash_text(document.text)
        if connection.execute(select(_d.id).where(_d.id == document.id)).first():
            merged = merged._replace(known=merged.known + 1)
        elif erasing.list_erased(connection, [text_hash]):
            merged = merged._replace(erased=merged.erased + 1)
        else:
            ours = _find_own(connection, document.name, text_hash)
            is_ahead = document.first_seen is not None and document.first_seen > at
            seen = document.model_copy(update={"first_seen": at}) if is_ahead else document
            documents.put_document(connection, seen, kept)
            if ours is not None:
                documents.put_document(connection, ours, None)  # what this desk says stands first
            merged = merged._replace(
                documents=merged.documents + 1,
                differing=merged.differing + (ours is not None),
                ahead=merged.ahead + is_ahead,
            )
    return merged


def _find_own(connection: Connection, name: str, text_hash: str) -> Document | None:
    """The document in use that has the same text under the same name, told of otherwise."""
    query = select(tables.documents).where(
        _d.name == name, _d.text_hash == text_hash, documents.is_current(None)
    )
    row = connection.execute(query).mappings().first()
    return to_record(Document, row) if row else None


def _merge_observations(
    connection: Connection, found: Sequence[Observation], desk: str, merged: Merged
) -> Merged:
    for each in found:
        is_here = connection.execute(select(_d.id).where(_d.id == each.document)).first()
        if not is_here:
            merged = merged._replace(loose=merged.loose + 1)
        elif observations.get_observations(connection, [each.document]):
            merged = merged._replace(known=merged.known + 1)
        else:
            told = each.model_copy(update={"entered_by": _sign(each.entered_by, desk)})
            observations.put_observation(connection, told)
            merged = merged._replace(observations=merged.observations + 1)
    return merged


def _merge_said(connection: Connection, found: Sequence[Said], desk: str, merged: Merged) -> Merged:
    known = {_sense(each) for kind in SAID.values() for each in _list_said(connection, kind)}
    for each in found:
        if _sense(each) in known:
            merged = merged._replace(known=merged.known + 1)
            continue
        if not _put_said(connection, each.model_copy(update={"by": _sign(each.by or "", desk)})):
            merged = merged._replace(loose=merged.loose + 1)
            continue
        known.add(_sense(each))
        merged = merged._replace(said=merged.said + 1)
    return merged


def _put_said(connection: Connection, said: Said) -> bool:
    """Add what a person said; False if it is on a document that is not here."""
    if isinstance(said, SourceGrade):
        verdicts.put_source_grade(connection, said)
    elif isinstance(said, MatchDecision):
        verdicts.put_match_decision(connection, said)
    elif isinstance(said, PlanOrder):
        plan_orders.put_plan_order(connection, said)
    else:
        document = documents.find_document(connection, said.document)
        if document is None:
            return False
        growing = GrowingStories(connection)
        growing.put_correction(said, document.id)
        growing.changed(growing.stories_of([document.id]))
    return True


def _list_said(connection: Connection, kind: type[Said]) -> list[Said]:
    table = _TABLES[kind]
    rows = connection.execute(select(table).order_by(table.c.number)).mappings()
    return [to_record(kind, row) for row in rows]


def _sense(said: Said) -> str:
    """What was said, by whom and when, whichever desk it was said at: by this a word is known again."""
    return (
        type(said).__name__
        + said.model_copy(
            update={"by": (said.by or "").partition(_AT)[0], "at": said.at and said.at.astimezone(dt.UTC)}
        ).model_dump_json()
    )


def _sign(who: str, desk: str) -> str:
    """Who said it and at which desk, unless it was carried further from a third."""
    return who if _AT in who else f"{who}{_AT}{desk}"
