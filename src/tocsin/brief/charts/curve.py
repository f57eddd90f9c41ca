"""Draws one scenario's probability by date, with its band and its trigger windows.

Comes in: a forecast. Goes out: SVG. Knows nothing about other scenarios: all panels share one scale, on
which each word of ICD 203 has the same height, so that 2% and 60% can both be read.
"""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from tocsin.brief.wording import band, day, percent
from tocsin.reference.words import likelihood_words, yardstick
from tocsin.svg import ACCENT, INK, MUTED, RULE, WASH, element, frame, label, line
from tocsin.terms import CurvePoint, Forecast, ScaleName, WindowProbability

WIDTH, HEIGHT = 340, 224
LEFT, RIGHT, TOP, BOTTOM = 36, 296, 22, 196
LETTER = 6.2  # width of a letter of a small label, generously


def draw_curve(
    forecast: Forecast, *, name: str, id: str, markings: Sequence[str], scale: ScaleName = "icd203"
) -> str:
    """The panel of one forecast."""
    points = _points(forecast)
    description = (
        f"{percent(forecast.probability)} by {day(forecast.by)}, band {band(forecast.low, forecast.high)}. "
        "Each word of ICD 203 has the same height on this scale."
    )
    content = "".join(
        [
            draw_yardstick(forecast.probability, scale),
            _windows(forecast),
            _band(forecast, points),
            _line(forecast, points),
            _end(forecast),
            _dates(forecast),
        ]
    )
    return frame(
        content,
        id=id,
        title=f"{name}: probability by date",
        description=description,
        width=WIDTH,
        height=HEIGHT,
        markings=markings,
    )


def height_of(probability: float) -> float:
    """Where a probability stands, in SVG units from the top: each word of ICD 203 takes one seventh."""
    edges = [0.0, *(row.high for row in yardstick()[:-1]), 1.0]
    step = (BOTTOM - TOP) / (len(edges) - 1)
    for number, (low, high) in enumerate(pairwise(edges)):
        if probability <= high:
            return BOTTOM - step * (number + (probability - low) / (high - low))
    return float(TOP)


def draw_yardstick(probability: float, scale: ScaleName = "icd203") -> str:
    """The scale of words behind a panel, with the word of this probability washed."""
    drawn = []
    for row in yardstick(scale):
        if row.words == likelihood_words(probability, scale):
            top, bottom = (
                height_of(1.0 if row.high > 0.98 else row.high),
                height_of(row.low if row.low > 0.01 else 0),
            )
            drawn.append(element("rect", x=LEFT, y=top, width=RIGHT - LEFT, height=bottom - top, fill=WASH))
            drawn.append(label(row.words, LEFT + 5, top + 13, size=11, fill=MUTED))
    for row in yardstick(scale)[:-1]:
        y = height_of(row.high)
        drawn.append(line(LEFT, y, RIGHT, y))
        drawn.append(label(f"{row.high:.0%}", LEFT - 5, y + 4, size=11, fill=MUTED, text_anchor="end"))
    drawn.append(line(LEFT, BOTTOM, RIGHT, BOTTOM, stroke=INK))
    return "".join(drawn)


def _points(forecast: Forecast) -> list[CurvePoint]:
    end = CurvePoint(by=forecast.by, probability=forecast.probability, low=forecast.low, high=forecast.high)
    inner = [point for point in forecast.curve if forecast.as_of < point.by < forecast.by]
    return [*inner, end]


def _across(forecast: Forecast, date: dt.date) -> float:
    whole = max((forecast.by - forecast.as_of).days, 1)
    done = min(max((date - forecast.as_of).days, 0), whole)
    return LEFT + (RIGHT - LEFT) * done / whole


def _windows(forecast: Forecast) -> str:
    """Every window ahead as a shaded strip; the longest are named, as far as names do not meet."""
    ahead = [w for w in forecast.windows if w.end >= forecast.as_of and w.start <= forecast.by]
    drawn = [_strip(forecast, window) for window in ahead]
    taken: list[tuple[float, float]] = []
    for window in sorted(ahead, key=lambda each: each.start - each.end):
        text = f"{window.name[:30]}: {percent(window.probability)}"
        half = len(text) * LETTER / 2
        middle = (_across(forecast, window.start) + _across(forecast, window.end)) / 2
        middle = min(max(middle, half), WIDTH - half)
        if all(middle + half < start or middle - half > end for start, end in taken):
            taken.append((middle - half, middle + half))
            drawn.append(label(text, middle, TOP - 7, size=11, fill=MUTED, text_anchor="middle"))
    return "".join(drawn)


def _strip(forecast: Forecast, window: WindowProbability) -> str:
    start, end = _across(forecast, window.start), _across(forecast, window.end)
    return element(
        "rect",
        x=start,
        y=TOP,
        width=max(end - start, 2.0),
        height=BOTTOM - TOP,
        fill=MUTED,
        fill_opacity=0.1,
        stroke=MUTED,
        stroke_dasharray="2 3",
    )


def _band(forecast: Forecast, points: list[CurvePoint]) -> str:
    upper = [f"{_across(forecast, p.by):.1f},{height_of(p.high):.1f}" for p in points]
    lower = [f"{_across(forecast, p.by):.1f},{height_of(p.low):.1f}" for p in reversed(points)]
    return element("polygon", points=" ".join(upper + lower), fill=ACCENT, fill_opacity=0.2)


def _line(forecast: Forecast, points: list[CurvePoint]) -> str:
    drawn = [f"{_across(forecast, p.by):.1f},{height_of(p.probability):.1f}" for p in points]
    return element(
        "polyline",
        points=" ".join(drawn),
        fill="none",
        stroke=ACCENT,
        stroke_width=2.5,
        stroke_linejoin="round",
    )


def _end(forecast: Forecast) -> str:
    y = height_of(forecast.probability)
    dot = element("circle", cx=RIGHT, cy=y, r=4, fill=ACCENT)
    text = percent(forecast.probability).replace("less than ", "<").replace("more than ", ">")
    return dot + label(text, RIGHT + 8, y + 5, size=14, fill=INK, font_weight="bold")


def _dates(forecast: Forecast) -> str:
    first = label(f"{forecast.as_of.day} {forecast.as_of:%b %Y}", LEFT, BOTTOM + 17, size=11, fill=MUTED)
    last = label(
        f"{forecast.by.day} {forecast.by:%b %Y}", RIGHT, BOTTOM + 17, size=11, fill=MUTED, text_anchor="end"
    )
    ticks = [line(x, BOTTOM, x, BOTTOM + 4, stroke=RULE) for x in (LEFT, RIGHT)]
    return first + last + "".join(ticks)
