"""Chooses the two pages that come before everything else: the first sentences of each part, within a budget.

Comes in: a brief. Goes out: for each part the sentences that stand in front, and how many more there are.
Knows nothing about pages: a page, a printed sheet and a word processor's file show the same choice.

A reader of the front alone must know what is likely, by when, how surely, what it rests on, what changed and
what stands ready. Every part therefore gets its first sentence before any part gets its second.
"""

from typing import NamedTuple

from tocsin.brief.judge import MOVED
from tocsin.brief.naming import forecast_id, plan_id
from tocsin.brief.wording import upper_first
from tocsin.terms import Brief, Part, Sentence

CHARACTERS = 5_200  # what fits on two printed pages beside their headings
ROW = 140  # what a row of the table of judgements takes of that
MOST: dict[Part, int] = {
    "changes": 5,
    "evidence": 4,
    "alternatives": 4,
    "assumptions": 4,
    "indicators": 3,
    "gaps": 3,
    "dissent": 3,
    "implications": 4,
    "plans": 6,
    "track-record": 2,
}
READY = ("advised", "active")


class Front(NamedTuple):
    """One part as it stands in front: `rest` sentences more stand in the part itself."""

    part: Part
    sentences: tuple[Sentence, ...]
    rest: int


def choose_front(brief: Brief) -> tuple[Front, ...]:
    """What stands in front of each part but the bottom line, the judgements and the yardstick."""
    waiting = {part: _candidates(brief, part) for part in MOST}
    chosen: dict[Part, list[Sentence]] = {part: [] for part in MOST}
    spent = ROW * len(brief.judgements)
    for turn in range(max(MOST.values())):
        for part, most in MOST.items():
            if turn >= min(most, len(waiting[part])):
                continue
            sentence = waiting[part][turn]
            if turn == 0 or spent + len(sentence.text) <= CHARACTERS:
                chosen[part].append(sentence)
                spent += len(sentence.text)
    return tuple(Front(part, tuple(chosen[part]), len(waiting[part]) - len(chosen[part])) for part in MOST)


def moved_by(brief: Brief, scenario: str) -> str | None:
    """What moved a scenario's number, in the words of its judgement; None where nothing did."""
    for sentence in brief.sentences:
        if sentence.text.startswith(MOVED) and forecast_id(scenario) in sentence.evidence[:1]:
            return upper_first(sentence.text.removeprefix(MOVED).strip().rstrip("."))
    return None


def _candidates(brief: Brief, part: Part) -> list[Sentence]:
    """The part's sentences, those on plans that are due first."""
    sentences = [sentence for sentence in brief.sentences if sentence.part == part]
    if part != "plans":
        return sentences
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        for name in sentence.evidence[:1]:
            first.setdefault(name, sentence)
    ready = [plan_id(plan.id) for plan in brief.plans if plan.state in READY]
    due = [first[name] for name in ready if name in first]
    return [*due, *(sentence for sentence in sentences if sentence not in due)]
