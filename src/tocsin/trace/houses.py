"""Tells which house (newsroom) the words of a source or a credit mean.

Words come in, the house and the name it goes by go out, or nothing where the words name no outlet. It
does not know who is credited for what.
"""

import re
from typing import NamedTuple

from tocsin.reference.outlets import all_outlets, family_of, find_outlet, find_outlets
from tocsin.reference.phrases import Phrases
from tocsin.terms import Document
from tocsin.trace.cues import words_of
from tocsin.trace.speakers import country_in

_ENDING = re.compile(r"(?:tv|com|conz|couk|news|online|website)$")
_LAST_NAME = re.compile(r"((?:[A-Z0-9][\w'’&-]*)(?: [A-Z][\w'’&-]*)+)$")


class House(NamedTuple):
    """A newsroom: `family` merges its editions, `name` is what people call it."""

    family: str
    name: str


def house_of(name: str) -> str:
    """The family of an outlet; for an unlisted one its name without spelling differences."""
    if find_outlet(name):
        return family_of(name)
    squeezed = re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", name.casefold().strip()))
    return _ENDING.sub("", squeezed) or squeezed


def house_named(words: str, document: Document, names: Phrases[str]) -> House | None:
    """The house that words such as "the US broadcaster Harbour TV" or "the North's state media" mean."""
    if outlet := find_outlet(words):
        return House(outlet.family, outlet.name)
    for _, outlet in find_outlets(words):
        return House(outlet.family, outlet.name)
    for _, name in names.find(words):
        return House(house_of(name), name)
    return _state_media(words, document)


def outlet_name_in(words: str) -> str | None:
    """The name with which words for an outlet end: two words or more with capitals, or None."""
    match = _LAST_NAME.search(re.sub(r"['’]s$", "", words.strip()))
    return match.group(1) if match else None


def _state_media(words: str, document: Document) -> House | None:
    """The state media of the country that the words name, where all that are listed are one house."""
    if not re.search(
        rf"\bstate (?:media|news|television|tv|radio|agency|{words_of('descriptors')})", words, re.IGNORECASE
    ):
        return None
    country = country_in(words, document)
    if country is None:
        return None
    families = {o.family: o.name for o in all_outlets() if o.kind == "state-media" and o.country == country}
    if len(families) == 1:
        family = next(iter(families))
        first = next(o for o in all_outlets() if o.family == family)
        return House(family, first.name)
    return House(f"state media of {country}", f"state media of {country}")
