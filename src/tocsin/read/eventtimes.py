"""When an event is said to be: the nearest time expression of its clause, with what stands before it.

Comes in: the place and status of a trigger, and the times of its clause. Goes out: an `Interval`: `start` and
`end` as worded, `earliest` and `latest` where the words only bound it ("by", "before", "around"). It does not
know events beyond their place; a time after "first since" or "largest in" is a comparison and no date.
"""

import datetime as dt
import re

from tocsin.read.times import turn_time
from tocsin.read.timevalues import shift
from tocsin.terms import Interval, Span, Status, Time

_BEFORE_TIME = 36  # characters in which the relation of a time is looked for
_RELATION = re.compile(
    r"\b(?P<word>no later than|by|on the eve of|before|ahead of|prior to|in the run-?up to|not before"
    r"|no sooner than|as early as|as soon as|starting|beginning|after|following|since|around|about|until|till"
    r"|through|within|close to|near|from|between|in)(?: on| in| the| early| late| end of)?\s*$",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:first|last(?! (?:[a-z]+ed|held|met|sent|shot|flew|did|took|gave|went)\b)|most|largest|biggest"
    r"|highest|lowest|longest|heaviest|worst|fewest|unprecedented|ever|gravest|time)\b[^.;]{0,60}"
    r"\b(?:since|in|for)(?: the| at least| more than| nearly| almost)*\s*$",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:and|to|through|until|till|-|–)\s*(?:the )?", re.IGNORECASE)
_PADDING = ((1, 3), (7, 7), (31, 15), (400, 60))  # longest days -> days that "around" adds on each side
_ANCHOR_PADDING = 14  # "around the election" is heard as two weeks on each side
_LENGTH = re.compile(r"P(\d+)([DWMY])")
_BY = ("by", "until", "till", "through", "no later than")
_FROM = ("starting", "beginning", "not before", "no sooner than", "as early as", "as soon as")
_AHEAD = ("before", "ahead of", "prior to", "in the run-up to", "in the runup to")
_AROUND = ("around", "about", "close to", "near")


def find_interval(
    text: str, trigger: Span, times: list[Time], published: dt.date | None, status: Status = "occurred"
) -> Interval | None:
    """The interval of the event with this trigger, from the times of its clause; None where it has none.

    A date that leaves its year or week open follows the event's status: what occurred was before
    publication, what is planned comes after it. The time itself stays as its words have it: over the TimeML
    corpora events settle it wrongly more often than the words do (intervals .866 for .886).
    """
    usable = [time for time in times if not _is_compared(text, time)]
    dated = [time for time in usable if time.start is not None and _is_usable(time)]
    if not dated and status in ("planned", "possible", "conditional") and published is not None:
        dated = [ahead for time in usable if (ahead := _counted_ahead(text, time, published)) is not None]
    dated = dated or [time for time in usable if _is_usable(time)]
    if not dated:
        return None
    nearest = min(range(len(dated)), key=lambda number: _distance(trigger, dated[number].span))
    if merged := _merged(text, dated, nearest):
        return merged
    turned = _turned(text, dated[nearest], published, status)
    return _bounded(text, turned or dated[nearest], published, status)


def _is_usable(time: Time) -> bool:
    """Whether a time can place an event: no set, no bare length, not "now" or "recently"."""
    return (time.kind in ("date", "time") and not time.value.endswith("_REF")) or time.start is not None


def _distance(trigger: Span, time: Span) -> int:
    """Characters between; a time before the trigger counts double, since times mostly follow."""
    return time.start - trigger.end if time.start >= trigger.end else 2 * max(trigger.start - time.end, 0)


def _is_compared(text: str, time: Time) -> bool:
    return bool(_COMPARISON.search(text[max(0, time.span.start - 90) : time.span.start]))


def _counted_ahead(text: str, time: Time, published: dt.date) -> Time | None:
    """A length that says by when: "within ten days", "in two weeks", counted from publication."""
    length = _LENGTH.fullmatch(time.value)
    if time.kind != "duration" or length is None or _relation(text, time) not in ("within", "in"):
        return None
    end = shift(published, int(length[1]), length[2])
    return time.model_copy(update={"start": published, "end": end})


def _turned(text: str, time: Time, published: dt.date | None, status: Status) -> Time | None:
    """The time as the event's status asks for it, where that is another than the words around gave."""
    if published is None or time.start is None or time.end is None or time.anchor:
        return None
    if status == "occurred" and time.start > published:
        other = turn_time(time.span.of(text), published, "past")
    elif status == "planned" and time.end < published:
        other = turn_time(time.span.of(text), published, "future")
    else:
        return None
    is_other = other is not None and other.start not in (None, time.start)
    return other.model_copy(update={"span": time.span}) if other is not None and is_other else None


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


def _bounded(text: str, time: Time, published: dt.date | None, status: Status) -> Interval:
    """The interval of one time with the word before it."""
    word, start, end = _relation(text, time), time.start, time.end
    if start is None or end is None:
        return Interval(span=time.span)
    one_day = dt.timedelta(days=1)
    floor = published if published and published <= end else None
    if word in _BY or (word == "within" and time.kind == "duration"):
        return Interval(span=time.span, earliest=floor, latest=end)
    if word in _AHEAD:
        floor = floor if floor and floor < start else None
        return Interval(span=time.span, earliest=floor, latest=start - one_day)
    if word == "on the eve of":
        return Interval(span=time.span, start=start - one_day, end=start - one_day)
    if word in ("after", "following"):
        return Interval(span=time.span, earliest=end + one_day)
    if word in _FROM:
        return Interval(span=time.span, earliest=start)
    if word == "since":
        return Interval(span=time.span, earliest=start, latest=published)
    if word in _AROUND and time.kind != "time":
        padding = _padding(time, start, end)
        return Interval(span=time.span, earliest=start - padding, latest=end + padding)
    if "fiscal" in time.span.of(text).lower():
        return Interval(span=time.span, **_fiscal(start, end))
    return Interval(span=time.span, start=start, end=end, **_cut(start, end, published, status))


def _cut(start: dt.date, end: dt.date, published: dt.date | None, status: Status) -> dict[str, dt.date]:
    """What a stretch around publication leaves open: "this year" is still to come for what is planned."""
    if published is None or not start < published < end:
        return {}
    return {"planned": {"earliest": published}, "occurred": {"latest": published}}.get(status, {})


def _padding(time: Time, start: dt.date, end: dt.date) -> dt.timedelta:
    days = (end - start).days + 1
    usual = next((pad for longest, pad in _PADDING if days <= longest), 180)
    return dt.timedelta(days=_ANCHOR_PADDING if time.anchor else usual)


def _fiscal(start: dt.date, end: dt.date) -> dict[str, dt.date]:
    """A fiscal year begins three months before (United States) to three months after (Japan) the year."""
    return {"earliest": shift(start, -3, "M"), "latest": shift(end, 3, "M")}
