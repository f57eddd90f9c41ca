"""Draws the grid of indicators: four states told apart by pattern, sign and words, never by colour alone.

Comes in: states with names. Goes out: SVG. Knows nothing about why a state is what it is.
"""

from collections.abc import Mapping, Sequence

from tocsin.brief.naming import STATE_WORDS
from tocsin.brief.wording import count, listing, upper_first
from tocsin.svg import ACCENT, INK, MUTED, PAPER, element, frame, label, line, wrapped
from tocsin.terms import IndicatorState, IndicatorStateName

WIDTH, ROW, CELL = 360, 17, 26
NAME_WIDTH = 46  # characters


def draw_indicator_grid(
    states: Sequence[IndicatorState],
    names: Mapping[str, str],
    *,
    links: Mapping[str, str],
    markings: Sequence[str],
) -> str:
    """All indicators, grouped by state."""
    drawn, y = [_patterns()], 0.0
    for state, words in STATE_WORDS.items():
        group = [each for each in states if each.state == state]
        if group:
            y += 20
            drawn.append(label(f"{upper_first(words)} ({len(group)})", 0, y, size=13, font_weight="bold"))
            y += 8
        for each in group:
            row, height = _row(each, names[each.id], y, links[each.id])
            drawn.append(row)
            y += height
    return frame(
        "".join(drawn),
        id="indicator-grid",
        title="Indicators by state",
        description=_description(states),
        width=WIDTH,
        height=round(y + 6),
        markings=markings,
    )


def _description(states: Sequence[IndicatorState]) -> str:
    tally = [(sum(each.state == state for each in states), words) for state, words in STATE_WORDS.items()]
    return f"Of {count(len(states), 'indicator')}: {listing(f'{number} {words}' for number, words in tally)}."


def _row(state: IndicatorState, name: str, y: float, link: str) -> tuple[str, float]:
    lines = wrapped(name, NAME_WIDTH)
    texts = "".join(label(text, CELL + 10, y + 14 + ROW * number) for number, text in enumerate(lines))
    height = ROW * len(lines) + 5
    return element("a", _cell(state.state, y + 2) + texts, href=link), height


def _cell(state: IndicatorStateName, y: float) -> str:
    fill = {
        "observed": ACCENT,
        "absent-covered": PAPER,
        "absent-uncovered": "url(#hatch)",
        "not-looked": PAPER,
    }[state]
    dash = "2 2" if state == "not-looked" else "none"
    stroke = MUTED if state == "not-looked" else INK
    box = element(
        "rect",
        x=1,
        y=y,
        width=CELL - 2,
        height=15,
        rx=2,
        fill=fill,
        stroke=stroke,
        stroke_dasharray=dash,
    )
    return box + _sign(state, 1 + (CELL - 2) / 2, y + 7.5)


def _sign(state: IndicatorStateName, x: float, y: float) -> str:
    if state == "observed":
        return element("circle", cx=x, cy=y, r=3.5, fill=PAPER)
    if state == "absent-covered":
        return element("circle", cx=x, cy=y, r=3.5, fill="none", stroke=INK, stroke_width=1.5)
    if state == "not-looked":
        return line(x - 4, y, x + 4, y, stroke=MUTED)
    return ""


def _patterns() -> str:
    stripe = line(0, 0, 0, 5, stroke=MUTED, stroke_width=3)
    pattern = element(
        "pattern",
        stripe,
        id="hatch",
        width=5,
        height=5,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)
