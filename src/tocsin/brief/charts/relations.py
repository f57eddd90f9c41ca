"""Draws what two countries do for each other over time: a lane for each kind, one way above, the other below.

Comes in: a relationship and the as-of date. Goes out: SVG. A full mark is established, a hollow one claimed;
shape tells the way, so that nothing rests on colour alone.
"""

import datetime as dt
import html
from collections.abc import Sequence

from tocsin.brief.wording import count, day
from tocsin.reference.countries import country_name
from tocsin.svg import ACCENT, ALARM, INK, MUTED, PAPER, cut, element, frame, label, line
from tocsin.terms import RelationAct, Relationship

WIDTH, LEFT, RIGHT, TOP, LANE = 760, 190, 740, 64, 34
DAYS = 730  # as far back as is drawn


def draw_relations(pair: Relationship, *, as_of: dt.date, id: str, markings: Sequence[str]) -> str:
    """The acts of the last two years up to `as_of`, a lane for each kind."""
    drawn = [act for act in pair.acts if act.day and 0 <= (as_of - act.day).days <= DAYS]
    kinds = list(dict.fromkeys(act.kind for act in drawn))
    first = min((act.day for act in drawn if act.day), default=as_of)
    height = TOP + LANE * max(1, len(kinds)) + 26
    body = _legend(pair)
    for number, kind in enumerate(kinds):
        y = TOP + LANE * number + LANE / 2
        own = [act for act in drawn if act.kind == kind]
        body += label(cut(kind, 24), 0, y + 4, size=13) + line(LEFT, y, RIGHT, y)
        body += "".join(_mark(act, pair, y, first, as_of, place) for place, act in enumerate(own))
    body += label(_short(first), LEFT, height - 6, size=11, fill=MUTED)
    body += label(_short(as_of), RIGHT, height - 6, size=11, fill=MUTED, text_anchor="end")
    if not drawn:
        body += label("Nothing is told of in these two years.", LEFT, TOP + 20, size=13, fill=MUTED)
    return frame(
        body,
        id=id,
        title=f"{pair.name}: who does what for whom, {day(first)} to {day(as_of)}",
        description=_describe(pair, drawn),
        width=WIDTH,
        height=height,
        markings=markings,
    )


def _legend(pair: Relationship) -> str:
    one, other = country_name(pair.one), country_name(pair.other)
    marks = _shape(6, 14, above=True, fill=ACCENT, full=True) + label(f"{one} to {other}", 18, 18, size=12)
    marks += _shape(306, 14, above=False, fill=ALARM, full=True) + label(
        f"{other} to {one}", 318, 18, size=12
    )
    marks += _shape(6, 38, above=True, fill=INK, full=True) + label("established", 18, 42, size=12)
    return marks + _shape(306, 38, above=True, fill=INK, full=False) + label("claimed", 318, 42, size=12)


def _mark(act: RelationAct, pair: Relationship, y: float, first: dt.date, as_of: dt.date, place: int) -> str:
    assert act.day is not None
    whole = max(1, (as_of - first).days)
    x = LEFT + 8 + (RIGHT - LEFT - 16) * (act.day - first).days / whole
    above = act.doer == pair.one
    shape = _shape(
        x, y + (-7 if above else 7), above=above, fill=ACCENT if above else ALARM, full=act.is_established
    )
    standing = "established" if act.is_established else "claimed"
    told = f"{day(act.day)}: {country_name(act.doer)}, {act.what.replace('-', ' ')}, {standing}"
    return element("g", element("title", html.escape(told)) + shape, id=f"{pair.id}-{act.kind}-{place}")


def _shape(x: float, y: float, *, above: bool, fill: str, full: bool) -> str:
    """A triangle that points up for one way and down for the other."""
    tip, base = (y - 6, y + 5) if above else (y + 6, y - 5)
    points = f"{x - 6:.1f},{base:.1f} {x + 6:.1f},{base:.1f} {x:.1f},{tip:.1f}"
    return element("polygon", points=points, fill=fill if full else PAPER, stroke=fill, stroke_width=1.6)


def _describe(pair: Relationship, drawn: Sequence[RelationAct]) -> str:
    established = sum(act.is_established for act in drawn)
    return (
        f"{count(len(drawn), 'act')} between {country_name(pair.one)} and {country_name(pair.other)}, "
        f"{established} of them established; the table beside it lists them."
    )


def _short(date: dt.date) -> str:
    return f"{date.day} {date:%b %Y}"
