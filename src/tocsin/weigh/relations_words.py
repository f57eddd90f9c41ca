"""Says what a relationship comes to: who does what for whom, what is returned, what is more than usual.

A pair, its acts and the table of kinds come in; sentences and changes go out. It knows nothing of how acts
were found.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from tocsin.reference.countries import country_name
from tocsin.reference.relations import RelationTable
from tocsin.terms import Pair, RelationAct, RelationChange
from tocsin.weigh.surprise import at_least, at_most
from tocsin.weigh.wording import listing, number_of


def say_relation(pair: Pair, acts: Sequence[RelationAct], table: RelationTable) -> Iterator[str]:
    """What is told of each way, apart from what is established; what is returned; what is denied."""
    told = [act for act in acts if act.items]
    if not told:
        yield f"This reporting tells of nothing that {pair.name} do for, with or against each other"
    for doer, receiver in ((pair.one, pair.other), (pair.other, pair.one)):
        own = [act for act in told if act.doer == doer]
        if own:
            yield _one_way(doer, receiver, own, table)
    yield from _returned(pair, told, table)
    denied = [kind for kind in table.kinds if any(act.kind == kind and act.denied_by for act in told)]
    if denied:
        names = listing(_name(kind, table) for kind in denied)
        who = listing(dict.fromkeys(name for act in told for name in act.denied_by))
        yield f"Denied, by {who}: {names}; the denials stand beside it and are not subtracted"
    recorded = [act for act in acts if not act.items]
    if recorded:
        days = [act.day for act in recorded if act.day]
        count = number_of(len(recorded), "act")
        yield f"The record lists {count} between them, from {_day(min(days))} to {_day(max(days))}"


def suppose(pair: Pair, acts: Sequence[RelationAct], table: RelationTable) -> Iterator[str]:
    """A sponsor's means, with how much of each is told, and its motives: suppositions of the watch."""
    if pair.sponsor is None:
        return
    sponsor = country_name(pair.sponsor)
    other = country_name(pair.other if pair.sponsor == pair.one else pair.one)
    for kind, how in pair.means.items():
        own = [act for act in acts if act.kind == kind and act.items]
        told = _count(own) if own else "nothing of it told here"
        yield f"{sponsor} could encourage an act of {other} by {_name(kind, table)}: {how} ({told})"
    for motive in pair.motives:
        yield f"{sponsor} would gain: {motive}"


def find_changes(
    acts: Sequence[RelationAct],
    table: RelationTable,
    *,
    since: dt.date | None,
    as_of: dt.date,
) -> Iterator[RelationChange]:
    """Kinds one way that were told of more or less often lately than in the reporting before (Poisson tail).

    None where the reporting reaches back too little to say what is usual.
    """
    start = as_of - dt.timedelta(days=table.recent_days - 1)
    older_days = (start - since).days if since else 0
    if older_days < table.least_older_days:
        return
    told = [act for act in acts if act.items and act.day]
    ways = sorted({(act.kind, act.doer, act.receiver) for act in told})
    for kind, doer, receiver in ways:
        days = [act.day for act in told if (act.kind, act.doer) == (kind, doer) and act.day]
        recent = sum(start <= day <= as_of for day in days)
        expected = (sum(day < start for day in days) + 0.5) / older_days * table.recent_days
        tail = at_least(recent, expected) if recent >= expected else at_most(recent, expected)
        is_unusual = tail < table.unusual
        way = f"{table.kinds[kind].name} from {country_name(doer)} to {country_name(receiver)}"
        usual = (
            f"{number_of(recent, 'act')} in the last {table.recent_days} days, {expected:.1f} usual before"
        )
        yield RelationChange(
            kind=kind,
            doer=doer,
            receiver=receiver,
            recent=recent,
            days=table.recent_days,
            expected=round(expected, 4),
            is_unusual=is_unusual,
            sentence=f"{way}: {usual}; {'unusual' if is_unusual else 'not unusual'}",
        )


def _one_way(doer: str, receiver: str, acts: Sequence[RelationAct], table: RelationTable) -> str:
    kinds = Counter(act.kind for act in acts)
    parts = [
        f"{_name(kind, table)} ({_count([act for act in acts if act.kind == kind])})"
        for kind in table.kinds
        if kind in kinds
    ]
    return f"{country_name(doer)} to {country_name(receiver)}: {listing(parts)}"


def _returned(pair: Pair, acts: Sequence[RelationAct], table: RelationTable) -> Iterator[str]:
    """Services that go one way and others that come back: reciprocity, if both are told of."""
    services = [a for a in acts if not table.kinds[a.kind].mutual and not table.kinds[a.kind].against]
    ways = {
        doer: [kind for kind in table.kinds if any(a.kind == kind and a.doer == doer for a in services)]
        for doer in (pair.one, pair.other)
    }
    if all(ways.values()):
        given, back = (listing(_name(kind, table) for kind in ways[doer]) for doer in ways)
        one, other = country_name(pair.one), country_name(pair.other)
        told = f"Both ways: {given} from {one}, {back} from {other}"
        yield f"{told}; that one pays for the other is not thereby shown"
    elif any(ways.values()):
        doer = next(each for each, kinds in ways.items() if kinds)
        yield f"One way only: nothing that {country_name(_other(pair, doer))} gives in return is told of here"


def _other(pair: Pair, doer: str) -> str:
    return pair.other if doer == pair.one else pair.one


def _count(acts: Sequence[RelationAct]) -> str:
    established = sum(act.is_established for act in acts)
    if not established:
        return f"{number_of(len(acts), 'act')} claimed, none established"
    return f"{number_of(len(acts), 'act')} claimed, {established} of them established"


def _name(kind: str, table: RelationTable) -> str:
    return table.kinds[kind].name


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
