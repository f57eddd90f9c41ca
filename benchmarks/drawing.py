"""Draws what a run and a page cost as a store fills: two panels over one scale of sizes.

Comes in: what benchmarks.store measured at each size. Goes out: SVG. Knows nothing about how it was measured.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from tocsin.svg import ACCENT, INK, MUTED, RULE, element, frame, label, line, standing_alone

WIDTH, LEFT, RIGHT = 640, 60, 470
TOPS, TALL = (40, 240), 130  # where each panel begins, and how tall it is

Row = dict[str, Any]


class Series(NamedTuple):
    """One line of a panel: its name, a value for each size, and how it is drawn."""

    name: str
    values: Sequence[float]
    stroke: str
    dashes: str = "none"


def draw_growth(rows: Sequence[Row]) -> str:
    """CPU seconds of a run of new articles, and milliseconds of a search and a page, at each size."""
    sizes = [row["documents"] for row in rows]
    run = [
        Series("the whole run", [row["run_cpu_seconds"] for row in rows], ACCENT),
        Series("reading alone", [row["reading_cpu_seconds"] for row in rows], MUTED, "5 4"),
    ]
    asked = [
        Series("a search", [row["search_ms"]["cpu"] for row in rows], ACCENT),
        Series("a problem page", [row["problem_page_ms"]["cpu"] for row in rows], MUTED, "5 4"),
    ]
    content = _panel(TOPS[0], "CPU seconds of a run of 1,000 new articles", sizes, run)
    content += _panel(TOPS[1], "CPU milliseconds of one answer", sizes, asked)
    under = TOPS[1] + TALL + 18
    for size in sizes:
        content += label(f"{size:,}", _across(sizes, size), under, size=11, fill=MUTED, text_anchor="middle")
    content += label("documents in the store", LEFT, under + 18, size=11, fill=MUTED)
    told = "; ".join(f"{row['documents']:,}: {row['run_cpu_seconds']} s" for row in rows)
    drawn = frame(
        content,
        id="growth",
        title="What a run and a page cost as the store fills",
        description=f"CPU seconds of a run of 1,000 new articles by documents in the store: {told}.",
        width=WIDTH,
        height=TOPS[1] + TALL + 50,
        markings=(),
    )
    return standing_alone(drawn)


def _panel(top: float, title: str, sizes: Sequence[int], series: Sequence[Series]) -> str:
    most = max(value for each in series for value in each.values) * 1.1
    drawn = label(title, LEFT, top - 14, size=13, font_weight="bold", fill=INK)
    for share in (0.0, 0.5, 1.0):
        height = top + TALL * (1 - share)
        drawn += line(LEFT, height, RIGHT, height, stroke=RULE)
        drawn += label(f"{most * share:.3g}", LEFT - 8, height + 4, size=11, fill=MUTED, text_anchor="end")
    for each in series:
        places = [
            (_across(sizes, size), top + TALL * (1 - value / most))
            for size, value in zip(sizes, each.values, strict=True)
        ]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        looks = {"fill": "none", "stroke": each.stroke, "stroke_dasharray": each.dashes}
        drawn += element("polyline", points=points, stroke_width=2, **looks)
        drawn += "".join(element("circle", cx=x, cy=y, r=3, fill=each.stroke) for x, y in places)
        drawn += label(
            f"{each.name} ({each.values[-1]:.3g})", RIGHT + 10, places[-1][1] + 4, size=12, fill=each.stroke
        )
    return drawn


def _across(sizes: Sequence[int], size: int) -> float:
    """Sizes stand on a logarithmic scale."""
    first, last = math.log(sizes[0]), math.log(max(sizes[-1], sizes[0] + 1))
    return LEFT + (RIGHT - LEFT) * (math.log(size) - first) / (last - first)
