"""Make a page's markup safe to parse: decoded, without scripts, without tags that stall the parser.

Comes in: the bytes of an HTML page. Goes out: its markup as text. Knows nothing about articles. The
limits are there because the parser compares each attribute of a tag with all others, so that one tag
with a hundred thousand of them takes it minutes.
"""

import codecs
import re

from tocsin.errors import UnreadableDocument

_MOST_TAGS = 100_000  # above this a page takes more than some five seconds and is no article
_LONGEST_TAG = 4_000  # characters: only pictures written into the page are longer
_MOST_EFFORT = 5_000_000_000  # squared characters of long tags: about a second

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9._-]+)""", re.IGNORECASE)
_NOT_ARTICLE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<script\b(?![^>]{0,1000}ld\+json)[^>]{0,1000}>.*?(?:</script\s*>|\Z)"
    r"|<style\b[^>]{0,1000}>.*?(?:</style\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# Quoted values may hold any sign; quantifiers are possessive, so that no page makes this search stall.
_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9]*+)(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^<>]|<(?!/))*+>?""")


def read_markup(data: bytes, where: str) -> str:
    """The page's markup, ready for the parser.

    Raises:
        UnreadableDocument: more tags, or longer ones, than an article has.
    """
    page = _decode(data)
    if page.count("<") > _MOST_TAGS:
        raise UnreadableDocument(
            where, f"has more than {_MOST_TAGS:,} HTML tags", "save the article's own text as .txt"
        )
    page = _TAG.sub(_shorten, _NOT_ARTICLE.sub(" ", page))
    effort = sum(len(tag[0]) ** 2 for tag in _TAG.finditer(page) if len(tag[0]) > _LONGEST_TAG // 10)
    if effort > _MOST_EFFORT:
        raise UnreadableDocument(
            where, "has HTML tags beyond all measure", "save the article's own text as .txt"
        )
    return page


def _shorten(tag: re.Match[str]) -> str:
    return tag[0] if len(tag[0]) <= _LONGEST_TAG else f"<{tag[1]}>"


def _decode(data: bytes) -> str:
    """By byte order mark, as UTF-8, as the page declares, or as Windows-1252; in that order."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    declared = _DECLARED.search(data[:4_000])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
