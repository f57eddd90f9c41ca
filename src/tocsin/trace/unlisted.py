"""Finds the names of outlets that the table does not list: the documents' own, and what texts call an outlet.

Documents and readings come in, a table of names goes out. It does not know who is credited for what.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from tocsin.reference.outlets import find_outlet, find_outlets
from tocsin.reference.phrases import Phrases
from tocsin.terms import Document, Reading
from tocsin.trace.cues import words_of
from tocsin.trace.houses import outlet_name_in

_NAME_WORD = r"[A-Z0-9][\w'’&-]*(?:\.(?:com|net|org|co\.uk))?"
_NAME = rf"{_NAME_WORD}(?:[ -](?:(?:of|the|and|al)[ -])?{_NAME_WORD}){{0,4}}"
_LEAD = re.compile(r"^(?:(?:The|the|But|And|Both|When|While|As|Now)\s|[A-Z]\w+['’]s\s)+")  # "Boston's", "But"
_TAIL = re.compile(r"(?:['’]s|[.,'’]+)$")
_CALL_SIGN = re.compile(r"\b[WK][A-Z]{3}(?:-TV)?\b")  # stations of the United States


def unlisted_names(documents: Iterable[Document], readings: Iterable[Reading]) -> Phrases[str]:
    """Names of outlets beyond the table: the documents' own, those in claims, what texts call outlets."""
    found = {document.outlet for document in documents if document.outlet}
    for reading in readings:
        for source in (claim.source for claim in reading.claims if claim.source):
            spoken = source.name if source.kind in ("outlet", "state-media") else None
            found |= {name for words in (spoken, source.through) if words and (name := outlet_name_in(words))}
    for document in documents:
        found |= _printed_in(document.text)
    bare = {_TAIL.sub("", _LEAD.sub("", name)) for name in found}
    return Phrases(
        {name: name for name in bare if len(name) > 2 and name[0].isalnum() and not _is_listed(name)}
    )


@lru_cache(maxsize=1024)  # a story's texts are looked at again whenever another document comes to it
def _printed_in(text: str) -> frozenset[str]:
    """What a text itself calls an outlet, or credits under a name that looks like one."""
    patterns = (_unlisted(), _reporting())
    named = {match.group("name") for pattern in patterns for match in pattern.finditer(text)}
    return frozenset(named | set(_CALL_SIGN.findall(text)))


@lru_cache(maxsize=4096)
def _is_listed(name: str) -> bool:
    return find_outlet(name) is not None or bool(find_outlets(name))


@cache
def _unlisted() -> re.Pattern[str]:
    """A name that the text itself calls a site, or that is credited and looks like an outlet's."""
    called = rf"(?i:\b{words_of('descriptors')}\s+called\s+)"
    described = (
        rf"(?i:\b{words_of('descriptors')}\s+)(?={_NAME_WORD}[ -]{_NAME_WORD}|[A-Z0-9]\w*[a-z0-9][A-Z])"
    )
    shaped = rf"(?=(?:{_NAME_WORD}[ -]){{1,4}}{words_of('outlet_shape')}\b)"
    credited = rf"(?i:\b{words_of('before_outlet')}\s+(?:the\s+)?){shaped}"
    return re.compile(rf"(?:{called}|{described}|{credited})(?P<name>{_NAME})")


@cache
def _reporting() -> re.Pattern[str]:
    """A name that looks like an outlet's and reports: "Harbour TV reported"."""
    name = rf"\b(?P<name>(?:{_NAME_WORD}[ -]){{1,3}}{words_of('outlet_shape')})"
    return re.compile(
        rf"{name}(?=(?i:,?\s+(?:{words_of('between')}\s+){{0,3}}{words_of('reporting_verbs')}\b))"
    )
