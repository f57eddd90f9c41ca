"""Which of two documents came first, and how far apart they are, as far as their dates tell.

Documents come in; moments, sort keys and days go out. It does not read the clock.
"""

import datetime as dt

from tocsin.terms import Document, Marks


def moment(document: Document) -> dt.datetime | None:
    """When the document appeared: the outlet's time, else noon of its date, else when it was first seen."""
    if document.published_at:
        return document.published_at
    if document.published:
        return dt.datetime.combine(document.published, dt.time(12), tzinfo=dt.UTC)
    return document.first_seen


def age_key(document: Document) -> tuple[str, str]:
    """A key that sorts the earliest first and the undated last, whatever the order of input."""
    return _key(moment(document), document.id)


def moment_key(marks: Marks) -> tuple[str, str]:
    """The same key of a document's marks."""
    return _key(marks.moment, marks.document)


def is_later(document: Document, other: Document) -> bool:
    """Whether both are dated and `document` appeared after `other`."""
    mine, theirs = moment(document), moment(other)
    return mine is not None and theirs is not None and mine > theirs


def _key(appeared: dt.datetime | None, id: str) -> tuple[str, str]:
    return (appeared.astimezone(dt.UTC).isoformat() if appeared else "undated", id)
