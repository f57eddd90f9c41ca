"""Take the main text of a web page, and what the page says of itself.

Comes in: the bytes of an HTML page. Goes out: a draft with the article's own words (menus and footers
left out), title, outlet, date, byline, credit line and outgoing links. Knows nothing about the web: it
never follows a link.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from tocsin.collect.drafts import Draft
from tocsin.collect.markup import read_markup
from tocsin.errors import UnreadableDocument
from tocsin.terms import Link

Element = Any  # an element of lxml, which has no types of its own

_BLOCKS = frozenset({"head", "p", "quote", "list", "item", "table", "row", "code", "comments", "fw"})
_LONGEST_CREDIT = 300  # characters: a longer "credit" is a page's terms of use
_CREDIT_META = ("copyright", "dcterms.rights", "dc.rights", "rights", "dcterms.rightsholder")
_TIME_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
)
_PRINTED_CREDIT = re.compile(r"^\s*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
# htmldate asks the clock for "no later than today" unless told; collect has no clock, and a date in the
# future must reach the check that names it. Guessing a date from the body's words is switched off.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2200-01-01"}


def parse_page(data: bytes, where: str) -> Draft:
    """The article on a page.

    Raises:
        UnreadableDocument: no text on the page, or more markup than an article has.
    """
    tree = _load_tree(data, where)
    metas = _list_metas(tree)
    credit, published = _find_credit(tree, metas), _first(metas, _TIME_META)
    article = _extract(tree)  # changes the tree, so it comes after what is read from it
    if article is None or article.body is None:
        raise _without_text(where)
    text = _write_text(article.body)
    if not text:
        raise _without_text(where)
    url = article.url or _first(metas, ("og:url",))
    return Draft(
        text=text,
        media_type="text/html",
        title=article.title or None,
        outlet=_first(metas, ("og:site_name",)) or _named_outlet(article.sitename, url),
        byline=_first(metas, ("author",)) or article.author or None,
        credit=credit,
        published=published or article.date or None,
        url=url,
        links=tuple(_list_links(article.body, url)),
        marking=_first(metas, ("tocsin-marking",)),
    )


def _without_text(where: str) -> UnreadableDocument:
    return UnreadableDocument(
        where, "is HTML without an article's text", "save the page as text, or give its text as .txt"
    )


def _load_tree(data: bytes, where: str) -> Element:
    tree = _trafilatura().load_html(read_markup(data, where))
    if tree is None:
        raise _without_text(where)
    return tree


def _extract(tree: Element) -> Any:
    return _trafilatura().bare_extraction(
        tree,
        include_links=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )


@cache
def _trafilatura() -> Any:
    """The extractor, loaded when the first page comes; its log lines go nowhere unless someone asks."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


# --- what the page says of itself ---


def _list_metas(tree: Element) -> dict[str, str]:
    """The page's meta elements: lower-case name or property -> content, the first of each name."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("name", "property", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content)
    return metas


def _first(metas: dict[str, str], names: Iterable[str]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _find_credit(tree: Element, metas: dict[str, str]) -> str | None:
    """The credit or copyright line as printed: the page's own field, else the first line that is one."""
    declared = _first(metas, _CREDIT_META)
    if declared:
        return declared[:_LONGEST_CREDIT]
    printed = (" ".join(words.split()) for words in tree.itertext(with_tail=True) if words)
    return next((w for w in printed if _PRINTED_CREDIT.match(w) and len(w) <= _LONGEST_CREDIT), None)


def _named_outlet(sitename: str | None, url: str | None) -> str | None:
    """The site's name; a bare host name taken from the address is kept as it is, not dressed up."""
    return sitename or (urlsplit(url).hostname if url else None) or None


# --- the article's words ---


def _write_text(body: Element) -> str:
    """The words of the article, blocks apart by an empty line, white space inside a block made single."""
    blocks = "".join(_pieces(body)).split("\0")
    lines = (_tidy(block) for block in blocks)
    return "\n\n".join(line for line in lines if line)


def _pieces(element: Element) -> Iterator[str]:
    """The words in reading order, with a NUL at each edge of a block and a line end at a line break."""
    if not isinstance(element.tag, str):  # a comment
        return
    edge = "\0" if element.tag in _BLOCKS else ""
    yield edge + {"lb": "\n", "cell": " "}.get(element.tag, "")
    yield (element.text or "").replace("\0", "")
    for child in element:
        yield from _pieces(child)
        yield (child.tail or "").replace("\0", "")
    yield edge


def _tidy(block: str) -> str:
    lines = (" ".join(line.split()) for line in block.replace("\r", "").split("\n"))
    return "\n".join(line for line in lines if line)


def _list_links(body: Element, base: str | None) -> Iterator[Link]:
    """The article's outgoing links, once each, made absolute where the page says its own address."""
    seen = set()
    for element in body.iter("ref"):
        target = (element.get("target") or "").strip()
        url = urljoin(base, target) if base else target
        if url.startswith(("http://", "https://")) and url not in seen:
            seen.add(url)
            yield Link(url=url, text=" ".join("".join(element.itertext()).split()))
