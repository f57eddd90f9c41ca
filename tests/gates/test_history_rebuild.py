"""The packaged history is what its script makes of the two public lists, where these are at hand."""

import csv
import datetime as dt
import gzip
from pathlib import Path

import pytest
from tests.rooms.test_history import FOLDER, load_rebuild

from tocsin.watches import load_history
from tocsin.watches.histories import load_coverage

LISTS = Path(__file__).parents[3] / "shared" / "data" / "korea"
CNS = LISTS / "cns_nk_missile_tests_1984_2026.csv.gz"
CSIS = LISTS / "csis_nk_provocations_1958_2017.csv.gz"

pytestmark = pytest.mark.skipif(
    not CNS.exists(), reason="needs the two source lists in ../shared, which is not beside this checkout"
)


def test_the_script_gives_the_packaged_history_to_the_letter(tmp_path: Path) -> None:
    rebuild = load_rebuild()
    happenings, _ = rebuild.rebuild(rebuild.read_rows(CNS), rebuild.read_rows(CSIS), rebuild.read_mapping())
    rebuild.write_history(happenings, tmp_path / "history.csv")
    assert (tmp_path / "history.csv").read_bytes() == (FOLDER / "history.csv").read_bytes()


def test_joining_on_the_listed_dates_would_have_doubled_about_a_third_of_the_shared_missile_days() -> None:
    rebuild = load_rebuild()
    _, report = rebuild.rebuild(rebuild.read_rows(CNS), rebuild.read_rows(CSIS), rebuild.read_mapping())
    assert report == (59, 22, 4)
    assert 0.3 < report.doubled / report.shared < 0.4


def test_coverage_begins_and_ends_with_the_lists_entries() -> None:
    """The last shot of the CNS list was on 18 April 2026 at 21:10 UTC, which was 19 April in Korea."""
    ends = {
        interval.source: (interval.start, interval.end) for interval in load_coverage(FOLDER / "coverage.csv")
    }
    rebuild = load_rebuild()
    csis = [row["date"] for row in rebuild.read_rows(CSIS)]
    days = [event.start for event in load_history(FOLDER / "history.csv")]
    assert min(csis) == "1958-02-16" and max(csis) == "2017-11-29"
    assert max(days) == max(end for _, end in ends.values()) == dt.date(2026, 4, 19)
    assert min(start for start, _ in ends.values()) == dt.date(1958, 2, 16)


def test_no_note_is_a_stretch_of_the_lists_own_descriptions() -> None:
    descriptions = []
    for file in (CNS, CSIS):
        with gzip.open(file, "rt", encoding="utf-8", errors="replace", newline="") as text:
            descriptions += [row["description"].casefold() for row in csv.DictReader(text)]
    for event in load_history(FOLDER / "history.csv"):
        note = (event.note or "").casefold()
        if len(note.split()) > 4:
            assert not any(note in description for description in descriptions), note
