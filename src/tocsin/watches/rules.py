"""What a watch must satisfy beyond the types of its fields: names exist, none twice, enough alternatives.

Comes in: a `Watch` whose fields have the right types. Goes out: `Fault`s, fatal or not. Knows nothing
about files and lines; `faults` places them.
"""

from collections.abc import Iterable, Iterator

from tocsin.terms import HistoryEvent, Watch
from tocsin.watches.faults import Fault, nearest
from tocsin.watches.marked import KeyPath

NAMED_LISTS = (
    "scenarios",
    "reference_classes",
    "indicators",
    "triggers",
    "hypotheses",
    "assumptions",
    "playbooks",
)
STATES = ("observed", "absent-covered", "absent-uncovered", "not-looked")


def find_faults(watch: Watch) -> Iterator[Fault]:
    """Every broken rule of the watch, in no particular order."""
    yield from _doubles(watch)
    yield from _scenarios(watch)
    yield from _indicators(watch)
    yield from _names(watch)
    yield from _hypotheses(watch)
    yield from _playbooks(watch)


def find_history_faults(watch: Watch) -> Iterator[tuple[int, HistoryEvent, str, str]]:
    """Events of the history whose kind or day the coverage does not list: index, event, what, remedy."""
    covered = _covered_kinds(watch)
    for index, event in enumerate(watch.history.events):
        if event.kind not in covered:
            yield (
                index,
                event,
                f"the kind {event.kind!r} is not in coverage.csv",
                nearest(event.kind, covered),
            )
        elif not _is_covered(event, watch):
            what = f"{event.kind} on {event.start} lies outside the coverage of its kind"
            yield index, event, what, "correct the date, or the interval in coverage.csv"


def _doubles(watch: Watch) -> Iterator[Fault]:
    for name in NAMED_LISTS:
        met: set[str] = set()
        for index, record in enumerate(getattr(watch, name)):
            if record.id in met:
                yield Fault(
                    (name, index, "id"), f"is {record.id!r}, which stands above already", "choose another id"
                )
            met.add(record.id)


def _scenarios(watch: Watch) -> Iterator[Fault]:
    covered, classes = _covered_kinds(watch), [borrowed.id for borrowed in watch.reference_classes]
    for index, scenario in enumerate(watch.scenarios):
        path: KeyPath = ("scenarios", index)
        for position, kind in enumerate(scenario.kinds):
            if kind not in covered:
                yield Fault(
                    (*path, "kinds", position),
                    f"is {kind!r}, no kind of coverage.csv",
                    nearest(kind, covered),
                )
        if scenario.reference_class is not None:
            yield from _known(
                (*path, "reference_class"), scenario.reference_class, classes, "reference class"
            )
        if not (scenario.complement or scenario.kinds or scenario.reference_class):
            yield Fault(path, "has no rate", "give it kinds of the history, or a reference_class")
    for index, borrowed in enumerate(watch.reference_classes):
        if not borrowed.rate_low <= borrowed.rate_mid <= borrowed.rate_high:
            yield Fault(
                ("reference_classes", index, "rate_mid"), "is not between low and high", "order the rates"
            )


def _indicators(watch: Watch) -> Iterator[Fault]:
    scenarios = [scenario.id for scenario in watch.scenarios]
    for index, indicator in enumerate(watch.indicators):
        path: KeyPath = ("indicators", index, "likelihood")
        for scenario, probability in indicator.likelihood.items():
            yield from _known((*path, scenario), scenario, scenarios, "scenario")
            if not 0 < probability < 1:
                yield Fault((*path, scenario), f"is {probability}", "write a probability above 0 and below 1")
        if not indicator.is_diagnostic():
            what = "is about equally likely under all scenarios and otherwise: it can raise nothing alone"
            yield Fault(path, what, "sharpen the statement, or leave the indicator out", fatal=False)


def _names(watch: Watch) -> Iterator[Fault]:
    scenarios = [scenario.id for scenario in watch.scenarios]
    indicators = [indicator.id for indicator in watch.indicators]
    for index, trigger in enumerate(watch.triggers):
        for position, name in enumerate(trigger.scenarios):
            yield from _known(("triggers", index, "scenarios", position), name, scenarios, "scenario")
    for index, assumption in enumerate(watch.assumptions):
        for position, name in enumerate(assumption.touched_by):
            yield from _known(("assumptions", index, "touched_by", position), name, indicators, "indicator")


def _hypotheses(watch: Watch) -> Iterator[Fault]:
    """Rule H1: at least three, one of them "nothing happens by the date" and one deception."""
    kinds = [hypothesis.kind for hypothesis in watch.hypotheses]
    if len(kinds) < 3:
        yield Fault(
            ("hypotheses",), f"has {len(kinds)} of at least 3 entries", "add the explanations left out"
        )
    for kind, meaning in (
        ("nothing", "nothing happens by the date"),
        ("deception", "what is seen is staged"),
    ):
        if kind not in kinds:
            yield Fault(("hypotheses",), f"has none of kind {kind!r}", f"add one that says: {meaning}")


def _playbooks(watch: Watch) -> Iterator[Fault]:
    scenarios = [scenario.id for scenario in watch.scenarios]
    indicators = [indicator.id for indicator in watch.indicators]
    for index, playbook in enumerate(watch.playbooks):
        path: KeyPath = ("playbooks", index)
        yield from _known((*path, "scenario"), playbook.scenario, scenarios, "scenario")
        if [action.order for action in playbook.actions] != list(range(1, len(playbook.actions) + 1)):
            yield Fault(
                (*path, "actions"), "are not numbered 1, 2, 3 ...", "write order: 1, 2, 3 ... from the top"
            )
        for position, trigger in enumerate(playbook.triggers):
            at = (*path, "triggers", position)
            if trigger.indicator is not None:
                yield from _known((*at, "indicator"), trigger.indicator, indicators, "indicator")
            if trigger.state is not None:
                yield from _known((*at, "state"), trigger.state, STATES, "state of an indicator")
            if not (trigger.probability or trigger.indicator or trigger.event):
                yield Fault(at, "is never met", "give it a probability, an indicator or an event")


def _known(path: KeyPath, name: str, known: Iterable[str], noun: str) -> Iterator[Fault]:
    names = tuple(known)
    if name not in names:
        yield Fault(path, f"names the {noun} {name!r}, which this watch does not have", nearest(name, names))


def _covered_kinds(watch: Watch) -> tuple[str, ...]:
    return tuple(dict.fromkeys(interval.kind for interval in watch.history.coverage))


def _is_covered(event: HistoryEvent, watch: Watch) -> bool:
    return any(
        interval.kind == event.kind and interval.start <= event.end and event.start <= interval.end
        for interval in watch.history.coverage
    )
