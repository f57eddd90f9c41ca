"""Malformed input through every parser of collect: it ends in documents or one clear refusal, and soon.

2,000 cases by default; `make fuzz` asks for 100,000 with FUZZ_CASES. Half of them are pieces of the format
thrown together, half are good files that were cut, doubled and overwritten.
"""

import contextlib
import datetime as dt
import gzip
import io
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.collect.answers import Answer
from tocsin.collect.archives import parse_archive, write_archive
from tocsin.collect.articles import read_entry, read_page
from tocsin.collect.drafts import Draft
from tocsin.collect.feeds import parse_feed
from tocsin.collect.fragments import read_fragment
from tocsin.collect.intake import Intake
from tocsin.collect.listings import Listing
from tocsin.collect.mailboxes import parse_mailbox
from tocsin.collect.opml import read_opml, write_opml
from tocsin.collect.parsing import PARSERS, parse_bytes
from tocsin.collect.polling import reach_back
from tocsin.collect.records import Found, parse_json
from tocsin.collect.robots import read_rules
from tocsin.collect.sitemaps import parse_sitemap
from tocsin.errors import UnreadableDocument
from tocsin.gathering import make_channel
from tocsin.terms import Capture, Problem

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
LONGEST = 2.0  # seconds of CPU for one input
LIMIT = 200_000
CHANNEL = make_channel("https://harbour.example/feed", added=NOW)

RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    b' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour</title>'
    b"<link>https://h.example/</link><language>en</language><item><title>A &amp; B</title><link>/a</link>"
    b"<guid>g1</guid><pubDate>Sat, 25 May 2024 08:00:00 +0900</pubDate>"
    b'<source url="https://w.example/">Wire</source><dc:creator>N. N.</dc:creator>'
    b"<content:encoded><![CDATA[<p>Officials said that <a href='https://x.example/'>it</a> left.</p>]]>"
    b"</content:encoded></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>T</title><entry><id>u:1</id>'
    b'<title type="html">&lt;b&gt;x&lt;/b&gt;</title><updated>2024-05-25T00:00:00Z</updated>'
    b'<link href="https://h.example/1"/><content type="xhtml"><div><p>hi</p></div></content></entry></feed>'
)
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": 1, "url": "https://h.example/1", "content_html": "<p>x</p>", "authors": [{"name": "N"}]}
        ],
    }
).encode()
SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/'
    b'sitemap-news/0.9"><url><loc>https://h.example/1</loc><lastmod>2024-05-25</lastmod><n:news>'
    b"<n:publication><n:name>H</n:name><n:language>en</n:language></n:publication><n:title>T</n:title>"
    b"</n:news></url></urlset>"
)
INDEX = b"<sitemapindex><sitemap><loc>https://h.example/s.xml</loc></sitemap></sitemapindex>"
OPML = write_opml([CHANNEL])
PAGE = (
    b"<!doctype html><html><head><meta charset=utf-8><title>T</title><meta property='og:site_name' content=H>"
    b'<script type=\'application/ld+json\'>{"datePublished": "2024-05-25"}</script></head><body><article><p>'
    b"Officials said on Monday that the vessel had left port.</p><a href='https://x.example/'>it</a></article>"
)
MAIL = (
    b"From: a@b.example\r\nSubject: =?utf-8?q?x?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"A text.\r\n"
)
PARTS = (
    MAIL.replace(b"text/plain; charset=utf-8", b"multipart/mixed; boundary=x") + b"--x\r\n\r\nA\r\n--x--\r\n"
)
MBOX = b"From a@b Sat May 25 08:00:00 2024\n" + MAIL + b"\nFrom c@d Sat May 25 09:00:00 2024\n" + PARTS
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
ROBOTS = b"User-agent: *\nDisallow: /private*\nAllow: /private/a$\nCrawl-delay: 2\nSitemap: https://h.example/s.xml\n"
RECORDS = b'[{"id": "a", "text": "Words.", "published": "2024-05-25", "links": ["https://x.example/"]}]'


def warc() -> bytes:
    file = io.BytesIO()
    capture = Capture(
        url="https://h.example/1",
        captured_at=NOW,
        status=200,
        headers=(("content-type", "text/html"),),
        hash="0",
        media_type="text/html",
        channel="c",
        document="d",
    )
    write_archive(file, [(capture, PAGE)])
    return file.getvalue()


WARC = warc()


def take(found: Iterable[Found | UnreadableDocument]) -> None:
    for one in found:
        if isinstance(one, Found):
            admit(one.draft)
        else:
            assert "\n" not in str(one)


def admit(draft: Draft) -> None:
    """Whatever a parser found can be made a document that can be stored, or is refused."""
    for one in Intake(outlet=None, published=None, today=NOW.date()).admit(draft, b"x", "a", "x"):
        assert isinstance(one, Problem) or one.document.model_dump_json().encode()


def take_listing(listing: Listing) -> None:
    """Every entry as a channel would take it, with no page to be had."""

    def no_page(url: str) -> Answer:
        raise UnreadableDocument(url, "is not there", "look")

    answer = Answer("https://h.example/", 200, (), b"x", None, 0.0)
    for entry in listing.entries[:20]:
        try:
            admit(read_entry(entry, listing, answer, CHANNEL, no_page, is_last_try=True).draft)
        except UnreadableDocument as refused:
            assert "\n" not in refused.what


def take_answer(data: bytes) -> None:
    for media in ("text/html", "text/html; charset=shift_jis", "application/pdf", ""):
        with contextlib.suppress(UnreadableDocument):
            admit(read_page(Answer("https://h.example/1", 200, (("content-type", media),), data, None, 0.0)))


def take_opml(data: bytes) -> None:
    outlines = read_opml(data, "x")
    write_opml(CHANNEL.model_copy(update={"address": each.address, "name": each.name}) for each in outlines)


PARSED: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    "feed": (lambda data: take_listing(parse_feed(data, "x")), (RSS, ATOM, JSON_FEED)),
    "sitemap": (
        lambda data: take_listing(parse_sitemap(data, "x")),
        (SITEMAP, INDEX, gzip.compress(SITEMAP)),
    ),
    "opml": (take_opml, (OPML,)),
    "answer": (take_answer, (PAGE, PDF)),
    "fragment": (lambda data: read_fragment(data.decode("latin-1"), "x", "https://h.example/"), (PAGE,)),
    "mailbox": (lambda data: take(parse_mailbox(io.BytesIO(data), "x", LIMIT)), (MBOX,)),
    "archive": (
        lambda data: take(parse_archive(io.BytesIO(data), "x", LIMIT)),
        (WARC, gzip.decompress(WARC)),
    ),
    "robots": (lambda data: read_rules(data).can_fetch("https://h.example/private/a", "Tocsin"), (ROBOTS,)),
    "records": (lambda data: take(parse_json(data, "x")), (RECORDS,)),
    "text": (lambda data: parse_bytes(data, "text", "x"), (b"A text.\r\n\xe9\xff",)),
    "HTML": (lambda data: parse_bytes(data, "HTML", "x"), (PAGE,)),
    "e-mail": (lambda data: parse_bytes(data, "e-mail", "x"), (MAIL, PARTS)),
    "PDF": (lambda data: parse_bytes(data, "PDF", "x"), (PDF,)),
}
CASES = int(os.environ.get("FUZZ_CASES", "2000"))
STRANGE = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
]
STRANGE += [
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&nbsp;",
    b"'",
    b'"',
    b"\r\n",
    b"\n\n",
    b"=" * 40,
    b"{",
    b"[" * 300,
    b"<a>" * 300,
]
STRANGE += [
    b"9" * 400,
    b"1e999",
    b"-1",
    b"http://[x",
    b"http://a:99999/",
    b"charset=utf-7",
    b"charset=\xff",
    b"\x1f\x8b\x08",
]


@st.composite
def malformed(draw: st.DrawFn, samples: tuple[bytes, ...]) -> bytes:
    """A good file that was cut, doubled or written over a few times; or its pieces in any order."""
    data = draw(st.sampled_from(samples))
    if draw(st.booleans()):
        step = draw(st.integers(3, 40))
        pieces = [data[each : each + step] for each in range(0, len(data), step)] + STRANGE
        return b"".join(draw(st.lists(st.sampled_from(pieces) | st.binary(max_size=8), max_size=25)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        new = draw(
            st.just(b"") | st.sampled_from(STRANGE) | st.binary(max_size=8) | st.just(data[start:end] * 3)
        )
        data = data[:start] + new + data[end:]
    return data


@pytest.mark.parametrize("name", sorted(PARSED))
@settings(
    max_examples=max(1, CASES // len(PARSED)),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_malformed_input_ends_soon_and_in_one_line(name: str, data: Any) -> None:
    parse, samples = PARSED[name]
    raw = data.draw(malformed(samples))
    started = time.thread_time()
    try:
        parse(raw)
    except UnreadableDocument as refused:
        assert "\n" not in str(refused)
    assert time.thread_time() - started < LONGEST


def test_all_parsers_of_files_are_among_them() -> None:
    """A parser that is added must be tried too."""
    assert set(PARSERS) - {"Markdown"} <= set(PARSED)  # Markdown is read as text


HOSTILE = {
    "feed": [
        b"<rss><channel>" + b"<item>" * 59_000,
        b"<rss>" + b"<a " * 59_000,
        b"<rss><channel><item><title>" + b"&amp" * 200_000,
        b"<rss><item " + b'a="b" ' * 200_000,
        b"<rss " + b'xmlns:a="b" ' * 50_000,
        b"[" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
    ],
    "sitemap": [b"<urlset>" + b"<url>" * 300_000, b"<urlset>" + b"<url><loc>http://a/</loc></url>" * 50_000],
    "opml": [b"<opml>" + b"<outline>" * 190_000],
    "fragment": [b"<div>" * 90_000, b"<p>x</p>" * 30_000, b"<p " + b'a="b" ' * 100_000],
    "mailbox": [b"From x\n\n" * 20_000, b"From x\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx\n"],
    "archive": [b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000, b"\x1f\x8b" + bytes(1_000_000)],
    "robots": [b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*b$\n" * 5_000],
}


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, made in HOSTILE.items() for number in range(len(made))]
)
def test_input_that_is_built_to_stall_a_parser_does_not(name: str, number: int) -> None:
    parse, samples = PARSED[name]
    with suppress(UnreadableDocument):
        parse(samples[0])  # what a parser imports when it is first used is no stall
    started = time.thread_time()
    try:
        parse(HOSTILE[name][number])
    except UnreadableDocument as refused:
        assert "\n" not in str(refused)
    assert time.thread_time() - started < LONGEST


@given(st.lists(st.floats(-9_000, 9_000)))
def test_a_listing_never_reaches_back_beyond_a_month_or_into_the_future(hours: list[float]) -> None:
    found = reach_back((NOW + dt.timedelta(hours=each) for each in hours), NOW)
    assert found is None or NOW - dt.timedelta(days=30) <= found <= NOW
