"""Tells when two names of speakers mean one: "Ambassador Lena Brandt", "Brandt", "Germany's ambassador".

The names used in one story come in; a table from each name to the one that stands for it goes out. It
never looks behind a name: unnamed officials are no speakers here and stay unnamed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tocsin.reference.countries import find_countries
from tocsin.trace.passages import without_accents
from tocsin.trace.speakers import HEAD, listed

_DESCRIBED = re.compile(
    r"^.*[ '’\"][a-z][\w-]{3,} (?=(?:[A-Z][\w.'’-]*(?: |$))+$)"
)  # "the software maker Acme": Acme
_LEAST = 3  # letters of a last name
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")


class Sign(NamedTuple):
    """What a name tells: proper words, offices, and the country if it says one."""

    proper: frozenset[str]
    first: str  # of the proper words, as they stand
    last: str
    initials: str
    offices: frozenset[str]
    country: str | None


def unite_names(
    names: Iterable[tuple[str, str | None]], united: Iterable[frozenset[str]] = ()
) -> dict[str, str]:
    """Each name -> the name that stands for all of the same speaker: the most used, then the longest.

    Two names are one when their proper words agree, when one is the other's last name or initials (or its
    first word, where no other begins so: family names may come first), or when they hold the same office of
    the same country; never when their countries are known and differ.

    Args:
        names: every use of a name, with the country of its speaker (ISO alpha-3) where it is known.
        united: names that are one speaker's for another reason (they share a quotation).
    """
    counts: Counter[str] = Counter()
    countries: dict[str, str | None] = {}
    for name, country in names:
        counts[name] += 1
        countries[name] = countries.get(name) or country
    used = counts.copy()
    signs = {name: sign_of(name, countries[name]) for name in counts}
    heads: list[str] = []
    standing: dict[str, str] = {}
    for name in sorted(counts, key=lambda n: (-len(signs[n].proper), -counts[n], n)):
        same = [head for head in heads if _is_same(signs[name], signs[head])]
        same = same or _by_first(signs[name], [head for head in heads if signs[head].first], signs)
        head = max(same, key=lambda h: (counts[h], h), default=name)
        standing[name] = head
        if head == name:
            heads.append(name)
        counts[head] += counts[name] if head != name else 0
        signs[head] = signs[head]._replace(
            country=signs[head].country or signs[name].country,
            offices=signs[head].offices | signs[name].offices,
        )
    for group in united:
        stand = sorted({standing[name] for name in group if name in standing})
        standing = {name: stand[0] if head in stand else head for name, head in standing.items()}
    return _most_used(standing, used)


def sign_of(name: str, country: str | None = None) -> Sign:
    """What a name tells, without articles, titles and words for countries."""
    bare = _holder(name)
    for span, code in reversed(find_countries(bare)):
        bare = f"{bare[: span.start]} {bare[span.end :]}"
        country = country or code
    bare = without_accents(bare)
    words = _words(bare)
    offices = frozenset(word for word in words if word in listed("offices"))
    own = _words(_DESCRIBED.sub("", bare))
    proper = [word for word in own or words if word not in offices and word not in listed("mouthpieces")]
    initials = "".join(word[0] for word in proper)
    first, last = (proper[0], proper[-1]) if proper else ("", "")
    return Sign(frozenset(proper), first, last, initials, offices, country)


def last_name(name: str) -> str | None:
    """The word by which a speaker is named again: the last proper word, with its capital."""
    last = sign_of(name).last
    common = listed("bodies") | listed("offices") | listed("small") | listed("titles")
    if len(last) < _LEAST or last in common:
        return None
    match = re.search(rf"\b{re.escape(last)}\b", without_accents(name), re.IGNORECASE)
    return match.group() if match and match.group()[0].isupper() else None


def _words(name: str) -> list[str]:
    """The words of a name in lower case, without articles, small words and titles."""
    words = [
        re.sub(r"['’]s?$", "", word).strip(".").casefold() for word in _WORD.findall(name.replace("-", " "))
    ]
    return [word for word in words if word and word not in listed("small") and word not in listed("titles")]


def _holder(name: str) -> str:
    """The name without where an office is held: "Germany's ambassador to the United Nations"."""
    head = HEAD.split(name, maxsplit=1)[0]
    return head if head.split()[-1:] and head.split()[-1].casefold() in listed("offices") else name


def _is_same(sign: Sign, other: Sign) -> bool:
    if sign.country and other.country and sign.country != other.country:
        return False
    if sign.proper and sign.proper == other.proper:
        return True
    if not sign.proper:
        if sign.offices or other.proper:
            return bool((sign.offices & other.offices) - listed("loose"))
        return sign.country is not None and sign.country == other.country
    if len(sign.proper) > 1:
        return False
    if len(other.initials) >= 2 and sign.last == other.initials:
        return True
    return sign.last == other.last and sign.last not in listed("bodies")


def _by_first(sign: Sign, heads: Sequence[str], signs: Mapping[str, Sign]) -> list[str]:
    """Of heads the one whose first word a single name is, where it is that of no other one ("Kim")."""
    if len(sign.proper) != 1 or sign.last in listed("bodies"):
        return []
    found = [head for head in heads if signs[head].first == sign.last and len(signs[head].proper) > 1]
    differ = any(sign.country and signs[h].country and sign.country != signs[h].country for h in found)
    return found if len(found) == 1 and not differ else []


def _most_used(standing: Mapping[str, str], counts: Counter[str]) -> dict[str, str]:
    groups: dict[str, list[str]] = {}
    for name, head in standing.items():
        groups.setdefault(head, []).append(name)
    chosen = {head: max(names, key=lambda n: (counts[n], len(n), n)) for head, names in groups.items()}
    return {name: chosen[head] for name, head in standing.items()}
