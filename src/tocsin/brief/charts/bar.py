"""Draws a probability with its band as one flat bar from 0 to 100%.

Comes in: three probabilities. Goes out: SVG that stretches to its place. Knows nothing about scales of
words: the figures stand beside it, so it is hidden from readers who hear the page.
"""

from tocsin.svg import ACCENT, MUTED, RULE, element

WIDTH, HEIGHT = 1000, 12


def draw_bar(low: float, probability: float, high: float) -> str:
    """The band as a pale stretch, the probability as a full stroke in it."""
    axis = element("rect", x=0, y=5.5, width=WIDTH, height=1, fill=RULE)
    ends = [element("rect", x=x, y=0, width=3, height=HEIGHT, fill=MUTED) for x in (0, WIDTH - 3)]
    stretch = max((high - low) * WIDTH, 6.0)
    pale = element("rect", x=low * WIDTH, y=3, width=stretch, height=6, fill=ACCENT, fill_opacity=0.38)
    middle = min(max(probability * WIDTH - 8, 0.0), WIDTH - 16.0)
    full = element("rect", x=middle, y=0, width=16, height=HEIGHT, fill=ACCENT)
    return element(
        "svg",
        "".join([axis, *ends, pale, full]),
        class_="bar",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
