"""Find the feed that a page offers in its head, for whoever gave the page's address in its place.

Comes in: the bytes of a page and its address. Goes out: the address of its first feed, or None. Knows
nothing about what is in the feed.
"""

import re
from html import unescape
from urllib.parse import urljoin

_HEAD = 200_000  # bytes: a page names its feeds near its beginning
_LINK = re.compile(rb"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def find_offered_feed(page: bytes, url: str) -> str | None:
    """The first feed that the page links to as another form of itself."""
    for link in _LINK.finditer(page[:_HEAD]):
        written = link[1].decode("utf-8", "replace")
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(written)}
        if "alternate" in said.get("rel", "").lower().split() and said.get("type", "").lower() in _FEEDS:
            try:
                place = urljoin(url, said.get("href", "").strip())
            except ValueError:
                continue
            if place.startswith(("http://", "https://")) and place != url:
                return place
    return None
