"""The packaged exercise, played by the commands of its page: marked throughout, and stored nowhere."""

import hashlib
import json
import re
import shlex
from pathlib import Path

import pytest
from tests.running import tocsin

ROOT = Path(__file__).parents[2]
MARK = "EXERCISE: A launch, then guns; no report on real events"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every command of docs/exercises.md was run, in its order."""
    folder = tmp_path_factory.mktemp("exercise")
    page = (ROOT / "docs/exercises.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    tocsin (.+)$", page, re.MULTILINE)
    assert len(lines) == 4
    for line in lines:
        words = [str(ROOT / word) if word.startswith("examples/") else word for word in shlex.split(line)]
        done = tocsin(*words, cwd=folder)
        assert done.returncode == 0, done.stderr
        if words[0] == "what-if":
            assert done.stdout.startswith(MARK) and done.stdout.rstrip().endswith("synthetic reporting")
    return folder


def test_every_file_of_an_exercise_bears_its_marking(played: Path) -> None:
    files = [file for file in (played / "exercise").rglob("*") if file.is_file()]
    assert len(files) == 3 + 4 * 2 * 3
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert MARK in text if "-without" not in str(file) else "EXERCISE" in text, file
    for file in (played / "exercise").rglob("brief.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["exercise"] is True


def test_what_is_brought_in_moves_what_it_should_and_tells_why(played: Path) -> None:
    report = json.loads((played / "exercise/exercise.json").read_text(encoding="utf-8"))
    moved = [{(move["kind"], move["id"]): move for move in turn["moves"]} for turn in report["turns"]]
    assert moved[0]["indicator", "launch-notice"]["after"] == "observed"
    assert moved[0]["plan", "satellite-launch"]["after"] == "active"
    assert moved[1]["forecast", "satellite-launch"]["step"] > 0
    assert moved[2]["plan", "island-fire"]["after"] == "active"
    assert moved[3]["forecast", "nuclear-test"]["step"] < 0
    assert "Activity at the nuclear test site" in moved[3]["forecast", "nuclear-test"]["reason"]
    assert ("plan", "satellite-launch") not in moved[3], "told once is enough"


def test_plans_that_act_against_each_other_are_told_once_both_are_touched(played: Path) -> None:
    later = (played / "exercise/03-2024-05-30-with/brief.md").read_text(encoding="utf-8")
    assert "act against each other over ships held in port" in later
    assert "No plan is written for new arms or technology transfer with Russia" in later


def test_what_a_person_decides_is_listed_with_name_and_reason(played: Path) -> None:
    done = tocsin("plans", "--watch", "korean-peninsula", "--db", "desk.db", "--format", "json", cwd=played)
    (line,) = done.stdout.splitlines()
    plans = {plan["id"]: plan for plan in json.loads(line)["plans"]}
    assert plans["satellite-launch"]["state"] == "active"
    assert plans["satellite-launch"]["order"]["by"] == "duty officer"
    assert json.loads(line)["readiness"]["scenarios_without"] == ["transfer-with-russia"]
    again = tocsin("run", "--watch", "korean-peninsula", "--db", "desk.db", "--format", "json", cwd=played)
    moved = {move["id"]: move for move in json.loads(again.stdout)["moves"]}
    assert moved["satellite-launch"]["reason"] == "Set by duty officer: ships ask us"
    told = tocsin("why", "plan:satellite-launch", "--db", "desk.db", cwd=played).stdout
    assert "set by duty officer" in told and "its triggers alone: advised" in told
    wrong = tocsin("plans", "set", "no-plan", "active", "--by", "a", "--because", "b", cwd=played)
    assert wrong.returncode == 2 and "no such plan" in wrong.stderr


def test_an_exercise_on_a_store_changes_no_byte_of_it(played: Path) -> None:
    file = played / "desk.db"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    (played / "own.yaml").write_text(
        "title: Own\nwatch: korean-peninsula\nas_of: 2024-05-25\n"
        "injects: [{at: 2024-05-26, indicator: {id: island-warning}}]\n",
        encoding="utf-8",
    )
    done = tocsin("what-if", "own.yaml", "--db", "desk.db", "--out", "own", cwd=played)
    assert done.returncode == 0, done.stderr
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert "EXERCISE: Own; no report on real events" in done.stdout
    assert tocsin("what-if", "own.yaml", "--db", "none.db", cwd=played).returncode == 2
    assert not (played / "none.db").exists()
