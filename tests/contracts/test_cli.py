"""What a person at a shell relies on: statuses, streams, one line for each fault, a quick first word."""

import json
from pathlib import Path

import pytest
from tests.running import EXAMPLE, cpu_seconds_of_children, tocsin


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Officials said on Monday that the talks had failed.\n", encoding="utf-8")
    return tmp_path


def test_help_answers_at_once(tmp_path):
    tocsin("--help", cwd=tmp_path)
    best = min(_seconds(tmp_path) for _ in range(3))
    assert best < 0.5, f"--help took {best:.2f} s"


def _seconds(where: Path) -> float:
    start = cpu_seconds_of_children()
    assert tocsin("--help", cwd=where).returncode == 0
    return cpu_seconds_of_children() - start


def test_read_prints_one_line_a_document_and_nothing_else_on_stdout(folder):
    done = tocsin("read", "a.txt", "--format", "jsonl", cwd=folder)
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    read = json.loads(line)
    assert read["document"]["name"] == "a"
    assert read["claims"][0]["source"]["name"] == "Officials"


def test_read_takes_standard_input_for_a_dash(folder):
    done = tocsin("read", "-", "--format", "jsonl", cwd=folder, stdin="The ministry denied the report.\n")
    assert done.returncode == 0
    assert json.loads(done.stdout)["claims"][0]["stance"] == "denies"


def test_two_jobs_print_the_same_bytes_as_one(root):
    one, two = (tocsin("read", EXAMPLE, "--format", "jsonl", "--jobs", n, cwd=root) for n in "12")
    assert one.stdout == two.stdout and one.stdout.count("\n") > 20


def test_a_bad_input_is_named_and_the_rest_is_read(folder):
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.txt").write_bytes(b"\x00\x01\x02" * 50)
    done = tocsin("read", ".", "--format", "jsonl", cwd=folder)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "b.txt" in done.stderr and "c.txt" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("brief", "a.txt", "--as-of", "May"), "YYYY-MM-DD"),
        (("brief", "a.txt", "--watch", "atlantis"), "atlantis"),
        (("read",), "no path"),
        (("read", "a.txt", "--format", "xml"), "jsonl"),
        (("lint", "nothing.json"), "nothing.json"),
        (("why", "s1", "--from", "nothing.json"), "nothing.json"),
        (("run", "--db", "none/at/all.db"), "none/at"),
        (("brief", "a.txt", "--out", "a.txt/out"), "--out"),
    ],
)
def test_what_cannot_run_says_one_line_and_exits_2(folder, words, said):
    done = tocsin(*words, cwd=folder)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("brief", "a.txt", "--keep"), ("run", "a.txt")])
def test_a_wrong_watch_stops_before_anything_is_stored(folder, words):
    done = tocsin(*words, "--watch", "atlantis", "--db", "desk.db", cwd=folder)
    assert done.returncode == 2 and "atlantis" in done.stderr
    assert not (folder / "desk.db").exists()


def test_a_wrong_setting_is_named(folder):
    done = tocsin("read", "a.txt", cwd=folder, env={"TOCSIN_JOBS": "many"})
    assert done.returncode == 2
    assert "TOCSIN_JOBS" in done.stderr and len(done.stderr.splitlines()) == 1


def test_trace_prints_one_object_that_goes_by_the_given_names(root):
    done = tocsin("trace", EXAMPLE, cwd=root)
    traced = json.loads(done.stdout)
    names = {name for story in traced["stories"] for name in story["documents"]}
    assert "2024-05-24-meridian-november-worry" in names
    for story in traced["stories"]:
        for side in ("asserting", "denying"):
            count = story["independent"][side]
            assert count["low"] <= count["median"] <= count["high"]
    assert traced["markings"] == ["EXERCISE: synthetic reporting"]


def test_a_second_run_changes_nothing(root, tmp_path):
    import sqlite3

    def dump(path: Path) -> list[str]:
        with sqlite3.connect(path) as connection:
            tables = "select name from sqlite_master where type = 'table' and name not like '%fts%'"
            names = [name for (name,) in connection.execute(tables) if name not in ("runs", "audit")]
            return [
                repr(row) for name in sorted(names) for row in connection.execute(f"select * from {name}")
            ]

    db = tmp_path / "desk.db"
    first = tocsin("run", EXAMPLE, "--db", str(db), "--as-of", "2024-05-25", cwd=root)
    assert first.returncode == 0, first.stderr
    before = dump(db)
    second = tocsin("run", EXAMPLE, "--db", str(db), "--as-of", "2024-05-25", cwd=root)
    assert second.returncode == 0
    assert dump(db) == before
    assert "30 taken in, 30 read" in first.stdout and "Bottom line" in first.stdout
    assert "0 taken in, 0 read, 0 stories changed, 0 indicators moved" in second.stdout
    found = tocsin("search", "Sohae", "--db", str(db), cwd=root)
    assert "EXERCISE: synthetic reporting" in found.stdout


def test_lint_names_file_line_and_rule(tmp_path):
    draft = "# Brief\n\nWe judge with high confidence that a test is likely by November.\n"
    (tmp_path / "draft.md").write_text(draft, encoding="utf-8")
    done = tocsin("lint", "draft.md", cwd=tmp_path)
    assert done.returncode == 1
    assert any(line.startswith("draft.md:3: C1 ") for line in done.stdout.splitlines())


def test_doctor_says_what_is_there(root, tmp_path):
    done = tocsin("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "FTS5" in done.stdout and "korean-peninsula" in done.stdout


def test_trace_of_the_store_bears_an_analysts_word_with_a_name(root, tmp_path):
    """A link cut by hand counts at once, stays, and says who cut it."""
    db = str(tmp_path / "t.db")
    assert tocsin("run", EXAMPLE, "--db", db, "--as-of", "2024-05-25", cwd=root).returncode == 0
    stories = json.loads(tocsin("trace", "--db", db, cwd=root).stdout)["stories"]
    story = next(story for story in stories if story["origins"])
    origin, document = story["origins"][0], story["origins"][0]["documents"][0]
    cut = ["trace", "--db", db, "--story", story["id"], "--cut", f"{document}={origin['id']}"]
    unnamed = tocsin(*cut, cwd=root)
    assert unnamed.returncode == 2
    assert "--by" in unnamed.stderr
    (after,) = json.loads(tocsin(*cut, "--by", "A. Lee", cwd=root).stdout)["stories"]
    assert not [o for o in after["origins"] if o["name"] == origin["name"] and document in o["documents"]]
    assert "is no story" in tocsin("trace", "--db", db, "--story", "x", cwd=root).stderr


def test_trace_draws_a_tree_as_text_and_as_a_picture(root, tmp_path):
    text = tocsin("trace", EXAMPLE, "--format", "text", cwd=root).stdout
    assert text.startswith("EXERCISE: synthetic reporting\n")
    assert "├─" in text
    picture = tmp_path / "pictures" / "tree.svg"
    assert tocsin("trace", EXAMPLE, "--format", "svg", "--out", str(picture), cwd=root).stdout == ""
    assert picture.read_text("utf-8").startswith("<svg")
    assert tocsin("trace", EXAMPLE, "--format", "png", cwd=root).returncode == 2


def test_rules_are_listed_by_letter_and_an_unknown_one_is_one_line(tmp_path):
    listed = tocsin("rules", "G", cwd=tmp_path).stdout
    assert [line[:2] for line in listed.splitlines() if line[0] == "G"] == [
        "G1",
        "G2",
        "G3",
        "G4",
        "G5",
        "G6",
    ]
    one = json.loads(tocsin("rules", "h2", "--format", "json", cwd=tmp_path).stdout)
    assert (one["id"], one["where"]) == ("H2", "tocsin.weigh.hypotheses")
    unknown = tocsin("rules", "Z9", cwd=tmp_path)
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "tocsin: Z9: there is no such rule; tocsin rules lists them\n",
    )
