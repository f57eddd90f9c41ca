"""Four hundred feeds of every kind: each good article is taken once, each bad feed is named with its reason.

The servers are real and stand on loopback; the guard in conftest.py fails the test before anything else
is contacted, so that a redirect to an inner address that was followed would be seen.
"""

import datetime as dt
import gzip
import json
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.loopback import Asked, Route, Said, Site, drip, sites

from tocsin.collect.web import Limits, Web
from tocsin.gathering import Gathered, gather, make_channel
from tocsin.store import Store
from tocsin.terms import Channel

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
HOSTS = 16
LATE = "is too slow; did not answer within"  # either: which limit is met first is the machine's affair
FILLING = "The ministry said on Friday that the vessel had left port and was under way to the north. "
SLOW = 6.0  # seconds that a server has: enough for a good one on a machine that is busy with other things
LIMITS = Limits(
    max_bytes=400_000, seconds=SLOW, slowest=2_000, pace=0.0, tries=2, backoff=0.02, longest_wait=1.5
)


class Feed(NamedTuple):
    """One feed of the test: where it is, the marks of the articles it must give, or why it gives none."""

    address: str
    marks: tuple[str, ...] = ()
    reason: str | None = None


class World:
    """Feeds as they are made, spread over the sites by turns."""

    def __init__(self, made: list[Site]) -> None:
        self.sites, self.feeds, self._next = made, [], 0
        self.feeds: list[Feed] = []

    def place(self) -> tuple[Site, str]:
        self._next += 1
        return self.sites[self._next % len(self.sites)], f"/{self._next}"

    def good(self, *marks: str, site: Site, path: str) -> None:
        self.feeds.append(Feed(site.url(path), marks))

    def bad(self, reason: str, route: Route | None, address: str | None = None) -> None:
        site, path = self.place()
        if route is not None:
            site.routes[path] = route
        self.feeds.append(Feed(address or site.url(path), (), reason))


def story(mark: str) -> str:
    """An article's words, told apart from all others by its mark."""
    return f"Report {mark} from the coast. " + FILLING * 9


def rss(items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    space = "http://purl.org/rss/1.0/modules/content/"
    channel = f"<channel><title>Harbour TV</title>{items}</channel>"
    return f'{head}<rss version="2.0" xmlns:content="{space}">{channel}</rss>'


def whole(site: Site, mark: str, words: str | None = None) -> str:
    body = f"<content:encoded><![CDATA[<p>{words or story(mark)}</p>]]></content:encoded>"
    return f"<item><title>{mark}</title><link>{site.url('/a/' + mark)}</link>{body}</item>"


def headline(site: Site, mark: str) -> str:
    """An item whose text is on its page alone."""
    html = (
        f"<html><head><title>{mark}</title></head><body><article><p>{story(mark)}</p></article></body></html>"
    )
    site.routes[f"/a/{mark}"] = Said(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    return f"<item><title>{mark}</title><link>{site.url('/a/' + mark)}</link></item>"


def xml(text: str, **headers: str) -> Said:
    return Said(text.encode(), headers={"Content-Type": "application/rss+xml"} | headers)


# --- the good ones ---


def add_plain(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        marks = (f"rss{path[1:]}x", f"rss{path[1:]}y")
        site.routes[path] = xml(rss("".join(whole(site, mark) for mark in marks)))
        world.good(*marks, site=site, path=path)


def add_paged(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        mark = f"page{path[1:]}"
        site.routes[path] = xml(rss(headline(site, mark)))
        world.good(mark, site=site, path=path)


def add_atom(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        mark = f"atom{path[1:]}"
        entry = f"<entry><id>urn:{mark}</id><title>{mark}</title><updated>2024-05-31T10:00:00Z</updated>"
        entry += (
            f'<link href="{site.url("/a/" + mark)}"/><content type="html">{story(mark)}</content></entry>'
        )
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>{entry}</feed>'
        site.routes[path] = xml(feed)
        world.good(mark, site=site, path=path)


def add_json(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        mark = f"json{path[1:]}"
        item = {"id": mark, "url": site.url("/a/" + mark), "content_text": story(mark)}
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [item]}
        site.routes[path] = Said(json.dumps(feed).encode(), headers={"Content-Type": "application/feed+json"})
        world.good(mark, site=site, path=path)


def add_sitemaps(world: World, number: int) -> None:
    """News sitemaps; every second one behind an index, and packed."""
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    for each in range(number):
        site, path = world.place()
        mark = f"map{path[1:]}"
        headline(site, mark)
        news = "<n:news><n:publication><n:name>Harbour TV</n:name><n:language>en</n:language></n:publication>"
        news += f"<n:publication_date>2024-05-31</n:publication_date><n:title>{mark}</n:title></n:news>"
        pages = f'<urlset {space} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        pages += f"<url><loc>{site.url('/a/' + mark)}</loc>{news}</url></urlset>"
        if each % 2:
            index = (
                f"<sitemapindex {space}><sitemap><loc>{site.url(path + '.gz')}</loc></sitemap></sitemapindex>"
            )
            site.routes[path] = xml(index)
            site.routes[path + ".gz"] = Said(gzip.compress(pages.encode()))
        else:
            site.routes[path] = xml(pages)
        world.good(mark, site=site, path=path)


def add_pages(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        mark = f"single{path[1:]}"
        headline(site, mark)
        world.good(mark, site=site, path=f"/a/{mark}")


def add_broken(world: World, number: int) -> None:
    """Feeds cut off, with stray signs and unclosed tags: read as far as they go."""
    for _ in range(number):
        site, path = world.place()
        mark = f"broken{path[1:]}"
        text = rss(f"<category>A & B<bad>{whole(site, mark)}").replace("</channel></rss>", "<item><ti")
        site.routes[path] = xml("\n  " + text)
        world.good(mark, site=site, path=path)


def add_encodings(world: World, number: int) -> None:
    """Latin-1 that says it is UTF-8, UTF-16, Japanese named in the heading alone, a control character."""
    for each in range(number):
        site, path = world.place()
        mark = f"code{path[1:]}"
        words = story(mark)
        if each % 4 == 0:
            body = rss(whole(site, mark, words + " Café.")).encode("latin-1")
            site.routes[path] = Said(body)
        elif each % 4 == 1:
            site.routes[path] = Said(rss(whole(site, mark), "").encode("utf-16"))
        elif each % 4 == 2:
            body = rss(whole(site, mark, words + " 北朝鮮。"), "").encode("shift_jis")
            site.routes[path] = Said(body, headers={"Content-Type": "text/xml; charset=Shift_JIS"})
        else:
            site.routes[path] = xml(rss(whole(site, mark, words + " \x0b\x01")))
        world.good(mark, site=site, path=path)


def add_unchanged(world: World, number: int) -> None:
    """Feeds that answer 304 to whoever holds their tag."""
    for _ in range(number):
        site, path = world.place()
        mark = f"tag{path[1:]}"
        text = rss(whole(site, mark))

        def answer(asked: Asked, text: str = text) -> Said:
            if asked.headers.get("if-none-match") == '"v1"':
                return Said(status=304, headers={"ETag": '"v1"'})
            return xml(text, ETag='"v1"')

        site.routes[path] = answer
        world.good(mark, site=site, path=path)


def add_hasty(world: World, number: int) -> None:
    """Feeds that want a moment's pause, or fail once: good within the same run."""
    for each in range(number):
        site, path = world.place()
        mark = f"again{path[1:]}"
        text = rss(whole(site, mark))
        first = Said(status=429, headers={"Retry-After": "1"}) if each % 2 else Said(status=503)

        def answer(asked: Asked, text: str = text, first: Said = first) -> Said:
            return first if asked.before == 0 else xml(text)

        site.routes[path] = answer
        world.good(mark, site=site, path=path)


def add_moved(world: World, number: int) -> None:
    for each in range(number):
        site, path = world.place()
        mark = f"moved{path[1:]}"
        site.routes[path] = Said(status=301 if each % 2 else 302, headers={"Location": path + "/new"})
        site.routes[path + "/new"] = xml(rss(whole(site, mark)))
        world.good(mark, site=site, path=path)


def add_packed(world: World, number: int) -> None:
    for each in range(number):
        site, path = world.place()
        mark = f"packed{path[1:]}"
        text = rss(whole(site, mark)).encode()
        kind, body = ("gzip", gzip.compress(text)) if each % 2 else ("deflate", zlib.compress(text))
        site.routes[path] = Said(body, headers={"Content-Encoding": kind})
        world.good(mark, site=site, path=path)


def add_shared(world: World, number: int) -> None:
    """Two feeds of one site that list the same article: taken once."""
    for _ in range(number):
        site, path = world.place()
        mark = f"shared{path[1:]}"
        text = rss(whole(site, mark))
        site.routes[path] = site.routes[path + "b"] = xml(text)
        world.good(mark, site=site, path=path)
        world.good(site=site, path=path + "b")


# --- the bad ones ---


def add_inner(world: World, number: int) -> None:
    targets = [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/feed",
        "http://[::1]/feed",
        "http://127.0.0.1:9/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0:80/",
        "http://100.100.100.200/latest",
        "http://224.0.0.1/",
        "http://[fd00:ec2::254]/",
    ]
    for each in range(number):
        location = {"Location": targets[each % len(targets)]}
        world.bad("inner address", Said(status=(301, 302, 307)[each % 3], headers=location))


def add_outlandish(world: World, number: int) -> None:
    for each in range(number):
        target = ("file:///etc/passwd", "ftp://files.example/x", "gopher://x/", "javascript:1")[each % 4]
        world.bad("no web address", Said(status=302, headers={"Location": target}))


def add_loops(world: World, number: int) -> None:
    for _ in range(number):
        site, path = world.place()
        site.routes[path] = Said(status=302, headers={"Location": path})
        world.feeds.append(Feed(site.url(path), (), "redirects more than"))


def add_bombs(world: World, number: int) -> None:
    packed = gzip.compress(b"<rss>" + b" " * 60_000_000)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    xml_bomb = f"<?xml version='1.0'?><!DOCTYPE rss [{laughs}]>" + rss("<item><title>&l9;</title></item>", "")
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(
        "<item><title>&x;</title></item>", ""
    )
    for each in range(number):
        kind = each % 4
        if kind == 0:
            world.bad("unpacks to over the limit", Said(packed, headers={"Content-Encoding": "gzip"}))
        elif kind == 1:
            world.bad(
                "unpacks to over", Said(gzip.compress(packed), headers={"Content-Encoding": "gzip, gzip"})
            )
        else:
            world.bad("declares XML entities", xml(xml_bomb if kind == 2 else outside))


def add_huge(world: World, number: int) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"<item>" * 10_000

    for each in range(number):
        said = Said(pieces=endless) if each % 2 else Said(b"x" * 500_000)
        world.bad("over the limit", said)


def add_slow(world: World, number: int) -> None:
    """A body that drips, headings that drip, and no answer at all."""

    def headings(request: Any) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for each in range(90):
            request.wfile.write(b"X-%d: y\r\n" % each)
            time.sleep(0.2)

    def silence(_: Any) -> None:
        time.sleep(3 * SLOW)

    for each in range(number):
        said = (Said(pieces=drip(b"<rss>", 0.2, 90)), Said(raw=headings), Said(raw=silence))[each % 3]
        world.bad(LATE, said)


def add_refusing(world: World, number: int) -> None:
    statuses = {
        404: "is not there (HTTP 404)",
        410: "is gone for good (HTTP 410)",
        403: "is forbidden",
        401: "asks for a credential",
        500: "HTTP 500",
        451: "legal reasons",
    }
    for each in range(number):
        status = list(statuses)[each % len(statuses)]
        world.bad(statuses[status], Said(b"no", status))


def add_full(world: World, number: int) -> None:
    for each in range(number):
        until = {"Retry-After": "3600"} if each % 2 else {"Retry-After": "Sat, 01 Jun 2024 15:00:00 GMT"}
        world.bad("asks for fewer requests", Said(status=429, headers=until))


def add_vanished(world: World, number: int) -> None:
    """Ports at which nobody listens, connections that break, answers that are no HTTP."""

    def break_off(request: Any) -> None:
        linger = struct.pack("ii", 1, 0)
        request.connection.setsockopt(1, 13, linger)  # SOL_SOCKET, SO_LINGER: a reset at once
        request.connection.close()

    def babble(request: Any) -> None:
        request.wfile.write(b"\x00\xff\x17 hello\r\n\r\n")

    def cut_short(request: Any) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>")

    for each in range(number):
        if each % 4 == 0:
            world.bad("cannot be reached", None, address=f"http://127.0.0.1:9/{each}")
        elif each % 4 == 1:
            world.bad("cannot be reached", Said(raw=break_off))
        elif each % 4 == 2:
            world.bad("does not speak HTTP", Said(raw=babble))
        else:
            world.bad("does not speak HTTP", Said(raw=cut_short))


def add_strange(world: World, number: int) -> None:
    """Answers that are no feed: a picture, an empty body, other JSON, a page without an article."""
    said = [
        ("is not a feed", Said(b"\x89PNG\r\n\x1a\n" + bytes(200), headers={"Content-Type": "image/png"})),
        ("is empty", Said(b"", headers={"Content-Type": "text/html"})),
        ("not a JSON Feed", Said(b'{"error": "no such feed"}')),
        ("without an article", Said(b"<html><body></body></html>", headers={"Content-Type": "text/html"})),
        ("does not unpack", Said(b"no gzip at all", headers={"Content-Encoding": "gzip"})),
    ]
    for each in range(number):
        world.bad(*said[each % len(said)])


def build(made: list[Site]) -> World:
    world = World(made)
    add_plain(world, 52)
    add_paged(world, 40)
    add_atom(world, 30)
    add_json(world, 20)
    add_sitemaps(world, 16)
    add_pages(world, 6)
    add_broken(world, 16)
    add_encodings(world, 20)
    add_unchanged(world, 16)
    add_hasty(world, 10)
    add_moved(world, 12)
    add_packed(world, 8)
    add_shared(world, 8)
    add_inner(world, 30)
    add_outlandish(world, 8)
    add_loops(world, 6)
    add_bombs(world, 12)
    add_huge(world, 8)
    add_slow(world, 12)
    add_refusing(world, 24)
    add_full(world, 10)
    add_vanished(world, 12)
    add_strange(world, 16)
    return world


def run(store: Store, web: Web, channels: list[Channel]) -> dict[str, Gathered]:
    found = gather(store, now=NOW, web=web, channels=channels, workers=64)
    return {each.channel.address: each for each in found}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with sites(HOSTS) as made:
        yield build(made)


def test_one_run_takes_each_good_article_once_and_names_each_bad_feed(world: World, tmp_path: Path) -> None:
    assert len(world.feeds) == 400
    with Store(tmp_path / "t.db") as store, Web(LIMITS) as web:
        channels = [make_channel(feed.address, added=NOW, allow_private=True) for feed in world.feeds]
        for channel in channels:
            store.put_channel(channel)
        first = run(store, web, channels)

        texts = [document.text for document in store.documents()]
        wanted = sorted(mark for feed in world.feeds for mark in feed.marks)
        assert sorted(text.split()[1] for text in texts) == wanted
        for feed in world.feeds:
            said = [str(problem) for problem in first[feed.address].problems]
            if feed.reason is None:
                assert said == [], f"{feed.address}, with {feed.marks}"
            else:
                assert len(said) == 1, f"{feed.address}: {said}"
                assert said[0].startswith(feed.address), said
                reasons = feed.reason.split("; ")
                assert any(reason in said[0] for reason in reasons), f"{said[0]!r} does not say {reasons}"
        kept = list(store.captures())
        assert len(kept) == len(wanted)
        asked = sum((site.asked for site in world.sites), start=type(world.sites[0].asked)())

        slow = {feed.address for feed in world.feeds if feed.reason == LATE}
        second = run(store, web, [channel for channel in channels if channel.address not in slow])
        assert [document for each in second.values() for document in each.documents] == []
        assert len(list(store.documents())) == len(wanted)
        for feed in [each for each in world.feeds if each.reason != LATE]:
            assert bool(second[feed.address].problems) == (feed.reason is not None), feed.address
        again = sum((site.asked for site in world.sites), start=type(asked)()) - asked
        assert not [path for path in again if path.startswith("/a/") and "single" not in path]
