"""The project's own marked sentences: a mark set wrongly would teach the reader a mistake, or hide one."""

import random
from collections.abc import Iterator

from training.composed import compose
from training.marked import Marked, own_sentences

COUNT = 596


def every() -> list[Marked]:
    return [sentence for held in (True, False) for sentence in own_sentences(held=held)]


def faults(sentence: Marked) -> Iterator[str]:
    """What is wrong with the marks of a sentence, in words."""
    text = sentence.text
    if "[" in text or "]" in text:
        yield "a bracket is left in the text"
    for number, own in sentence.attributions.items():
        above = sentence.within[number]
        if not (own.cue and own.content):
            yield f"claim {number} has no cue or no content"
        if above is not None and sentence.within[above] == number:
            yield f"claims {number} and {above} lie within each other"
        for start, end in (span for part in own for span in part):
            if text[start:end] != text[start:end].strip() or start == end:
                yield f"claim {number} has an edge on a space: {text[start:end]!r}"


def test_every_mark_is_whole() -> None:
    found = {sentence.id: list(faults(sentence)) for sentence in every()}
    assert {id: wrong for id, wrong in found.items() if wrong} == {}


def test_none_is_lost_doubled_or_moved_out_of_the_third_that_is_held_back() -> None:
    assert len({s.text for s in every()}) == len({s.id for s in every()}) == COUNT
    assert {s.id for s in own_sentences(held=True)} == {f"own-{n:03d}" for n in range(3, COUNT + 1, 3)}


def test_sentences_composed_of_parts_have_whole_marks_too() -> None:
    chance = random.Random(0)
    found = [list(faults(compose(chance, number))) for number in range(400)]
    assert [wrong for wrong in found if wrong] == []
