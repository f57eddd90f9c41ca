"""Writes SVG elements with everything escaped, and the frame that every chart stands in.

Comes in: names, attributes, text. Goes out: SVG as a string. Knows nothing about what is drawn; colours
come from the page's variables with a fallback, so that a chart can also stand alone. Looks are attributes of
their own, never `style`, so that a page may forbid inline styles.
"""

import html
import re
import textwrap
from collections.abc import Sequence

INK = "var(--ink,#1c1b19)"
MUTED = "var(--muted,#5b574f)"
RULE = "var(--rule,#d9d4c7)"
ACCENT = "var(--accent,#1d4e79)"
PAPER = "var(--paper,#fbfaf7)"
WASH = "var(--wash,#e7edf3)"
ALARM = "var(--alarm,#8c1d18)"


def element(name: str, content: str = "", /, **attributes: str | float) -> str:
    """One element; `_` in an attribute's name stands for `-`, a trailing one is dropped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(_number(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>"


def label(text: str, x: float, y: float, *, size: int = 12, fill: str = INK, **more: str | float) -> str:
    """A text element."""
    return element("text", html.escape(text), x=x, y=y, fill=fill, font_size=f"{size}px", **more)


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, **more: str | float) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)


def wrapped(text: str, width: int, lines: int = 2) -> list[str]:
    """The text in at most `lines` lines of `width` characters, the last cut with an ellipsis."""
    pieces = textwrap.wrap(text, width) or [""]
    if len(pieces) > lines:
        pieces = [
            *pieces[: lines - 1],
            textwrap.shorten(" ".join(pieces[lines - 1 :]), width, placeholder=" …"),
        ]
    return pieces


def cut(text: str, width: int) -> str:
    """The text in at most `width` characters, with an ellipsis where some are left out."""
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def frame(
    content: str, *, id: str, title: str, description: str, width: int, height: int, markings: Sequence[str]
) -> str:
    """The chart's root: title and description for readers who hear it, and every marking as text."""
    marks = [
        label(marking, 4, height + 14 + 15 * row, size=11, fill=ALARM, font_weight="bold")
        for row, marking in enumerate(markings)
    ]
    tall = height + (6 + 15 * len(marks) if marks else 0)
    head = element("title", html.escape(title), id=f"{id}-title")
    head += element("desc", html.escape(description), id=f"{id}-desc")
    return element(
        "svg",
        f"{head}{content}{''.join(marks)}",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {tall}",
        width=width,
        height=tall,
        role="group" if "<a " in content else "img",  # an image hides links from those who hear it
        aria_labelledby=f"{id}-title {id}-desc",
        font_family="inherit",
    )


def standing_alone(drawing: str) -> str:
    """The drawing with plain colours, for programs that know no page and no variables."""
    return re.sub(r"var\(--[\w-]+,(#\w+)\)", r"\1", drawing).replace(
        'font-family="inherit"', 'font-family="sans-serif"'
    )


def _number(value: str | float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
