"""Histories: what they cover, how dates are read, and that nothing counts twice or as quiet by mistake."""

import csv
import datetime as dt
import importlib.util
import itertools
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ConfigurationError
from tocsin.terms import HistoryEvent
from tocsin.watches import check_watch, load_history, load_watch
from tocsin.watches.histories import load_coverage

FOLDER = Path(load_watch.__code__.co_filename).parent / "korean-peninsula"
PAGE = Path(__file__).parents[2] / "docs" / "korean-peninsula.md"
HEADER = "start,end,kind,source,place,note\n"


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


@cache
def load_rebuild() -> ModuleType:
    """The packaged script as a module; its folder's name is no module name."""
    spec = importlib.util.spec_from_file_location("rebuild", FOLDER / "rebuild.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["rebuild"] = module
    spec.loader.exec_module(module)
    return module


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2017-09-03", "", "2017-09-03", "2017-09-03"),
        ("2017-09-03", "2017-09-05", "2017-09-03", "2017-09-05"),
        ("1984-09", "", "1984-09-01", "1984-09-30"),
        ("1992-02", "", "1992-02-01", "1992-02-29"),
        ("1984-04-09", "1984-09", "1984-04-09", "1984-09-30"),
        ("1984", "", "1984-01-01", "1984-12-31"),
    ],
)
def test_a_month_or_a_year_is_an_interval_and_not_its_first_day(
    tmp_path: Path, start: str, end: str, first: str, last: str
) -> None:
    file = write(tmp_path / "history.csv", f"{HEADER}{start},{end},fire,list,,\n")
    (event,) = load_history(file)
    assert (event.start, event.end) == (day(first), day(last))
    assert (event.place, event.note) == (None, None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2017-13,,fire,list,,", "'2017-13' is not a date"),
        ("2017-02-30,,fire,list,,", "'2017-02-30' is not a date"),
        ("3 May 2017,,fire,list,,", "'3 May 2017' is not a date"),
        ("2017-05-03,2017-05-01,fire,list,,", "end 2017-05-01 lies before start 2017-05-03"),
        ("2017-05-03,,,list,,", "kind is empty"),
        ("2017-05-03,,fire,list,sea, north,", "7 fields where 6 belong"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    file = write(tmp_path / "history.csv", f"{HEADER}2016-01-01,,fire,list,,\n{row}\n")
    with pytest.raises(ConfigurationError) as caught:
        load_history(file)
    assert str(caught.value).startswith(f"{file}:3: {message}")


def test_a_wrong_header_is_told_with_the_right_one(tmp_path: Path) -> None:
    file = write(tmp_path / "history.csv", "date,kind\n2016-01-01,fire\n")
    with pytest.raises(ConfigurationError, match=r"history.csv:1: .*write start,end,kind,source,place,note"):
        load_history(file)


def test_a_history_without_coverage_is_refused_since_its_quiet_days_would_mean_nothing(
    tmp_path: Path,
) -> None:
    write(tmp_path / "watch.yaml", "id: a\n")
    write(tmp_path / "history.csv", HEADER)
    with pytest.raises(ConfigurationError, match=r"stands without a coverage\.csv"):
        load_watch(str(tmp_path))


def test_an_unknown_kind_and_an_event_outside_its_coverage_are_named_by_line(tmp_path: Path) -> None:
    packaged = (FOLDER / "watch.yaml").read_text(encoding="utf-8")
    write(tmp_path / "watch.yaml", packaged)
    write(tmp_path / "coverage.csv", (FOLDER / "coverage.csv").read_text(encoding="utf-8"))
    rows = "2017-09-03,,nuclear-tests,list,,\n2018-01-01,,nuclear-test,list,,\n"
    file = write(tmp_path / "history.csv", HEADER + rows)
    unknown, outside = check_watch(str(tmp_path))
    assert str(unknown) == f"{file}:2: the kind 'nuclear-tests' is not in coverage.csv; write 'nuclear-test'"
    assert str(outside).startswith(
        f"{file}:3: nuclear-test on 2018-01-01 lies outside the coverage of its kind"
    )


# --- the packaged history ----------------------------------------------------------------------------


def events(kind: str) -> list[HistoryEvent]:
    return [event for event in load_watch("korean-peninsula").history.events if event.kind == kind]


def test_one_row_for_each_kind_and_korean_day_in_order() -> None:
    rows = load_history(FOLDER / "history.csv")
    assert len({(row.kind, row.start, row.end) for row in rows}) == len(rows)
    assert list(rows) == sorted(rows, key=lambda row: (row.start, row.end, row.kind))


def test_the_six_nuclear_tests_and_the_nine_launches_towards_orbit_are_on_their_korean_days() -> None:
    assert [event.start for event in events("nuclear-test")] == [
        day(text)
        for text in ("2006-10-09", "2009-05-25", "2013-02-12", "2016-01-06", "2016-09-09", "2017-09-03")
    ]
    assert [event.start for event in events("satellite-launch")] == [
        day(text)
        for text in (
            "1998-08-31", "2009-04-05", "2012-04-13", "2012-12-12", "2016-02-07",
            "2023-05-31", "2023-08-24", "2023-11-21", "2024-05-27",
        )
    ]  # fmt: skip


def test_launches_at_dawn_in_korea_are_not_counted_on_the_day_before() -> None:
    """In UTC these fell on 28 November 2017, 12 April 2023 and 30 October 2024."""
    days = {event.start for event in events("icbm-test")}
    assert {day("2017-11-29"), day("2023-04-13"), day("2024-10-31")} <= days
    assert not {day("2017-11-28"), day("2023-04-12"), day("2024-10-30")} & days


def test_tests_whose_day_nobody_knows_are_intervals() -> None:
    early = [event for event in events("ballistic-missile-test") if event.start < day("1993-01-01")]
    loose = [(event.start, event.end) for event in early if event.start < event.end]
    assert (day("1984-04-09"), day("1984-09-30")) in loose
    assert {(start.year, start.month) for start, _ in loose} >= {
        (1984, 9),
        (1986, 5),
        (1990, 5),
        (1991, 7),
        (1992, 6),
    }


def test_outside_its_coverage_a_kind_has_no_quiet_days() -> None:
    ends: dict[str, dt.date] = {}
    for interval in load_coverage(FOLDER / "coverage.csv"):
        ends[interval.kind] = max(interval.end, ends.get(interval.kind, interval.end))
    launches = {"satellite-launch", "icbm-test", "ballistic-missile-test"}
    assert {kind for kind, end in ends.items() if end > day("2017-11-30")} == launches
    assert {ends[kind] for kind in launches} == {day("2026-04-19")}
    assert not any("cyber" in kind or "transfer" in kind for kind in ends)


def test_coverage_intervals_of_a_kind_do_not_overlap_so_that_no_day_is_exposed_twice() -> None:
    intervals = load_coverage(FOLDER / "coverage.csv")
    for kind in {interval.kind for interval in intervals}:
        own = sorted((i.start, i.end) for i in intervals if i.kind == kind)
        assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(own))


def test_the_page_gives_the_counts_of_the_history_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = load_history(FOLDER / "history.csv")
    counts = Counter(row.kind for row in rows)
    for kind, count in counts.items():
        assert f"| `{kind}` | {count} |" in page
    assert f"{len(rows)} rows" in page


# --- the script that built it, on small lists ---------------------------------------------------------


def cns(date: str, time: str, missile: str = "kn-25", facility: str = "wonsan") -> dict[str, str]:
    return {"date": date, "time": time, "missile": missile, "facility": facility}


def csis(date: str, event: str) -> dict[str, str]:
    return {"date": date, "event": event}


SHORT_RANGE = "Short-range Ballistic Missile Launch"


def rebuilt(
    tests: list[dict[str, str]], others: list[dict[str, str]]
) -> tuple[list[tuple[str, str, str]], Any]:
    rebuild = load_rebuild()
    happenings, report = rebuild.rebuild(tests, others, rebuild.read_mapping())
    return [(str(h.start), h.kind, h.note) for h in happenings], report


def test_one_launch_in_both_lists_counts_once_though_one_gives_the_day_before() -> None:
    rows, report = rebuilt([cns("2016-07-18", "20:44 (UTC)")], [csis("2016-07-19", SHORT_RANGE)])
    assert rows == [("2016-07-19", "ballistic-missile-test", "KN-25, 1 fired")]
    assert (report.shared, report.doubled, report.moved) == (1, 1, 0)


def test_missiles_of_one_kind_and_day_are_one_row_that_counts_them() -> None:
    shots = [
        cns("2024-05-29", "21:13 (UTC)"),
        cns("2024-05-29", "21:13 (UTC)"),
        cns("2024-05-30", "00:10 (UTC)", "scud-c"),
    ]
    assert rebuilt(shots, [])[0] == [
        ("2024-05-30", "ballistic-missile-test", "KN-25, 2 fired; Scud-C, 1 fired")
    ]


def test_a_shot_without_a_time_goes_with_the_timed_ones_of_its_listed_date() -> None:
    rows, _ = rebuilt([cns("2019-09-09", "21:53 (UTC)"), cns("2019-09-09", "unknown")], [])
    assert rows == [("2019-09-10", "ballistic-missile-test", "KN-25, 2 fired")]


def test_lone_entries_one_day_apart_are_one_launch_on_the_day_of_the_korean_list() -> None:
    rows, report = rebuilt([cns("2015-03-01", "unknown")], [csis("2015-03-02", SHORT_RANGE)])
    assert [row[0] for row in rows] == ["2015-03-02"]
    assert report.moved == 1


def test_launches_on_two_days_in_a_row_stay_two() -> None:
    both = [cns("2014-03-03", "unknown"), cns("2014-03-04", "unknown")]
    rows, report = rebuilt(both, [csis("2014-03-03", SHORT_RANGE), csis("2014-03-04", SHORT_RANGE)])
    assert [row[0] for row in rows] == ["2014-03-03", "2014-03-04"]
    assert report.moved == 0


def test_a_day_that_the_list_calls_unknown_becomes_its_month_and_joins_the_other_lists_month() -> None:
    rebuild = load_rebuild()
    happenings, _ = rebuild.rebuild(
        [cns("1990-05", "unknown", "nodong")], [csis("1990-05-01", SHORT_RANGE)], rebuild.read_mapping()
    )
    assert [(h.start, h.end, h.source) for h in happenings] == [
        (day("1990-05-01"), day("1990-05-31"), "CNS/NTI+CSIS")
    ]


def test_a_clash_on_the_day_of_a_launch_is_not_swallowed_by_it() -> None:
    rows, _ = rebuilt([cns("2014-10-10", "03:00 (UTC)")], [csis("2014-10-10", "DMZ Exchange of Fire")])
    assert {kind for _, kind, _ in rows} == {"ballistic-missile-test", "dmz-clash"}


def test_written_rows_are_read_back_as_they_were(tmp_path: Path) -> None:
    rebuild = load_rebuild()
    happenings, _ = rebuild.rebuild([cns("1984-09", "unknown", "scud-b")], [], rebuild.read_mapping())
    rebuild.write_history(happenings, tmp_path / "history.csv")
    (event,) = load_history(tmp_path / "history.csv")
    assert (event.start, event.end, event.note) == (day("1984-09-01"), day("1984-09-30"), "Scud-B, 1 fired")


def test_notes_are_short_and_in_our_own_words() -> None:
    with (FOLDER / "history.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            assert len(row["note"].split()) <= 16 and "." not in row["note"].replace("Da-4.5", "")


DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2010, 1, 20))


@given(st.lists(st.tuples(DAYS, st.times()), max_size=8), st.lists(DAYS, max_size=8, unique=True))
def test_joining_loses_no_day_but_those_it_says_it_joined(
    shots: list[tuple[dt.date, dt.time]], listed: list[dt.date]
) -> None:
    tests = [cns(str(date), f"{time:%H:%M} (UTC)") for date, time in shots]
    rows, report = rebuilt(tests, [csis(str(each), SHORT_RANGE) for each in listed])
    days = {day(text) for text, _, _ in rows}
    korean = {date + dt.timedelta(days=time.hour >= 15) for date, time in shots}
    assert len(rows) == len(days) == len(korean | set(listed)) - report.moved
    assert set(listed) <= days <= set(listed) | korean


def test_one_entry_between_two_lone_ones_is_joined_with_one_of_them_only() -> None:
    rows, report = rebuilt(
        [cns("2010-05-01", "unknown"), cns("2010-05-03", "unknown")], [csis("2010-05-02", SHORT_RANGE)]
    )
    assert [row[0] for row in rows] == ["2010-05-02", "2010-05-03"]
    assert report.moved == 1
