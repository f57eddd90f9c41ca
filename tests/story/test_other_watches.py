"""The other packaged watches on their examples: nothing is Korean by accident."""

import json
from pathlib import Path

import pytest
from tests.running import tocsin

CASES = [
    ("taiwan-exercise", "2026-10-06", "taiwan-strait", {"exercise-announced", "ship-inspection-order"}),
    ("sahel-exercise", "2026-07-09", "sahel-coups", {"officers-arrested", "army-losses"}),
]


@pytest.mark.parametrize(("folder", "as_of", "watch", "moved"), CASES)
def test_a_brief_on_another_danger_speaks_of_that_danger(
    folder: str, as_of: str, watch: str, moved: set[str], root: Path, tmp_path: Path
) -> None:
    done = tocsin("brief", f"examples/{folder}", "--as-of", as_of, "--out", str(tmp_path), cwd=root)
    assert done.returncode == 0, done.stderr
    brief = json.loads((tmp_path / "brief.json").read_text("utf-8"))
    assert brief["watch"] == watch, "the watch is chosen by what the documents are about"
    assert brief["exercise"]
    seen = {each["id"] for each in brief["indicators"] if each["state"] == "observed"}
    assert moved <= seen
    told = " ".join(sentence["text"] for sentence in brief["sentences"])
    assert "rates set by judgement" in told and "no record lists this kind of event" in told
    assert not {"Korea", "Pyongyang", "Kim"} & set(told.replace("'s", "").split())
