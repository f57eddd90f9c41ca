"""Say what kind of source a noun phrase names: a person, officials, an outlet, a document, the public.

The words of a source come in; a `Source` with kind, anonymity and country comes out. It knows head nouns,
outlets and countries by the reference tables; an outlet that no table holds is known by the shape of its
name. It never guesses who an unnamed source is.
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from tocsin.reference.countries import country_of, find_countries
from tocsin.reference.outlets import find_outlet
from tocsin.reference.tables import parse_table
from tocsin.terms import SourceKind

_WORD = re.compile(r"[^\W_]+(?:[-.'’&][^\W_]+)*")
_CUT = re.compile(
    r",|\(| (?:of|for|from|who|which|that|at|in|on|with|to|by|close|familiar|including|whose|near|about)"
    r"(?= )"
)
_PART_OF = re.compile(
    r"^(?:\w+ ){0,2}(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|most|several|few|all"
    r"|both|none|number|handful|dozens|scores|hundreds|thousands|chorus|majority|half) (?:of|in|out of)"
    r" (?:(?:ten|\d+) )?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^[^,]+?,? and (?=[\w ]+$)")  # of "Moscow and Pyongyang" the last tells the kind
_PARTICIPLE = re.compile(r"(?<=\w) [a-z]+(?:ed|ing)$")
_PUBLISHED = re.compile(
    r"(?:an?|the|its|one) (?:\w+ )?(?:report|article|story|dispatch|broadcast|investigation|analysis)"
    r" (?:by|in|from|on) ([^,]+)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?) (?=\S)")


class Nature(NamedTuple):
    """What the words of a source show: its kind, whether it is unnamed, and its country (ISO alpha-3)."""

    kind: SourceKind
    is_anonymous: bool
    country: str | None


class _Nouns(NamedTuple):
    documents: frozenset[str]
    experts: frozenset[str]
    officials: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    public: frozenset[str]
    anonymous: frozenset[str]
    unnamed_marks: frozenset[str]
    state_media: tuple[str, ...]
    outlet_shapes: frozenset[str]
    outlet_nouns: frozenset[str]
    venues: frozenset[str]


@lru_cache(maxsize=8192)
def nature_of(words: str) -> Nature:
    """Kind, anonymity and country of the source that `words` name, by the words alone."""
    whole = whole_of(_JOINED.sub("", words))
    core = _ARTICLE.sub("", _PARTICIPLE.sub("", _CUT.split(whole, maxsplit=1)[0].strip()))
    kind = _kind(words, core)
    return Nature(kind, _is_unnamed(words, core, kind), _country(words, core, kind))


def whole_of(words: str) -> str:
    """`voters` of `nearly eight of 10 voters`: the people of whom some speak."""
    return _PART_OF.sub("", words)


def is_outlet(words: str) -> bool:
    """Whether the words name an outlet, by the reference table or by the shape of the name."""
    return _outlet_kind(_ARTICLE.sub("", words.strip())) is not None


def publisher_of(words: str) -> str | None:
    """The outlet in `a report by X`, `an article in X`: the outlet is the source."""
    match = _PUBLISHED.match(words)
    return bare_name(match[1]) if match is not None and is_outlet(match[1]) else None


def is_venue(words: str) -> bool:
    """Whether the words name a document, programme or place that one speaks through."""
    return _head(_CUT.split(words, maxsplit=1)[0]) in _nouns().venues or is_outlet(words)


def bare_name(words: str) -> str:
    """The words on one line, without a possessive ending or outer marks."""
    name = " ".join(words.split()).strip(" ,;:.\"“”'‘’()")
    if "." in words[-1:] and re.search(r"\b(?:[A-Z]\.)+$|\b(?:Jr|Sr|Inc|Corp|Co)\.$", words):
        name += "."
    return re.sub(r"['’]s$", "", name)


@cache
def _nouns() -> _Nouns:
    raw = parse_table(files("tocsin.read").joinpath("lexicon/sources.yaml").read_text("utf-8"))
    state = tuple(raw.pop("state_media"))
    return _Nouns(**{name: frozenset(words.split()) for name, words in raw.items()}, state_media=state)


def _kind(words: str, core: str) -> SourceKind:
    nouns, head, low = _nouns(), _head(core), re.split("['’]", words.lower(), maxsplit=1)[0]
    if low in ("he", "she", "i", "him", "her", "his", "my", "me", "you"):
        return "person"
    if low in ("who", "which", "that", "it", "its", "one", "they", "their", "we", "our", "them"):
        return "unspecified"
    outlet = _outlet_kind(core)
    if outlet is not None:
        return outlet
    if _is_country(core):
        return "body"
    if head in nouns.documents:
        return "document"
    if _is_person_name(core) or (head in nouns.offices and _is_definite(words)):
        return "person"
    heads: dict[SourceKind, frozenset[str]] = {
        "expert": nouns.experts,
        "officials": nouns.officials,
        "body": nouns.bodies,
    }
    for kind, known in heads.items():
        if head in known:
            return kind
    if head in nouns.public or head[:1].isdigit():
        return "officials" if set(low.split()) & nouns.unnamed_marks else "public"
    return _by_capitals(core)


def _by_capitals(core: str) -> SourceKind:
    """A capitalized acronym is a body, another name a person; small letters leave it open."""
    named = [w for w in _name_words(core) if w[0].isupper()]
    if not named or named[-1] != _name_words(core)[-1]:
        return "public" if core.endswith("s") else "unspecified"
    if len(named) == 1 and len(named[0]) > 1 and named[0].isupper() and named[0] == core:
        return "body"
    return "person"


def _outlet_kind(core: str) -> SourceKind | None:
    low = core.lower()
    nouns = _nouns()
    if any(phrase in low for phrase in nouns.state_media):
        return "state-media"
    found = find_outlet(core) or find_outlet("The " + core)
    if found is not None:
        return "state-media" if found.state and found.kind == "state-media" else "outlet"
    words = _name_words(core)
    if not words:
        return None
    last = words[-1]
    if last in nouns.outlet_shapes and len(words) > 1 and sum(w[0].isupper() for w in words) >= 2:
        return "outlet"
    if "-".join(words[-2:]).lower() in nouns.outlet_nouns:  # "Polar News Agency"
        return "outlet"
    return "outlet" if last.lower() in nouns.outlet_nouns and not _is_person_name(core) else None


def _is_country(core: str) -> bool:
    return core in ("North", "South", "West") or country_of(core) is not None


def _is_person_name(core: str) -> bool:
    """Title and name, or two and more capitalized words none of which is a body's or document's noun."""
    words = _name_words(core)
    nouns = _nouns()
    if not words or not words[-1][0].isupper() or len(words[-1]) < 2:
        return False
    last = _head(core)
    if (
        last in nouns.bodies
        or last in nouns.documents
        or last in nouns.public
        or last in nouns.experts | nouns.officials
    ):
        return False
    return not (words[-1].isupper() and len(words) == 1)


def _is_definite(words: str) -> bool:
    """`the senator` names one person; `a senator` and `senators` do not."""
    return re.match(
        r"(?:the|this|that|his|her|their|its|our|[A-Z][\w.]*['’]s|[A-Z])", words, re.I
    ) is not None and (re.match(r"(?:an?|one|some|two|three|several)\b", words, re.I) is None)


def _is_unnamed(words: str, core: str, kind: SourceKind) -> bool:
    """Whether the source is people whom the words do not name."""
    if kind not in ("officials", "expert", "unspecified"):
        return False
    last = _name_words(core)[-1:]
    if set(words.lower().replace(",", " ").split()) & _nouns().unnamed_marks:
        return True
    is_common = bool(last) and (last[0].islower() or len(_name_words(core)) == 1)
    return is_common and _head(core) in _nouns().anonymous


def _head(core: str) -> str:
    words = _name_words(core)
    if [w.lower() for w in words[-2:]] == ["joint", "chiefs"]:
        return "joint-chiefs"
    return _singular(words[-1].lower()) if words else ""


def _name_words(core: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", w) or w for w in _WORD.findall(core)]


def _singular(word: str) -> str:
    if word == "series":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _country(words: str, core: str, kind: SourceKind) -> str | None:
    if kind in ("outlet", "state-media"):
        found = find_outlet(core) or find_outlet("The " + core)
        if found is not None:
            return found.country
    whole = country_of(core)
    if whole is not None:
        return whole
    named = find_countries(words)
    return named[0][1] if named else None
