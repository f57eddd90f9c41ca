"""Read a sitemap: a news sitemap, an ordinary one, or the index of several.

Comes in: the bytes of a sitemap, packed or not. Goes out: a listing of pages, each with the outlet, date
and title that a news sitemap gives; or of further sitemaps. Knows nothing about what is on a page.
"""

import zlib

from tocsin.collect.listings import Entry, Listing
from tocsin.collect.xml import Element, local_name, parse_tree, read_xml_text, text_of
from tocsin.errors import UnreadableDocument

_MOST_BYTES = 50_000_000  # unpacked, as the protocol of sitemaps allows
_MOST_ENTRIES = 50_000
_MOST_CHILDREN = 500
_MOST_TAGS = 1_500_000  # of a full sitemap with everything that the news protocol knows


def parse_sitemap(data: bytes, where: str, declared: str | None = None) -> Listing:
    """The sitemap's listing.

    Raises:
        UnreadableDocument: it is no sitemap, or it is built to do harm.
    """
    root = parse_tree(read_xml_text(unpack(data, where), where, declared, most_tags=_MOST_TAGS), where)
    if local_name(root) == "sitemapindex":
        children = ((text_of(each, "loc"), text_of(each, "lastmod")) for each in root)
        named = tuple((place, date) for place, date in children if place)
        return Listing(kind="sitemap", children=named[:_MOST_CHILDREN])
    if local_name(root) != "urlset":
        raise UnreadableDocument(where, "is not a sitemap", "check the address in a browser")
    pages = (_read_page(each) for each in root if local_name(each) == "url")
    return Listing(kind="sitemap", entries=tuple(page for page in pages if page)[:_MOST_ENTRIES])


def is_sitemap(text: str) -> bool:
    """Whether the markup begins as a sitemap does."""
    head = text[:3_000].lower()
    return "<urlset" in head or "<sitemapindex" in head


def unpack(data: bytes, where: str) -> bytes:
    """What a .gz file holds, up to a limit; other bytes as they are.

    Raises:
        UnreadableDocument: it does not unpack, or to too much.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        made = unpacker.decompress(data, _MOST_BYTES + 1)
    except zlib.error:
        raise UnreadableDocument(where, "is a broken .gz file", "check the address in a browser") from None
    if len(made) > _MOST_BYTES:
        raise UnreadableDocument(
            where, f"unpacks to over {_MOST_BYTES / 1e6:.0f} MB", "name one of its parts instead"
        )
    return made


def _read_page(element: Element) -> Entry | None:
    link = text_of(element, "loc")
    if not link or not link.startswith(("http://", "https://")):
        return None
    news = next((child for child in element if local_name(child) == "news"), None)
    publication = (
        next((child for child in news if local_name(child) == "publication"), None)
        if news is not None
        else None
    )
    return Entry(
        id=link,
        link=link,
        title=text_of(news, "title") if news is not None else None,
        outlet=text_of(publication, "name") if publication is not None else None,
        language=text_of(publication, "language") if publication is not None else None,
        published=text_of(news, "publication_date") if news is not None else None,
        updated=text_of(element, "lastmod"),
    )
