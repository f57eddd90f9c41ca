"""Tells a speaker who is named, and so speaks in public, from one who is not.

A source as read and its document come in; an answer goes out. It never looks behind a name: "officials"
stay officials, and a name that is only a capital at the start of a sentence is no name.
"""

import re
from functools import cache
from importlib.resources import files

from tocsin.reference.countries import country_of, find_countries
from tocsin.reference.outlets import find_outlets
from tocsin.reference.tables import parse_table
from tocsin.terms import Document, Source

HEAD = re.compile(r",|\(| (?:of|for|from|who|which|that|at|in|on|with|to|by|and|close|familiar|including) ")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_SITE = re.compile(r"\w\.(?:com|net|org|co)\b")
_HALF = re.compile(r"\b(North|South|East|West)\b(?! [A-Z])")
_PUBLIC_KINDS = ("person", "body", "officials", "expert", "document", "unspecified")
_LONGEST = 9  # words before "of" and the like; what is longer is a piece of a sentence


def name_of(source: Source) -> str:
    """The name that the source goes by: what a pronoun stands for, else the words themselves."""
    return " ".join((source.refers_to or source.name).split())


def is_public(source: Source, document: Document) -> bool:
    """Whether the source is named (a person, a body, an office) and speaks for itself."""
    speaks_for = is_spokesperson(name_of(source))
    if (source.anonymous and not speaks_for) or source.kind not in _PUBLIC_KINDS:
        return False
    name = name_of(source)
    words = _WORD.findall(name)
    head = _WORD.findall(HEAD.split(name, maxsplit=1)[0]) or words
    if _SITE.search(name):
        return False
    if not words or len(head) > _LONGEST or _is_nobody(words):
        return False
    if speaks_for or country_of(name) or re.fullmatch(r"[Tt]he (?:North|South)", name):
        return True
    return _is_proper_head(head, name, document)


def is_unnamed(source: Source, document: Document) -> bool:
    """Whether the source is somebody whom the text does not name; such a source is never looked behind."""
    somebody = source.kind in ("officials", "person", "expert")
    return somebody and (source.anonymous or not is_public(source, document))


def is_spokesperson(name: str) -> bool:
    """Whether the name is somebody who speaks for a named body ("an IBM spokeswoman"), and so that body."""
    words = _WORD.findall(name)
    speaks = listed("mouthpieces") & {word.casefold() for word in words}
    return bool(speaks) and any(
        word[0].isupper() and word.casefold() not in ("a", "an", "the") for word in words
    )


def is_mouthpiece(source: Source) -> bool:
    """Whether the words say that somebody speaks for another ("a spokesperson"), and not for whom."""
    words = {word.casefold() for word in _WORD.findall(name_of(source))}
    return bool(words & listed("mouthpieces")) and words <= listed("mouthpieces") | listed("small")


def country_in(name: str, document: Document) -> str | None:
    """The country that a name tells ("Germany's ambassador"); "the North" where the text names one such."""
    found = find_countries(name)
    if found:
        return found[0][1]
    half = _HALF.search(name)
    whole = re.search(rf"\b{half.group(1)} [A-Z]\w+", document.text) if half else None
    return country_of(whole.group()) if whole else None


def listed(section: str) -> frozenset[str]:
    """The words of one list of speakers.yaml."""
    return _lists()[section]


def _is_nobody(words: list[str]) -> bool:
    first = words[0].casefold()
    if first not in listed("nobody"):
        return False
    speaks_for = listed("mouthpieces") & {word.casefold() for word in words}
    return not (speaks_for and any(word[0].isupper() for word in words[1:]))


def _is_proper_head(head: list[str], name: str, document: Document) -> bool:
    last = head[-1].casefold().rstrip(".")
    has_country = bool(find_countries(name))
    capitals = [word for word in head if word[0].isupper() and word.casefold() not in ("the", "a", "an")]
    if last in listed("reports") or find_outlets(name) or name.isupper():
        return False
    if last in listed("offices") or last in listed("bodies"):
        proper = [word for word in _WORD.findall(name)[1:] if word[0].isupper()]
        return has_country or len(proper) >= (
            1 if name[:4].casefold() == "the " or head[0] in capitals else 2
        )
    if not head[-1][0].isupper():
        return False
    return len(capitals) >= 2 or _stands_elsewhere(head[-1], document.text)


def _stands_elsewhere(word: str, text: str) -> bool:
    """Whether the word has its capital in the middle of a sentence too, and so is a name."""
    return re.search(rf"[a-z,;] {re.escape(word)}\b", text) is not None


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files("tocsin.trace").joinpath("speakers.yaml").read_text(encoding="utf-8")
    return {section: frozenset(words.split()) for section, words in parse_table(text).items()}
