"""`tocsin forecast`: the finding in words with the probability first, a page, a picture, clear refusals."""

from pathlib import Path

from tests.running import tocsin

HISTORY = """start,end,kind,source,place,note
2001-03-01,,raid,list,,
2004-11-01,,raid,list,,
2010-06-05,,raid,list,,
2012-11-20,,raid,list,,
"""
COVERAGE = """kind,start,end,source
raid,2000-01-01,2015-12-31,list
"""


def test_a_trigger_of_the_packaged_watch_is_told_in_words_and_drawn(tmp_path: Path) -> None:
    words = ("forecast", "test-trigger", "us-presidential", "--as-of", "2024-05-25")
    done = tocsin(*words, "--out", "page.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "US presidential election, 28 days before to 28 after"
    assert "8 October 2024 to 3 December 2024" in lines[1]
    assert "the rate alone gives" in lines[1]
    assert "cannot tell an effect from none" in done.stdout
    for name in ("US midterm election", "CSIS: US presidential election", "from 2012", "event-days", "March"):
        assert name in done.stdout
        assert name in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_history_and_a_named_date_of_ones_own_are_tested_and_drawn_alone(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    (tmp_path / "coverage.csv").write_text(COVERAGE, encoding="utf-8")
    words = ("forecast", "test-trigger", "jp-general-election", "--history", "history.csv", "--kinds", "raid")
    done = tocsin(*words, "--before", "10", "--as-of", "2016-06-01", "--out", "picture.svg", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Japanese general election" in done.stdout
    assert "10 days before to 28 after" in done.stdout
    assert "The record of raid ends on 31 December 2015" in done.stdout
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8").startswith("<svg")
    refused = tocsin(*words[:-1], "flood", cwd=tmp_path)
    assert refused.returncode == 2
    assert "use: raid" in refused.stderr


def test_what_is_neither_a_trigger_nor_a_date_is_refused_in_one_line(tmp_path: Path) -> None:
    for words in (("full-moon",), ("us-presidential", "--out", "page.pdf"), ("--as-of", "soon")):
        refused = tocsin("forecast", "test-trigger", *words, cwd=tmp_path)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1


def test_a_history_becomes_files_for_a_replay_and_a_watch_without_one_is_refused(tmp_path: Path) -> None:
    done = tocsin("forecast", "replay-files", "korea", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = sorted(file.name for file in (tmp_path / "korea").iterdir())
    assert names == ["covered.jsonl", "covered.tsv", "listed.jsonl", "listed.tsv"]
    refused = tocsin("forecast", "replay-files", "x", "--watch", "taiwan-strait", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
