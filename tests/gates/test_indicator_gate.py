"""Gate: passages of our own that bear on an indicator, and near misses that do not.

A passage is held against its indicator as it would stand in a report on the problem, whose title names it;
what a document must hold to be weighed at all is another question (weigh/bearing.py). Every clone can run it.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from tocsin.read.document import read_document
from tocsin.terms import Document, Watch
from tocsin.trace import trace_documents
from tocsin.watches import load_watch
from tocsin.weigh import weigh_watch

PRECISION, RECALL = 0.93, 0.81  # measured .948 and .826

DAY = dt.date(2026, 5, 1)
PAIRS = Path(__file__).parents[1] / "gold" / "indicator_pairs.yaml"


class Pair(NamedTuple):
    """A passage, the indicator it is held against, and whether it bears on it."""

    watch: Watch
    indicator: str
    text: str
    bears: bool


def pairs() -> Iterator[Pair]:
    for name, indicators in yaml.safe_load(PAIRS.read_text("utf-8")).items():
        watch = load_watch(name)
        for indicator, answers in indicators.items():
            for answer, texts in answers.items():
                yield from (Pair(watch, indicator, text, answer == "yes") for text in texts)


def is_matched(pair: Pair) -> bool:
    seen = dt.datetime.combine(DAY, dt.time(), dt.UTC)
    document = Document(
        id="d", name="d", text=pair.text, title=pair.watch.title, published=DAY, first_seen=seen
    )
    reading = read_document(document)
    weighing = weigh_watch(
        pair.watch, [document], [reading], trace_documents([document], [reading]), as_of=DAY
    )
    return any(state.matches for state in weighing.indicators if state.id == pair.indicator)


def test_indicators_are_matched_as_well_as_measured() -> None:
    answers = [(pair.bears, is_matched(pair)) for pair in pairs()]
    assert len(answers) >= 200
    right = answers.count((True, True))
    assert right / (right + answers.count((False, True))) >= PRECISION
    assert right / (right + answers.count((True, False))) >= RECALL
