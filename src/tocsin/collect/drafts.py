"""A draft: what one parser found in one input, before anything is checked.

Comes in: nothing. Goes out: the record that every parser fills and that intake turns into a document,
with dates still as the words that were printed. Knows nothing about files or about which dates are
possible.
"""

from tocsin.terms import Link, Record


class Note(Record):
    """A reservation about an input that is taken all the same: what is the matter, and what to do."""

    what: str
    remedy: str


class Draft(Record):
    """The text and what is printed about it. `name` is given by records only; files are named by path."""

    text: str
    media_type: str
    name: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    credit: str | None = None
    published: str | None = None  # a date or a time, as printed
    published_at: str | None = None
    first_seen: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    language: str | None = None
    marking: str | None = None
    notes: tuple[Note, ...] = ()
