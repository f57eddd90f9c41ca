"""Draws what answers said against how often it came, one mark for each word of the yardstick.

Comes in: bins. Goes out: SVG. A mark on the diagonal meant what it said; the bar through it is where chance
alone would put it in 90 of 100 cases; its count stands beside it. Knows nothing about questions.
"""

from collections.abc import Sequence
from typing import Protocol

from tocsin.brief.wording import count, percent
from tocsin.svg import ACCENT, INK, MUTED, PAPER, RULE, element, frame, label, line

WIDTH, HEIGHT = 400, 360
LEFT, RIGHT, TOP, BOTTOM = 48, 380, 16, 316


class Binned(Protocol):
    """What a bin must tell."""

    @property
    def words(self) -> str:
        """The word of the yardstick."""

    @property
    def count(self) -> int:
        """How many answers."""

    @property
    def said(self) -> float:
        """What they said on average."""

    @property
    def came(self) -> float:
        """How often it came."""

    @property
    def low(self) -> float:
        """Where `came` may fall by chance, at the least."""

    @property
    def high(self) -> float:
        """And at the most."""


def draw_calibration(bins: Sequence[Binned], *, id: str, markings: Sequence[str]) -> str:
    """The diagram of these bins; they are at least one."""
    total = sum(each.count for each in bins)
    told = "; ".join(
        f"{each.words}: {count(each.count, 'answer')}, said {percent(each.said)}, came {each.came:.0%}"
        for each in bins
    )
    content = _axes() + "".join(_bin(each) for each in bins)
    return frame(
        content,
        id=id,
        title=f"What was said against what came, {count(total, 'answer')}",
        description=f"{told}. On the diagonal answers mean what they say.",
        width=WIDTH,
        height=HEIGHT,
        markings=markings,
    )


def _axes() -> str:
    drawn = [line(LEFT, BOTTOM, RIGHT, TOP, stroke=MUTED, stroke_dasharray="4 4")]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _across(share), _up(share)
        drawn.append(line(LEFT, y, RIGHT, y, stroke=INK if tenth == 0 else RULE))
        drawn.append(label(f"{share:.0%}", LEFT - 6, y + 4, size=11, fill=MUTED, text_anchor="end"))
        drawn.append(label(f"{share:.0%}", x, BOTTOM + 16, size=11, fill=MUTED, text_anchor="middle"))
    drawn.append(label("said", (LEFT + RIGHT) / 2, BOTTOM + 36, size=12, fill=INK, text_anchor="middle"))
    drawn.append(label("came", 4, TOP - 3, size=12, fill=INK))
    return "".join(drawn)


def _bin(each: Binned) -> str:
    x = _across(each.said)
    bar = line(x, _up(each.low), x, _up(each.high), stroke=MUTED, stroke_width=6, stroke_opacity=0.35)
    mark = element("circle", cx=x, cy=_up(each.came), r=5.5, fill=ACCENT, stroke=PAPER, stroke_width=1.5)
    side = "end" if each.said > 0.85 else "start"
    at = x - 10 if side == "end" else x + 10
    text = label(str(each.count), at, _up(each.came) - 7, size=12, fill=INK, text_anchor=side)
    return bar + mark + text


def _across(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * share


def _up(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share
