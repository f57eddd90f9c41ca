"""Where an event is said to be: the nearest place behind a preposition of place.

Comes in: the frame of a trigger. Goes out: a `Place`, never more precise than the words. It does not know
maps beyond the places of the reference table.
"""

from tocsin.read.frames import Frame, belongs_to_other, closed, is_passive
from tocsin.terms import Actor, Place

_REACH = 28  # words; a place to the left of the trigger counts as twice as far


def find_place(frame: Frame, people: tuple[Actor, ...]) -> Place:
    """Where: the nearest place named for it, known points and waters before countries; else nowhere.

    `people` are the event's actors and recipients; their names are no places.
    """
    best: tuple[tuple[bool, int], Place] | None = None
    for number, place in frame.places:
        if not _fits(frame, number, place) or _is_person(place, people):
            continue
        rank = (_is_country(place), _distance(frame, number))
        if rank[1] <= _REACH and (best is None or rank < best[0]):
            best = rank, place
    return best[1] if best else Place()


def _is_country(place: Place) -> bool:
    return place.latitude is None and place.country is not None


def _distance(frame: Frame, number: int) -> int:
    trigger = frame.trigger
    return number - trigger.last if number > trigger.last else 2 * (trigger.first - number)


def _fits(frame: Frame, number: int, place: Place) -> bool:
    """Whether the place stands in the frame, is no other trigger's, and behind a fitting preposition."""
    if not frame.start <= number < frame.end or belongs_to_other(frame, number):
        return False
    is_country = _is_country(place)
    before = frame.tokens.low[max(frame.start, number - (1 if is_country else 3)) : number]
    wanted = closed().where_country if is_country else closed().where
    return not wanted.isdisjoint(before) or _is_target(frame, number, place)


def _is_target(frame: Frame, number: int, place: Place) -> bool:
    """Whether the act is done to the place itself: "attacks Yeonpyeong", "Yeonpyeong was shelled"."""
    if place.latitude is None:
        return False
    trigger = frame.trigger
    return 0 < number - trigger.last <= 3 or (is_passive(frame) and 0 < trigger.first - number <= 4)


def _is_person(place: Place, people: tuple[Actor, ...]) -> bool:
    return any(
        one.span and place.span and one.span.start <= place.span.start < one.span.end for one in people
    )
