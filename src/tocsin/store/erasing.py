"""Take out what must go: one document on request, or kept bytes that are older than they need be.

Comes in: a document's id, who asks and why; or a day. Goes out: what went. An erasure takes the text, the
bytes, the words of the index and everything read in the document, and its words out of published briefs;
what remains is its id, its name and hashes, so that the audit trail still holds and the same text is not
taken in again. Knows nothing about what ought to go.
"""

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, RowMapping, Table, delete, func, insert, or_, select, update

from tocsin.store import tables
from tocsin.store.growing import GrowingStories
from tocsin.store.words import forget_words

GONE = "[erased on request]"
RUN = 6  # so many words in a row that stand in an erased document are a quotation of it

_d = tables.documents.c
_OF_WORDS = (  # tables in which words of a document may stand
    "documents", "document_words", "kept", "claims", "events", "times", "stories", "origins", "edges",
    "marks", "copies", "captures", "weighings", "indicator_states", "evidence", "graded_claims", "outlooks",
    "briefs", "observations",
)  # fmt: skip


class Erased(NamedTuple):
    """What went: documents (all versions of the text under its name), files, and briefs that changed."""

    documents: int
    files: int
    sharing: int  # other documents that came in one of these files: they keep their text, not the file
    briefs: int


class Pruned(NamedTuple):
    """How many kept files went, and how many bytes they took."""

    files: int
    size: int


def erase_document(connection: Connection, document: str, at: dt.datetime, by: str, reason: str) -> Erased:
    """Erase a document with every other telling of the same text under its name."""
    named = select(_d.name, _d.text_hash).where(_d.id == document).subquery()
    query = select(tables.documents).where(_d.name == named.c.name, _d.text_hash == named.c.text_hash)
    rows = connection.execute(query).mappings().all()
    ids = [row["id"] for row in rows]
    hashes = {row["kept_hash"] for row in rows if row["kept_hash"]}
    sharing = connection.execute(
        select(func.count()).select_from(tables.documents).where(_d.kept_hash.in_(hashes), _d.id.not_in(ids))
    ).scalar_one()
    connection.execute(insert(tables.erasing).values(document=document))
    briefs = _clear_briefs(connection, ids)
    _clear_judgements(connection, ids)
    _clear_stories(connection, ids)
    files = connection.execute(delete(tables.kept).where(tables.kept.c.hash.in_(hashes))).rowcount
    for row in rows:
        forget_words(connection, row["number"], row["title"], row["text"])
        _note(connection, row, at, by, reason)
    connection.execute(update(tables.documents).where(_d.id.in_(ids)).values(superseded_by=None))
    connection.execute(delete(tables.readings).where(tables.readings.c.document.in_(ids)))
    connection.execute(delete(tables.documents).where(_d.id.in_(ids)))
    connection.execute(update(tables.watched).values(weighed=None))
    connection.execute(delete(tables.erasing))
    return Erased(len(ids), files, sharing, briefs)


def list_erased(connection: Connection, text_hashes: Collection[str]) -> set[str]:
    """Those of the texts that were erased on request, under whatever name."""
    erased = tables.erasures.c.text_hash
    return set(connection.execute(select(erased).where(erased.in_(text_hashes))).scalars())


def sweep(engine: Engine) -> None:
    """Write anew what the words stood in, so that nothing of what was forgotten is left in its pages.

    In a file that is the index of words, and the write-ahead log is folded in and emptied; what was deleted
    there is overwritten at once (`overwrite`). On a server the tables that held words are written anew.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO document_words (document_words) VALUES ('optimize')")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql(f"VACUUM FULL {', '.join(_OF_WORDS)}")


def overwrite(connection: Connection) -> None:
    """Have a file overwrite what is deleted in this transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def find_prunable(connection: Connection, before: dt.date) -> Pruned:
    """How many kept files belong only to documents first seen before a day, and their size."""
    query = select(func.count(), func.coalesce(func.sum(func.length(tables.kept.c.compressed)), 0))
    return Pruned(*connection.execute(query.where(_is_old(before))).one())


def prune_kept(connection: Connection, before: dt.date) -> Pruned:
    """Let go of the bytes of documents first seen before a day; texts and all that was read in them stay."""
    found = find_prunable(connection, before)
    connection.execute(delete(tables.kept).where(_is_old(before)))
    return found


def _is_old(before: dt.date) -> Any:
    """Kept for documents all of which were first seen before the day; bytes of none are left alone."""
    mine = select(_d.id).where(_d.kept_hash == tables.kept.c.hash)
    young = mine.where(or_(_d.first_seen.is_(None), func.substr(_d.first_seen, 1, 10) >= before.isoformat()))
    return mine.exists() & ~young.exists()


def _note(connection: Connection, row: RowMapping, at: dt.datetime, by: str, reason: str) -> None:
    told = {"document": row["id"], "name": row["name"], "text_hash": row["text_hash"]}
    told |= {"at": at.isoformat(), "by": by, "reason": reason}
    connection.execute(insert(tables.erasures).values(told))


# --- what was judged: keys may stay, items of the document go -----------------------------------------


def _clear_judgements(connection: Connection, ids: Sequence[str]) -> None:
    """Weighings stay, without what was taken from the document."""
    w = tables.weighings
    rows = connection.execute(select(w).where(_names_any(w.c.relevant_documents, ids))).mappings().all()
    for row in rows:
        kept = [each for each in row["relevant_documents"] if each not in ids]
        mine = (w.c.watch == row["watch"], w.c.as_of == row["as_of"])
        said = [each for each in row["superlatives"] if each["document"] not in ids]
        # relations say in words of documents who denies; the next run makes them anew
        values = {"relevant_documents": kept, "superlatives": said, "relations": []}
        connection.execute(update(w).where(*mine).values(**values))
    _clear_checks(connection, ids)
    _clear_items(connection, tables.indicator_states, ("evidence", "matches"), ids)
    _clear_items(connection, tables.evidence, ("items",), ids)
    _clear_items(connection, tables.graded_claims, ("denies",), ids)
    graded = tables.graded_claims.c.claim
    connection.execute(delete(tables.graded_claims).where(or_(*(graded.startswith(f"{i}#") for i in ids))))


def _clear_checks(connection: Connection, ids: Sequence[str]) -> None:
    """Comparisons with the past that the document makes, held against the record in an outlook."""
    o = tables.outlooks
    for row in connection.execute(select(o).where(_names_any(o.c.superlatives, ids))).mappings().all():
        mine = [o.c[name] == row[name] for name in ("watch", "as_of", "revision")]
        kept = [each for each in row["superlatives"] if each["superlative"]["document"] not in ids]
        connection.execute(update(o).where(*mine).values(superlatives=kept))


def _clear_stories(connection: Connection, ids: Sequence[str]) -> None:
    """Stories that tell the document go; what else they told waits to be traced anew by the next run."""
    growing, m, runs = GrowingStories(connection), tables.marks.c, tables.copy_runs
    numbers = select(m.number).where(m.document.in_(ids))
    connection.execute(delete(runs).where(runs.c.document.in_(numbers)))
    left = {story for id_ in ids for story in growing.forget(id_)}
    stories = tables.stories.c
    telling = or_(stories.id.in_(left), _names_any(stories.documents, ids))
    connection.execute(delete(tables.stories).where(telling))
    others = select(m.document).where(m.story.in_(left))
    touch = update(tables.documents).where(_d.id.in_(others))
    connection.execute(touch.values(superseded_by=_d.superseded_by))  # a change of a document makes it wait


def _clear_items(connection: Connection, table: Table, columns: Sequence[str], ids: Sequence[str]) -> None:
    where = or_(*(_names_any(table.c[column], ids) for column in columns))
    for row in connection.execute(select(table).where(where)).mappings().all():
        mine = [table.c[name] == row[name] for name in ("watch", "as_of", "position")]
        values = {column: [each for each in row[column] if not _is_of(each, ids)] for column in columns}
        connection.execute(update(table).where(*mine).values(values))


def _names_any(column: Any, ids: Sequence[str]) -> Any:
    """Whether a JSON column holds one of the ids anywhere; ids are hexadecimal, so none needs escaping."""
    return or_(*(func.instr(column, id_) > 0 for id_ in ids))


def _is_of(item: Any, ids: Sequence[str]) -> bool:
    keys = (item["item"],) if isinstance(item, Mapping) else (item,)
    return any(str(key).partition("#")[0] in ids for key in keys)


# --- what was published: the words go, the brief's shape and numbers stay --------------------------------


def _clear_briefs(connection: Connection, ids: Sequence[str]) -> int:
    b = tables.briefs
    rows = connection.execute(select(b).where(_names_any(b.c.body, ids))).mappings().all()
    for row in rows:
        body = clear_brief(json.loads(row["body"]), ids)
        values = {"body": json.dumps(body, ensure_ascii=False, separators=(",", ":"))}
        erased = sorted({*(row["erased"] or ()), *ids})
        change = update(b).where(b.c.number == row["number"])
        connection.execute(change.values(values | {"erased": erased, "title": body["title"]}))
    return len(rows)


def clear_brief(body: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """A brief without the words of the documents: sentences that rest on them, their claims, their texts."""
    return body | {
        "title": GONE if body["watch"] is None else body["title"],
        "documents": [_bare(each) if each["id"] in ids else each for each in body["documents"]],
        "claims": [_silent(each) if each["document"] in ids else each for each in body["claims"]],
        "events": [each for each in body["events"] if each["document"] not in ids],
        "sentences": [_quiet(each, body, ids) for each in body["sentences"]],
        "superlatives": [s for s in body["superlatives"] if s["superlative"]["document"] not in ids],
        "relations": [],
    }


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: document[name] for name in ("id", "name", "version", "published", "first_seen", "marking")}
    return kept | {"text": GONE}


def _silent(claim: Mapping[str, Any]) -> dict[str, Any]:
    return dict(claim) | {"text": GONE, "chain": [], "spans": [], "cue": [], "source_spans": []}


def _quiet(sentence: Mapping[str, Any], body: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """A sentence that rests on the document, or on an origin behind it, or that holds a run of its words."""
    origins = {each["id"] for each in body["origins"] if set(each["documents"]) & set(ids)}
    texts = [_flat(each["text"]) for each in body["documents"] if each["id"] in ids]
    rests = any(_rests_on(each, origins, ids) for each in sentence["evidence"])
    return dict(sentence) | ({"text": GONE} if rests or _quotes(sentence["text"], texts) else {})


def _quotes(sentence: str, texts: Sequence[str]) -> bool:
    words = _flat(sentence).split()
    runs = (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    return any(run in text for run in runs for text in texts)


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _rests_on(evidence: str, origins: Iterable[str], ids: Sequence[str]) -> bool:
    return evidence in origins or any(id_ in evidence for id_ in ids)
