"""Make a document of one entry of a listing: from its own text where it has all of it, else from its page.

Comes in: an entry, what the channel is known to be, and a way to fetch. Goes out: a draft with the bytes
that it was made of, and the answer that brought them. Knows nothing about which entries are new.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from tocsin.collect.addresses import name_of, tidy_link
from tocsin.collect.answers import Answer, FetchFault
from tocsin.collect.drafts import Draft, Note
from tocsin.collect.fragments import plain, read_fragment
from tocsin.collect.listings import Entry, Listing
from tocsin.collect.parsing import parse_bytes, sniff
from tocsin.errors import UnreadableDocument
from tocsin.terms import Capture, Channel, Link

_FEWEST_WORDS = 120  # an item's own text counts as the whole article from this length on
_ENOUGH_WORDS = 12  # a summary shorter than this is a headline and no report
_CUT = re.compile(
    r"(?:\.\.\.|…|\[(?:\.\.\.|…|\+)\]|(?:read|see) (?:more|the full story)|continue reading\W*.{0,80})\W*$",
    re.I,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.I)

FetchPage = Callable[[str], Answer]


class Article(NamedTuple):
    """A draft, the bytes it was made of, the answer that brought them, and what to call it."""

    draft: Draft
    kept: bytes
    answer: Answer
    name: str


def read_entry(
    entry: Entry, listing: Listing, answer: Answer, channel: Channel, fetch: FetchPage, *, is_last_try: bool
) -> Article:
    """The article of an entry; on the last try its summary will do, with a note.

    Raises:
        UnreadableDocument: neither the listing nor the page gives a report; FetchFault where it may later.
    """
    where = entry.link or f"{channel.label}, item {entry.id[:80]!r}"
    own_text, own_links = _read_own(entry, where)
    if _is_whole(entry, own_text):
        return _from_listing(entry, own_text, own_links, listing, answer, channel, ())
    try:
        if entry.page is None:
            raise UnreadableDocument(where, "has neither a page nor a whole text", "look at the feed")
        return _from_page(entry, fetch(entry.page), listing, channel)
    except UnreadableDocument as fault:
        passing = isinstance(fault, FetchFault) and fault.is_passing
        if (passing and not is_last_try) or len(own_text.split()) < _ENOUGH_WORDS:
            raise
        note = Note(what=f"its page could not be taken ({fault.what})", remedy="its summary stands for it")
        return _from_listing(entry, own_text, own_links, listing, answer, channel, (note,))


def read_whole_entries(listing: Listing, answer: Answer, channel: Channel) -> Iterator[Article]:
    """The articles that a listing gives in full, as an archive holds it."""
    for entry in listing.entries:
        text, links = _read_own(entry, answer.url)
        if _is_whole(entry, text):
            yield _from_listing(entry, text, links, listing, answer, channel, ())


def capture_of(article: Article, channel: str, document: str, when: datetime) -> Capture:
    """The record of what the server answered, for the archive; cookies are left out."""
    answer = article.answer
    return Capture(
        url=answer.url,
        captured_at=when,
        status=answer.status,
        headers=tuple(pair for pair in answer.headers if not pair[0].startswith("set-cookie")),
        hash=hashlib.sha256(article.kept).hexdigest(),
        media_type=(answer.header("content-type") or "application/octet-stream")[:200],
        channel=channel,
        document=document,
    )


def declared_charset(answer: Answer) -> str | None:
    """The character set that the server names in its headings."""
    found = _CHARSET.search(answer.header("content-type") or "")
    return found[1] if found else None


def read_page(answer: Answer) -> Draft:
    """The draft of a fetched page, PDF or text.

    Raises:
        UnreadableDocument: there is no article in it.
    """
    media = (answer.header("content-type") or "").split(";")[0].strip().lower()
    kind = {"application/pdf": "PDF", "text/html": "HTML", "application/xhtml+xml": "HTML"}.get(media)
    kind = kind or (sniff(answer.body) if media else "HTML")
    return parse_bytes(_recode(answer) if kind != "PDF" else answer.body, kind, answer.url)


def _recode(answer: Answer) -> bytes:
    """The bytes as UTF-8 where only the server's headings tell how they are written."""
    charset = declared_charset(answer)
    if (
        charset is None
        or charset.lower() in ("utf-8", "utf8")
        or _CHARSET.search(answer.body[:4_000].decode("ascii", "replace"))
    ):
        return answer.body
    try:
        return answer.body.decode(charset).encode("utf-8", "replace")
    except (LookupError, UnicodeDecodeError):
        return answer.body


def _read_own(entry: Entry, where: str) -> tuple[str, tuple[Link, ...]]:
    """The longer of what the listing gives: content or summary, as text."""
    best = max((entry.content or "", entry.summary or ""), key=len)
    if not entry.is_html:
        return best.strip(), ()
    return read_fragment(best, where, entry.link)


def _is_whole(entry: Entry, text: str) -> bool:
    """Whether the listing gives the article itself: no page to look at, or long enough and not cut off."""
    words = len(text.split())
    if entry.page is None:
        return words >= _ENOUGH_WORDS
    return words >= _FEWEST_WORDS and not _CUT.search(text[-200:])


def _from_listing(
    entry: Entry,
    text: str,
    links: tuple[Link, ...],
    listing: Listing,
    answer: Answer,
    channel: Channel,
    notes: tuple[Note, ...],
) -> Article:
    draft = Draft(
        text=text,
        media_type="text/html" if entry.is_html else "text/plain",
        title=plain(entry.title),
        outlet=plain(entry.outlet) or channel.outlet or plain(listing.title),
        byline=plain(entry.byline),
        credit=plain(entry.credit),
        published=entry.published or entry.updated,
        url=tidy_link(entry.link) if entry.link else None,
        links=(*links, *entry.links),
        language=entry.language or channel.language,
        notes=notes,
    )
    return Article(draft, answer.body, answer, _name(entry, channel))


def _from_page(entry: Entry, page: Answer, listing: Listing, channel: Channel) -> Article:
    draft = read_page(page)
    found = {link.url for link in draft.links}
    draft = draft.model_copy(
        update={
            "title": draft.title or plain(entry.title),
            "outlet": plain(entry.outlet) or channel.outlet or draft.outlet or plain(listing.title),
            "byline": draft.byline or plain(entry.byline),
            "credit": draft.credit or plain(entry.credit),
            "published": draft.published or entry.published or entry.updated,
            "url": draft.url or tidy_link(page.url),
            "links": draft.links + tuple(link for link in entry.links if link.url not in found),
            "language": draft.language or entry.language or channel.language,
        }
    )
    return Article(draft, page.body, page, _name(entry, channel))


def _name(entry: Entry, channel: Channel) -> str:
    """What the document is called: its own address, else the channel's with the item's id."""
    return name_of(entry.page) if entry.page else f"{name_of(entry.link or channel.address)}:{entry.item}"
