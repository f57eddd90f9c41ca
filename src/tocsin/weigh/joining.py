"""Joins what several sentences and documents tell of one act into one event with all its evidence.

Documents with their readings come in, and a lineage where there is one; happenings go out, in order of days.
Rather two happenings than one that mixes two acts: tellings that differ in class, kind, who, whom or day are
never joined. It does not know which telling is true: where they differ in status, day, place or number, every
version stays.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from tocsin.terms import Actor, Document, Happening, Lineage, Place, Reading, Status, Version, identify, key
from tocsin.weigh.same_act import differ, is_close, is_same_act
from tocsin.weigh.tellings import Telling, tell

_OPEN = dt.timedelta(days=45)  # after which nothing more is joined to an act that nobody told of again
_Group = list[Telling]
_ORDER: tuple[Status, ...] = ("planned", "possible", "conditional", "did-not-occur", "general")


def join_events(
    read: Iterable[tuple[Document, Reading]], lineage: Lineage | None = None
) -> tuple[Happening, ...]:
    """Every act that the documents tell of, once, with all its tellings; the order of documents is no matter.

    Two reports of "two missiles on Monday" and "three missiles on 27 May" by one country are one happening
    with two counts. Whether independent origins stand behind it is told by `lineage` alone.
    """
    stories = lineage.stories if lineage else ()
    story_of = {document: story.id for story in stories for document in story.documents}
    origins = _Origins(lineage) if lineage else None
    found: dict[str, Telling] = {}
    for document, reading in read:
        found |= {one.key: one for one in tell(document, reading, story_of.get(document.id))}
        if origins:
            origins.note(reading)
    groups = _group(sorted(found.values(), key=_order))
    return tuple(sorted((_happening(group, origins) for group in groups), key=_by_day))


def _order(telling: Telling) -> tuple[dt.date, bool, str]:
    return telling.anchor, not telling.is_precise, telling.key


def _by_day(one: Happening) -> tuple[dt.date, str]:
    return one.start or one.reported or dt.date.max, one.id


def _group(tellings: Iterable[Telling]) -> list[_Group]:
    """Groups of tellings of one act; each telling goes to the group that it fits best."""
    groups: list[_Group] = []
    near: dict[tuple[str, ...], list[_Group]] = defaultdict(list)
    for telling in tellings:
        keys = _keys(telling)
        candidates = {id(group): group for place in keys for group in near[place] if _is_open(group, telling)}
        fitting = [group for group in candidates.values() if _fits(telling, group)]
        if fitting:
            home = max(fitting, key=lambda group: (_score(telling, group), group[0].key))
            home.append(telling)
        else:
            home = [telling]
            groups.append(home)
        for place in keys:
            near[place] = [group for group in near[place] if _is_open(group, telling) and group is not home]
            near[place].append(home)
    return groups


def _keys(telling: Telling) -> list[tuple[str, ...]]:
    """Under what a telling's likely companions are found: who did what, and where it is told."""
    act = (telling.event.class_ or "", telling.root)
    keys: list[tuple[str, ...]] = [("actor", actor, *act) for actor in sorted(telling.actors)]
    keys.append(("document", telling.document, *act))
    return [*keys, ("story", telling.story, *act)] if telling.story else keys


def _is_open(group: _Group, telling: Telling) -> bool:
    return telling.anchor - max(one.anchor for one in group[-3:]) <= _OPEN


def _fits(telling: Telling, group: _Group) -> bool:
    """Whether a telling tells of the act of one of the group, and contradicts none of it."""
    return any(is_same_act(telling, other) for other in group) and not any(
        differ(telling, other) for other in group
    )


def _score(telling: Telling, group: _Group) -> tuple[bool, bool, bool]:
    """How well a telling that fits a group fits it: by the same days, the same number, told in one place."""
    return (
        any(telling.days is not None and telling.days == other.days for other in group),
        any(telling.number is not None and telling.number == other.number for other in group),
        any(is_close(telling, other) for other in group),
    )


class _Origins:
    """Which independent origins stand behind a telling, by its claim, else by its document."""

    def __init__(self, lineage: Lineage) -> None:
        self._of_claim = lineage.origin_of()
        self._side = {origin.id: origin.side for origin in lineage.origins}
        self._within: dict[str, str | None] = {}  # claim key -> local id of the claim around it

    def note(self, reading: Reading) -> None:
        """Remember which claim stands within which."""
        self._within |= {claim.key: claim.within for claim in reading.claims}

    def behind(self, telling: Telling) -> str | None:
        """The origin of the innermost claim that shows one."""
        claim = telling.event.claim
        while claim is not None:
            name = key(telling.document, claim)
            if name in self._of_claim:
                return self._of_claim[name]
            claim = self._within.get(name)
        return None

    def split(self, group: _Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the origins that assert the act, and of those that deny it."""
        asserting: set[str] = set()
        denying: set[str] = set()
        for telling in group:
            origin = self.behind(telling)
            if origin is not None:
                is_denied = telling.event.polarity == "denied" or self._side.get(origin) == "denies"
                (denying if is_denied else asserting).add(origin)
        return tuple(sorted(asserting)), tuple(sorted(denying))


def _happening(group: _Group, origins: _Origins | None) -> Happening:
    told = sorted(group, key=lambda one: (one.told or dt.date.max, one.key))
    kind = max((one for one in told if one.event.kind), key=lambda one: len(one.kinds), default=told[0])
    days = _versions(told, _worded)
    start, end = _span(told)
    asserting, denying = origins.split(told) if origins else (None, None)
    event = kind.event
    return Happening.model_validate(
        {
            "id": identify("happening", told[0].key),
            "class": event.class_,
            "kind": event.kind,
            "mode": next((one.event.mode for one in (kind, *told) if one.event.mode), None),
            "cameo": event.cameo,
            "actors": _people(told, lambda one: one.event.actors),
            "recipients": _people(told, lambda one: one.event.recipients),
            "place": next((one.event.place for one in told if one.event.place.name), told[0].event.place),
            "start": start,
            "end": end,
            "reported": told[0].told,
            "status": _status(told),
            "statuses": _versions(told, _status_of),
            "days": days,
            "places": _versions(told, lambda one: _place(one.event.place)),
            "counts": _versions(told, lambda one: one.number),
            "tellings": tuple(one.key for one in told),
            "documents": tuple(dict.fromkeys(one.document for one in told)),
            "origins": asserting,
            "deniers": denying,
        }
    )


def _versions(told: _Group, say: Callable[[Telling], str | None]) -> tuple[Version, ...]:
    """What is said, each version with those who say it so; the most said first."""
    found: Mapping[str, list[str]] = defaultdict(list)
    for one in told:
        if value := say(one):
            found[value].append(one.key)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Version(value=value, tellings=tuple(keys)) for value, keys in ranked)


def _status_of(one: Telling) -> Status:
    return one.event.status if one.event.polarity == "affirmed" else "did-not-occur"


def _status(told: _Group) -> Status:
    said = Counter(_status_of(one) for one in {one.document: one for one in reversed(told)}.values())
    for one in told:
        if one.event.polarity == "affirmed" and one.event.status in ("occurred", "ongoing"):
            return "occurred" if any(_status_of(each) == "occurred" for each in told) else "ongoing"
    return min(said, key=lambda status: (-said[status], _ORDER.index(status)))


def _worded(one: Telling) -> str | None:
    if one.days is None:
        return None
    start, end = one.days
    return start.isoformat() if start == end else f"{start}/{end}"


def _span(told: _Group) -> tuple[dt.date | None, dt.date | None]:
    """The days that most tellings give, a day rather than a long stretch."""
    days = Counter(one.days for one in told if one.days is not None)
    if days:
        return min(days, key=lambda each: (each[1] - each[0] > dt.timedelta(days=7), -days[each], each))
    return None, None


def _people(told: _Group, of: Callable[[Telling], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Everybody named, once a country and sector, by the name in the first report; without spans."""
    found: dict[object, Actor] = {}
    for one in told:
        for person in of(one):
            who = (person.country, person.sector) if person.country else person.name.lower()
            found.setdefault(who, person.model_copy(update={"span": None}))
    return tuple(found.values())


def _place(place: Place) -> str | None:
    return place.name or place.country
