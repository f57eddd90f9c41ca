"""Settling from the command line: over a store, with rulings, and one line for what cannot be."""

from pathlib import Path

import pytest
from tests.running import EXAMPLE, tocsin

REPORT = f"{EXAMPLE}/2024-05-24-hanbit-sohae-preparations.txt"


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and a brief of one report."""
    folder = tmp_path_factory.mktemp("settle")
    words = ["run", REPORT, "--watch", "korean-peninsula", "--as-of", "2024-05-25"]
    done = tocsin(*words, "--db", str(folder / "desk.db"), "--out", str(folder), cwd=root)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_brief_of_a_store_is_settled_once_and_the_next_brief_shows_it(made: Path, root: Path):
    db = ("--db", str(made / "desk.db"))
    for _ in range(2):
        done = tocsin("settle", *db, "--as-of", "2025-01-01", "--out", str(made / "post"), cwd=root)
        assert done.returncode == 0, done.stderr
    assert "Satellite launch: yes. The first on record is of 27 May 2024" in done.stdout
    pages = list((made / "post").rglob("postmortem.html"))
    assert len(pages) == 1 and pages[0].parent.name.startswith("2024-05-25-")
    later = made / "later.txt"
    later.write_text("North Korea may launch another satellite this year, officials in Seoul said.", "utf-8")
    for day, paths, told in (
        (
            "2025-02-01",
            [str(later), "--published", "2025-01-20"],
            "4 questions of 1 earlier brief are settled",
        ),
        ("2024-12-01", [], "No settled"),
    ):
        words = ["run", *paths, *db, "--watch", "korean-peninsula", "--as-of", day, "--out", str(made / day)]
        done = tocsin(*words, cwd=root)
        assert done.returncode == 0, done.stderr
        assert told in (made / day / "brief.md").read_text("utf-8"), "what is settled later is not known yet"
    version = pages[0].parent.name.removeprefix("2024-05-25-")
    why = ["why", f"settled:{version}:satellite-launch", "--from", str(made / "2025-02-01" / "brief.json")]
    told = tocsin(*why, cwd=root).stdout
    assert "Settled with yes on 2025-01-01 by the record" in told and "on record: 2024-05-27" in told


def test_a_ruling_settles_what_no_list_holds(made: Path, root: Path, tmp_path: Path):
    rulings = tmp_path / "rulings.csv"
    rulings.write_text(
        "scenario,outcome,day,settler,basis\n"
        "nuclear-test,no,,nuclear analyst,no explosion stated by any body up to the deadline\n",
        encoding="utf-8",
    )
    words = ["settle", "--from", str(made / "brief.json"), "--as-of", "2025-01-01", "--out", str(tmp_path)]
    done = tocsin(*words, "--rulings", str(rulings), cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Nuclear test: no. It did not come: no explosion stated" in done.stdout
    assert "Settled by nuclear analyst" in (tmp_path / "postmortem.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as-of", "2024-05-01"], "lies before the brief's own 2024-05-25"),
        (["--as-of", "soon"], "this is not a date"),
        (["--history", "README.md"], "is no history"),
        (["--rulings", "README.md"], "the header is another"),
        (["--watch", "taiwan-strait"], "has no scenario"),
        (["--record", "README.md"], "is no settled question"),
    ],
)
def test_what_cannot_be_settled_is_one_line_and_status_2(
    words: list[str], told: str, made: Path, root: Path, tmp_path: Path
):
    done = tocsin("settle", "--from", str(made / "brief.json"), *words, "--out", str(tmp_path), cwd=root)
    assert done.returncode == 2, done.stdout
    assert told in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_precedents_are_printed_and_an_unknown_scenario_is_one_line(root: Path):
    words = ["forecast", "precedents", "--watch", "korean-peninsula", "--as-of", "2024-05-25", "--scenario"]
    done = tocsin(*words, "nuclear-test", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "the longest gap 3.7 years, from 25 May 2009 to 12 February 2013" in done.stdout
    assert "2009-05-25  distance" in done.stdout
    wrong = tocsin(*words, "lunch", cwd=root)
    assert wrong.returncode == 2 and "name one of: nuclear-test" in wrong.stderr
