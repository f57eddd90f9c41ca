"""Events with their factuality: each mark must point at its own word."""

import json
from pathlib import Path

from benchmarks.status import measure
from training.factuality import pack_told, read_told, token_at, token_table

from tocsin.read.wordpieces import Splitter

ROWS = [
    {
        "text": "The city 's mayor did n't resign ( he `` will '' ) , officials said .",
        "targets": [{"span1": [6, 7], "label": -2.6}, {"span1": [13, 14], "label": 0.4}],
    },
    {"text": "Troops withdrew .", "targets": [{"span1": [1, 2], "label": 3.0}]},
]
SPLITTER = Splitter(["[PAD]", *"abcdefghijklmnopqrstuvwxyz", "troops", "withdrew", "resign"])


def written(folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / "dev.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf8")
    return path


def test_words_are_put_together_as_they_would_be_printed(tmp_path: Path) -> None:
    told = list(read_told(written(tmp_path / "UW")))
    assert told[0].text == "The city's mayor didn't resign (he \"will\"), officials said."


def test_each_degree_stays_with_its_word(tmp_path: Path) -> None:
    for one, words in zip(read_told(written(tmp_path / "UW")), (["resign", ","], ["withdrew"]), strict=True):
        table = token_table(one.text)
        assert [table.low[token_at(table, target.start)] for target in one.targets] == words


def test_places_in_a_window_are_those_of_the_words(tmp_path: Path) -> None:
    (window,) = pack_told(read_told(written(tmp_path / "UW")), 0, SPLITTER)
    first = [ids[at] for ids, firsts in zip(window.ids, window.firsts, strict=True) for at in firsts]
    assert [first[place] for place in window.places][::2] == [29, 28]
    assert window.degrees == [-2.6, 0.4, 3.0]


def test_a_set_that_is_absent_is_named_and_its_figures_are_unknown(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    written(tmp_path / "UW")
    figures = measure(tmp_path)
    assert figures["uw_mae"] is not None
    assert figures["uds_mae"] is None and figures["meantime_mae"] is None
    assert "skipped: UDS_IH2 (no test or dev.jsonl)" in capsys.readouterr().err
