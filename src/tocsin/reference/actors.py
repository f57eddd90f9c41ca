"""Who a name in the news is: a body, a force, an agency, an office-holder, with country and sector.

Comes in: a name or a text, and the day on which it was written. Goes out: actors with ISO alpha-3 country and
sector code. It does not know who spoke; a person outside the dates of a post is known, but without the post's
sector (actors.tsv, people.tsv, bodies.tsv, sectors.yaml and countries.tsv hold the facts).
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from tocsin.reference.countries import country_name, find_countries, people_words
from tocsin.reference.gazetteer import find_cities
from tocsin.reference.inflection import plural
from tocsin.reference.phrases import Phrases, plain
from tocsin.reference.tables import parse_table
from tocsin.terms import Span

_TAIL = re.compile(r"\s(?:of|in|at|from|for|on|who|which|that|,)\b|,")
FILES = ("actors.tsv", "people.tsv", "bodies.tsv")
_REMEMBERED = 20_000  # phrases with what they were found to be: the same names come again and again
_COLUMNS = ["name", "other names", "country", "sector", "from", "until", "basis"]


class KnownActor(NamedTuple):
    """One known actor as of a day."""

    name: str
    country: str | None
    sector: str | None


class _Post(NamedTuple):
    """One row of actors.tsv."""

    name: str
    country: str | None
    sector: str
    since: dt.date | None
    until: dt.date | None


def find_actors(text: str, on: dt.date | None = None) -> list[tuple[Span, KnownActor]]:
    """Every known actor and country named in `text`, in order, none overlapping; the longer name wins."""
    named = [(span, _as_of(posts, on)) for span, posts in _phrases().find(text)]
    taken = [span for span, _ in named]
    for span, code in find_countries(text):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            sector = None if span.of(text) in people_words() else "GOV"
            named.append((span, KnownActor(country_name(code), code, sector)))
    return sorted(named)


@lru_cache(maxsize=_REMEMBERED)
def actor_of(words: str, on: dt.date | None = None) -> KnownActor | None:
    """Who a noun phrase is: "North Korean troops" is North Korea, MIL; None if nothing in it is known.

    A known name decides where there is one; else a people or country gives the country and a noun such as
    "troops" or "ministry" the sector. The name given back is the known name, or the phrase itself.
    """
    found = find_actors(words, on)
    sector = sector_of(words)
    if not found:
        cities = [place.country for _, place in find_cities(words) if place.country]
        return KnownActor(words, cities[0] if cities else None, sector) if sector or cities else None
    known = found[0][1]
    is_whole = len(found[0][0].of(words)) >= len(words.strip()) - 4  # "the", "'s" left aside
    if is_whole:
        return known
    return KnownActor(
        words, known.country, known.sector if known.sector not in (None, "GOV") else sector or known.sector
    )


def sector_of(words: str) -> str | None:
    """The sector that the head noun of a phrase names ("troops of the North"), else None.

    Where the phrase ends in a name ("Foreign Minister Wang"), any telling noun before it counts.
    """
    head = _TAIL.split(plain(words), maxsplit=1)[0]
    found = list(_sector_pattern().finditer(head.lower()))
    if not found:
        return None
    is_head = found[-1].end() >= len(head.rstrip(" .'"))
    is_before_name = head[found[-1].end() :].strip()[:1].isupper()
    return _sectors()[found[-1][0]] if is_head or is_before_name else None


def _as_of(posts: tuple[_Post, ...], on: dt.date | None) -> KnownActor:
    """The post that was held on the day; outside every post the person stays, as one without office."""
    for post in posts:
        if on is None or (
            (post.since is None or post.since <= on) and (post.until is None or on <= post.until)
        ):
            return KnownActor(post.name, post.country, post.sector)
    return KnownActor(posts[0].name, posts[0].country, "ELI")


@cache
def _phrases() -> Phrases[tuple[_Post, ...]]:
    table: dict[str, tuple[_Post, ...]] = {}
    for names, post in _rows():
        for name in names:
            table[name] = (*table.get(name, ()), post)
    return Phrases(table)


@cache
def _rows() -> tuple[tuple[list[str], _Post], ...]:
    return tuple(row for file in FILES for row in _read_rows(file))


def _read_rows(file: str) -> Iterator[tuple[list[str], _Post]]:
    text = resources.files(__package__).joinpath(file).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if lines[0].split("\t") != _COLUMNS:
        raise ValueError(f"{file}: first row must be {_COLUMNS}")
    for number, line in enumerate(lines[1:], 2):
        yield _row(line, f"{file}: row {number}")


def _row(line: str, where: str) -> tuple[list[str], _Post]:
    fields = line.split("\t")
    if len(fields) != len(_COLUMNS):
        raise ValueError(f"{where} ({fields[0]}) has {len(fields)} fields, not {len(_COLUMNS)}")
    name, others, country, sector, since, until, _ = fields
    names = [name, *(other for other in others.split(";") if other)]
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    return names, _Post(name, country or None, sector, *days)


@cache
def _sectors() -> dict[str, str]:
    text = resources.files(__package__).joinpath("sectors.yaml").read_text("utf-8")
    table: dict[str, list[str]] = parse_table(text)
    return {form: code for code, nouns in table.items() for noun in nouns for form in (noun, plural(noun))}


@cache
def _sector_pattern() -> re.Pattern[str]:
    words = sorted(_sectors(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
