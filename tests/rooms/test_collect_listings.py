"""Feeds, sitemaps, OPML, archives, mailboxes: all that they say is kept, and broken ones are read on."""

import datetime as dt
import gzip
import io
import json
from pathlib import Path

import pytest

from tocsin.collect import Collected, collect_paths
from tocsin.collect.archives import parse_archive, write_archive
from tocsin.collect.feeds import parse_feed
from tocsin.collect.fragments import plain, read_fragment
from tocsin.collect.opml import Outline, read_opml, write_opml
from tocsin.collect.records import Found
from tocsin.collect.sitemaps import parse_sitemap
from tocsin.errors import UnreadableDocument
from tocsin.terms import Capture, Channel, Link

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
LIMIT = 1_000_000
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Harbour</title><language>en-gb</language><link>http://h.example/</link>
<item><title>A &amp; b</title><link>/a</link><guid isPermaLink="false">g1</guid>
<pubDate>Sat, 25 May 2024 08:00:00 +0900</pubDate><source url="http://wire.example/rss">Coast Wire</source>
<dc:creator>N. N.</dc:creator><media:credit>Photo: Coast Wire</media:credit>
<content:encoded><![CDATA[<p>Text <a href="http://x.example/">words</a></p>]]></content:encoded>
<description>short</description></item></channel></rss>"""


def test_what_an_rss_item_says_of_itself_is_kept() -> None:
    """A publisher dropped here makes nine copies of one agency look like nine witnesses."""
    listing = parse_feed(RSS.encode(), "x")
    (entry,) = listing.entries
    assert (listing.kind, listing.title, listing.language) == ("rss", "Harbour", "en-gb")
    assert (entry.id, entry.link, entry.title) == ("g1", "http://h.example/a", "A & b")
    assert (entry.outlet, entry.byline, entry.credit) == ("Coast Wire", "N. N.", "Photo: Coast Wire")
    assert entry.published == "Sat, 25 May 2024 08:00:00 +0900"
    assert entry.links == (Link(url="http://wire.example/rss", text="Coast Wire"),)
    assert entry.content == '<p>Text <a href="http://x.example/">words</a></p>'


def test_an_atom_entry_that_was_changed_is_another_edition_of_the_same_item() -> None:
    def entry(updated: str) -> str:
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>u:1</id><updated>{updated}</updated></entry></feed>'

    (first,) = parse_feed(entry("2024-05-25T00:00:00Z").encode(), "x").entries
    (second,) = parse_feed(entry("2024-05-26T00:00:00Z").encode(), "x").entries
    assert first.item == second.item
    assert first.edition != second.edition


def test_a_json_feed_is_read() -> None:
    item = {"id": 7, "url": "http://h.example/7", "content_text": "A text.", "date_published": "2024-05-25"}
    item |= {"authors": [{"name": "N. N."}], "external_url": "http://w.example/7", "language": "fr"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [item, 5, {}]}
    listing = parse_feed(json.dumps(feed).encode(), "x")
    (entry,) = listing.entries
    assert (entry.id, entry.content, entry.is_html, entry.byline) == ("7", "A text.", False, "N. N.")
    assert (entry.language, entry.links) == ("fr", (Link(url="http://w.example/7"),))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>', "entities"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>".encode("utf-16"), "entities"),
        (b"<rss>" + b" " * 30_000 + b"<!ENTITY % a SYSTEM 'file:///etc/passwd'></rss>", "entities"),
        (b"<rss><channel>" + b"<item>" * 60_001, "60,000"),
        (b" " * 5_000_001, "5 MB"),
        (b"<html><body>no feed</body></html>", "not a feed"),
        (b'{"version": "1"}', "not a JSON Feed"),
        (b"{", "not JSON"),
    ],
)
def test_what_is_no_feed_or_means_harm_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        parse_feed(data, "x")


def test_a_feed_with_the_old_doctype_of_rss_is_read() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    feed = f"{doctype}<rss version='0.91'><channel><item><title>T</title></item></channel></rss>"
    assert [entry.title for entry in parse_feed(feed.encode(), "x").entries] == ["T"]


def test_a_news_sitemap_gives_outlet_date_and_title_packed_or_not() -> None:
    news = "<n:publication><n:name>Harbour TV</n:name><n:language>en</n:language></n:publication>"
    news += "<n:publication_date>2024-05-25</n:publication_date><n:title>A &#8211; b</n:title>"
    page = f"<url><loc> http://h.example/1 </loc><lastmod>2024-05-26</lastmod><n:news>{news}</n:news></url>"
    sitemap = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{page}<url/></urlset>'
    for data in (sitemap.encode(), gzip.compress(sitemap.encode())):
        (entry,) = parse_sitemap(data, "x").entries
        assert (entry.link, entry.outlet, entry.language) == ("http://h.example/1", "Harbour TV", "en")
        assert (entry.published, entry.updated, entry.title) == ("2024-05-25", "2024-05-26", "A – b")


def test_a_sitemap_that_unpacks_to_too_much_is_refused_before_it_is_in_memory() -> None:
    bomb = gzip.compress(bytes(60_000_000))
    with pytest.raises(UnreadableDocument, match="unpacks to over 50 MB"):
        parse_sitemap(bomb, "x")


def test_opml_goes_out_and_comes_in_and_holds_no_secret() -> None:
    channel = Channel(
        id="c",
        address="https://h.example/feed?key={secret}",
        name="Harbour & sons",
        outlet="Harbour TV",
        language="en",
        country="GBR",
        secret="env:HARBOUR_WORD",
        added=NOW,
    )
    made = write_opml([channel])
    assert b"HARBOUR_WORD" not in made
    address = "https://h.example/feed?key={secret}"
    assert read_opml(made, "x") == [Outline(address, "Harbour & sons", "Harbour TV", "en", "GBR")]


def test_opml_of_other_readers_is_taken_with_its_folders_and_each_feed_once() -> None:
    feeds = '<outline text="F"><outline type="rss" text="A" xmlUrl="http://a.example/"/></outline>'
    feeds += (
        '<outline type="rss" XMLURL="http://b.example/"/><outline xmlUrl="http://a.example/" title="A2"/>'
    )
    found = read_opml(f"<opml version='1.0'><body>{feeds}</body></opml>".encode(), "x")
    assert [(each.address, each.name) for each in found] == [
        ("http://a.example/", "A2"),
        ("http://b.example/", None),
    ]
    with pytest.raises(UnreadableDocument, match="names no feed"):
        read_opml(b"<opml/>", "x")


def test_a_fragment_gives_its_words_and_links_and_no_scripts() -> None:
    markup = (
        '<p>One <b>two</b>.<script>x()</script></p>three<br/>four<ul><li>five</li></ul><a href="/a">six</a>'
    )
    text, links = read_fragment(markup, "x", "http://h.example/b/")
    assert text == "One two.\n\nthree four\n\nfive\n\nsix"
    assert links == (Link(url="http://h.example/a", text="six"),)
    assert plain("<b>A</b> &amp; b") == "A & b"


PAGE = (
    "<html><head><title>T</title></head><body><article><p>Officials said on Monday that the vessel had left"
)
PAGE += " port and was under way to the north, as they had announced.</p></article></body></html>"


def captured(url: str) -> Capture:
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"), ("x-a", "b"))
    return Capture(
        url=url,
        captured_at=NOW,
        status=200,
        headers=headers,
        hash="0",
        media_type="text/html",
        channel="c",
        document="d",
    )


def test_an_archive_goes_out_and_comes_in_with_addresses_times_and_bytes(tmp_path: Path) -> None:
    file = io.BytesIO()
    urls = ("https://h.example/1", "https://h.example/2")
    assert write_archive(file, [(captured(url), PAGE.encode()) for url in urls]) == 2
    (tmp_path / "a.warc.gz").write_bytes(file.getvalue())
    found = list(collect_paths([tmp_path], today=NOW.date(), max_bytes=LIMIT))
    assert all(isinstance(one, Collected) for one in found), found
    documents = [one.document for one in found if isinstance(one, Collected)]
    assert [document.name for document in documents] == ["h.example/1", "h.example/2"]
    assert [document.url for document in documents] == list(urls)
    assert {document.first_seen for document in documents} == {NOW}
    assert {one.kept for one in found if isinstance(one, Collected)} == {PAGE.encode()}


def test_the_records_before_a_break_in_an_archive_are_taken_and_the_break_is_named() -> None:
    file = io.BytesIO()
    write_archive(file, [(captured("https://h.example/1"), PAGE.encode())])
    cut = file.getvalue() + b"\x1f\x8b\x08\x00 broken"
    found = list(parse_archive(io.BytesIO(cut), "x", LIMIT))
    assert [type(one) for one in found] == [Found, UnreadableDocument]
    assert [str(one)[:20] for one in parse_archive(io.BytesIO(b"no archive"), "x", LIMIT)]
    small = list(parse_archive(io.BytesIO(file.getvalue()), "x", 20))
    assert "over the limit" in str(small[0])


def test_a_mailbox_gives_each_message_and_its_own_bytes(tmp_path: Path) -> None:
    one = b"From: a@b.example\nSubject: One\n\nThe first.\n>From here on.\n"
    two = b"Subject: Two\n\nThe second.\n"
    box = b"From a@b Sat May 25 08:00:00 2024\n" + one + b"\nFrom c@d Sat May 25 09:00:00 2024\n" + two
    (tmp_path / "a.mbox").write_bytes(box)
    found = list(collect_paths([tmp_path], outlet="W", today=NOW.date(), max_bytes=LIMIT))
    documents = [each.document for each in found if isinstance(each, Collected)]
    assert [document.title for document in documents] == ["One", "Two"]
    assert "From here on." in documents[0].text and ">From" not in documents[0].text
    assert all(document.name.startswith("mail-") for document in documents)
