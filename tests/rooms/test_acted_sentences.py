"""Sentences with acts, as the reader learns from them: marks must fall on the words that they mean."""

import json
import random
from pathlib import Path

import pytest
from training.acts import Act, Acted, ActedStretch, read_acted, stretches, windows

from tocsin.read.roles import CLASSES, STATUSES
from tocsin.read.wordpieces import Splitter

SPLITTER = Splitter(["[PAD]", *"abcdefghijklmnopqrstuvwxyz", "the", "army", "rebels", "attacked", "shelled"])
TEXT = "The army shelled the rebels."


def only(acted: Acted, sure: float = 0.1) -> ActedStretch:
    (stretch,) = stretches(acted, sure, SPLITTER)
    return stretch


def number(name: str) -> int:
    return 1 + CLASSES.index(name)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("plover", "spans"):
        (tmp_path / name).mkdir()
    rows = [
        {
            "id": f"plv-train-{n:04}",
            "text": f"In place {n}, the army shelled the rebels.",
            "class": "YIELD" if n == 1 else "ASSAULT",
            "source": {"spans": [[13, 21]]},
            "target": {"spans": []},
        }
        for n in range(6)
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "plover" / "train.jsonl").write_text(lines, encoding="utf8")
    words = "In O|place O|5 O|, O|the O|army B-S|shelled O|the O|rebels B-T|. O||"
    words += "The O|army B-S|'s I-S|men I-S|left O|Rome B-T|. O"
    (tmp_path / "spans" / "train.conll").write_text(words.replace("|", "\n"), encoding="utf8")
    return tmp_path


def test_the_fifth_that_is_measured_on_is_never_trained_on(folder: Path) -> None:
    texts = [one.text for one, _ in read_acted(folder, others=0.1)]
    assert not any("place 0" in text or "place 5" in text for text in texts), "also not by way of the spans"
    assert sum(text.startswith("In place ") for text in texts) == 4


def test_layouts_are_read_for_what_they_mark(folder: Path) -> None:
    read = {one.text: (one, sure) for one, sure in read_acted(folder, others=0.1)}
    yielded, sure = read["In place 1, the army shelled the rebels."]
    assert (yielded.acts[0].classes, sure) == (("CONCEDE", "RETREAT"), 0.1)
    spans, _ = read["The army's men left Rome."]
    assert [spans.text[a:b] for part in spans.acts[0].parts for a, b in part] == ["army's men", "Rome"]
    assert sum(one.is_whole for one, _ in read.values()) > 400, "the project's own sentences"


def test_words_that_are_marked_carry_the_class_and_the_rest_is_surely_none() -> None:
    act = Act(("ASSAULT",), ((9, 16),), "planned", (((0, 8),), ((17, 27),)))
    stretch = only(Acted(TEXT, (act,), is_whole=True))
    assert stretch.tags == [0, 0, number("ASSAULT"), 0, 0, 0]
    assert stretch.sure == [1.0] * 6
    (deed,) = stretch.deeds
    assert (deed.words, deed.is_known, STATUSES[deed.status]) == ([2], True, "planned")
    assert deed.roles == ([0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0]), "articles are no part"


def test_where_the_words_are_not_marked_every_open_word_outside_the_parts_may_name_it() -> None:
    act = Act(("CONCEDE", "RETREAT"), (), None, (((0, 8),), ()))
    stretch = only(Acted(TEXT, (act,), is_whole=False))
    (deed,) = stretch.deeds
    assert (deed.words, deed.is_known, deed.status) == ([2, 4], False, -1)
    assert deed.classes == [number("CONCEDE"), number("RETREAT")]
    assert deed.has_roles == (True, False)
    assert stretch.sure == [1.0, 1.0, 0.1, 1.0, 0.1, 1.0]


def test_windows_hold_every_stretch_once_and_never_too_much() -> None:
    act = Act(("ASSAULT",), ((9, 16),), "planned", ((), ()))
    some = [only(Acted(TEXT, (act,), is_whole=True))._replace(tags=[n] * 6) for n in range(60)]
    packed = list(windows(some, random.Random(1)))
    assert sorted(s.tags[0] for window in packed for s in window) == list(range(60))
    assert all(1 + sum(len(s.ids) + 1 for s in window) <= 192 for window in packed)
    assert len({len(window) for window in packed}) > 1, "some are left short"
