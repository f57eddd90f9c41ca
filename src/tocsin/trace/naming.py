"""Tells when two names of speakers mean one: "Ambassador Mohamed Alhakim", "Alhakim"; "JCS".

The names used in one story come in; a table from each name to the one that stands for it goes out. It
never looks behind a name: unnamed officials are no speakers here and stay unnamed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from tocsin.terms import Source

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")


def unite_names(sources: Iterable[tuple[str, Source | None]]) -> dict[str, str]:
    """Each name -> the name that stands for all that mean the same speaker: the most used, then the longest.

    Two names are one when their telling words agree, when one is the other's last name, or when one is
    the other's initials; never when their countries are known and differ.
    """
    counts: Counter[str] = Counter()
    countries: dict[str, str | None] = {}
    for name, source in sources:
        counts[name] += 1
        countries[name] = countries.get(name) or (source.country if source else None)
    heads: list[str] = []
    standing: dict[str, str] = {}
    for name in sorted(counts, key=lambda n: (-len(_telling(n)), -counts[n], n)):
        same = (h for h in heads if _is_same(name, h) and _may_meet(countries[name], countries[h]))
        standing[name] = next(same, name)
        if standing[name] == name:
            heads.append(name)
    return _most_used(standing, counts)


def _is_same(name: str, other: str) -> bool:
    mine, theirs = _telling(name), _telling(other)
    if not mine or not theirs:
        return name.casefold() == other.casefold()
    if mine == theirs:
        return True
    initials = "".join(word[0] for word in theirs)
    if len(mine) == 1 and len(initials) >= 2 and mine[0] == initials:
        return True
    return len(mine) == 1 and len(theirs) <= 4 and mine[0] == theirs[-1] and mine[0] not in _not_last_names()


def _may_meet(country: str | None, other: str | None) -> bool:
    return country is None or other is None or country == other


def _most_used(standing: dict[str, str], counts: Counter[str]) -> dict[str, str]:
    groups: dict[str, list[str]] = {}
    for name, head in standing.items():
        groups.setdefault(head, []).append(name)
    chosen = {head: max(names, key=lambda n: (counts[n], len(n), n)) for head, names in groups.items()}
    return {name: chosen[head] for name, head in standing.items()}


@cache
def _telling(name: str) -> tuple[str, ...]:
    """The words of a name without articles, offices and ranks."""
    bare = re.sub(r"['’]s?\b", "", name)
    words = [word.strip(".").casefold() for word in _WORD.findall(bare)]
    return tuple(word for word in words if word and word not in _offices())


@cache
def _offices() -> frozenset[str]:
    return _listed("offices.txt", "offices")


@cache
def _not_last_names() -> frozenset[str]:
    return _listed("offices.txt", "not last names")


def _listed(file: str, section: str) -> frozenset[str]:
    text = files("tocsin.trace").joinpath(file).read_text(encoding="utf-8")
    parts = dict(part.split("]", 1) for part in text.split("[")[1:])
    return frozenset(parts[section].split())
