"""The page Inbox: stories by how much they touch what is watched for, less what a person has laid away.

Comes in: a shelf and who is asking. Goes out: the page's contents as a record. The need of a story is the sum,
over the indicators that it touches, of the strongest match times how far the indicator tells scenarios apart.
Knows nothing about how it looks.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from tocsin.store.pages import StoryLine
from tocsin.store.triage import Triaged
from tocsin.terms import Indicator, IndicatorMatch, IndicatorStateName, Record
from tocsin.web.shelf import Shelf

Tray = Literal["unread", "read", "aside", "all"]
TRAYS: dict[Tray, str] = {"unread": "unread", "read": "read", "aside": "set aside", "all": "all"}
FAINT = 0.05  # a weaker suggestion is not worth a look
NEWEST = 100  # stories looked at beside those that touch an indicator


class Touch(Record):
    """An indicator that a story touches, and how strongly at the most."""

    watch: str
    indicator: str
    name: str
    strength: float
    state: IndicatorStateName
    is_accepted: bool  # by a person; else it is a suggestion


class InboxLine(Record):
    """A story with why it should be read."""

    story: StoryLine
    need: float
    touches: tuple[Touch, ...]
    tray: Literal["unread", "read", "aside"]
    grown: int  # documents that came since it was laid away


class InboxPage(Record):
    """One tray of a person's inbox."""

    person: str
    tray: Tray
    lines: tuple[InboxLine, ...]
    counts: dict[str, int]


def show_inbox(shelf: Shelf, person: str, tray: str) -> InboxPage:
    """The tray of that name (`unread` where there is none), what is needed most on top."""
    shown: Tray = next((name for name in TRAYS if name == tray), "unread")
    touched = _touched(shelf)
    laid = shelf.store.triage(person)
    lines = [
        _line(shelf, story, tuple(touched.get(story.id, {}).values()), laid.get(story.id))
        for story in _stories(shelf, touched)
    ]
    lines.sort(key=lambda line: (-line.need, -_moment(line), line.story.id))
    counts = {name: sum(name in ("all", line.tray) for line in lines) for name in TRAYS}
    chosen = tuple(line for line in lines if shown in ("all", line.tray))
    return InboxPage(person=person, tray=shown, lines=chosen, counts=counts)


def need_of(touches: Iterable[Touch], indicators: Mapping[tuple[str, str], Indicator | None]) -> float:
    """The sum of strength times diagnosticity: an indicator that every scenario expects alike adds nothing."""
    return sum(each.strength * _telling(indicators.get((each.watch, each.indicator))) for each in touches)


def _telling(indicator: Indicator | None) -> float:
    """The largest log-likelihood ratio of the indicator, in log-odds; 1 where no watch at hand holds it."""
    if indicator is None:
        return 1.0
    return max((abs(math.log(p / indicator.otherwise)) for p in indicator.likelihood.values()), default=0.0)


def _stories(shelf: Shelf, touched: dict[str, dict[tuple[str, str], Touch]]) -> list[StoryLine]:
    newest = {line.id: line for line in shelf.store.newest_stories(NEWEST)}
    missing = [story for story in touched if story not in newest]
    seen = shelf.store.newest_of(missing)
    older = [
        line.model_copy(update={"newest": seen.get(line.id)})
        for line in shelf.store.story_lines_of(_documents(shelf, missing))
        if line.id in missing
    ]
    return [*newest.values(), *older]


def _documents(shelf: Shelf, stories: list[str]) -> list[str]:
    return [id_ for story in stories if (found := shelf.store.story(story)) for id_ in found.documents[:1]]


def _touched(shelf: Shelf) -> dict[str, dict[tuple[str, str], Touch]]:
    """Story -> the indicators that its claims and events touch, each with its strongest match."""
    found: dict[str, dict[tuple[str, str], Touch]] = {}
    matches = list(_matches(shelf))
    homes = shelf.store.homes(match.document for _, _, match in matches)
    for watch, state, match in matches:
        touch = Touch(
            watch=watch,
            indicator=match.indicator,
            name=shelf.indicator_name(watch, match.indicator),
            strength=match.strength,
            state=state,
            is_accepted=match.decision == "accepted",
        )
        for story in homes.get(match.document, ()):
            before = found.setdefault(story, {}).get((watch, match.indicator))
            if before is None or before.strength < touch.strength:
                found[story][watch, match.indicator] = touch
    return found


def _matches(shelf: Shelf) -> Iterator[tuple[str, IndicatorStateName, IndicatorMatch]]:
    for watch, day in shelf.store.watched():
        state = shelf.store.state(watch, day)
        for indicator in state.indicators if state else ():
            for match in indicator.matches:
                if match.decision == "accepted" or (match.decision is None and match.strength >= FAINT):
                    yield watch, indicator.state, match


def _line(shelf: Shelf, story: StoryLine, touches: Collection[Touch], laid: Triaged | None) -> InboxLine:
    """A story that has grown since it was laid away is unread again."""
    grown = max(story.documents - laid.documents, 0) if laid else 0
    indicators = {(each.watch, each.indicator): shelf.indicator(each.watch, each.indicator) for each in touches}
    return InboxLine(
        story=story,
        need=round(need_of(touches, indicators), 2),
        touches=tuple(sorted(touches, key=lambda each: (-each.strength, each.name))),
        tray=laid.state if laid and not grown else "unread",
        grown=grown,
    )


def _moment(line: InboxLine) -> float:
    return line.story.newest.timestamp() if line.story.newest else 0.0
