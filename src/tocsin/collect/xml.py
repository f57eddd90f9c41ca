"""Parse XML that strangers wrote: nothing is fetched for it, nothing in it grows, broken markup is mended.

Comes in: bytes. Goes out: the text they hold, or a tree. Declarations that let a small file name a large
one (entities) are refused before any parser sees them. Knows nothing about feeds.
"""

import codecs
import re
from typing import Any

from lxml import etree

from tocsin.errors import UnreadableDocument

Element = Any  # an element of lxml, which has no types of its own

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,1000}(\[)?", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
# Characters that XML may not hold; a parser stops at them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));?")


def read_xml_text(data: bytes, where: str, declared: str | None = None, *, most_tags: int) -> str:
    """The text of an XML file, without its declarations.

    `declared` is the encoding that the server named; the file's own word goes before it.

    Raises:
        UnreadableDocument: it declares entities or holds more markup than a listing has.
    """
    text = _XML_HEAD.sub("", _decode(data, declared))
    doctype = _DOCTYPE.search(text[:20_000])
    if _ENTITY.search(text) or (doctype is not None and doctype[1]):
        raise UnreadableDocument(
            where, "declares XML entities, as a bomb does, and is refused", "ask the outlet for a plain feed"
        )
    if text.count("<") > most_tags:
        raise UnreadableDocument(
            where, f"has more than {most_tags:,} XML tags", "ask the outlet for a shorter one"
        )
    return _FORBIDDEN.sub("", _REFERENCE.sub(_mend_reference, text))


def parse_tree(text: str, where: str) -> Element:
    """The root of the tree, mended where it is broken.

    Raises:
        UnreadableDocument: there is no element in it.
    """
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        raise UnreadableDocument(where, "is not XML", "check the address in a browser")
    return root


def local_name(element: Element) -> str:
    """The element's name without its namespace, in lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element, name: str) -> str | None:
    """The words of the first child of this name, white space made single."""
    for child in element:
        if local_name(child) == name:
            return " ".join("".join(child.itertext()).split()) or None
    return None


def _mend_reference(found: re.Match[str]) -> str:
    """A reference as it stands, unless it names what is no character: lxml would break on that."""
    code = int(found[1], 16) if found[1] else int(found[2])
    is_character = code < 0x110000 and not 0xD800 <= code < 0xE000
    return found[0] if is_character and not _FORBIDDEN.match(chr(code)) else "\N{REPLACEMENT CHARACTER}"


def _decode(data: bytes, declared: str | None) -> str:
    """By byte order mark, as the file or the server declares, as UTF-8, or as Windows-1252.

    A file that is UTF-8 is read as such, whatever else it says of itself: that is the commonest mistake.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if data[:4] in (b"<\0?\0", b"\0<\0?"):
        return data.decode("utf-16-le" if data[0] else "utf-16-be", "replace")
    own = _DECLARED.match(data[:400])
    for encoding in ("utf-8-sig", own[1].decode("ascii") if own else None, declared, "cp1252"):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
