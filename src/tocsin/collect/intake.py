"""Turn drafts into documents: check what they say, name them, and tell one text from another.

Comes in: drafts with the bytes as they came, and today's date. Goes out: documents, each with the
problems it was taken in with. Knows the texts of this run (by hash) and nothing of what is stored.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.collect.dates import Dates, read_dates
from tocsin.collect.drafts import Draft, Note
from tocsin.collect.languages import tell_language
from tocsin.terms import Document, Link, Problem, identify


class Collected(NamedTuple):
    """A document with the bytes as they came."""

    document: Document
    kept: bytes


class Intake:
    """Everything that one run takes in; `outlet` and `published` stand in where a document gives none."""

    def __init__(self, *, outlet: str | None, published: dt.date | None, today: dt.date) -> None:
        self._outlet = outlet
        self._published = published
        self._today = today
        self._first: dict[str, list[bytes]] = {}  # name -> the hash of each text that bears it, in order
        self._places: dict[tuple[str, bytes], str] = {}  # where each text came from

    def admit(self, draft: Draft, kept: bytes, name: str, where: str) -> Iterator[Collected | Problem]:
        """The problems of this draft, then its document, unless the same text bore the name before."""
        text, notes = _whole(draft.text)
        dates, doubts = read_dates(draft, self._published, self._today)
        yield from (_doubt(note, where) for note in (*draft.notes, *notes, *doubts))
        if (refusal := _refuse(text, where)) is not None:
            yield refusal
            return
        name = _whole(name)[0]
        version, problem = self._tell_version(name, text, where)
        if problem is not None:
            yield problem
        if version is not None:
            yield Collected(self._document(draft, text, name, version, dates, kept), kept)

    def _tell_version(self, name: str, text: str, where: str) -> tuple[int | None, Problem | None]:
        """Which text of this name it is: 1, 2, ...; None when this very text was taken already."""
        digest = hashlib.sha256(text.encode()).digest()[:16]
        known = self._first.setdefault(name, [])
        if digest in known:
            return None, _duplicate(name, where, self._places[name, digest])
        known.append(digest)
        self._places[name, digest] = where
        if len(known) == 1:
            return 1, None
        return len(known), _second_text(name, len(known), where, self._places[name, known[0]])

    def _document(
        self, draft: Draft, text: str, name: str, version: int, dates: Dates, kept: bytes
    ) -> Document:
        outlet = _line(draft.outlet) or self._outlet
        url = _line(draft.url)
        return Document(
            id=identify(name, text, outlet, dates.published, dates.published_at, url),
            name=name,
            version=version,
            text=text,
            title=_line(draft.title),
            outlet=outlet,
            byline=_line(draft.byline),
            credit=_line(draft.credit),
            published=dates.published,
            published_at=dates.published_at,
            first_seen=dates.first_seen,
            first_seen_assumed=dates.first_seen_assumed,
            url=url,
            links=tuple(Link(url=_whole(link.url)[0], text=_whole(link.text)[0]) for link in draft.links),
            language=_language(draft.language) or tell_language(text),
            media_type=draft.media_type,
            kept_hash=hashlib.sha256(kept).hexdigest(),
            marking=_line(draft.marking),
            unknown=_list_unknown(name, outlet, dates),
        )


def _list_unknown(name: str, outlet: str | None, dates: Dates) -> tuple[str, ...]:
    asked = (("publication date", dates.published), ("outlet", outlet))
    return tuple(f"{what} of {name}" for what, answer in asked if answer is None)


def _language(code: str | None) -> str | None:
    """A two-letter code as given ("en", "en-GB"); anything else is left to the text."""
    first = (code or "").strip().lower().replace("_", "-").split("-")[0]
    return first if len(first) == 2 and first.isascii() and first.isalpha() else None


def _whole(text: str) -> tuple[str, tuple[Note, ...]]:
    """The text with half characters (lone surrogates, which no file can hold) marked as unreadable."""
    try:
        text.encode()
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole, (
            Note(
                what="holds half characters, shown as \N{REPLACEMENT CHARACTER}",
                remedy="check how it was saved",
            ),
        )
    return text, ()


def _line(words: str | None) -> str | None:
    return " ".join(_whole(words)[0].replace("\0", "").split()) or None if words else None


def _refuse(text: str, where: str) -> Problem | None:
    if not text.strip("\ufeff \t\r\n") or not text.strip():
        return Problem(where=where, what="has no text", remedy="give it text or leave it out")
    if "\0" in text:
        return Problem(where=where, what="is binary, not text (NUL characters)", remedy="export it as text")
    return None


def _doubt(note: Note, where: str) -> Problem:
    return Problem(where=where, what=note.what, remedy=note.remedy, fatal=False)


def _duplicate(name: str, where: str, earlier: str) -> Problem:
    return Problem(
        where=where,
        what=f"duplicate: {name!r} with the same text was read from {earlier}",
        remedy="nothing to do; it was taken once",
        fatal=False,
    )


def _second_text(name: str, version: int, where: str, earlier: str) -> Problem:
    return Problem(
        where=where,
        what=f"{name!r} already names another text, from {earlier}",
        remedy=f"both were kept, this one as {name}~{version}; rename it if it is another report",
        fatal=False,
    )
