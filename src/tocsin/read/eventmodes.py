"""How an act was done, and of which warning kind it is, where the table of kinds leaves that open.

The frame of a trigger and its class come in; PLOVER's mode and a warning kind go out, each None where the
words do not show it. It knows lexicon/modes.yaml, and nothing of who acted or whether it happened.
"""

from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tocsin.read.frames import Frame
from tocsin.reference.kinds import PloverClass
from tocsin.reference.tables import parse_table

_REACH = 6  # words on each side of the trigger


class Mode(NamedTuple):
    """How an act was done (PLOVER's mode), and its warning kind; None where the words do not say."""

    mode: str | None
    kind: str | None


class _Entry(NamedTuple):
    shown: Mode
    words: frozenset[str]
    near: frozenset[str]


UNSAID = Mode(None, None)


def find_mode(frame: Frame, class_: PloverClass) -> Mode:
    """What the words that name the act, else those beside it in its clause, show of its mode and kind."""
    entries = _entries().get(class_, ())
    if not entries:
        return UNSAID
    low, first, last = frame.tokens.low, frame.trigger.first, frame.trigger.last
    own = _phrases(low[first : last + 1])
    beside = _phrases(low[max(frame.start, first - _REACH) : min(frame.end, last + 1 + _REACH)])
    for entry in entries:
        if not entry.words.isdisjoint(own) or not entry.near.isdisjoint(beside):
            return entry.shown
    return UNSAID


def _phrases(words: list[str]) -> set[str]:
    """The words, and every two and three of them that stand together."""
    runs = (" ".join(words[k : k + n]) for n in (2, 3, 4) for k in range(len(words) - n + 1))
    return {*words, *runs}


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    path = files("tocsin.read").joinpath("lexicon/modes.yaml")
    raw: dict[str, list[dict[str, Any]]] = parse_table(path.read_text("utf-8"))
    return {
        name: tuple(
            _Entry(
                Mode(each.get("mode"), each.get("kind")),
                frozenset(each.get("words", ())),
                frozenset(each.get("near", ())),
            )
            for each in entries
        )
        for name, entries in raw.items()
    }
