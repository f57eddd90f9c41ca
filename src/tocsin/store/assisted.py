"""What a store keeps of a model of the user's own: suggestions with people's decisions, and translations.

Comes in: suggestions, decisions, translations. Goes out: the same, and one clear StoreError for whatever a
database can suffer. Each call is one short transaction. Knows nothing about models.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, select

from tocsin.errors import ConfigurationError, StoreError
from tocsin.store import readings, suggestions, tables, trail, verdicts
from tocsin.store.connected import Connected
from tocsin.terms import MatchDecision, Suggestion, Translation


class Assisted(Connected):
    """The methods of a store that keep what a model proposed."""

    def put_suggestions(self, made: Sequence[Suggestion]) -> list[Suggestion]:
        """Add what was not proposed before; the answer holds those."""
        with self._write() as connection:
            return suggestions.put_suggestions(connection, made)

    def suggestions(self, *, document: str | None = None, is_open: bool | None = None) -> list[Suggestion]:
        """Suggestions in the order in which they were made."""
        with self._read() as connection:
            return suggestions.list_suggestions(connection, document=document, is_open=is_open)

    def suggestion(self, id: str) -> Suggestion | None:
        """The suggestion of that id, or whose id alone begins so."""
        with self._read() as connection:
            return suggestions.get_suggestion(connection, id)

    def decide_suggestion(
        self, id: str, *, is_accepted: bool, by: str, reason: str, at: dt.datetime
    ) -> Suggestion:
        """Accept or reject a suggestion, all or nothing, with an entry in the audit trail.

        An accepted claim becomes a claim of its document, and stays one when the text is read anew. A match
        becomes a person's decision like any other.

        Raises:
            ConfigurationError: there is no such suggestion.
            StoreError: somebody decided on it before.
        """
        with self._write() as connection:
            found = suggestions.get_suggestion(connection, id)
            if found is None:
                raise ConfigurationError(
                    id, "is no suggestion of this store", "list them with tocsin suggest list"
                )
            if not suggestions.decide(
                connection, found.id, is_accepted=is_accepted, by=by, reason=reason, at=at
            ):
                what = f"was {found.decision} by {found.by} before"
                raise StoreError(found.id, what, "a decision on a suggestion is made once")
            if found.kind == "indicator":
                verdicts.put_match_decision(connection, _to_decision(found, is_accepted, by, reason, at))
            else:
                word = "accepted" if is_accepted else "rejected"
                trail.add_entry(
                    connection,
                    at=at,
                    who=by,
                    what=f"{word} a suggested claim",
                    record=f"document {found.document}",
                    content=found.model_dump_json() + reason,
                )
                if is_accepted:
                    _add_claim(connection, found.document)
            decided = suggestions.get_suggestion(connection, found.id)
            assert decided is not None
            return decided

    def put_translation(self, translation: Translation) -> None:
        """Keep a translation in place of the earlier one into that language."""
        with self._write() as connection:
            suggestions.put_translation(connection, translation)

    def translation(self, document: str, language: str) -> Translation | None:
        """The document's translation into a language."""
        with self._read() as connection:
            return suggestions.get_translation(connection, document, language)


def _add_claim(connection: Connection, document: str) -> None:
    """Put the document's reading anew, which takes in what people accepted, and lets it be traced again."""
    read = tables.readings.c
    row = connection.execute(select(read.code_version).where(read.document == document)).one_or_none()
    known = readings.get_reading(connection, document)
    if row is not None and known is not None:
        readings.put_readings(connection, [known], row.code_version)


def _to_decision(
    suggestion: Suggestion, is_accepted: bool, by: str, reason: str, at: dt.datetime
) -> MatchDecision:
    assert suggestion.watch is not None
    assert suggestion.indicator is not None
    assert suggestion.item is not None
    return MatchDecision(
        watch=suggestion.watch,
        indicator=suggestion.indicator,
        item=suggestion.item,
        is_accepted=is_accepted,
        by=by,
        because=reason,
        at=at,
    )
