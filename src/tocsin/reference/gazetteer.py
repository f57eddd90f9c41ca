"""Cities of the world by name: country and point where a name means one city, no more where it means several.

Comes in: a text, and the countries that it names. Goes out: places with spans. It does not know sites and
islands of a watch (places.tsv has them) nor whether a thing happened there.
"""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from tocsin.reference.phrases import Phrases
from tocsin.terms import Place, Span

_COLUMNS = ["name", "plain", "country", "latitude", "longitude", "thousands"]
_BEHIND = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_COUNTRY = 2  # the column of the country in bodies.tsv
_SHORTEST = 4  # letters; shorter names are mostly other words
_OUTWEIGHS = 10  # times the people of the next city of that name: then the name means the large one


class City(NamedTuple):
    """One city: ISO alpha-3 country, degrees (WGS 84) to two places, people in thousands."""

    country: str
    latitude: float
    longitude: float
    thousands: int


def find_cities(text: str, countries: frozenset[str] = frozenset()) -> list[tuple[Span, Place]]:
    """Every city named in `text`, in order; parts of longer names ("Michael Jackson") are left out.

    Of several cities of one name that in one of `countries` is taken, else one that outweighs the others; a
    name that stays ambiguous is a place without country or point. A state or province right behind the name
    decides ("Paris, Texas"), and is a place without a point itself.
    """
    found = []
    for span, cities in _phrases().find(text):
        name, region = span.of(text), region_behind(text, span.end)
        if _is_within_a_name(text, span):
            continue
        if name in _regions():
            found.append((span, Place(name=name, span=span, country=_regions()[name])))
        elif region is None:
            found.append((span, _place(span, name, cities, countries)))
        else:
            there = tuple(city for city in cities if city.country == region)
            is_one = len(there) == 1
            place = (
                _place(span, name, there, countries)
                if is_one
                else Place(name=name, span=span, country=region)
            )
            found.append((span, place))
    return found


def region_behind(text: str, end: int) -> str | None:
    """The country of a state or province that stands behind a comma: "London, Ontario"."""
    behind = _BEHIND.match(text, end)
    if behind is None:
        return None
    return _regions().get(behind[1]) or _regions().get(behind[1].partition(" ")[0])


@cache
def _regions() -> dict[str, str]:
    """States and provinces of bodies.tsv, with their country."""
    text = resources.files(__package__).joinpath("bodies.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[_COUNTRY] for row in rows if row[-1] in ("state", "province")}


def _place(span: Span, name: str, cities: tuple[City, ...], countries: frozenset[str]) -> Place:
    near = [city for city in cities if city.country in countries]
    likely = near or list(cities)
    largest, *others = likely
    if others and largest.thousands < _OUTWEIGHS * others[0].thousands:
        alone = {city.country for city in likely}
        return Place(name=name, span=span, country=largest.country if len(alone) == 1 else None)
    return Place(
        name=name,
        span=span,
        country=largest.country,
        latitude=largest.latitude,
        longitude=largest.longitude,
    )


def _is_within_a_name(text: str, span: Span) -> bool:
    """Whether a capitalised word stands right before or behind: then it is a person or a body."""
    before = text[: span.start].rstrip(" ").rpartition(" ")[2] if text[: span.start].endswith(" ") else ""
    after = text[span.end :]
    follows = after.startswith(" ") and after[1:2].isupper()
    return follows or (
        before[:1].isupper() and before.isalpha() and before not in ("In", "At", "Near", "From")
    )


@cache
def _phrases() -> Phrases[tuple[City, ...]]:
    text = resources.files(__package__).joinpath("gazetteer.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    if lines[0].split("\t") != _COLUMNS:
        raise ValueError(f"gazetteer.tsv: first row must be {_COLUMNS}")
    barred = _not_cities()
    table: dict[str, tuple[City, ...]] = {}
    for line in lines[1:]:
        name, plain, country, latitude, longitude, thousands = line.split("\t")
        city = City(country, float(latitude), float(longitude), int(thousands))
        for spelling in {name, plain} - {""}:
            if len(spelling) >= _SHORTEST and spelling not in barred and spelling[0].isalpha():
                table[spelling] = (*table.get(spelling, ()), city)
    return Phrases(table)


@cache
def _not_cities() -> frozenset[str]:
    text = resources.files(__package__).joinpath("not_cities.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(word for line in lines for word in line.split())
