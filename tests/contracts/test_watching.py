"""Writing a watch at a shell: a start that holds, every fault with its line, examples that are tried."""

import shutil
from pathlib import Path

import pytest
from tests.running import tocsin


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    done = tocsin("watch", "new", "amber-strait", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "next: overwrite it, then tocsin watch check amber-strait" in done.stdout
    return folder


def test_the_start_holds_every_rule_and_does_what_its_examples_say(start: Path) -> None:
    checked = tocsin("watch", "check", "amber-strait", cwd=start)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith(
        "amber-strait: Closure of the Amber Strait (2 scenarios, 2 indicators, 1 p"
    )
    tested = tocsin("watch", "test", "amber-strait", cwd=start)
    assert tested.returncode == 0, tested.stdout
    assert tested.stdout.splitlines()[-1] == "4 of 4 examples did as expected"


def test_the_start_says_what_each_part_is_for(start: Path) -> None:
    text = (start / "amber-strait/watch.yaml").read_text(encoding="utf-8")
    assert "NAME" not in text and "TODAY" not in text
    for part in ("scenarios", "indicators", "hypotheses", "assumptions", "examples", "reference_classes"):
        before = text[: text.index(f"\n{part}:")].splitlines()[-1]
        assert before.startswith("#"), f"nothing explains {part}"


def test_nothing_that_is_there_is_overwritten(start: Path) -> None:
    again = tocsin("watch", "new", "amber-strait", cwd=start)
    assert again.returncode == 2
    assert again.stderr == "tocsin: amber-strait: is there already; choose another name, or remove it first\n"
    odd = tocsin("watch", "new", "Amber Strait", cwd=start)
    assert odd.returncode == 2 and "write it in lower case with hyphens" in odd.stderr


def test_every_fault_is_told_at_once_with_its_line(start: Path, tmp_path: Path) -> None:
    text = (start / "amber-strait/watch.yaml").read_text(encoding="utf-8")
    text = text.replace("expect: {mines: observed}", "expect: {mine: observed}")
    text = text.replace("otherwise: 0.05   ", "otherwise: 5      ").replace(
        "domain: preparation ", "domain: fear "
    )
    (tmp_path / "watch.yaml").write_text(text, encoding="utf-8")
    done = tocsin("watch", "check", ".", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 1 and done.stderr == ""
    at = [text[: text.index(part)].count("\n") + 1 for part in ("domain: fear", "otherwise: 5")]
    assert [line.split(" ")[0] for line in lines] == [f"watch.yaml:{number}:" for number in at]
    assert lines[1].endswith("otherwise is 5; write a number below 1.0")


def test_an_example_of_an_indicator_that_is_not_there_is_a_fault(start: Path, tmp_path: Path) -> None:
    text = (start / "amber-strait/watch.yaml").read_text(encoding="utf-8")
    text = text.replace("expect: {mines: observed}", "expect: {mine: observed}\n    near: [mine]")
    (tmp_path / "watch.yaml").write_text(text, encoding="utf-8")
    done = tocsin("watch", "check", ".", cwd=tmp_path)
    assert done.returncode == 1
    assert "examples[0].expect.mine is 'mine', and there is no such indicator; write 'mines'" in done.stdout
    assert "examples[0].near names 'mine', which is expected too; keep it in one of the two" in done.stdout


def test_a_file_that_is_no_yaml_is_a_fault_with_its_line_and_none_at_all_cannot_run(tmp_path: Path) -> None:
    (tmp_path / "watch.yaml").write_text("id: x\ntitle: [a\n", encoding="utf-8")
    done = tocsin("watch", "check", ".", cwd=tmp_path)
    assert done.returncode == 1 and done.stdout.startswith("watch.yaml:3: not valid YAML")
    nowhere = tocsin("watch", "check", "nowhere", cwd=tmp_path)
    assert nowhere.returncode == 2 and "no such watch" in nowhere.stderr


def test_every_broken_row_and_file_is_told_at_once(start: Path, tmp_path: Path) -> None:
    shutil.copytree(start / "amber-strait", tmp_path / "w")
    (tmp_path / "w/plans/other.yaml").write_text("id: [\n", encoding="utf-8")
    rows = [
        "start,end,kind,source,place,note",
        "2017-13,,closure,list,,",
        "2018,,closure,,,",
        "2019,2018,x,y,,",
        "1",
    ]
    (tmp_path / "w/history.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "w/coverage.csv").write_text("kind,from,to,source\n", encoding="utf-8")
    done = tocsin("watch", "check", "w", cwd=tmp_path)
    assert done.returncode == 1 and done.stderr == ""
    where = [line.split(": ")[0] for line in done.stdout.splitlines()]
    assert where == [
        "w/plans/other.yaml:2",
        "w/history.csv:2",
        "w/history.csv:3",
        "w/history.csv:4",
        "w/history.csv:5",
        "w/coverage.csv:1",
    ]


def test_a_warning_is_no_fault(start: Path, tmp_path: Path) -> None:
    text = (start / "amber-strait/watch.yaml").read_text(encoding="utf-8")
    dull = text.replace("likelihood: {closure: 0.4}", "likelihood: {closure: 0.05}")
    (tmp_path / "watch.yaml").write_text(dull, encoding="utf-8")
    done = tocsin("watch", "check", ".", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("tocsin: warning: watch.yaml:") and "sharpen the statement" in done.stderr


def test_an_example_that_does_not_do_as_expected_fails_with_its_place(start: Path, tmp_path: Path) -> None:
    text = (start / "amber-strait/watch.yaml").read_text(encoding="utf-8")
    wrong = text.replace("expect: {mines: observed}", "near: [mines]")
    (tmp_path / "watch.yaml").write_text(wrong, encoding="utf-8")
    done = tocsin("watch", "test", ".", cwd=tmp_path)
    number = wrong[: wrong.index("  - text: The navy of Vostria")].count("\n") + 1
    assert done.returncode == 1
    assert f"watch.yaml:{number}: FAILED: The navy of Vostria" in done.stdout
    assert "sets off mines, which it should not (tells of mine-laying" in done.stdout
    assert "3 of 4 examples did as expected" in done.stdout
    bare = wrong[: wrong.index("\nexamples:")] + "\n"
    (tmp_path / "watch.yaml").write_text(bare, encoding="utf-8")
    refused = tocsin("watch", "test", ".", cwd=tmp_path)
    assert refused.returncode == 2 and "has no examples; write some under `examples:`" in refused.stderr


def test_the_list_names_the_packaged_watches(tmp_path: Path) -> None:
    done = tocsin("watches", cwd=tmp_path)
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "korean-peninsula",
        "sahel-coups",
        "taiwan-strait",
    ]
