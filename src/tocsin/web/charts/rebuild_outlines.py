"""Makes outlines.tsv of Natural Earth: `python rebuild_outlines.py countries-110m.json > outlines.tsv`.

Comes in: the file countries-110m.json of the npm package world-atlas 2.0.2 (ISC), whose data are Natural
Earth 4.1.0, 1:110 million (public domain). Goes out: a line a country: its code, and its rings in tenths of
a degree, longitude and latitude. Points closer to the line between their neighbours than TOLERANCE are left
out.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from tocsin.reference.countries import country_of

TOLERANCE = 1.2  # tenths of a degree
HALF_ROUND = 1800  # tenths of a degree
SMALLEST = 4  # different points of a ring that is kept
# names of Natural Earth that the table of countries spells otherwise
SPELT = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Congo": "Republic of the Congo",
    "Czechia": "Czech Republic",
    "Côte d'Ivoire": "Ivory Coast",
    "Dem. Rep. Congo": "Democratic Republic of the Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Macedonia": "North Macedonia",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "United States of America": "United States",
    "eSwatini": "Eswatini",
}
Point = tuple[int, int]


def main(path: str) -> None:
    """Print the table."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123  a script of one line's use
        topology = json.load(file)
    arcs = [list(_decode(arc, topology["transform"])) for arc in topology["arcs"]]
    print("# Outlines of countries, in tenths of a degree: longitude,latitude; rings parted by |.")
    print("# Natural Earth 4.1.0, 1:110 million, public domain, by way of world-atlas 2.0.2 (ISC).")
    print("# Made by rebuild_outlines.py. Borders are as their makers draw them and say nothing on claims.")
    print("code\tname\trings")
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        rings = [ring for ring in _rings(shape, arcs) if len(set(ring)) >= SMALLEST]
        if rings:
            told = "|".join(" ".join(f"{x},{y}" for x, y in ring) for ring in rings)
            print(f"{country_of(SPELT.get(name, name)) or ''}\t{name}\t{told}")


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Steps of whole numbers, as TopoJSON has them, to tenths of a degree."""
    x = y = 0
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield round((x * scale_x + move_x) * 10), round((y * scale_y + move_y) * 10)


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                arc = _simplify(arcs[number] if number >= 0 else arcs[~number])
                points += (arc if number >= 0 else arc[::-1])[1 if points else 0 :]
            yield from _cut(points)


def _cut(points: list[Point]) -> Iterator[list[Point]]:
    """The ring in pieces where it steps over the date line: a line across the whole map would join them."""
    start = 0
    for here in range(1, len(points)):
        if abs(points[here][0] - points[here - 1][0]) > HALF_ROUND:
            yield points[start:here]
            start = here
    yield points[start:]


def _simplify(points: list[Point]) -> list[Point]:
    """Douglas and Peucker 1973; whole arcs, so that neighbours keep one border."""
    if len(points) < 3:
        return points
    first, last = points[0], points[-1]
    off = [_distance(point, first, last) for point in points[1:-1]]
    far = max(range(len(off)), key=off.__getitem__)
    if off[far] <= TOLERANCE:
        return [first, last]
    return _simplify(points[: far + 2])[:-1] + _simplify(points[far + 1 :])


def _distance(point: Point, one: Point, other: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, one, other
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)


if __name__ == "__main__":
    main(sys.argv[1])
