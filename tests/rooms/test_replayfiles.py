"""A watch's history for the replay: a kind no longer listed must not look quiet, no day may be made up."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tocsin.errors import ConfigurationError
from tocsin.factfiles import read_history, read_series
from tocsin.replayfiles import Coding, read_coding, write_replay_files
from tocsin.terms import CoverageInterval, History, HistoryEvent, Problem
from tocsin.watches import load_watch, watch_folder

DAY = dt.date


def event(day: str, kind: str, end: str | None = None) -> HistoryEvent:
    return HistoryEvent(
        start=DAY.fromisoformat(day), end=DAY.fromisoformat(end or day), kind=kind, source="list"
    )


HISTORY = History(
    events=(
        event("1990-05-01", "launch"),
        event("1970-01-05", "launch"),
        event("1991-06-01", "launch", "1991-06-30"),
        event("1992-02-02", "raid"),
    ),
    coverage=(
        CoverageInterval(kind="launch", start=DAY(1960, 1, 1), end=DAY(2020, 1, 1), source="list"),
        CoverageInterval(kind="rocket", start=DAY(1980, 1, 1), end=DAY(2020, 1, 1), source="list"),
        CoverageInterval(kind="raid", start=DAY(1960, 1, 1), end=DAY(2000, 1, 1), source="list"),
    ),
)
FORCE = "Use conventional military force"
CODING = Coding(source="Land", relations={"launch": FORCE, "rocket": FORCE, "raid": FORCE})


def dates(file: Path) -> list[str]:
    return [line.split("\t")[3] for line in file.read_text(encoding="utf-8").splitlines()[1:]]


def test_only_kinds_listed_to_the_end_and_days_that_all_of_them_cover_are_in_the_first_pair(
    tmp_path: Path,
) -> None:
    said = list(write_replay_files(HISTORY, CODING, tmp_path))
    assert dates(tmp_path / "covered.tsv") == ["1990-05-01"]
    assert dates(tmp_path / "listed.tsv") == ["1970-01-05", "1990-05-01", "1992-02-02"]
    assert "1 known only to a longer interval left out" in said[0]
    ids = [json.loads(line)["id"] for line in (tmp_path / "covered.jsonl").read_text().splitlines()]
    assert ids == ["any", "launch", "rocket"]


def test_the_replay_reads_what_is_written_of_the_packaged_watch(tmp_path: Path) -> None:
    coding = read_coding(watch_folder("korean-peninsula") / "replay.yaml")
    list(write_replay_files(load_watch("korean-peninsula").history, coding, tmp_path))
    problems: list[Problem] = []
    facts = read_history(tmp_path / "covered.tsv", problems.append)
    asked = read_series(tmp_path / "covered.jsonl", problems.append)
    assert not problems
    assert [one.id for one in asked] == ["any", "satellite-launch", "icbm-test", "ballistic-missile-test"]
    assert {fact.source for fact in facts} == {"North Korea"}
    assert len(facts) == 169
    assert {fact.target for fact in facts} == {one.id for one in asked} - {"any"}


@pytest.mark.parametrize(
    "text", ["[", "source: x", "source: x\nrelations: {a: Consult}", "source: x\nrelations: {a: Wave}"]
)
def test_a_table_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "replay.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_coding(tmp_path / "replay.yaml")


def test_a_watch_without_a_record_and_a_kind_without_a_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="covers nothing"):
        list(write_replay_files(History(), CODING, tmp_path))
    with pytest.raises(ConfigurationError, match="no relation for rocket"):
        list(
            write_replay_files(
                HISTORY, Coding(source="x", relations={"launch": FORCE, "raid": FORCE}), tmp_path
            )
        )
