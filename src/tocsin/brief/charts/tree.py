"""Draws who rests on whom: origins on the left, documents on the right, one line a derivation.

Comes in: origins, documents and edges. Goes out: SVG. Knows nothing about how derivations were found;
a dashed line is an origin that was cited and never seen, or a derivation that is not sure.
"""

import html
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.brief.charts.svg import ACCENT, ALARM, INK, MUTED, PAPER, RULE, element, frame, label, wrapped
from tocsin.brief.wording import count, percent
from tocsin.terms import Document, Edge, Origin

WIDTH, ROW, BOX = 400, 40, 172
RIGHT = 238  # where documents begin
SURE = 0.75  # a derivation below this is drawn dashed
MOST_ROWS = 40


class Place(NamedTuple):
    """A document's row, with the origin that it is drawn beside."""

    document: Document
    origin: Origin
    row: int


def draw_origin_tree(
    origins: Sequence[Origin],
    documents: Mapping[str, Document],
    edges: Sequence[Edge],
    *,
    links: Mapping[str, str],
    markings: Sequence[str],
) -> str:
    """Origins with the documents that rest on them, the origin with most documents first."""
    places, rows = _lay_out(origins, documents)
    heights = _origin_heights(places)
    by_id = {origin.id: origin for origin in origins}
    drawn = [_edge(by_id[place.origin.id], place, heights, edges) for place in places]
    drawn += [_origin(by_id[origin], height, links) for origin, height in heights.items()]
    drawn += [_document(place, edges, documents, links) for place in places]
    shown = {place.document.id for place in places}
    description = (
        f"{count(len(heights), 'origin')} on the left, {count(len(shown), 'document')} on the right."
    )
    return frame(
        "".join(drawn),
        id="origin-tree",
        title="Which documents rest on which origins",
        description=f"{description} A dashed line is an origin never seen or a derivation that is not sure.",
        width=WIDTH,
        height=rows * ROW + 4,
        markings=markings,
    )


def _lay_out(origins: Sequence[Origin], documents: Mapping[str, Document]) -> tuple[list[Place], int]:
    places: list[Place] = []
    for origin in sorted(origins, key=lambda each: -len(each.documents)):
        for document in origin.documents:
            if document in documents and len(places) < MOST_ROWS:
                places.append(Place(documents[document], origin, len(places)))
    return places, len(places)


def _origin_heights(places: Sequence[Place]) -> dict[str, float]:
    rows: dict[str, list[int]] = {}
    for place in places:
        rows.setdefault(place.origin.id, []).append(place.row)
    return {origin: (min(each) + max(each)) / 2 * ROW + ROW / 2 for origin, each in rows.items()}


def _edge(origin: Origin, place: Place, heights: Mapping[str, float], edges: Sequence[Edge]) -> str:
    start, end = heights[origin.id], place.row * ROW + ROW / 2
    between = [edge for edge in edges if edge.from_ == place.document.id and edge.to == origin.id]
    is_sure = origin.seen and all(edge.probability >= SURE for edge in between)
    middle = (BOX + RIGHT) / 2
    path = f"M{BOX},{start:.1f} C{middle:.1f},{start:.1f} {middle:.1f},{end:.1f} {RIGHT},{end:.1f}"
    dash = "none" if is_sure else "5 4"
    return element("path", d=path, style=f"fill:none;stroke:{MUTED};stroke-width:1.5;stroke-dasharray:{dash}")


def _origin(origin: Origin, y: float, links: Mapping[str, str]) -> str:
    denies = origin.side == "denies"
    box = element(
        "rect",
        x=1,
        y=y - 17,
        width=BOX - 1,
        height=34,
        rx=3,
        style=f"fill:{PAPER};stroke:{ALARM if denies else ACCENT};stroke-width:{2.5 if denies else 1.5};"
        f"stroke-dasharray:{'none' if origin.seen else '5 4'}",
    )
    how = [
        "denies" if denies else "",
        origin.kind.replace("-", " "),
        "" if origin.seen else "cited, not seen",
    ]
    name = label(wrapped(origin.name, 22, 1)[0], 8, y - 2, font_weight="bold")
    detail = label(" · ".join(word for word in how if word), 8, y + 12, size=11, fill=MUTED)
    return element("a", box + name + detail, href=html.escape(links[origin.id]))


def _document(
    place: Place, edges: Sequence[Edge], documents: Mapping[str, Document], links: Mapping[str, str]
) -> str:
    document, y = place.document, place.row * ROW + ROW / 2
    name = label(wrapped(document.outlet or document.label, 23, 1)[0], RIGHT + 10, y - 1)
    detail = label(_how(place, edges, documents), RIGHT + 10, y + 12, size=11, fill=MUTED)
    dot = element("circle", cx=RIGHT + 2, cy=y, r=3, style=f"fill:{INK};stroke:{RULE}")
    return element("a", dot + name + detail, href=html.escape(links[document.id]))


def _how(place: Place, edges: Sequence[Edge], documents: Mapping[str, Document]) -> str:
    for edge in edges:
        if edge.from_ == place.document.id and (edge.to == place.origin.id or edge.to in documents):
            to = f" {documents[edge.to].label}" if edge.to in documents else ""
            return wrapped(f"{edge.relation}{to}, {percent(edge.probability)}", 26, 1)[0]
    return "own access" if place.origin.seen else "rests on it"
