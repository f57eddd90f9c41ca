"""What people judge, by the command line: kept for ever, heeded by the next run, never without a reason."""

import json
import sqlite3
from pathlib import Path

import pytest
from tests.running import tocsin

from tocsin.store import Store

ARTICLE = Path(__file__).parents[2] / "examples" / "single-article"
BECAUSE = ("--by", "watch officer", "--because", "read it twice")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    made = tocsin("run", str(ARTICLE), cwd=folder)
    assert made.returncode == 0, made.stderr
    return folder


def matches(folder: Path) -> list[dict[str, object]]:
    listed = tocsin("indicators", "--format", "json", cwd=folder)
    found: list[dict[str, object]] = json.loads(listed.stdout)
    return found


def test_i5_a_rejected_match_is_out_of_the_next_run_and_on_the_trail(desk: Path) -> None:
    (match,) = (each for each in matches(desk) if each["indicator"] == "coastal-artillery")
    assert match["state"] == "observed"
    said = tocsin("indicators", "reject", str(match["id"]), *BECAUSE, cwd=desk)
    assert "of 1 decided on this indicator 0 were accepted" in said.stdout
    assert tocsin("run", str(ARTICLE), cwd=desk).returncode == 0
    (again,) = (each for each in matches(desk) if each["indicator"] == "coastal-artillery")
    assert (again["decision"], again["state"]) == ("rejected", "absent-uncovered")
    listed = tocsin("indicators", cwd=desk).stdout
    assert "of 1 matches that people decided on, 0 were accepted" in listed
    with Store(str(desk / "tocsin.db")) as store:
        assert "rejected a match" in [entry.what for entry in store.audit()]
        brief = store.last_brief()
    assert brief is not None
    told = " ".join(sentence.text for sentence in brief.sentences if sentence.part == "indicators")
    assert "of 1 that people have decided on here, 0 were accepted" in told


def test_g1_letters_are_kept_with_their_history_and_never_changed(desk: Path) -> None:
    tocsin("grade", "Harbour TV", "B", *BECAUSE, cwd=desk)
    second = tocsin("grade", "the Harbour TV", "d", "--topic", "korean-peninsula", *BECAUSE, cwd=desk)
    assert second.stdout == "the Harbour TV: D on korean-peninsula, by watch officer\n"
    listed = json.loads(tocsin("grades", "harbour tv", "--format", "json", cwd=desk).stdout)
    assert [(each["letter"], each["topic"]) for each in listed] == [("B", None), ("D", "korean-peninsula")]
    with sqlite3.connect(desk / "tocsin.db") as connection:
        for spoil in ("UPDATE source_grades SET letter = 'A'", "DELETE FROM source_grades"):
            with pytest.raises(sqlite3.IntegrityError, match="a person judged is never"):
                connection.execute(spoil)
    assert tocsin("check", cwd=desk).returncode == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("grade", "X", "Q", *BECAUSE), "Q: is no letter of the scale; use A, B, C, D, E, F"),
        (("grade", "X", "A", "--because", "b"), "--by: names nobody"),
        (("grade", "X", "A", "--by", "b"), "--because: gives no reason"),
        (("grade", " ", "A", *BECAUSE), "grade: names no source"),
        (("grades", "--format", "xml"), "--format xml: there is no such format"),
        (("indicators", "accept", "zzz", *BECAUSE), "zzz: is no suggested match of the last weighing"),
        (("indicators", "reject", "zzz", "--by", "a"), "--because: gives no reason"),
        (("indicators", "--watch", "no-such"), "no-such: nothing was weighed yet"),
    ],
)
def test_bad_input_is_one_line_with_a_remedy(desk: Path, words: tuple[str, ...], told: str) -> None:
    refused = tocsin(*words, cwd=desk)
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"tocsin: {told}")
    assert refused.stderr.count("\n") == 1
