"""What a watch must satisfy beyond types and names: no doubles, a rate for each scenario, alternatives.

Comes in: a `Watch` whose fields have the right types. Goes out: `Fault`s, fatal or not. Knows nothing
about files and lines; `faults` places them.
"""

import re
from collections.abc import Iterator

from tocsin.terms import HistoryEvent, Watch
from tocsin.watches.faults import Fault, nearest
from tocsin.watches.marked import KeyPath
from tocsin.watches.names import covered_kinds, find_unknown_names

NAMED_LISTS = (
    "scenarios",
    "reference_classes",
    "indicators",
    "triggers",
    "hypotheses",
    "assumptions",
    "playbooks",
)

# Rule F1: what such a word asks for happens always or never, as one likes to see it.
UNTESTABLE = re.compile(
    r"\b(?:may|might|could|consider|threaten|escalate|destabili[sz]e|provoke|worsen|intensify|signal)\b", re.I
)


def find_faults(watch: Watch) -> Iterator[Fault]:
    """Every broken rule of the watch, in no particular order."""
    yield from find_unknown_names(watch)
    yield from _doubles(watch)
    yield from _numbers(watch)
    yield from _scenarios(watch)
    yield from _reference_classes(watch)
    yield from _indicators(watch)
    yield from _hypotheses(watch)
    yield from _playbooks(watch)
    yield from _examples(watch)


def find_history_faults(watch: Watch) -> Iterator[tuple[int, str, str]]:
    """Events of the history whose kind or day the coverage does not list: index, what, remedy."""
    covered = covered_kinds(watch)
    for index, event in enumerate(watch.history.events):
        if event.kind not in covered:
            yield index, f"the kind {event.kind!r} is not in coverage.csv", nearest(event.kind, covered)
        elif not _is_covered(event, watch):
            what = f"{event.kind} on {event.start} lies outside the coverage of its kind"
            yield index, what, "correct the date, or the interval in coverage.csv"


def _doubles(watch: Watch) -> Iterator[Fault]:
    for name in NAMED_LISTS:
        met: set[str] = set()
        for index, record in enumerate(getattr(watch, name)):
            if record.id in met:
                what = f"is {record.id!r}, which stands above already"
                yield Fault((name, index, "id"), what, "choose another id")
            met.add(record.id)


def _numbers(watch: Watch) -> Iterator[Fault]:
    for path, value, least in _bounded(watch):
        if value < least:
            yield Fault(path, f"is {value}", f"write a whole number of at least {least}")


def _bounded(watch: Watch) -> Iterator[tuple[KeyPath, int, int]]:
    """Path, value and least value of each number of days, documents or origins."""
    yield ("horizon_days",), watch.horizon_days, 1
    for index, indicator in enumerate(watch.indicators):
        path: KeyPath = ("indicators", index)
        yield (*path, "threshold"), indicator.threshold, 1
        yield (*path, "lead_time_days"), indicator.lead_time_days, 0
        yield (*path, "coverage", "minimum_documents"), indicator.coverage.minimum_documents, 1
    for index, trigger in enumerate(watch.triggers):
        yield ("triggers", index, "days_before"), trigger.days_before, 0
        yield ("triggers", index, "days_after"), trigger.days_after, 0
    for index, playbook in enumerate(watch.playbooks):
        yield ("playbooks", index, "lead_time_days"), playbook.lead_time_days, 0


def _scenarios(watch: Watch) -> Iterator[Fault]:
    grave = [scenario for scenario in watch.scenarios if scenario.grave and not scenario.complement]
    for index, scenario in enumerate(watch.scenarios):
        path: KeyPath = ("scenarios", index)
        if scenario.complement and not grave:
            yield Fault(path, "is the complement of nothing", "mark at least one other scenario grave")
        if not (scenario.complement or scenario.kinds or scenario.reference_class):
            yield Fault(path, "has no rate", "give it kinds of the history, or a reference_class")
        vague = UNTESTABLE.search(scenario.question)
        if vague:
            what = f"asks whether something will {vague.group()!r}, which nobody can settle"
            yield Fault((*path, "question"), what, "name what must have happened", fatal=False)


def _reference_classes(watch: Watch) -> Iterator[Fault]:
    for index, borrowed in enumerate(watch.reference_classes):
        if not borrowed.rate_low <= borrowed.rate_mid <= borrowed.rate_high:
            path = ("reference_classes", index, "rate_mid")
            what = f"is {borrowed.rate_mid:g}, not between {borrowed.rate_low:g} and {borrowed.rate_high:g}"
            yield Fault(path, what, "order the three rates")


def _indicators(watch: Watch) -> Iterator[Fault]:
    for index, indicator in enumerate(watch.indicators):
        path: KeyPath = ("indicators", index, "likelihood")
        for scenario, probability in indicator.likelihood.items():
            if not 0 < probability < 1:
                yield Fault((*path, scenario), f"is {probability}", "write a probability above 0 and below 1")
        if not indicator.is_diagnostic():
            what = "is about equally likely under all scenarios and otherwise: it can raise nothing alone"
            yield Fault(path, what, "sharpen the statement, or leave the indicator out", fatal=False)


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
    for index, playbook in enumerate(watch.playbooks):
        path: KeyPath = ("playbooks", index)
        if not playbook.actions or not playbook.triggers:
            yield Fault(path, "has no actions or no triggers", "say when it is due and what is done")
        if [action.order for action in playbook.actions] != list(range(1, len(playbook.actions) + 1)):
            what = "are not numbered 1, 2, 3 ..."
            yield Fault((*path, "actions"), what, "write order: 1, 2, 3 ... from the top")
        for position, trigger in enumerate(playbook.triggers):
            if not (trigger.probability or trigger.indicator or trigger.event):
                at = (*path, "triggers", position)
                yield Fault(at, "is never met", "give it a probability, an indicator or an event")
            if trigger.within_days and trigger.by:
                at = (*path, "triggers", position, "by")
                yield Fault(at, "names both within_days and by", "leave one of them out")


def _examples(watch: Watch) -> Iterator[Fault]:
    for index, example in enumerate(watch.examples):
        both = sorted(set(example.near) & example.expect.keys())
        if both:
            path = ("examples", index, "near")
            yield Fault(path, f"names {both[0]!r}, which is expected too", "keep it in one of the two")


def _is_covered(event: HistoryEvent, watch: Watch) -> bool:
    return any(
        interval.kind == event.kind and interval.start <= event.end and event.start <= interval.end
        for interval in watch.history.coverage
    )
