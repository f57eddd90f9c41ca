"""Tries a watch on its own examples: whether each passage sets off what its author expects, and no more.

Comes in: a watch. Goes out: one `Trial` an example. Each passage is read, traced and weighed as the only
report of the day on which the watch was written; thresholds count as one origin. It knows no files.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from tocsin.read.document import read_document
from tocsin.terms import Document, Example, IndicatorState, Watch
from tocsin.trace import trace_documents
from tocsin.weigh import weigh_watch

_OUTLET = "the example"  # a report of nobody rests on no origin, and would never be more than talk


class Trial(NamedTuple):
    """One example, the states that it set off (matched indicators only), and what is wrong with that."""

    example: Example
    matched: tuple[IndicatorState, ...]
    faults: tuple[str, ...]
    bears: bool  # whether the passage names the watch's subject at all

    @property
    def is_well(self) -> bool:
        """Whether it did what its author expects."""
        return not self.faults


def try_examples(watch: Watch) -> Iterator[Trial]:
    """Every example of the watch, in its order."""
    single = watch.model_copy(
        update={"indicators": tuple(i.model_copy(update={"threshold": 1}) for i in watch.indicators)}
    )
    for number, example in enumerate(watch.examples, 1):
        yield _try(single, example, number)


def _try(watch: Watch, example: Example, number: int) -> Trial:
    seen = dt.datetime.combine(watch.written, dt.time(), dt.UTC)
    name = f"example-{number}"
    document = Document(
        id=name, name=name, text=example.text, outlet=_OUTLET, published=watch.written, first_seen=seen
    )
    reading = read_document(document)
    lineage = trace_documents([document], [reading])
    weighing = weigh_watch(watch, [document], [reading], lineage, as_of=watch.written)
    matched = tuple(state for state in weighing.indicators if state.matches)
    faults = tuple(_find_faults(example, {state.id: state for state in matched}))
    return Trial(example, matched, faults, bool(weighing.relevant_documents))


def _find_faults(example: Example, matched: dict[str, IndicatorState]) -> Iterator[str]:
    for indicator, expected in example.expect.items():
        found = matched.get(indicator)
        if found is None:
            yield f"does not set off {indicator}"
        elif found.state != expected:
            yield f"gives {indicator} the state {found.state}, not {expected} ({found.reason})"
    unwanted = example.near or (() if example.expect else tuple(matched))
    for indicator in unwanted:
        if indicator in matched:
            reasons = "; ".join(dict.fromkeys(match.reason for match in matched[indicator].matches))
            yield f"sets off {indicator}, which it should not ({reasons})"
