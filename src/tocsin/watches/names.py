"""Names that a watch uses and that must exist: in the watch itself, or in the reference tables.

Comes in: a `Watch` whose fields have the right types. Goes out: a `Fault` for each name that is nowhere,
with the nearest one that is. Knows nothing about numbers, counts and order; `rules` does.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, get_args

from tocsin.reference.anchors import anchors
from tocsin.reference.countries import country_codes
from tocsin.reference.kinds import kinds
from tocsin.reference.relations import relation_kinds
from tocsin.terms import Indicator, IndicatorStateName, PlanTrigger, Watch
from tocsin.watches.faults import Fault, nearest
from tocsin.watches.marked import KeyPath


class _Named(Protocol):
    """A part of a watch that others call by its id."""

    @property
    def id(self) -> str: ...


STATES = get_args(IndicatorStateName)


def find_unknown_names(watch: Watch) -> Iterator[Fault]:
    """Every scenario, indicator, class, kind, anchor or country that is named and does not exist."""
    yield from _all_known(("countries",), watch.countries, country_codes(), "country")
    for index, scenario in enumerate(watch.scenarios):
        path: KeyPath = ("scenarios", index)
        yield from _all_known((*path, "kinds"), scenario.kinds, covered_kinds(watch), "kind of coverage.csv")
        yield from _all_known((*path, "event_kinds"), scenario.event_kinds, kinds(), "warning kind")
        if scenario.reference_class is not None:
            classes = _ids(watch.reference_classes)
            yield from _known(
                (*path, "reference_class"), scenario.reference_class, classes, "reference class"
            )
    for index, indicator in enumerate(watch.indicators):
        yield from _indicator_names(("indicators", index), indicator, watch)
    yield from _trigger_names(watch)
    for index, assumption in enumerate(watch.assumptions):
        path = ("assumptions", index, "touched_by")
        yield from _all_known(path, assumption.touched_by, _ids(watch.indicators), "indicator")
    yield from _playbook_names(watch)
    yield from _pair_names(watch)
    yield from _example_names(watch)
    for index, entry in enumerate(watch.record_words):
        path = ("record_words", index, "kinds")
        yield from _all_known(path, entry.kinds, covered_kinds(watch), "kind of coverage.csv")


def covered_kinds(watch: Watch) -> tuple[str, ...]:
    """The kinds that the watch's coverage lists, each once."""
    return tuple(dict.fromkeys(interval.kind for interval in watch.history.coverage))


def _indicator_names(path: KeyPath, indicator: Indicator, watch: Watch) -> Iterator[Fault]:
    match: KeyPath = (*path, "match")
    for scenario in indicator.likelihood:
        yield from _known((*path, "likelihood", scenario), scenario, _ids(watch.scenarios), "scenario")
    yield from _all_known((*match, "kinds"), indicator.match.kinds, kinds(), "warning kind")
    yield from _all_known((*match, "actors"), indicator.match.actors, country_codes(), "country")
    yield from _all_known((*match, "recipients"), indicator.match.recipients, country_codes(), "country")


def _trigger_names(watch: Watch) -> Iterator[Fault]:
    for index, trigger in enumerate(watch.triggers):
        path: KeyPath = ("triggers", index)
        yield from _known((*path, "anchor"), trigger.anchor, anchors(), "anchor")
        yield from _all_known((*path, "scenarios"), trigger.scenarios, _ids(watch.scenarios), "scenario")


def _playbook_names(watch: Watch) -> Iterator[Fault]:
    for index, playbook in enumerate(watch.playbooks):
        path: KeyPath = ("playbooks", index)
        for fault in _known((*path, "scenario"), playbook.scenario, _ids(watch.scenarios), "scenario"):
            yield fault._replace(fatal=False)  # the matrix of plans by scenarios shows it as a gap
        yield from _all_known((*path, "also"), playbook.also, _ids(watch.scenarios), "scenario")
        for position, trigger in enumerate(playbook.triggers):
            yield from _plan_trigger_names((*path, "triggers", position), trigger, watch)


def _example_names(watch: Watch) -> Iterator[Fault]:
    known = _ids(watch.indicators)
    for index, example in enumerate(watch.examples):
        path: KeyPath = ("examples", index)
        for indicator in example.expect:
            yield from _known((*path, "expect", indicator), indicator, known, "indicator")
        yield from _all_known((*path, "near"), example.near, known, "indicator")


def _plan_trigger_names(path: KeyPath, trigger: PlanTrigger, watch: Watch) -> Iterator[Fault]:
    if trigger.indicator is not None:
        yield from _known((*path, "indicator"), trigger.indicator, _ids(watch.indicators), "indicator")
    if trigger.state is not None:
        yield from _known((*path, "state"), trigger.state, STATES, "state of an indicator")
    if trigger.event is not None:
        yield from _known((*path, "event"), trigger.event, kinds(), "warning kind")


def _pair_names(watch: Watch) -> Iterator[Fault]:
    for index, pair in enumerate(watch.relations):
        path: KeyPath = ("relations", index)
        yield from _known((*path, "one"), pair.one, country_codes(), "country")
        yield from _known((*path, "other"), pair.other, country_codes(), "country")
        sides = (pair.one, pair.other)
        if pair.sponsor is not None:
            yield from _known((*path, "sponsor"), pair.sponsor, sides, "country of the pair")
        for kind in pair.means:
            yield from _known((*path, "means", kind), kind, relation_kinds(), "kind of relation")
        for position, sign in enumerate(pair.signs):
            at: KeyPath = (*path, "signs", position)
            yield from _known((*at, "kind"), sign.kind, relation_kinds(), "kind of relation")
            yield from _known((*at, "doer"), sign.doer, sides, "country of the pair")
            if sign.indicator is not None:
                yield from _known((*at, "indicator"), sign.indicator, _ids(watch.indicators), "indicator")
            if sign.record is not None:
                yield from _known((*at, "record"), sign.record, covered_kinds(watch), "kind of coverage.csv")


def _all_known(path: KeyPath, names: Iterable[str], known: Iterable[str], noun: str) -> Iterator[Fault]:
    for position, name in enumerate(names):
        yield from _known((*path, position), name, known, noun)


def _known(path: KeyPath, name: str, known: Iterable[str], noun: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(path, f"is {name!r}, and there is no such {noun}", nearest(name, sorted(known)))


def _ids(records: Iterable[_Named]) -> tuple[str, ...]:
    return tuple(record.id for record in records)
