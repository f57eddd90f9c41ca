"""Draws when each channel was read without a gap: a bar is a time in which its reports would have been seen.

Comes in: rows of times. Goes out: SVG. Where there is no bar nobody looked, and nothing follows from silence.
Knows nothing about channels.
"""

import datetime as dt
from collections.abc import Sequence

from tocsin.brief.wording import count, day
from tocsin.svg import ACCENT, INK, MUTED, RULE, cut, element, frame, label, line

WIDTH, LEFT, RIGHT, TOP, ROW = 760, 200, 744, 10, 24
MOST_ROWS = 40

Row = tuple[str, Sequence[tuple[dt.datetime, dt.datetime]]]


def draw_coverage(
    rows: Sequence[Row], start: dt.datetime, end: dt.datetime, *, id: str, markings: Sequence[str]
) -> str:
    """The rows from `start` to `end`; past forty the table tells the rest."""
    shown = rows[:MOST_ROWS]
    bottom = TOP + ROW * len(shown)
    drawn = [_row(number, row, start, end) for number, row in enumerate(shown)]
    drawn.append(line(LEFT, bottom, RIGHT, bottom, stroke=INK))
    drawn.append(label(day(start.date()), LEFT, bottom + 18, size=12, fill=MUTED))
    drawn.append(label(day(end.date()), RIGHT, bottom + 18, size=12, fill=MUTED, text_anchor="end"))
    never = sum(not times for _, times in rows)
    return frame(
        "".join(drawn),
        id=id,
        title=f"When {count(len(rows), 'channel')} were read without a gap",
        description=f"From {day(start.date())} to {day(end.date())}; {never or 'none'} never in that time.",
        width=WIDTH,
        height=bottom + 26,
        markings=markings,
    )


def _row(number: int, row: Row, start: dt.datetime, end: dt.datetime) -> str:
    name, times = row
    y = TOP + ROW * number + ROW / 2
    drawn = [label(cut(name, 28), 0, y + 4, size=13), line(LEFT, y, RIGHT, y, stroke=RULE)]
    for since, until in times:
        x, stop = _across(since, start, end), _across(until, start, end)
        drawn.append(element("rect", x=x, y=y - 6, width=max(stop - x, 2.0), height=12, fill=ACCENT))
    return "".join(drawn)


def _across(moment: dt.datetime, start: dt.datetime, end: dt.datetime) -> float:
    share = (moment - start) / (end - start)
    return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)
