"""Read and write OPML: the lists of feeds that every feed reader takes and gives.

Comes in: a list of feeds in OPML, or channels. Goes out: channels as far as the list tells, or OPML
without any credential. Knows nothing about what is at an address.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from tocsin.collect.xml import Element, local_name, parse_tree, read_xml_text
from tocsin.errors import UnreadableDocument
from tocsin.terms import Channel

_MOST_BYTES = 10_000_000
_MOST_CHANNELS = 20_000
_MOST_TAGS = 200_000


class Outline(NamedTuple):
    """One feed of an OPML list."""

    address: str
    name: str | None
    outlet: str | None
    language: str | None
    country: str | None


def read_opml(data: bytes, where: str) -> list[Outline]:
    """The feeds that the list names, once each, in its order.

    Raises:
        UnreadableDocument: it is not OPML, or names none.
    """
    if len(data) > _MOST_BYTES:
        raise UnreadableDocument(where, "is over 10 MB of OPML", "split it")
    root = parse_tree(read_xml_text(data, where, most_tags=_MOST_TAGS), where)
    if local_name(root) != "opml":
        raise UnreadableDocument(where, "is not OPML", "export it as OPML from your feed reader")
    found = list({each.address: each for each in _walk(root)}.values())[:_MOST_CHANNELS]
    if not found:
        raise UnreadableDocument(where, "names no feed", 'each feed is an <outline xmlUrl="..."/>')
    return found


def _walk(root: Element) -> Iterator[Outline]:
    for element in root.iter():
        if local_name(element) != "outline":
            continue
        said = {name.lower(): " ".join(value.split()) for name, value in element.attrib.items()}
        address = said.get("xmlurl") or (said.get("url") if said.get("type") in ("rss", "atom") else None)
        if address:
            name = said.get("title") or said.get("text")
            own = (said.get(f"{{{_SPACE.lower()}}}{each}") for each in ("outlet", "country"))
            outlet, country = own
            yield Outline(
                address, name or None, outlet or None, said.get("language") or None, country or None
            )


_SPACE = "urn:tocsin"  # of the attributes that OPML does not know


def write_opml(channels: Iterable[Channel], title: str = "Channels of Tocsin") -> bytes:
    """The channels as OPML; references to credentials are left out with the rest of what is private."""
    root = etree.Element("opml", version="2.0", nsmap={"tocsin": _SPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for channel in channels:
        outline = etree.SubElement(body, "outline", type="rss", text=channel.label, xmlUrl=channel.address)
        given = {"language": channel.language}
        given |= {f"{{{_SPACE}}}outlet": channel.outlet, f"{{{_SPACE}}}country": channel.country}
        for name, value in given.items():
            if value:
                outline.set(name, value)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made
