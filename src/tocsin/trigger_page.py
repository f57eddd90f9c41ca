"""The trigger page: every way of counting side by side, as a picture and a table.

Comes in: trials. Goes out: one HTML page without scripts, or the picture alone as SVG. Knows nothing about
how a ratio is found; what it draws is what the table beside it says.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from html import escape

from tocsin.forecast.trial import Trial
from tocsin.forecast.trial_words import name_trigger, say_trial, say_way
from tocsin.forecast.ways import Way
from tocsin.reference.figures import say_percent

_LEFT, _RIGHT, _ROW, _TOP = 330, 300, 20, 56  # pixels: names, axis, height of a line, of the head
_LOW, _HIGH = 0.25, 4.0  # ends of the axis, in rate ratios
_HEADS = (
    "way of counting",
    "windows",
    "hit",
    "seen",
    "expected",
    "ratio, 90 %",
    "shrunken, 90 %",
    "placebo p",
)
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
tr.group td { font-weight: bold; border-bottom: 1px solid #999; padding-top: .6rem; }
svg { max-width: 100%; height: auto; }
"""


def render_page(trials: Sequence[Trial], title: str) -> str:
    """The whole page: for each trial its sentences, its picture, its table."""
    parts = "".join(_section(trial) for trial in trials)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>\n{parts}</body></html>\n"
    )


def draw_trial(trial: Trial) -> str:
    """The picture alone: shrunken rate ratios with their intervals on a log axis, the years beneath."""
    lines = list(_grouped(trial.ways))
    strip = _TOP + _ROW * len(lines) + 34
    width, height = _LEFT + _RIGHT + 90, strip + 74
    body = [_text(6, 16, _say_chance(trial)), *_axis(strip - 30)]
    for number, line in enumerate(lines):
        y = _TOP + _ROW * number + 14
        body.append(_text(6, y, line, "bold") if isinstance(line, str) else _draw_way(line, y))
    body += _draw_years(trial, strip, width)
    label = f"Rate ratios of {name_trigger(trial)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{escape(label)}" font-family="system-ui, sans-serif" '
        f'font-size="12"><title>{escape(label)}</title><rect width="{width}" height="{height}" fill="white"/>'
        f"{''.join(body)}</svg>\n"
    )


def _section(trial: Trial) -> str:
    said = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in say_trial(trial))
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    rows = "".join(_table_row(line) for line in _grouped(trial.ways))
    return (
        f"<section><h2>{escape(name_trigger(trial))}</h2>\n{said}{draw_trial(trial)}"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>\n"
    )


def _table_row(line: Way | str) -> str:
    if isinstance(line, str):
        return f'<tr class="group"><td colspan="{len(_HEADS)}">{escape(line)}</td></tr>'
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in say_way(line))}</tr>"


def _grouped(ways: Sequence[Way]) -> Iterator[Way | str]:
    """The ways, with the name of each group before its first."""
    group = ""
    for way in ways:
        if way.group != group:
            group = way.group
            yield group
        yield way


def _say_chance(trial: Trial) -> str:
    """The absolute probability, which a picture of ratios must not be without."""
    chance, days = trial.chance, trial.feared.before + trial.feared.after + 1
    if chance.alone != chance.alone:  # not a number: the record covers nothing
        return "The record covers none of these kinds: there is no probability to compare."
    return (
        f"At least one event in {days} days, as of {trial.as_of}: {say_percent(chance.alone)} at the rate "
        f"alone, {say_percent(chance.lifted)} with the effect below."
    )


def _axis(bottom: float) -> Iterator[str]:
    for ratio in (0.25, 0.5, 1.0, 2.0, 4.0):
        colour = "#444" if ratio == 1 else "#ddd"
        yield f'<line x1="{_x(ratio):.1f}" x2="{_x(ratio):.1f}" y1="{_TOP}" y2="{bottom}" stroke="{colour}"/>'
        yield _text(_x(ratio) - 8, _TOP - 8, f"{ratio:g}")
    yield _text(6, _TOP - 8, "shrunken rate ratio with 90 % interval")
    yield _text(_LEFT + _RIGHT + 14, _TOP - 8, "placebo p")


def _draw_way(way: Way, y: float) -> str:
    effect = way.shrunken
    low, high = max(effect.low, _LOW), min(effect.high, _HIGH)
    p = "" if way.placebo_p is None else _text(_LEFT + _RIGHT + 18, y, f"{way.placebo_p:.4f}")
    return (
        f"{_text(18, y, way.name)}"
        f'<line x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{y - 4}" y2="{y - 4}" stroke="#2b6cb0" '
        f'stroke-width="2"/><circle cx="{_x(effect.ratio):.1f}" cy="{y - 4}" r="4" fill="#2b6cb0"/>{p}'
    )


def _draw_years(trial: Trial, top: float, width: float) -> Iterator[str]:
    """The record as a strip: a tick an episode, a band a window."""
    if not trial.dates:
        return
    days = [*trial.dates, *trial.episodes]
    first, last = min(days).toordinal() - 200, max(days).toordinal() + 200

    def at(day: dt.date, shift: int = 0) -> float:
        return 20 + (width - 40) * (day.toordinal() + shift - first) / (last - first)

    yield _text(6, top + 2, "windows (bands) and first days of episodes (ticks)")
    for day in trial.dates:
        x = at(day, -trial.feared.before)
        wide = max(at(day, trial.feared.after) - x, 1.5)
        yield f'<rect x="{x:.1f}" y="{top + 10}" width="{wide:.1f}" height="30" fill="#f6ad55" opacity=".7"/>'
    for day in trial.episodes:
        yield f'<line x1="{at(day):.1f}" x2="{at(day):.1f}" y1="{top + 14}" y2="{top + 36}" stroke="#222"/>'
    for year in range(min(days).year // 10 * 10 + 10, max(days).year + 1, 10):
        yield _text(at(dt.date(year, 1, 1)) - 14, top + 56, str(year))


def _x(ratio: float) -> float:
    return _LEFT + _RIGHT * math.log(ratio / _LOW) / math.log(_HIGH / _LOW)


def _text(x: float, y: float, words: str, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}">{escape(words)}</text>'
