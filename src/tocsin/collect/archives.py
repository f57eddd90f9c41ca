"""Read and write web archives (WARC): what was fetched, with its address, time, headings and hash.

Comes in: a .warc or .warc.gz file, or what the store kept. Goes out: a draft for each page of an archive,
first seen when it was captured; or an archive that other tools open. Knows nothing about the web itself.
"""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from tocsin.collect.addresses import name_of
from tocsin.collect.answers import Answer
from tocsin.collect.drafts import Draft
from tocsin.collect.records import Found
from tocsin.collect.sizes import too_large
from tocsin.errors import UnreadableDocument
from tocsin.terms import Capture, Channel

_KINDS = ("response", "resource", "conversion")
_READ = (
    "text/html",
    "text/plain",
    "text/xml",
    "application/xhtml+xml",
    "application/pdf",
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "application/feed+json",
    "application/octet-stream",
)
_AT_NO_TIME = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MOST_RECORDS = 1_000_000


class _Page(NamedTuple):
    """One record of an archive that holds a page."""

    url: str
    captured: str | None
    answer: Answer


def parse_archive(file: BinaryIO, where: str, max_bytes: int) -> Iterator[Found | UnreadableDocument]:
    """The pages of an archive, one in memory at a time, and what is wrong with the others."""
    from warcio.archiveiterator import ArchiveIterator

    number = 0
    try:
        for record in ArchiveIterator(file):
            number += 1
            if number > _MOST_RECORDS:
                raise UnreadableDocument(where, f"has over {_MOST_RECORDS:,} records", "split it")
            yield from _read_record(record, f"{where}#{number}", number, max_bytes)
    except UnreadableDocument as fault:
        yield fault
    except Exception as fault:
        # The reader of archives is others' code and raises all kinds of errors on broken ones; the records
        # before the break are good and were taken.
        what = f"is broken after record {number} ({type(fault).__name__})"
        yield UnreadableDocument(where, what, "copy it anew; the records before that were taken")
    else:
        if not number:
            yield UnreadableDocument(where, "is no web archive, or an empty one", "give a .warc or .warc.gz")


def _read_record(
    record: Any, where: str, number: int, max_bytes: int
) -> Iterator[Found | UnreadableDocument]:
    if record.rec_type not in _KINDS:
        return
    page = _take_page(record, where, max_bytes)
    if isinstance(page, UnreadableDocument):
        yield page
    elif page is not None:
        try:
            drafts = _read_feed(page, where) if _is_feed(page) else [_read_article(page)]
        except UnreadableDocument as fault:
            yield UnreadableDocument(where, fault.what, fault.remedy)
            return
        yield from (Found(_dated(draft, page), page.answer.body, number, where) for draft in drafts)


def _read_article(page: _Page) -> Draft:
    from tocsin.collect.articles import read_page

    return read_page(page.answer).model_copy(update={"name": name_of(page.url)})


def _is_feed(page: _Page) -> bool:
    head = page.answer.body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf", b"{")) and b"<html" not in head


def _read_feed(page: _Page, where: str) -> list[Draft]:
    """The articles that a kept feed gives in full; those of its pages stand in records of their own."""
    from tocsin.collect.articles import declared_charset, read_whole_entries
    from tocsin.collect.feeds import parse_feed

    try:
        listing = parse_feed(page.answer.body, where, declared_charset(page.answer))
    except UnreadableDocument:
        return []  # data of some other kind, of which an archive is full
    channel = Channel(id="", address=page.url, added=_AT_NO_TIME)
    found = read_whole_entries(listing, page.answer, channel)
    return [article.draft.model_copy(update={"name": article.name}) for article in found]


def _take_page(record: Any, where: str, max_bytes: int) -> _Page | UnreadableDocument | None:
    """The record's page; None where it holds something else, such as a picture or an error."""
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
    http = record.http_headers
    status = str(http.get_statuscode()) if http else "200"
    media = str((http or record.rec_headers).get_header("Content-Type") or "")
    if status != "200" or not url.startswith(("http://", "https://")):
        return None
    if media and not media.lower().startswith(_READ):
        return None
    body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        return too_large(where, None, max_bytes)
    answer = Answer(url, 200, (("content-type", media),), body, None, 0.0)
    return _Page(url, record.rec_headers.get_header("WARC-Date"), answer)


def _dated(draft: Draft, page: _Page) -> Draft:
    changed = {"url": draft.url or page.url}
    return draft.model_copy(update=changed | ({"first_seen": page.captured} if page.captured else {}))


def write_archive(file: BinaryIO, captures: Iterable[tuple[Capture, bytes]]) -> int:
    """Write captures as a gzipped WARC 1.1, what was fetched once being written once; how many records.

    The body is written as it was kept, decompressed, so its headings about packing are left out.
    """
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
    written: set[tuple[object, ...]] = set()
    for capture, body in captures:
        key = (capture.url, capture.captured_at, capture.hash)
        if key in written:
            continue
        written.add(key)
        kept = [pair for pair in capture.headers if pair[0] not in _PACKING]
        headings = StatusAndHeaders(f"{capture.status} -", kept, protocol="HTTP/1.1")
        when = capture.captured_at.isoformat().replace("+00:00", "Z")
        record = writer.create_warc_record(
            capture.url,
            "response",
            payload=io.BytesIO(body),
            http_headers=headings,
            warc_headers_dict={"WARC-Date": when},
        )
        writer.write_record(record)
    return len(written)


_PACKING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
