"""Keep what a model proposed and what people decided about it, and translations beside their originals.

Comes in: suggestions, a person's word on one, translations. Goes out: the same. What was proposed stays as it
was; a decision is added once. Knows nothing about models, and nothing here is read by any room: an accepted
claim is a claim of the document's reading from then on.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from tocsin.store import tables
from tocsin.store.rows import to_record, to_row
from tocsin.terms import Claim, Source, Suggestion, Translation

_s, _t = tables.suggestions.c, tables.translations.c


def put_suggestions(connection: Connection, made: Sequence[Suggestion]) -> list[Suggestion]:
    """Add what was not proposed before, decided on or not; the answer holds those."""
    known = set(connection.execute(select(_s.id).where(_s.id.in_([each.id for each in made]))).scalars())
    new = {each.id: each for each in made if each.id not in known}
    if new:
        connection.execute(insert(tables.suggestions), [to_row(each) for each in new.values()])
    return list(new.values())


def list_suggestions(
    connection: Connection, *, document: str | None = None, is_open: bool | None = None
) -> list[Suggestion]:
    """Suggestions in the order in which they were made, of one document or of all; open or decided."""
    query = select(tables.suggestions).order_by(_s.number)
    if document is not None:
        query = query.where(_s.document == document)
    if is_open is not None:
        query = query.where(_s.decision.is_(None) if is_open else _s.decision.is_not(None))
    return [to_record(Suggestion, row) for row in connection.execute(query).mappings()]


def get_suggestion(connection: Connection, id: str) -> Suggestion | None:
    """The suggestion of that id, or whose id begins so if there is one."""
    query = select(tables.suggestions).where(_s.id.startswith(id, autoescape=True)).limit(2)
    rows = connection.execute(query).mappings().all()
    return to_record(Suggestion, rows[0]) if len(rows) == 1 else None


def decide(
    connection: Connection, id: str, *, is_accepted: bool, by: str, reason: str, at: dt.datetime
) -> bool:
    """Note a person's word on an open suggestion; False where it was decided on before."""
    values = {
        "decision": "accepted" if is_accepted else "rejected",
        "by": by,
        "reason": reason,
        "decided_at": at.astimezone(dt.UTC).isoformat(),
    }
    change = update(tables.suggestions).where(_s.id == id, _s.decision.is_(None)).values(values)
    return connection.execute(change).rowcount == 1


def count_accepted(connection: Connection) -> int:
    """How many claims people have accepted: it grows with each."""
    query = select(func.count()).select_from(tables.suggestions)
    query = query.where(_s.kind == "claim", _s.decision == "accepted")
    return connection.execute(query).scalar_one()


def accepted_claims(connection: Connection, documents: Sequence[str]) -> dict[str, list[Claim]]:
    """The claims that people accepted, by document: `p1`, `p2`, ... beside those that were read."""
    query = select(tables.suggestions).where(_s.document.in_(documents)).order_by(_s.number)
    query = query.where(_s.kind == "claim", _s.decision == "accepted")
    rows = connection.execute(query).mappings().all()
    if not rows:
        return {}
    texts = select(tables.documents.c.id, tables.documents.c.text)
    texts = texts.where(tables.documents.c.id.in_([row["document"] for row in rows]))
    known = {row.id: row.text for row in connection.execute(texts)}
    found: dict[str, list[Claim]] = {}
    for row in rows:
        claims = found.setdefault(row["document"], [])
        claims.append(_to_claim(to_record(Suggestion, row), f"p{len(claims) + 1}", known[row["document"]]))
    return found


def put_translation(connection: Connection, translation: Translation) -> None:
    """Put a translation in place of the earlier one into that language."""
    same = (_t.document == translation.document, _t.language == translation.language)
    connection.execute(delete(tables.translations).where(*same))
    connection.execute(insert(tables.translations).values(to_row(translation)))


def get_translation(connection: Connection, document: str, language: str) -> Translation | None:
    """The document's translation into a language."""
    query = select(tables.translations).where(_t.document == document, _t.language == language)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else to_record(Translation, row)


def _to_claim(suggestion: Suggestion, id: str, text: str) -> Claim:
    """The claim as a reading holds one; what a machine guessed beyond words and stance is left out."""
    who = " ".join(suggestion.source.of(text).split()) if suggestion.source else None
    return Claim(
        id=id,
        document=suggestion.document,
        source=Source(spans=(suggestion.source,), name=who) if suggestion.source and who else None,
        content=suggestion.spans,
        chain=(who,) if who else (),
        stance=suggestion.stance,
        polarity="denied" if suggestion.stance == "denies" else "affirmed",
    )
