"""Whether two tellings tell of the same act: who, whom, what, where and when must all agree, or not be said.

Two tellings come in, a yes or no goes out, whichever is named first. It leans to "no": an act that is told
twice and counted twice is a smaller harm than two acts counted as one. It does not know which is true.
"""

import datetime as dt

from tocsin.weigh.tellings import Days, Telling

_SLIP = 1  # days by which two reports may date one act differently: the world's time zones
_SLIP_IN_STORY = 3  # and where both documents are known to tell one story
_BEHIND = 2  # days after an act in which a report without a day still tells of it
_FEARED_BEHIND = 14  # and for an act that is feared, between two reports of the fear
_SAME_WINDOW = 30  # days between two reports that put one fear into the same days


def differ(one: Telling, other: Telling) -> bool:
    """Whether the two cannot be one act: class, kind, doer, victim, country or day are said to be others."""
    return (
        one.event.class_ != other.event.class_
        or not _is_same_kind(one, other)
        or bool(one.actors and other.actors and not one.actors & other.actors)
        or bool(one.recipients and other.recipients and not one.recipients & other.recipients)
        or not _is_same_place(one, other)
        or (one.is_precise and other.is_precise and not _is_same_time(one, other))
    )


def is_same_act(one: Telling, other: Telling) -> bool:
    """Whether both tell of one act: nothing that they say differs, and enough of it is the same.

    Somebody unnamed may be anybody, but only in the same document or story.
    """
    is_named = bool(one.actors and other.actors)
    return not differ(one, other) and (is_named or is_close(one, other)) and _is_same_time(one, other)


def is_close(one: Telling, other: Telling) -> bool:
    """Whether both stand in one document or in one story."""
    return one.document == other.document or (one.story is not None and one.story == other.story)


def _is_same_kind(one: Telling, other: Telling) -> bool:
    """One kind is the other or a case of it; acts without a kind must be told in the same word."""
    if one.event.kind and other.event.kind:
        return one.event.kind in other.kinds or other.event.kind in one.kinds
    return one.event.kind is None and other.event.kind is None and one.stem == other.stem


def _is_same_place(one: Telling, other: Telling) -> bool:
    """Not where they name different countries; different places of one country only within one story."""
    here, there = one.event.place, other.event.place
    if here.country and there.country and here.country != there.country:
        return False
    return here.name is None or there.name is None or here.name == there.name or is_close(one, other)


def _is_same_time(one: Telling, other: Telling) -> bool:
    if one.is_precise and other.is_precise and one.days and other.days:
        return _gap(one.days, other.days) <= (_SLIP_IN_STORY if _may_slip(one, other) else _SLIP)
    if one.is_feared and other.is_feared:
        return _is_same_fear(one, other)
    if one.is_real or other.is_real:
        real, feared = (one, other) if one.is_real else (other, one)
        if feared.is_feared:
            return _came_true(real, feared)
    if one.is_precise or other.is_precise:
        dated, open_ = (one, other) if one.is_precise else (other, one)
        return _is_soon_after(dated, open_)
    return _is_told_together(one, other, _BEHIND)


def _may_slip(one: Telling, other: Telling) -> bool:
    """Two days of one story may be a contradiction; within one document they are two acts."""
    return is_close(one, other) and one.document != other.document and one.number == other.number


def _is_same_fear(one: Telling, other: Telling) -> bool:
    if one.days and other.days:
        is_same = one.days[1] == other.days[1] and _is_told_together(one, other, _SAME_WINDOW)
        return is_same or (_gap(one.days, other.days) <= 0 and is_close(one, other))
    return _is_told_together(one, other, _FEARED_BEHIND)


def _came_true(real: Telling, feared: Telling) -> bool:
    """Whether an act with a day is what was planned or feared for that day, and not one of long before."""
    if not real.is_precise or real.days is None or feared.days is None or feared.told is None:
        return False
    return _gap(real.days, feared.days) <= 0 and feared.told <= real.days[1]


def _is_soon_after(dated: Telling, other: Telling) -> bool:
    """Whether a telling with no day, or a wide stretch of days, may mean the act with a day."""
    assert dated.days is not None
    if other.days is not None and _gap(dated.days, other.days) > 0:
        return False
    if dated.document == other.document:
        return other.days is None
    if other.days is not None or other.told is None:
        return False
    return 0 <= (other.told - dated.days[1]).days <= _BEHIND or (
        is_close(dated, other) and other.told >= dated.days[0]
    )


def _is_told_together(one: Telling, other: Telling, within: int) -> bool:
    if one.document == other.document:
        return one.days == other.days or one.days is None or other.days is None
    if one.told is None or other.told is None:
        return False
    is_dated_alike = one.days == other.days or one.is_feared
    return is_dated_alike and abs((one.told - other.told).days) <= within


def _gap(ours: Days, theirs: Days) -> int:
    """Days between two stretches; 0 or less where they touch or overlap."""
    between: dt.timedelta = max(ours[0], theirs[0]) - min(ours[1], theirs[1])
    return between.days
