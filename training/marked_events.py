"""Read the project's own sentences with events in them: words of the event, who does it, whom it is done to.

`[A1 The army] [E1:COERCE:n did not arrest] [R1 him]` comes in; a text goes out with its events, each with its
class, status and parts as character spans. It knows the brackets and not what is done with the events.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.terms import Status
from training.marked import SENTENCES

_BRACKET = re.compile(r"\[([ARE])(\d+(?:,\d+)*)(?::([A-Z]+)(?:/([a-z-]+))?)?(?::([a-z]))? |\]")
_STATUS: dict[str | None, Status] = {
    None: "occurred",
    "o": "ongoing",
    "p": "planned",
    "m": "possible",
    "c": "conditional",
    "n": "did-not-occur",
}
_Spans = tuple[tuple[int, int], ...]


class MarkedEvent(NamedTuple):
    """One event: PLOVER class, warning kind where it has one, status, and its parts as character spans."""

    class_: str
    kind: str | None
    status: Status
    trigger: _Spans
    actors: _Spans
    recipients: _Spans


class Eventful(NamedTuple):
    """A sentence and the events in it; none where nothing is done."""

    id: str
    text: str
    events: tuple[MarkedEvent, ...]


def event_sentences(*, held: bool) -> Iterator[Eventful]:
    """The sentences that are held back from training (every third), or those that are not."""
    lines = (SENTENCES / "events.txt").read_text("utf8").splitlines()
    for number, line in enumerate(one for one in lines if not one.startswith("#")):
        if (number % 3 == 2) == held:
            yield read_events(f"event-{number:03}", line)


def read_events(id: str, marked: str) -> Eventful:
    """Text and events of a sentence with brackets.

    Raises:
        ValueError: a bracket is not closed, or an event has no class.
    """
    text, at = "", 0
    open_: list[tuple[str, str, int]] = []
    parts: dict[tuple[str, str], list[tuple[int, int]]] = {}
    kinds: dict[str, tuple[str, str | None, Status]] = {}
    for bracket in _BRACKET.finditer(marked):
        text += marked[at : bracket.start()]
        at = bracket.end()
        if bracket[1] is None:
            role, numbers, start = open_.pop()
            for number in numbers.split(","):
                parts.setdefault((role, number), []).append((start, len(text)))
            continue
        open_.append((bracket[1], bracket[2], len(text)))
        if bracket[3]:
            kinds[bracket[2]] = (bracket[3], bracket[4], _STATUS[bracket[5]])
    text += marked[at:]
    if open_ or any(role == "E" and number not in kinds for role, number in parts):
        raise ValueError(f"{id}: a bracket is not closed, or an event has no class: {marked}")
    spans = {key: tuple(found) for key, found in parts.items()}
    events = (
        MarkedEvent(*kind, *(spans.get((role, number), ()) for role in "EAR"))
        for number, kind in sorted(kinds.items())
    )
    return Eventful(id, text, tuple(events))
