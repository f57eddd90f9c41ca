"""Draws stories as trees: origins on the left, documents on the right, copies indented under them.

Trees come in, one SVG goes out that stands alone. A dashed line is an origin that nobody here has seen, or
a derivation that is not sure. It knows nothing about how derivations were found.
"""

from collections.abc import Iterator, Sequence

from tocsin.svg import (
    ACCENT,
    ALARM,
    INK,
    MUTED,
    PAPER,
    RULE,
    cut,
    element,
    frame,
    label,
    standing_alone,
    wrapped,
)
from tocsin.trace.tree import Branch, Leaf, Tree, count_words, document_words, origin_words

WIDTH = 900
BOX, RIGHT = 300, 390  # where boxes of origins end and documents begin
ROW, GAP, HEAD = 44, 12, 62  # heights: of a row, between branches, of a story's head
INDENT = 22  # of a copy under the text that it copies
SURE = 0.75  # a derivation below this is drawn dashed
_NAME, _LINE, _CLAIM = 40, 92, 110  # characters that have room


def draw_trees(trees: Sequence[Tree], markings: Sequence[str]) -> str:
    """All trees, one below the other; every marking stands under them."""
    drawn, top = [], 0.0
    for tree in trees:
        content, height = _draw(tree, top)
        drawn.append(content)
        top += height
    documents = {document for tree in trees for document in tree.story.documents}
    picture = frame(
        element("rect", x=0, y=0, width=WIDTH, height=top, style=f"fill:{PAPER}") + "".join(drawn),
        id="origin-tree",
        title="Which documents rest on which origins",
        description=f"{len(trees)} stories of {len(documents)} documents: origins on the left, documents"
        " on the right. A dashed line is an origin never seen or a derivation that is not sure.",
        width=WIDTH,
        height=round(top),
        markings=markings,
    )
    return standing_alone(picture) + "\n"


def _draw(tree: Tree, top: float) -> tuple[str, float]:
    """One tree from `top` down, and its height."""
    counts = tree.story.independent
    drawn = [
        label(line, 12, top + 20 + 16 * row, size=14, font_weight="bold")
        for row, line in enumerate(wrapped(tree.story.claim, _CLAIM))
    ]
    said = f"{count_words(counts.asserting, 'assert')}, {count_words(counts.denying, 'deny')}"
    drawn.append(label(f"{len(tree.story.documents)} documents: {said}", 12, top + HEAD - 8, fill=MUTED))
    y = top + HEAD
    for branch in tree.branches:
        rows = list(_rows(branch.leaves))
        drawn.append(_draw_branch(branch, rows, y))
        y += max(1, len(rows)) * ROW + GAP
    for document in tree.bare:
        drawn.append(_text(document_words(document), "shows nobody, counts nothing", RIGHT + 12, y + ROW / 2))
        y += ROW
    drawn.append(element("line", x1=12, x2=WIDTH - 12, y1=y + 4, y2=y + 4, style=f"stroke:{RULE}"))
    return "".join(drawn), y + GAP - top


def _rows(leaves: Sequence[Leaf], depth: int = 0) -> Iterator[tuple[Leaf, int]]:
    for leaf in leaves:
        yield leaf, depth
        yield from _rows(leaf.copies, depth + 1)


def _draw_branch(branch: Branch, rows: Sequence[tuple[Leaf, int]], top: float) -> str:
    middle = top + max(1, len(rows)) * ROW / 2
    heights: list[float] = []  # of the last leaf at each depth
    drawn = []
    for place, (leaf, depth) in enumerate(rows):
        y = top + place * ROW + ROW / 2
        is_sure = leaf.probability >= SURE and (branch.origin.seen or depth > 0)
        if depth:
            x = RIGHT + INDENT * depth
            path = f"M{x - INDENT + 2},{heights[depth - 1]:.0f} V{y:.0f} H{x}"
        else:
            bend = (BOX + RIGHT) / 2
            path = f"M{BOX},{middle:.0f} C{bend:.0f},{middle:.0f} {bend:.0f},{y:.0f} {RIGHT},{y:.0f}"
        drawn += [_line(path, is_sure=is_sure), _draw_leaf(leaf, RIGHT + INDENT * depth, y)]
        heights[depth:] = [y]
    return "".join(drawn) + _draw_origin(branch, middle)


def _draw_origin(branch: Branch, y: float) -> str:
    origin = branch.origin
    denies = origin.side == "denies"
    style = f"fill:{PAPER};stroke:{ALARM if denies else ACCENT};stroke-width:{2.5 if denies else 1.5}"
    dash = "none" if origin.seen else "5 4"
    box = element(
        "rect", x=12, y=y - 19, width=BOX - 12, height=38, rx=3, style=f"{style};stroke-dasharray:{dash}"
    )
    detail = ("denies · " if denies else "") + origin_words(origin)
    return (
        box
        + label(cut(origin.name, _NAME), 22, y - 3, font_weight="bold")
        + label(detail, 22, y + 13, size=11, fill=MUTED)
    )


def _draw_leaf(leaf: Leaf, x: float, y: float) -> str:
    dot = element("circle", cx=x + 2, cy=y, r=3, style=f"fill:{INK}")
    how = f"{leaf.how}, {leaf.probability:.0%}" + (f": “{leaf.words}”" if leaf.words else "")
    return dot + _text(document_words(leaf.document), how, x + 12, y)


def _text(name: str, detail: str, x: float, y: float) -> str:
    return label(cut(name, _LINE), x, y - 2) + label(cut(detail, _LINE), x, y + 13, size=11, fill=MUTED)


def _line(path: str, *, is_sure: bool) -> str:
    dash = "none" if is_sure else "5 4"
    return element("path", d=path, style=f"fill:none;stroke:{MUTED};stroke-width:1.5;stroke-dasharray:{dash}")
