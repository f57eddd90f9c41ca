"""The rules for time expressions, read from lexicon/times.yaml: a pattern and the reader of its meaning each.

Comes in: the file. Goes out: rules and cues, made ready once. It does not know texts; `tocsin.read.times`
runs the rules and chooses between overlapping matches.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tocsin.read import timedates, timequarters, timerelatives
from tocsin.read.timevalues import Value
from tocsin.read.timewords import Match, Moment
from tocsin.reference.tables import parse_table


class TimeRule(NamedTuple):
    """One way of writing time: what it looks like, and what it means from a moment.

    `near` names the lists of words around which alone it is looked for; `is_aside` where what it means is a
    comparison, from which no later words count ("two days later").
    """

    pattern: re.Pattern[str]
    read: Callable[[Match, Moment], Value | None]
    near: tuple[str, ...]
    is_aside: bool


_READERS = {**timedates.READERS, **timequarters.READERS, **timerelatives.READERS}


class Cues(NamedTuple):
    """Patterns for the words around a time: direction, and what makes a time of a named anchor."""

    direction: re.Pattern[str]  # groups `future` and `past`
    adjacent: re.Pattern[str]
    told: re.Pattern[str]  # a verb of the past right before a time
    timed: re.Pattern[str]
    over: re.Pattern[str]
    ahead: re.Pattern[str]  # right before a named anchor: it is yet to come


@cache
def time_rules() -> tuple[TimeRule, ...]:
    """The rules of lexicon/times.yaml, in order."""
    raw = _file()
    pieces: dict[str, str] = {}
    for name, pattern in raw["pieces"].items():
        pieces[name] = _fill(pattern, pieces)
    return tuple(
        TimeRule(
            re.compile(rf"(?<![\w$€£#-]){_fill(rule['like'], pieces)}(?!\w)"),
            _READERS[rule["read"]],
            tuple(rule["near"]),
            rule.get("aside", False),
        )
        for rule in raw["rules"]
    )


@cache
def time_keys() -> dict[str, tuple[str, ...]]:
    """Word in small letters -> the lists of lexicon/times.yaml that it stands in."""
    lists: dict[str, list[str]] = {}
    for name, words in _file()["keys"].items():
        for word in words:
            lists.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in lists.items()}


@cache
def time_cues() -> Cues:
    """The cues of lexicon/times.yaml."""
    raw = _file()
    future, past = raw["cues"]["future"], raw["cues"]["past"]
    timed, over, ahead = (
        re.compile(rf"\b(?:{raw['anchor_cues'][name]})(?: \w+){{0,2}} $")
        for name in ("timed", "over", "ahead")
    )
    direction = rf"\b(?:(?P<future>{future})|(?P<past>{past}))\b"
    adjacent = rf"\b(?:{raw['cues']['adjacent']})(?: the)? ?$"
    return Cues(
        re.compile(direction),
        re.compile(adjacent),
        re.compile(rf"\b(?:{past})(?: in| on)? $"),
        timed,
        over,
        ahead,
    )


def _fill(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([A-Z_]+)\}", lambda name: pieces[name[1]], pattern)


def _file() -> Any:
    return parse_table(files("tocsin.read").joinpath("lexicon/times.yaml").read_text("utf-8"))
