"""Which stories a person should read first: those that touch what is watched for, less what was laid away.

Comes in: a store, watches, who asks. Goes out: stories with their need and why. The need of a story is the
sum, over the indicators that it touches, of the strongest match times how far the indicator tells scenarios
apart. The command line and the page Inbox call the same functions; it knows nothing of how either looks.
"""

import datetime as dt
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, get_args

from tocsin.errors import ConfigurationError
from tocsin.store import Store
from tocsin.store.pages import StoryLine
from tocsin.store.triage import Triaged, TriageState
from tocsin.terms import Indicator, IndicatorMatch, IndicatorStateName, Record, Watch

Tray = Literal["unread", "read", "aside"]
TRAYS: tuple[Tray, ...] = get_args(Tray)
LAID: dict[str, TriageState | None] = {"read": "read", "aside": "aside", "unread": None}
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
    tray: Tray
    grown: int  # documents that came since it was laid away


def list_needs(store: Store, watches: Mapping[str, Watch], person: str) -> list[InboxLine]:
    """Every story that touches an indicator, and the newest beside them; what is needed most first."""
    touched = _touched(store, watches)
    laid = store.triage(person)
    lines = [
        _line(watches, story, tuple(touched.get(story.id, {}).values()), laid.get(story.id))
        for story in _stories(store, touched)
    ]
    return sorted(lines, key=lambda line: (-line.need, -_moment(line), line.story.id))


def lay_away(store: Store, story: str, tray: Tray, *, person: str, at: dt.datetime) -> str:
    """Put a story into a person's tray, or take it out (`unread`); the id under which it stands now.

    Raises:
        ConfigurationError: there is no such story.
    """
    now = store.find_story(story)
    if now is None:
        raise ConfigurationError(story, "is no story of the store", "tocsin inbox lists them")
    store.put_triage(person, now, LAID[tray], at=at)
    return now


def need_of(touches: Iterable[Touch], indicators: Mapping[tuple[str, str], Indicator | None]) -> float:
    """Strength times diagnosticity, summed: an indicator that every scenario expects alike adds nothing."""
    return sum(each.strength * _telling(indicators.get((each.watch, each.indicator))) for each in touches)


def _telling(indicator: Indicator | None) -> float:
    """The largest log-likelihood ratio of the indicator, in log-odds; 1 where no watch at hand holds it."""
    if indicator is None:
        return 1.0
    return max((abs(math.log(p / indicator.otherwise)) for p in indicator.likelihood.values()), default=0.0)


def _stories(store: Store, touched: dict[str, dict[tuple[str, str], Touch]]) -> list[StoryLine]:
    newest = {line.id: line for line in store.newest_stories(NEWEST)}
    missing = [story for story in touched if story not in newest]
    seen = store.newest_of(missing)
    older = [
        line.model_copy(update={"newest": seen.get(line.id)})
        for line in store.story_lines_of(_documents(store, missing))
        if line.id in missing
    ]
    return [*newest.values(), *older]


def _documents(store: Store, stories: list[str]) -> list[str]:
    return [id_ for story in stories if (found := store.story(story)) for id_ in found.documents[:1]]


def _touched(store: Store, watches: Mapping[str, Watch]) -> dict[str, dict[tuple[str, str], Touch]]:
    """Story -> the indicators that its claims and events touch, each with its strongest match."""
    found: dict[str, dict[tuple[str, str], Touch]] = {}
    matches = list(_matches(store))
    homes = store.homes(match.document for _, _, match in matches)
    for watch, state, match in matches:
        touch = Touch(
            watch=watch,
            indicator=match.indicator,
            name=_name(watches, watch, match.indicator),
            strength=match.strength,
            state=state,
            is_accepted=match.decision == "accepted",
        )
        for story in homes.get(match.document, ()):
            before = found.setdefault(story, {}).get((watch, match.indicator))
            if before is None or before.strength < touch.strength:
                found[story][watch, match.indicator] = touch
    return found


def _matches(store: Store) -> Iterator[tuple[str, IndicatorStateName, IndicatorMatch]]:
    for watch, day in store.watched():
        state = store.state(watch, day)
        for indicator in state.indicators if state else ():
            for match in indicator.matches:
                if match.decision == "accepted" or (match.decision is None and match.strength >= FAINT):
                    yield watch, indicator.state, match


def _line(
    watches: Mapping[str, Watch], story: StoryLine, touches: Collection[Touch], laid: Triaged | None
) -> InboxLine:
    """A story that has grown since it was laid away is unread again."""
    grown = max(story.documents - laid.documents, 0) if laid else 0
    keys = [(each.watch, each.indicator) for each in touches]
    indicators = {key: _indicator(watches, *key) for key in keys}
    return InboxLine(
        story=story,
        need=round(need_of(touches, indicators), 2),
        touches=tuple(sorted(touches, key=lambda each: (-each.strength, each.name))),
        tray=laid.state if laid and not grown else "unread",
        grown=grown,
    )


def _moment(line: InboxLine) -> float:
    return line.story.newest.timestamp() if line.story.newest else 0.0


def _indicator(watches: Mapping[str, Watch], watch: str, id: str) -> Indicator | None:
    found = watches.get(watch)
    return next((each for each in found.indicators if each.id == id), None) if found else None


def _name(watches: Mapping[str, Watch], watch: str, id: str) -> str:
    found = _indicator(watches, watch, id)
    return found.name if found else id.replace("-", " ")
