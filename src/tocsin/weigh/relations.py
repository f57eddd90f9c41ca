"""Follows what two countries do for each other over time, as claimed and as established apart.

A case with the states of its indicators comes in; a `Relationship` for each pair that the watch names goes
out. Acts come from events that name both sides, from indicators that the pair names, and from the history.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tocsin.reference.relations import relation_table
from tocsin.terms import IndicatorState, Pair, RelationAct, Relationship, Status
from tocsin.weigh.case import Case
from tocsin.weigh.grading import is_firm
from tocsin.weigh.items import Item, named_in
from tocsin.weigh.relations_words import find_changes, say_relation, suppose

_FIRMEST: tuple[Status, ...] = ("occurred", "ongoing", "planned", "possible", "conditional")  # firmest first


class Told(NamedTuple):
    """One report of an act: who does what for whom, and the item that tells of it."""

    kind: str
    doer: str
    receiver: str
    item: Item


def trace_relations(case: Case, states: Sequence[IndicatorState]) -> Iterator[Relationship]:
    """Each pair of the watch with its acts, what changed, and both in words."""
    table = relation_table()
    for pair in case.watch.relations:
        acts = sorted(
            [*_reported(case, states, pair), *_recorded(case, pair)],
            key=lambda act: (act.day or dt.date.max, act.kind, act.doer),
        )
        days = [document.published for document in case.documents if document.published]
        since = min(days, default=None)
        yield Relationship(
            id=pair.id,
            name=pair.name,
            one=pair.one,
            other=pair.other,
            acts=tuple(acts),
            changes=tuple(find_changes(acts, table, since=since, as_of=case.as_of)),
            sentences=tuple(say_relation(pair, acts, table)),
            suppositions=tuple(suppose(pair, acts, table)),
        )


def _reported(case: Case, states: Sequence[IndicatorState], pair: Pair) -> Iterator[RelationAct]:
    """Acts that reports tell of: those of one kind, one way, on days that lie close, are one act."""
    told = {(each.kind, each.item.key): each for each in _told(case, states, pair)}
    ordered = sorted(told.values(), key=lambda each: (each.kind, each.doer, each.item.day or dt.date.max))
    denials = _denials(case, pair)
    for _, same in groupby(ordered, key=lambda each: (each.kind, each.doer)):
        for near in _acts(list(same)):
            for reports in _by_what(near):
                yield _act(reports, denials.get(reports[0].kind, ()))


def _told(case: Case, states: Sequence[IndicatorState], pair: Pair) -> Iterator[Told]:
    for item in case.items:
        if item.claim and not item.is_denied and item.status in _FIRMEST and (found := _of_event(item, pair)):
            yield found
    by_key = {item.key: item for item in case.items}
    asking = {each.id for each in case.watch.indicators if each.match.kinds}  # for events of these kinds
    for sign in pair.signs:
        counted = next((state.evidence for state in states if state.id == sign.indicator), ())
        for item in (by_key[key] for key in counted if key in by_key):
            if sign.indicator in asking or not item.kinds or _kind_of(item) == sign.kind:
                yield Told(sign.kind, sign.doer, _other(pair, sign.doer), item)


def _of_event(item: Item, pair: Pair) -> Told | None:
    """An event that one of the pair does to or for the other, by its parties or what its passage names.

    Where the words name no receiver, the passage must name the other side and nobody else; and what is done
    against somebody needs a victim or a place that is named.
    """
    kind = _kind_of(item)
    if kind is None or item.event is None:
        return None
    sides = (pair.one, pair.other)
    acting = [actor.country for actor in item.actors if actor.country]
    suffering = [actor.country for actor in item.recipients if actor.country]
    doer = next((country for country in acting if country in sides), None)
    if doer is None:
        return None
    receiver = _other(pair, doer)
    if relation_table().kinds[kind].together:
        return Told(kind, doer, receiver, item) if receiver in acting else None
    if receiver in suffering:
        return Told(kind, doer, receiver, item)
    if relation_table().kinds[kind].against:
        return Told(kind, doer, receiver, item) if item.event.place.country == receiver else None
    alone = set(item.mentioned) - {doer} == {receiver}
    return Told(kind, doer, receiver, item) if alone and not suffering else None


def _denials(case: Case, pair: Pair) -> dict[str, list[str]]:
    """Kind -> who denies such dealings of the pair, as the words say."""
    denied: dict[str, list[str]] = {}
    for item in case.items:
        kind = _kind_of(item)
        if kind is None or not item.claim or not item.is_denied:
            continue
        parties = {actor.country for actor in (*item.actors, *item.recipients)}
        source = item.denier.source
        parties |= {source.country} if source else set()
        if {pair.one, pair.other} & (parties | item.mentioned | named_in(item.sentence)):
            denied.setdefault(kind, []).append(source.name if source else "the author")
    return denied


def _kind_of(item: Item) -> str | None:
    names = (n for n, kind in relation_table().kinds.items() if item.kinds and item.kinds[0] in kind.events)
    return next(names, None)


def _other(pair: Pair, side: str) -> str:
    return pair.other if side == pair.one else pair.one


def _acts(told: Sequence[Told]) -> Iterator[list[Told]]:
    reach = dt.timedelta(days=relation_table().one_act_days)
    act: list[Told] = []
    for each in told:
        last = act[-1].item.day if act else None
        if act and each.item.day and last and each.item.day - last > reach:
            yield act
            act = []
        act.append(each)
    if act:
        yield act


def _by_what(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Reports of one stretch parted by what was done; those without an event go with the most told."""
    parted: dict[str, list[Told]] = {}
    for each in told:
        if each.item.kinds:
            parted.setdefault(each.item.kinds[-1], []).append(each)
    bare = [each for each in told if not each.item.kinds]
    if bare and parted:
        max(parted.values(), key=len).extend(bare)
    elif bare:
        yield bare
    yield from parted.values()


def _act(reports: Sequence[Told], denied_by: Sequence[str]) -> RelationAct:
    items = [each.item for each in reports]
    firm = {item.witness for item in items if item.witness and is_firm(item)}
    statuses = {item.status for item in items}
    days = [item.day for item in items if item.day]
    return RelationAct(
        kind=reports[0].kind,
        what=next((item.kinds[0] for item in items if item.kinds), reports[0].kind),
        doer=reports[0].doer,
        receiver=reports[0].receiver,
        day=min(days, default=None),
        status=next(status for status in (*_FIRMEST, "general") if status in statuses),
        is_established=len(firm) >= 2,
        origins=tuple(sorted({item.witness for item in items if item.witness})),
        denied_by=tuple(dict.fromkeys(denied_by)),
        items=tuple(dict.fromkeys(item.key for item in items)),
    )


def _recorded(case: Case, pair: Pair) -> Iterator[RelationAct]:
    """Acts that the history lists, known by the as-of date."""
    for sign in pair.signs:
        receiver = _other(pair, sign.doer)
        for row in case.watch.history.events:
            if row.kind == sign.record and row.end <= case.as_of:
                yield RelationAct(
                    kind=sign.kind,
                    what=row.kind,
                    doer=sign.doer,
                    receiver=receiver,
                    day=row.start,
                    is_established=True,
                    note=row.note or row.source,
                )
