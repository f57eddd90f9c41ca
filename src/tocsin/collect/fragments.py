"""Take the words and links out of a piece of HTML that is all article, as a feed's item is.

Comes in: markup without head or menus. Goes out: its text, blocks apart by an empty line, and its
outgoing links. Knows nothing about which part of a page is the article: all of it is.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from tocsin.collect.markup import read_markup
from tocsin.terms import Link

Element = Any  # an element of lxml, which has no types of its own

_BLOCKS = frozenset(
    """address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
    main ol p pre section table td th tr ul""".split()  # noqa: SIM905  # a list of words reads as one
)
_UNSEEN = frozenset(
    "button form iframe input noscript object script select style svg template video".split()  # noqa: SIM905
)
_DEEPEST = 200  # elements within elements: no article goes deeper


def read_fragment(markup: str, where: str, base: str | None = None) -> tuple[str, tuple[Link, ...]]:
    """The fragment's text and links; ("", ()) where it holds none.

    Raises:
        UnreadableDocument: more markup than an article has.
    """
    safe = read_markup(markup.encode("utf-8", "replace"), where).replace("\0", "")
    if not safe.strip():
        return "", ()
    try:
        parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
        tree = html.document_fromstring(safe, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return "", ()
    blocks = "".join(_pieces(tree, 0)).split("\0")
    lines = (_tidy(block) for block in blocks)
    return "\n\n".join(line for line in lines if line), tuple(_list_links(tree, base))


def plain(markup: str | None) -> str | None:
    """The words of a title, which some feeds write as markup."""
    if markup is None or ("<" not in markup and "&" not in markup):
        return markup
    return " ".join(read_fragment(markup, "title")[0].split()) or None


def _pieces(element: Element, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or depth > _DEEPEST:
        return
    edge = "\0" if element.tag in _BLOCKS else ""
    yield edge + ("\n" if element.tag == "br" else "") + (element.text or "")
    for child in element:
        yield from _pieces(child, depth + 1)
        yield child.tail or ""
    yield edge


def _tidy(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.replace("\r", "").split("\n"))
    return " ".join(line for line in lines if line)


def _list_links(tree: Element, base: str | None) -> Iterator[Link]:
    seen = set()
    for element in tree.iter("a"):
        try:
            url = urljoin(base or "", (element.get("href") or "").strip())
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and url not in seen:
            seen.add(url)
            yield Link(url=url, text=" ".join("".join(element.itertext()).split()))
