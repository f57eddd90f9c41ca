"""Draws what was held of one scenario day after day, with its band, on the scale of the other panels.

Comes in: days with probabilities. Goes out: SVG. Knows nothing about why a number moved: the ledger and
the list of changes say that.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tocsin.brief.charts.curve import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, draw_yardstick, height_of
from tocsin.brief.wording import day, percent
from tocsin.svg import ACCENT, INK, MUTED, element, frame, label, line


class Held(NamedTuple):
    """What was held as of one day."""

    as_of: dt.date
    probability: float
    low: float
    high: float


def draw_course(
    points: Sequence[Held],
    *,
    name: str,
    id: str,
    markings: Sequence[str],
    notes: Mapping[dt.date, str] | None = None,
) -> str:
    """The panel of one scenario; the points come oldest first and are at least one.

    `notes`: what stands over a day, such as the number of a row in the table beside the chart.
    """
    first, last = points[0], points[-1]
    description = (
        f"{percent(first.probability)} as of {day(first.as_of)}, "
        f"{percent(last.probability)} as of {day(last.as_of)}. "
        "Each word of ICD 203 has the same height on this scale."
    )
    places = [(_across(points, each.as_of), each) for each in points]
    upper = [f"{x:.1f},{height_of(each.high):.1f}" for x, each in places]
    lower = [f"{x:.1f},{height_of(each.low):.1f}" for x, each in reversed(places)]
    middle = [f"{x:.1f},{height_of(each.probability):.1f}" for x, each in places]
    content = draw_yardstick(last.probability)
    content += element("polygon", points=" ".join(upper + lower), fill=ACCENT, fill_opacity=0.2)
    content += element("polyline", points=" ".join(middle), fill="none", stroke=ACCENT, stroke_width=2.5)
    content += "".join(
        element("circle", cx=x, cy=height_of(each.probability), r=3.0, fill=ACCENT) for x, each in places
    )
    content += "".join(_note(_across(points, date), text) for date, text in (notes or {}).items())
    content += label(
        percent(last.probability).replace("less than ", "<").replace("more than ", ">"),
        *(RIGHT + 8, height_of(last.probability) + 5),
        size=14,
        font_weight="bold",
        fill=INK,
    )
    content += _date(first.as_of, LEFT, "start") + _date(last.as_of, RIGHT, "end")
    return frame(
        content,
        id=id,
        title=f"{name}: what was held, day by day",
        description=description,
        width=WIDTH,
        height=HEIGHT,
        markings=markings,
    )


def _note(x: float, text: str) -> str:
    rule = line(x, TOP, x, BOTTOM, stroke=MUTED, stroke_dasharray="2 3")
    return rule + label(text, x, TOP - 6, size=11, fill=INK, text_anchor="middle", font_weight="bold")


def _across(points: Sequence[Held], date: dt.date) -> float:
    whole = max((points[-1].as_of - points[0].as_of).days, 1)
    return LEFT + (RIGHT - LEFT) * (date - points[0].as_of).days / whole


def _date(date: dt.date, x: float, side: str) -> str:
    text = f"{date.day} {date:%b %Y}"
    return label(text, x, BOTTOM + 17, size=11, fill=MUTED, text_anchor=side)
