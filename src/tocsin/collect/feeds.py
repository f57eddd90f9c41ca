"""Read a feed: RSS of any version, Atom, or JSON Feed.

Comes in: the bytes of a feed. Goes out: a listing with what each item says of itself: its source, credit
and links kept, its markup as it stands. A feed that is broken is read as far as it can be. Knows nothing
about which items are new, and fetches nothing.
"""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from tocsin.collect.listings import Entry, Listing
from tocsin.collect.xml import read_xml_text
from tocsin.errors import UnreadableDocument
from tocsin.terms import Link

_MOST_BYTES = 5_000_000  # a parser's seconds, and far more than a feed has
_MOST_ENTRIES = 5_000
_MOST_TAGS = 60_000  # above this a feed takes the parser more than about a second
_LONGEST = 2_000  # characters of a title, name or credit
_NO_FEED = "check the address in a browser"


def parse_feed(data: bytes, where: str, declared: str | None = None) -> Listing:
    """The feed's listing.

    Raises:
        UnreadableDocument: it is not a feed, or it is built to do harm.
    """
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(
            where, f"is a feed of over {_MOST_BYTES / 1e6:.0f} MB", "ask the outlet for a shorter one"
        )
    if looks_like_json(data):
        return _parse_json_feed(data, where)
    return _parse_xml_feed(read_xml_text(data, where, declared, most_tags=_MOST_TAGS), where)


def looks_like_json(data: bytes) -> bool:
    """Whether the first sign is that of a JSON object."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


# --- RSS and Atom ---


def _parse_xml_feed(text: str, where: str) -> Listing:
    import feedparser

    read = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(read.get("version") or "")
    if not version and not read.entries:
        raise UnreadableDocument(where, "is not a feed", _NO_FEED)
    feed = read.feed
    kind = "atom" if version.startswith("atom") else "rss"
    language = _words(feed.get("language"))
    base = _words(feed.get("link"))
    entries = (_read_entry(entry, kind, language, base) for entry in read.entries[:_MOST_ENTRIES])
    return Listing(
        kind=kind,
        title=_words(feed.get("title")),
        language=language,
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _read_entry(entry: Mapping[str, Any], kind: str, language: str | None, base: str | None) -> Entry | None:
    link = _words(entry.get("link"))
    bodies = [body for body in _maps(entry.get("content")) if body.get("value")]
    body = max(bodies, key=lambda each: len(str(each["value"])), default=None)
    detail = entry.get("summary_detail") or {}
    summary = _markup(entry.get("summary"))
    content = _markup(body["value"]) if body else None
    own = _words(entry.get("id")) or link or _words(entry.get("title")) or content or summary
    if own is None:
        return None
    source = entry.get("source") or {}
    plain = str((body or detail).get("type", "")) == "text/plain"
    return Entry(
        id=own,
        link=_absolute(link, base),
        title=_words(entry.get("title")),
        content=content,
        summary=summary if summary != content else None,
        is_html=not plain or _holds_markup(content or summary),
        published=_words(entry.get("published")) or _words(entry.get("created")),
        updated=_words(entry.get("updated")) if kind == "atom" else None,
        byline=_words(entry.get("author")),
        credit=_words(entry.get("rights")) or _media_credit(entry),
        outlet=_words(source.get("title")),
        language=_words((body or {}).get("language")) or language,
        links=tuple(_list_links(entry, source, link)),
    )


def _list_links(entry: Mapping[str, Any], source: Mapping[str, Any], own: str | None) -> Iterator[Link]:
    """The source's address and the entry's related links, beside its own."""
    target = _words(source.get("href")) or _words(source.get("link"))
    if target and target.startswith(("http://", "https://")):
        yield Link(url=target, text=_words(source.get("title")) or "")
    for link in _maps(entry.get("links")):
        url = _words(link.get("href"))
        if url and url != own and link.get("rel") in ("related", "via") and url.startswith("http"):
            yield Link(url=url, text=_words(link.get("title")) or "")


def _media_credit(entry: Mapping[str, Any]) -> str | None:
    printed = _maps(entry.get("media_credit"))
    return _words(printed[0].get("content")) if printed else None


def _holds_markup(text: str | None) -> bool:
    return bool(text) and "</" in str(text)


def _absolute(link: str | None, base: str | None) -> str | None:
    if link is None or link.startswith(("http://", "https://")):
        return link
    try:
        made = urljoin(base or "", link)
    except ValueError:
        return None
    return made if made.startswith(("http://", "https://")) else None


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _markup(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _words(value: object) -> str | None:
    """A field's words on one line; None where there are none."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return " ".join(str(value)[: _LONGEST * 2].split())[:_LONGEST] or None


# --- JSON Feed ---


def _parse_json_feed(data: bytes, where: str) -> Listing:
    try:
        feed = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise UnreadableDocument(where, "is not JSON", _NO_FEED) from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", ""))[:200]:
        raise UnreadableDocument(where, "is JSON but not a JSON Feed", _NO_FEED)
    language = _words(feed.get("language"))
    entries = (_read_item(item, language) for item in _maps(items[:_MOST_ENTRIES]))
    return Listing(
        kind="json-feed",
        title=_words(feed.get("title")),
        language=language,
        entries=tuple(entry for entry in entries if entry is not None),
    )


def _read_item(item: Mapping[str, Any], language: str | None) -> Entry | None:
    link = _words(item.get("url"))
    html, text = _markup(item.get("content_html")), _markup(item.get("content_text"))
    own = _words(item.get("id")) or link or _words(item.get("title")) or html or text
    if own is None:
        return None
    authors = _maps(item.get("authors")) or _maps([item.get("author")])
    names = [name for author in authors if (name := _words(author.get("name")))]
    external = _words(item.get("external_url"))
    return Entry(
        id=own,
        link=_absolute(link or external, None),
        title=_words(item.get("title")),
        content=html or text,
        summary=_markup(item.get("summary")),
        is_html=html is not None,
        published=_words(item.get("date_published")),
        updated=_words(item.get("date_modified")),
        byline=", ".join(names) or None,
        language=_words(item.get("language")) or language,
        links=(Link(url=external),) if external and link and external.startswith("http") else (),
    )
