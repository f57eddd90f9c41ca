"""The page of a replay: reliability diagrams with consistency bars, strata, parts of the Brier score, gains.

Comes in: the scores of a run. Goes out: one HTML page without scripts, pictures in it. Knows nothing about
how a probability or a score was found.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from tocsin.forecast.reliability import Bin
from tocsin.forecast.resampling import Gain
from tocsin.forecast.skill import STRATA
from tocsin.replay import Period
from tocsin.replay_scores import METHODS, Horizon

_SIDE, _EDGE = 300, 40  # pixels: the square of a diagram, and the room around it
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-size: .85rem; margin: 1rem 0; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
figure { display: inline-block; margin: 0 1rem 1rem 0; }
svg { max-width: 100%; height: auto; }
"""


def render_replay(scored: Sequence[Horizon], period: Period, title: str) -> str:
    """The whole page; a horizon without a closed window is not there."""
    parts = "".join(_section(horizon) for horizon in scored) or "<p>No window was over: nothing to score.</p>"
    said = (
        f"Forecasts every {period.every} days from {period.start} to {period.stop}, each from the rows "
        "before its day alone. Skill is log loss saved against expanding climatology. A bar in a diagram is "
        "where 90 % of outcomes fall if the forecasts mean what they say, windows that overlap counted "
        "together; the series of one day move together, so that real bars are wider. Intervals of gains are "
        "block bootstraps over whole days, 91 days and more a block."
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>\n<p>{escape(said)}</p>\n{parts}</body></html>\n"
    )


def draw_reliability(bins: Sequence[Bin], name: str) -> str:
    """One diagram: what was said against how often it came, with its bars and the diagonal."""
    size = _SIDE + 2 * _EDGE
    marks = "".join(_draw_bin(each) for each in bins)
    ticks = "".join(_tick(tenth / 10) for tenth in range(0, 11, 2))
    label = escape(f"Reliability of {name}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'role="img" aria-label="{label}" font-family="system-ui, sans-serif" font-size="11">'
        f'<title>{label}</title><rect width="{size}" height="{size}" fill="white"/>{ticks}'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888"/>{marks}'
        f'<text x="{_EDGE + 6}" y="{_EDGE - 12}" font-weight="bold">{escape(name)}</text>'
        f'<text x="{_EDGE + _SIDE / 2 - 30}" y="{size - 6}">probability said</text>'
        f'<text transform="translate(11 {_EDGE + _SIDE / 2 + 40}) rotate(-90)">share that came</text></svg>'
    )


def _section(horizon: Horizon) -> str:
    own = horizon.scores["probability"]
    said = (
        f"{own.count:,} forecasts; the event came in {own.base:.1%}. Windows overlap and count as about "
        f"{own.count / horizon.overlap:,.0f}."
    )
    diagrams = "".join(
        f"<figure>{draw_reliability(bins, METHODS[name])}</figure>" for name, bins in horizon.bins.items()
    )
    tables = _table(_score_rows(horizon)) + _table(_part_rows(horizon)) + _table(_gain_rows(horizon))
    return f"<section><h2>{horizon.days} days</h2>\n<p>{said}</p>\n{tables}{diagrams}</section>\n"


def _score_rows(horizon: Horizon) -> Iterator[Sequence[str]]:
    edges = [f"{low:g} to {min(high, 1):g}" for low, high in pairwise(STRATA)]
    heads = ("log loss", "skill, %", "Brier skill", "calibration error")
    yield ("method", *heads, *(f"skill, climatology {edge}" for edge in edges))
    for name, score in horizon.scores.items():
        strata = ["-" if skill is None else f"{skill:+.1f} ({count:,})" for count, skill in score.strata]
        numbers = (f"{score.log_loss:.4f}", f"{score.skill:+.2f}", f"{score.brier_skill:+.4f}")
        yield (METHODS[name], *numbers, f"{score.calibration_error:.4f}", *strata)


def _part_rows(horizon: Horizon) -> Iterator[Sequence[str]]:
    yield ("parts of the Brier score", "Brier", "unreliable", "resolved", "uncertainty", "within bins")
    for name, part in horizon.parts.items():
        numbers = (part.brier, part.reliability, part.resolution, part.uncertainty, part.within)
        yield (METHODS[name], *(f"{number:.4f}" for number in numbers))


def _gain_rows(horizon: Horizon) -> Iterator[Sequence[str]]:
    yield ("gain of Tocsin on", "skill, points (90 %)", "Brier skill (90 %)", "blocks")
    for name, gains in horizon.gains.items():
        log, brier = gains["log loss"], gains["Brier"]
        yield (METHODS[name], _say_gain(log, 100, 2), _say_gain(brier, 1, 4), str(log.blocks))


def _say_gain(gain: Gain, scale: float, digits: int) -> str:
    middle, low, high = (f"{scale * each:+.{digits}f}" for each in (gain.gain, gain.low, gain.high))
    return f"{middle} ({low} to {high})"


def _table(rows: Iterator[Sequence[str]]) -> str:
    heads, *body = rows
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>\n"


def _draw_bin(each: Bin) -> str:
    x, colour = _x(each.said), "#2b6cb0" if each.low <= each.came <= each.high else "#c53030"
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_y(each.low):.1f}" y2="{_y(each.high):.1f}" stroke="#bbb" '
        f'stroke-width="5"/><circle cx="{x:.1f}" cy="{_y(each.came):.1f}" r="3.5" fill="{colour}"/>'
    )


def _tick(at: float) -> str:
    return (
        f'<line x1="{_x(0)}" x2="{_x(1)}" y1="{_y(at):.1f}" y2="{_y(at):.1f}" stroke="#eee"/>'
        f'<text x="{_EDGE - 20}" y="{_y(at) + 4:.1f}">{at:g}</text>'
        f'<text x="{_x(at) - 6:.1f}" y="{_EDGE + _SIDE + 14}">{at:g}</text>'
    )


def _x(share: float) -> float:
    return _EDGE + _SIDE * share


def _y(share: float) -> float:
    return _EDGE + _SIDE * (1 - share)
