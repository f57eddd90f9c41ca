"""Draws outlines of countries with places on them: points for places that are one, hatching for countries.

Comes in: places, and the countries to be shown at the least. Goes out: SVG. What the words leave open is
not drawn: a country named alone is hatched whole and gets no point. The outlines are coarse (outlines.tsv),
so that a point on them says no more than the words. Knows nothing about events.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from tocsin.brief.wording import count
from tocsin.svg import ACCENT, INK, MUTED, PAPER, RULE, WASH, cut, element, frame, label, line

WIDTH, HEIGHT = 760, 460
MARGIN = 0.12  # of the extent, left free on each side
LEAST_DEGREES = 6.0  # a map is never closer than this: the outlines are too coarse
WORLD = (-179.0, -58.0, 179.0, 82.0)
NEAR = 20.0  # degrees around the spot in the middle
LARGEST_DOT, SMALLEST_DOT = 16.0, 8.0
NAMED_FROM = 8.0  # units of the picture a degree takes, from which places are named and not only numbered

Box = tuple[float, float, float, float]  # west, south, east, north
Ring = tuple[tuple[float, float], ...]


class Outline(NamedTuple):
    """One country: its ISO 3166-1 alpha-3 code where it has one, its name, its rings in degrees."""

    code: str
    name: str
    rings: tuple[Ring, ...]


class Spot(NamedTuple):
    """A place that is a point, with how many documents tell of it, and its number in the table."""

    number: int
    name: str
    latitude: float
    longitude: float
    documents: int


class Area(NamedTuple):
    """A country that is named and no place in it, with how many documents tell of it."""

    number: int
    country: str
    documents: int


def draw_map(
    spots: Sequence[Spot],
    areas: Sequence[Area],
    countries: Iterable[str],
    *,
    is_world: bool = False,
    id: str,
    markings: Sequence[str],
) -> str:
    """The part of the world in which most of it is told, or all of it.

    That part holds the spots and those of the countries that lie within twenty degrees of the spot in the
    middle, counted by documents.
    """
    box = WORLD if is_world else _fit(spots, countries)
    view = _View(box)
    spots = [spot for spot in spots if view.shows(spot.longitude, spot.latitude)]
    hatched = {area.country for area in areas}
    land = [_land(outline, view, is_hatched=outline.code in hatched) for outline in _within(box)]
    marks = [_area(area, view) for area in areas] + [
        _spot(spot, view, spots) for spot in sorted(spots, key=lambda each: -each.documents)
    ]
    told = f"{count(len(spots), 'place')} as points, {count(len(areas), 'country', 'countries')} as areas."
    sea = element("rect", width=WIDTH, height=HEIGHT, fill=WASH)
    return frame(
        _hatch() + element("g", sea + "".join(land + marks), clip_path="url(#map-edge)"),
        id=id,
        title="Where events are said to be",
        description=f"{told} The numbers are those of the table; outlines: Natural Earth.",
        width=WIDTH,
        height=HEIGHT,
        markings=markings,
    )


@cache
def outlines() -> tuple[Outline, ...]:
    """Every country of outlines.tsv."""
    text = resources.files(__package__).joinpath("outlines.tsv").read_text("utf-8")
    lines = [each for each in text.splitlines() if each and not each.startswith("#")]
    return tuple(_read(each) for each in lines[1:])


class _View:
    """Degrees to the picture: equirectangular, narrowed by the cosine of the middle latitude."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._west, self._north = west, north
        self._narrow = math.cos(math.radians((south + north) / 2))
        self.scale = min(WIDTH / ((east - west) * self._narrow), HEIGHT / (north - south))
        self._x = (WIDTH - (east - west) * self._narrow * self.scale) / 2
        self._y = (HEIGHT - (north - south) * self.scale) / 2

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands in the picture."""
        x = self._x + (longitude - self._west) * self._narrow * self.scale
        return x, self._y + (self._north - latitude) * self.scale

    def shows(self, longitude: float, latitude: float) -> bool:
        """Whether the place is in the picture."""
        x, y = self.at(longitude, latitude)
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _read(row: str) -> Outline:
    code, name, told = row.split("\t")
    rings = tuple(
        tuple((int(x) / 10, int(y) / 10) for x, y in (point.split(",") for point in ring.split(" ")))
        for ring in told.split("|")
    )
    return Outline(code, name, rings)


def _fit(spots: Sequence[Spot], countries: Iterable[str]) -> Box:
    wanted, middle = set(countries), _middle(spots)
    rings = [_largest(outline) for outline in outlines() if outline.code in wanted]
    if middle is None:
        points = [point for ring in rings for point in ring]
    else:
        points = [(s.longitude, s.latitude) for s in spots if _is_near((s.longitude, s.latitude), middle)]
        points += [p for ring in rings if all(_is_near(q, middle) for q in ring) for p in ring]
    if not points:
        return WORLD
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    wide, high = max(east - west, LEAST_DEGREES), max(north - south, LEAST_DEGREES)
    x, y = (west + east) / 2, (south + north) / 2
    free = 0.5 + MARGIN
    box = (x - wide * free, y - high * free, x + wide * free, y + high * free)
    return box if wide < 200 else WORLD


def _middle(spots: Sequence[Spot]) -> tuple[float, float] | None:
    """The median of longitude and of latitude, each place counted by its documents."""
    if not spots:
        return None
    told = [spot for spot in spots for _ in range(spot.documents)]
    longitudes = sorted(spot.longitude for spot in told)
    latitudes = sorted(spot.latitude for spot in told)
    return longitudes[len(told) // 2], latitudes[len(told) // 2]


def _is_near(point: tuple[float, float], middle: tuple[float, float]) -> bool:
    return abs(point[0] - middle[0]) <= NEAR and abs(point[1] - middle[1]) <= NEAR


def _largest(outline: Outline) -> Ring:
    """The ring with the widest reach: far islands would make every map a map of the world."""
    return max(outline.rings, key=lambda ring: max(x for x, _ in ring) - min(x for x, _ in ring))


def _within(box: Box) -> Iterator[Outline]:
    """The countries that the picture can show any of, whatever is cut at its edge."""
    west, south, east, north = box
    wide, high = east - west, north - south
    for outline in outlines():
        near = tuple(
            ring
            for ring in outline.rings
            if _meet(ring, (west - wide / 4, south - high / 4, east + wide / 4, north + high / 4))
        )
        if near:
            yield outline._replace(rings=near)


def _meet(ring: Ring, box: Box) -> bool:
    west, south, east, north = box
    is_beside = max(x for x, _ in ring) < west or min(x for x, _ in ring) > east
    return not is_beside and not (max(y for _, y in ring) < south or min(y for _, y in ring) > north)


def _land(outline: Outline, view: _View, *, is_hatched: bool) -> str:
    path = "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (view.at(*point) for point in ring)) + "Z"
        for ring in outline.rings
    )
    drawn = element("path", d=path, fill=PAPER, stroke=MUTED, stroke_width=0.8, stroke_linejoin="round")
    if is_hatched:
        drawn += element("path", d=path, fill="url(#map-hatch)", stroke=ACCENT, stroke_width=1.2)
    return drawn


def _area(area: Area, view: _View) -> str:
    found = next((each for each in outlines() if each.code == area.country), None)
    if found is None:
        return ""
    ring = _largest(found)
    x, y = view.at(sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    if not (0 < x < WIDTH and 0 < y < HEIGHT):
        return ""
    words = f"{area.number} {found.name}"
    back = element("rect", x=x - 4, y=y - 12, width=len(words) * 7.2 + 8, height=17, rx=2, fill=PAPER)
    return back + label(words, x, y + 1, size=12, fill=INK)


def _spot(spot: Spot, view: _View, spots: Sequence[Spot]) -> str:
    most = max(each.documents for each in spots)
    radius = SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * (spot.documents / most) ** 0.5
    x, y = view.at(spot.longitude, spot.latitude)
    is_right = x > WIDTH * 0.7
    at = x - radius - 5 if is_right else x + radius + 5
    dot = element("circle", cx=x, cy=y, r=radius, fill=ACCENT, stroke=PAPER, stroke_width=1.5)
    number = label(str(spot.number), x, y + 4, size=11, fill=PAPER, text_anchor="middle", font_weight="bold")
    if view.scale < NAMED_FROM:
        return dot + number
    name = label(cut(spot.name, 34), at, y + 4, fill=INK, text_anchor="end" if is_right else "start")
    return dot + number + name


def _hatch() -> str:
    stripe = line(0, 0, 0, 7, stroke=ACCENT, stroke_width=2, stroke_opacity=0.45)
    pattern = element(
        "pattern",
        element("rect", width=7, height=7, fill=RULE, fill_opacity=0.3) + stripe,
        id="map-hatch",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    edge = element("rect", width=WIDTH, height=HEIGHT)
    return element("defs", pattern + element("clipPath", edge, id="map-edge"))
