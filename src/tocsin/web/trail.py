"""The page Audit: who did what to which record and when, and whether the chain of entries holds.

Comes in: a shelf and what is looked for. Goes out: the page's contents as a record. The chain is walked from
its first entry each time: a page that said "verified" of an earlier hour would say nothing. Knows nothing
about how it looks.
"""

from tocsin.terms import AuditEntry, Record
from tocsin.web.shelf import Shelf

A_PAGE = 100


class AuditPage(Record):
    """A page of the trail, the newest entry first, with what the chain says of itself."""

    entries: tuple[AuditEntry, ...]
    words: str
    page: int
    pages: int
    found: int
    total: int
    last_hash: str
    breaks: tuple[str, ...]  # a line for each link that does not hold


def show_audit(shelf: Shelf, words: str, page: str) -> AuditPage:
    """The entries whose name, deed or record holds the words."""
    sought = " ".join(words.casefold().split())[:200]
    entries = [each for each in shelf.store.audit() if sought in _told(each)]
    pages = max(-(-len(entries) // A_PAGE), 1)
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 7 else 1
    total, last = shelf.store.audit_end()
    return AuditPage(
        entries=tuple(entries[(number - 1) * A_PAGE : number * A_PAGE]),
        words=words[:200],
        page=number,
        pages=pages,
        found=len(entries),
        total=total,
        last_hash=last,
        breaks=shelf.store.audit_breaks(),
    )


def _told(entry: AuditEntry) -> str:
    return " ".join(f"{entry.who} {entry.what} {entry.record}".casefold().split())
