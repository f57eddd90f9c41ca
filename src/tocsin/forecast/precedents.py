"""Precedents of a scenario: the last one, the longest gap, the nearest past episodes and what followed them.

Comes in: a watch with its history, a scenario, the as-of date. Goes out: a `Precedent`. Knows nothing about
probabilities: a precedent shows what has happened before and moves no number.

An episode is near when it began in the same season, after a silence as long as the present one, and as
close to the watch's anchors. Each of the three parts runs from 0 to 1; the distance is their sum.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tocsin.forecast.coverage import first_uncovered
from tocsin.forecast.past import Past, recall_past
from tocsin.forecast.settings import load_settings
from tocsin.forecast.words import say_count, say_date, say_years
from tocsin.reference.anchors import anchor_dates
from tocsin.terms import Following, History, HistoryEvent, PastEpisode, Precedent, Scenario, Trigger, Watch

DAY = dt.timedelta(days=1)
HALF_YEAR = 182.5
NEAR = 0.25  # a part this small is said to be alike
UNKNOWN = 0.5  # the part of a silence that nobody can measure: neither alike nor unlike


def find_precedents(watch: Watch, as_of: dt.date) -> tuple[Precedent, ...]:
    """One precedent for each scenario that the history covers at some date up to then."""
    found = (find_precedent(watch, scenario, as_of) for scenario in watch.scenarios if scenario.kinds)
    return tuple(precedent for precedent in found if precedent is not None)


def find_precedent(watch: Watch, scenario: Scenario, as_of: dt.date) -> Precedent | None:
    """What the record up to `as_of` holds of the scenario's like; None where it covers it at no date."""
    past = recall_past(watch.history, scenario.kinds, as_of)
    if not past.days:
        return None
    rows = _known_rows(watch.history, past, as_of)
    gap, after, before = _longest_gap(past)
    quiet = _quiet_days(past)
    triggers = [t for t in watch.triggers if not t.scenarios or scenario.id in t.scenarios]
    now = _Context(as_of, quiet if past.covered_until == as_of else None, _nearness(triggers, as_of, as_of))
    nearest = tuple(_nearest(watch, past, rows, triggers, now))
    return Precedent(
        scenario=scenario.id,
        kinds=past.kinds,
        last=rows[-1] if rows else None,
        quiet_days=quiet,
        gap_days=gap,
        gap_after=after,
        gap_before=before,
        nearest=nearest,
        sentence=_say(past, rows, quiet, (gap, after, before), nearest),
    )


@dataclass(frozen=True)
class _Context:
    """A day, the silence before it (None: unknown), and how near each trigger's anchor is: 0 on it to 1."""

    day: dt.date
    silence: int | None
    nearness: tuple[float, ...]


def _known_rows(history: History, past: Past, as_of: dt.date) -> list[HistoryEvent]:
    """Rows of the scenario's kinds that are over by then, on covered days, oldest first, each once."""
    rows = {e for e in history.events if e.kind in past.kinds and e.end <= as_of}
    inside = [e for e in rows if _is_covered(history, e.kind, e.start, e.end)]
    return sorted(inside, key=lambda e: (e.start, e.end, e.kind, e.place or "", e.note or "", e.source))


def _is_covered(history: History, kind: str, start: dt.date, end: dt.date) -> bool:
    """Whether some day from `start` to `end` is covered for the kind."""
    return any(c.kind == kind and c.start <= end and start <= c.end for c in history.coverage)


def _quiet_days(past: Past) -> int:
    """Covered days since the last event-day, or since the record began."""
    where = np.flatnonzero(past.events)
    return int(past.covered[where[-1] + 1 if len(where) else 0 :].sum())


def _longest_gap(past: Past) -> tuple[int | None, dt.date | None, dt.date | None]:
    """The longest stretch between event-days that is covered throughout; its last end is None if open."""
    where = [int(each) for each in np.flatnonzero(past.events)]
    edges = [*where, past.days - 1] if where else []
    best: tuple[int, int, int] | None = None
    for first, second in pairwise(edges):
        is_whole = bool(past.covered[first : second + 1].all())
        if is_whole and second > first and (best is None or second - first > best[0]):
            best = (second - first, first, second)
    if best is None:
        return None, None, None
    is_open = best[2] not in where
    return best[0], _day(past, best[1]), None if is_open else _day(past, best[2])


def _day(past: Past, index: int) -> dt.date:
    return dt.date.fromordinal(past.first + index)


# --- the nearest episodes --------------------------------------------------------------------------


def _nearest(
    watch: Watch,
    past: Past,
    rows: Sequence[HistoryEvent],
    triggers: Sequence[Trigger],
    now: _Context,
) -> Iterator[PastEpisode]:
    """The nearest episodes to the present, nearest first; the later of two that are equally near first."""
    settings = load_settings().precedents
    ranked = []
    for start, end, silence in _episodes(past):
        context = _Context(start, silence, _nearness(triggers, start, start))
        season, quiet, calendar = _distances(now, context)
        total = season + (quiet or 0.0) + calendar
        ranked.append(
            (total, -start.toordinal(), start, end, _say_why(now, context, season, quiet, triggers))
        )
    for total, _, start, end, why in sorted(ranked)[: settings.nearest]:
        yield PastEpisode(
            start=start,
            end=end,
            rows=tuple(row for row in rows if row.start <= end and row.end >= start),
            distance=total,
            why=why,
            followed=tuple(
                _following(watch.history, past.kinds, end, days, now.day) for days in settings.follow_days
            ),
        )


def _episodes(past: Past) -> Iterator[tuple[dt.date, dt.date, int | None]]:
    """First and last day of each episode, with the covered days of silence before it (None: unknown)."""
    gap = load_settings().episode_gap_days
    where = [int(each) for each in np.flatnonzero(past.events)]
    starts = [i for i, at in enumerate(where) if i == 0 or at - where[i - 1] > gap]
    for number, i in enumerate(starts):
        last = where[starts[number + 1] - 1] if number + 1 < len(starts) else where[-1]
        before = where[i - 1] if i else None
        is_known = before is not None and bool(past.covered[before : where[i]].all())
        silence = where[i] - before if before is not None and is_known else None
        yield _day(past, where[i]), _day(past, last), silence


def _nearness(triggers: Sequence[Trigger], day: dt.date, as_of: dt.date) -> tuple[float, ...]:
    """For each trigger 0 on its anchor's date to 1 at `anchor_days` or more from the nearest."""
    reach = load_settings().precedents.anchor_days
    span = dt.timedelta(days=reach)
    nearness = []
    for trigger in triggers:
        dates = anchor_dates(trigger.anchor, day - span, day + span, as_of)
        nearness.append(min((abs((date - day).days) / reach for date in dates), default=1.0))
    return tuple(nearness)


def _distances(now: _Context, then: _Context) -> tuple[float, float | None, float]:
    """How far apart two days are in season, in silence (None: not compared), in the calendar."""
    apart = abs(now.day.timetuple().tm_yday - then.day.timetuple().tm_yday)
    season = min(apart, max(365 - apart, 0)) / HALF_YEAR
    quiet = None
    if now.silence is not None:
        quiet = UNKNOWN
        if then.silence is not None:
            quiet = min(abs(math.log10((now.silence + 1) / (then.silence + 1))), 1.0)
    pairs = list(zip(now.nearness, then.nearness, strict=True))
    calendar = sum(abs(one - other) for one, other in pairs) / len(pairs) if pairs else 0.0
    return season, quiet, calendar


def _say_why(
    now: _Context, then: _Context, season: float, quiet: float | None, triggers: Sequence[Trigger]
) -> str:
    """What is alike, in words."""
    alike = []
    if season <= NEAR:
        alike.append("the same season")
    if quiet is not None and quiet <= NEAR and then.silence is not None:
        alike.append(f"after {say_count(then.silence, 'day')} of silence")
    both = zip(triggers, now.nearness, then.nearness, strict=True)
    alike += [f"near {t.name}" for t, one, other in both if max(one, other) < 1]
    return ", ".join(alike) or "nothing much in common but its kind"


def _following(history: History, kinds: Sequence[str], end: dt.date, days: int, as_of: dt.date) -> Following:
    """Event-days in the days after an episode, and the kinds that the record does not list throughout."""
    last = end + dt.timedelta(days=days)
    same: set[dt.date] = set()
    others: set[dt.date] = set()
    for event in history.events:
        if end < event.start and event.end <= min(last, as_of):
            (same if event.kind in kinds else others).add(event.start)
    unlisted = tuple(dict.fromkeys(c.kind for c in history.coverage if c.start <= as_of))
    if last <= as_of:
        unlisted = tuple(k for k in unlisted if first_uncovered(history, k, end + DAY, last))
    return Following(within_days=days, same=len(same), others=len(others), uncovered=unlisted)


# --- words -----------------------------------------------------------------------------------------

Gap = tuple[int | None, dt.date | None, dt.date | None]


def _say(
    past: Past, rows: Sequence[HistoryEvent], quiet: int, gap: Gap, nearest: Sequence[PastEpisode]
) -> str:
    """Two sentences: the last one with the longest gap, and the nearest episode with what followed it."""
    if not rows:
        return f"None is on record in {say_years(quiet)} of coverage."
    assert past.covered_until is not None
    end = say_date(past.covered_until)
    text = f"The last one on record up to {end} was on {say_date(rows[-1].end)}"
    days, after, before = gap
    if days is not None and after is not None and days > 1:
        until = f"to {say_date(before)}" if before else f"and still open on {end}"
        text += f", and the longest gap {say_years(days)}, from {say_date(after)} {until}"
    return f"{text}. {_say_nearest(nearest[0])}" if nearest else f"{text}."


def _say_nearest(episode: PastEpisode) -> str:
    """Counts in the order of the spans: `0, 1 and 5 more of its kind, 2, 2 and 3 of others`."""
    same, others, spans = (
        _say_list([getattr(each, name) for each in episode.followed])
        for name in ("same", "others", "within_days")
    )
    holes = list(dict.fromkeys(kind for each in episode.followed for kind in each.uncovered))
    unlisted = (
        f" ({say_count(len(holes), 'kind is', 'kinds are')} not listed on all of them)" if holes else ""
    )
    return (
        f"The nearest like it began on {say_date(episode.start)} ({episode.why}); within {spans} days after "
        f"it the record lists {same} event-days of its own kind and {others} of others{unlisted}."
    )


def _say_list(numbers: Sequence[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
