"""Draws who rests on whom: origins on the left, documents on the right, one line a derivation.

Comes in: origins, documents and edges. Goes out: SVG. Knows nothing about how derivations were found;
a dashed line is an origin that was cited and never seen, or a derivation that is not sure.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.brief.wording import count, percent
from tocsin.svg import ACCENT, ALARM, INK, MUTED, PAPER, RULE, cut, element, frame, label
from tocsin.terms import Document, Edge, Origin

WIDTH, ROW, BOX = 400, 40, 172
RIGHT = 238  # where documents begin
SURE = 0.75  # a derivation below this is drawn dashed
MOST_ROWS = 24


class Branch(NamedTuple):
    """All origins of one name and side, with every document that rests on them."""

    origin: Origin
    ids: frozenset[str]
    documents: tuple[Document, ...]


class Place(NamedTuple):
    """A document's row, beside the branch that it belongs to."""

    document: Document
    branch: Branch
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
    branches = _branches(origins, documents)
    shown = _shown(branches)
    places = _places(shown)
    drawn = [_edge(place, places, edges) for place in places]
    drawn += [_origin(branch, _height(branch, places), links) for branch in shown]
    drawn += [_document(place, edges, documents, links) for place in places]
    rest = len(branches) - len(shown)
    more = f" {count(rest, 'more origin')} with one document each in the table." if rest else ""
    return frame(
        "".join(drawn),
        id="origin-tree",
        title="Which documents rest on which origins",
        description=f"{count(len(shown), 'origin')} on the left, documents on the right. A dashed line is "
        f"an origin never seen or a derivation that is not sure.{more}",
        width=WIDTH,
        height=len(places) * ROW + 4,
        markings=markings,
    )


def _branches(origins: Sequence[Origin], documents: Mapping[str, Document]) -> list[Branch]:
    """Origins of the same name are one branch here: a table beside the chart keeps them apart."""
    grouped: dict[tuple[str, str], list[Origin]] = {}
    for origin in origins:
        grouped.setdefault((origin.name, origin.side), []).append(origin)
    branches = []
    for same in grouped.values():
        ids = dict.fromkeys(id_ for origin in same for id_ in origin.documents if id_ in documents)
        branches.append(
            Branch(same[0], frozenset(each.id for each in same), tuple(documents[id_] for id_ in ids))
        )
    return [branch for branch in branches if branch.documents]


def _shown(branches: Sequence[Branch]) -> list[Branch]:
    """Branches that deny and the largest others, as far as there is room, in the order of their size."""

    def size(branch: Branch) -> tuple[int, str]:
        return -len(branch.documents), branch.origin.name

    shown: list[Branch] = []
    rows = 0
    for branch in sorted(branches, key=lambda each: (each.origin.side != "denies", size(each))):
        if not shown or rows + len(branch.documents) <= MOST_ROWS:
            shown.append(branch)
            rows += len(branch.documents)
    return sorted(shown, key=size)


def _places(branches: Sequence[Branch]) -> list[Place]:
    pairs = [(document, branch) for branch in branches for document in branch.documents[: 2 * MOST_ROWS]]
    return [Place(document, branch, row) for row, (document, branch) in enumerate(pairs)]


def _height(branch: Branch, places: Sequence[Place]) -> float:
    rows = [place.row for place in places if place.branch is branch]
    return (min(rows) + max(rows)) / 2 * ROW + ROW / 2


def _edge(place: Place, places: Sequence[Place], edges: Sequence[Edge]) -> str:
    start, end = _height(place.branch, places), place.row * ROW + ROW / 2
    between = [e for e in edges if e.from_ == place.document.id and e.to in place.branch.ids]
    is_sure = place.branch.origin.seen and all(edge.probability >= SURE for edge in between)
    middle = (BOX + RIGHT) / 2
    path = f"M{BOX},{start:.1f} C{middle:.1f},{start:.1f} {middle:.1f},{end:.1f} {RIGHT},{end:.1f}"
    dash = "none" if is_sure else "5 4"
    return element("path", d=path, fill="none", stroke=MUTED, stroke_width=1.5, stroke_dasharray=dash)


def _origin(branch: Branch, y: float, links: Mapping[str, str]) -> str:
    origin = branch.origin
    denies = origin.side == "denies"
    box = element(
        "rect",
        x=1,
        y=y - 17,
        width=BOX - 1,
        height=34,
        rx=3,
        fill=PAPER,
        stroke=ALARM if denies else ACCENT,
        stroke_width=2.5 if denies else 1.5,
        stroke_dasharray="none" if origin.seen else "5 4",
    )
    kind = origin.kind.replace("-", " ")
    how = ["denies" if denies else kind, "" if origin.seen else "cited, not seen"]
    name = label(cut(origin.name, 22), 8, y - 2, font_weight="bold")
    detail = label(" · ".join(word for word in how if word), 8, y + 12, size=11, fill=MUTED)
    return element("a", box + name + detail, href=links[origin.id])


def _document(
    place: Place, edges: Sequence[Edge], documents: Mapping[str, Document], links: Mapping[str, str]
) -> str:
    document, y = place.document, place.row * ROW + ROW / 2
    name = label(cut(document.outlet or document.label, 22), RIGHT + 10, y - 1)
    detail = label(_how(place, edges, documents), RIGHT + 10, y + 12, size=11, fill=MUTED)
    dot = element("circle", cx=RIGHT + 2, cy=y, r=3, fill=INK, stroke=RULE)
    return element("a", dot + name + detail, href=links[document.id])


def _how(place: Place, edges: Sequence[Edge], documents: Mapping[str, Document]) -> str:
    own = [edge for edge in edges if edge.from_ == place.document.id]
    direct = [edge for edge in own if edge.to in place.branch.ids]
    if direct:
        return f"{direct[0].relation}, {percent(direct[0].probability)}"
    for edge in own:
        if edge.to in documents:
            other = documents[edge.to]
            return cut(f"{edge.relation} {other.outlet or other.label}", 26)
    return "own access" if place.branch.origin.seen else "rests on it"
