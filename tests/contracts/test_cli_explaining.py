"""Explanations and relations by the command line: what is shown, written, and refused in one line."""

import json
from pathlib import Path

import pytest
import yaml
from tests.running import tocsin

ROOT = Path(__file__).parents[2]
EXAMPLE, MATRIX = ROOT / "examples" / "korea-2024", ROOT / "examples" / "korea-2024.matrix.yaml"
AS_OF = ("--as-of", "2024-05-25")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("brief")
    made = tocsin("brief", str(EXAMPLE), *AS_OF, "--matrix", str(MATRIX), "--out", ".", cwd=where)
    assert made.returncode == 0, made.stderr
    return where


def test_h4_a_brief_with_an_analysts_matrix_gives_its_order_and_who_differs(folder: Path) -> None:
    brief = json.loads((folder / "brief.json").read_text("utf-8"))
    told = {
        part: [s["text"] for s in brief["sentences"] if s["part"] == part]
        for part in ("alternatives", "dissent")
    }
    assert any(
        text.startswith('Least speaks against "bargains with Russia"') for text in told["alternatives"]
    )
    assert any("missile analyst alone" in text for text in told["dissent"])
    assert tocsin("lint", "brief.json", cwd=folder).returncode == 0


def test_the_matrix_comes_as_text_json_and_a_page(folder: Path) -> None:
    text = tocsin("ach", "--from", "brief.json", cwd=folder).stdout
    assert "EXERCISE: synthetic reporting" in text
    assert "Places, by statements analyst alone" in text
    made = json.loads(tocsin("ach", "--from", "brief.json", "--format", "json", cwd=folder).stdout)
    assert [order["analyst"] for order in made["orders"]] == [None, "missile analyst", "statements analyst"]
    page = tocsin("ach", "--from", "brief.json", "--format", "html", cwd=folder).stdout
    assert page.count("EXERCISE: synthetic reporting") == 2
    assert "<script" not in page


def test_a_matrix_that_rules_propose_is_written_to_be_filled_and_read_back(tmp_path: Path) -> None:
    words = ("ach", str(ROOT / "examples" / "single-article"), "--watch", "korean-peninsula")
    first = tocsin(*words, "--write", "m.yaml", cwd=tmp_path)
    assert "suggestions by rule that no analyst has accepted" in " ".join(first.stdout.split())
    written = yaml.safe_load((tmp_path / "m.yaml").read_text("utf-8"))
    assert all(row["suggested"] and row["ratings"] == {} for row in written["rows"])
    again = tocsin(*words, "--matrix", "m.yaml", cwd=tmp_path)
    assert again.returncode == 0
    assert "no analyst has accepted" in " ".join(again.stdout.split())


def test_relations_come_as_a_table_and_a_picture_with_the_marking(folder: Path) -> None:
    text = tocsin("relations", "--from", "brief.json", cwd=folder).stdout
    assert "EXERCISE: synthetic reporting" in text
    assert "North Korea to Russia: arms (" in text
    assert "supposed: Russia could encourage" in text
    pair = ("--pair", "north-korea-russia", "--format")
    drawn = tocsin("relations", "--from", "brief.json", *pair, "svg", cwd=folder).stdout
    assert drawn.startswith("<svg")
    assert "EXERCISE: synthetic reporting" in drawn
    (one,) = json.loads(tocsin("relations", "--from", "brief.json", *pair, "json", cwd=folder).stdout)
    assert {act["kind"] for act in one["acts"]} >= {"arms", "technology"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ach",), "ach: no watch is named; name one with --watch, or give paths"),
        (("ach", "--watch", "korean-peninsula"), "the store: it holds no brief on korean-peninsula"),
        (("ach", "--format", "xml"), "--format xml: there is no such format; use text, json, html"),
        (("ach", "--from", "brief.json", "x.txt"), "--from: shows what a brief holds"),
        (("ach", "--matrix", "m.yaml"), "--matrix: goes with paths"),
        (("ach", "--from", "no.json"), "no.json: cannot be read"),
        (("ach", str(EXAMPLE), "--matrix", "no.yaml"), "no.yaml: cannot be read"),
        (
            ("relations", "--from", "brief.json", "--pair", "x"),
            "--pair x: is no pair of the watch; use north",
        ),
        (("relations", "--from", "brief.json", "--format", "svg"), "--format svg: draws one pair"),
        (("relations", "--as-of", "soon", "x.txt"), "--as-of soon: this is not a date"),
    ],
)
def test_bad_input_is_one_line_with_a_remedy(folder: Path, words: tuple[str, ...], told: str) -> None:
    refused = tocsin(*words, cwd=folder)
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"tocsin: {told}")
    assert refused.stderr.count("\n") == 1
