"""When an event is said to be: the nearest time expression of its clause, with what stands before it.

Comes in: the place of a trigger and the times of its clause. Goes out: an `Interval`: `start` and `end` as
worded, `earliest` and `latest` where the words only bound it ("by", "before", "around"). It does not know
events beyond their place; a time after "first since" or "largest in" is a comparison and no date.
"""

import datetime as dt
import re

from tocsin.terms import Interval, Span, Time

_BEFORE_TIME = 36  # characters in which the relation of a time is looked for
_RELATION = re.compile(
    r"\b(?P<word>by|before|ahead of|prior to|in the run-?up to|after|following|since|around|about|until|till"
    r"|close to|near|from|between)(?: the| early| late| about| around| end of)?\s*$",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:first|last|most|largest|biggest|highest|lowest|longest|heaviest|worst|fewest|unprecedented|ever"
    r"|gravest|time)\b[^.;]{0,60}\b(?:since|in|for)(?: the| at least| more than| nearly| almost)*\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:and|to|through|until|till|-|–)\s*(?:the )?", re.IGNORECASE)
_PADDING = ((1, 3), (7, 7), (31, 15), (400, 60))  # longest days -> days that "around" adds on each side
_ANCHOR_PADDING = 14  # "around the election" is heard as two weeks on each side


def find_interval(text: str, trigger: Span, times: list[Time], published: dt.date | None) -> Interval | None:
    """The interval of the event with this trigger, from the times of its clause; None where it has none."""
    usable = [time for time in times if _is_usable(time) and not _is_compared(text, time)]
    dated = [time for time in usable if time.start is not None] or usable
    if not dated:
        return None
    nearest = min(range(len(dated)), key=lambda number: _distance(trigger, dated[number].span))
    if merged := _merged(text, dated, nearest):
        return merged
    return _bounded(text, dated[nearest], published)


def _is_usable(time: Time) -> bool:
    """Whether a time can place an event: no set, no bare length, not "now" or "recently"."""
    return (time.kind in ("date", "time") and not time.value.endswith("_REF")) or time.start is not None


def _distance(trigger: Span, time: Span) -> int:
    """Characters between; a time before the trigger counts double, since times mostly follow."""
    return time.start - trigger.end if time.start >= trigger.end else 2 * max(trigger.start - time.end, 0)


def _is_compared(text: str, time: Time) -> bool:
    return bool(_COMPARISON.search(text[max(0, time.span.start - 90) : time.span.start]))


def _merged(text: str, times: list[Time], number: int) -> Interval | None:
    """One interval of two times ("between May 27 and June 4", "from Monday through Friday")."""
    for first, second in ((number, number + 1), (number - 1, number)):
        if first < 0 or second >= len(times):
            continue
        one, other = times[first], times[second]
        word = _relation(text, one)
        if word in ("between", "from") and _JOIN.fullmatch(text, one.span.end, other.span.start):
            return Interval(span=Span(one.span.start, other.span.end), start=one.start, end=other.end)
    return None


def _relation(text: str, time: Time) -> str | None:
    found = _RELATION.search(text[max(0, time.span.start - _BEFORE_TIME) : time.span.start])
    return found["word"].lower() if found else None


def _bounded(text: str, time: Time, published: dt.date | None) -> Interval:
    """The interval of one time with the word before it."""
    word, start, end = _relation(text, time), time.start, time.end
    if start is None or end is None:
        return Interval(span=time.span)
    one_day = dt.timedelta(days=1)
    floor = published if published and published <= end else None
    if word in ("by", "until", "till"):
        return Interval(span=time.span, earliest=floor, latest=end)
    if word in ("before", "ahead of", "prior to", "in the run-up to", "in the runup to"):
        floor = floor if floor and floor < start else None
        return Interval(span=time.span, earliest=floor, latest=start - one_day)
    if word in ("after", "following"):
        return Interval(span=time.span, earliest=end + one_day)
    if word == "since":
        return Interval(span=time.span, earliest=start, latest=published)
    if word in ("around", "about", "close to", "near") and time.kind != "time":
        days = (end - start).days + 1
        usual = next((pad for longest, pad in _PADDING if days <= longest), 180)
        padding = dt.timedelta(days=_ANCHOR_PADDING if time.anchor else usual)
        return Interval(span=time.span, earliest=start - padding, latest=end + padding)
    return Interval(span=time.span, start=start, end=end)
