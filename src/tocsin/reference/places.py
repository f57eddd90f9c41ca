"""Places that reporting names, with coordinates where the name means a point.

Comes in: a text. Goes out: `Place` records with spans: sites, islands and waters of places.tsv, seats of
government and countries, and the cities of gazetteer.tsv. It does not know whether a thing happened there:
that is for the reader of events.
"""

from functools import cache
from importlib import resources

from tocsin.reference.countries import find_countries, people_words
from tocsin.reference.gazetteer import find_cities, region_behind
from tocsin.reference.phrases import Phrases
from tocsin.terms import Place, Span

_COLUMNS = ["name", "other names", "country", "latitude", "longitude"]


def find_places(text: str) -> list[tuple[Span, Place]]:
    """Every place named in `text`, in order: known points, lines and waters, then countries, then cities."""
    found = [(span, place.model_copy(update={"span": span})) for span, place in _phrases().find(text)]
    countries = find_countries(text)
    for span, code in countries:
        if span.of(text) not in people_words():
            where = region_behind(text, span.end) or code  # "London, Ontario" is no seat of government
            _add(found, span, Place(name=span.of(text), span=span, country=where))
    for span, place in find_cities(text, frozenset(code for _, code in countries)):
        _add(found, span, place)
    return sorted(found, key=lambda one: one[0])


def _add(found: list[tuple[Span, Place]], span: Span, place: Place) -> None:
    """Put a place where none stands yet."""
    if not any(span.start < other.end and other.start < span.end for other, _ in found):
        found.append((span, place))


@cache
def _phrases() -> Phrases[Place]:
    text = resources.files(__package__).joinpath("places.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if lines[0].split("\t") != _COLUMNS:
        raise ValueError(f"places.tsv: first row must be {_COLUMNS}")
    table: dict[str, Place] = {}
    for line in lines[1:]:
        name, others, country, latitude, longitude = line.split("\t")
        place = Place(
            name=name,
            country=country or None,
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
        )
        table |= {alias: place for alias in (name, *others.split(";")) if alias}
    return Phrases(table)
