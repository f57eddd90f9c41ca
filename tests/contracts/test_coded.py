"""Coded events of other makers: in once, whatever happens on the way, and out only as asked for."""

import csv
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from tests.coded_files import gdelt_line, write_gdelt
from tests.running import tocsin

from tocsin.coded import open_coded
from tocsin.terms import CODED_COLUMNS


def rows_of(path: Path, name: str | None = None) -> list[dict[str, object]]:
    made = []
    for batch in open_coded(path, name).batches():
        assert not batch.bad, batch.bad
        made += [dict(zip(CODED_COLUMNS, row, strict=True)) for row in batch.rows]
    return made


def table(db: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute("SELECT * FROM coded_events ORDER BY id").fetchall()


def wanted(row: dict[str, object], **fields: object) -> None:
    assert {name: row[name] for name in fields} == fields


# --- formats -----------------------------------------------------------------------------------------


def test_gdelt_is_known_by_its_61_columns_and_its_places_get_iso_codes(tmp_path):
    (tmp_path / "x.export.CSV").write_text(gdelt_line(7) + "\n", encoding="utf-8")
    (row,) = rows_of(tmp_path / "x.export.CSV")
    wanted(row, id="gdelt:7", start="2024-05-25", code="190", country="KOR", actor_country="PRK")
    wanted(row, latitude=37.66, mentions=8, intensity=-10.0)
    assert row["class"] == "ASSAULT"


def test_icews_ids_repeat_and_its_codes_stay_text(tmp_path):
    head = (
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity"
    )
    head += (
        "\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict"
    )
    head += "\tProvince\tCountry\tLatitude\tLongitude"
    line = "5\t{}\tA\tGovernment\tNorth Korea\tConsider\t014\t0.0\tB\t\tSouth Korea\t1\t2\tP"
    line += "\t\t\tSeoul\tSouth Korea\t37.5\t127"
    text = "\n".join([head, line.format("2014-01-02"), line.format("2014-01-03"), ""])
    (tmp_path / "icews.tab").write_text(text, encoding="utf-8")
    first, second = rows_of(tmp_path / "icews.tab")
    assert first["id"] != second["id"]
    wanted(first, code="014", actor_country="PRK", recipient_country="KOR", place="Seoul", country="KOR")


def test_polecat_is_read_by_name_whatever_the_order_and_with_strays(tmp_path):
    head = (
        "Headline\tEvent Type\tEvent ID\tEvent Date\tEvent Mode\tEvent Intensity\tActor Name\tActor Country"
    )
    head += "\tRecipient Name\tRecipient Country\tCity\tCountry\tLatitude\tLongitude\tSource"
    line = "h\tTHREATEN\tP-1\t2023-05-06\tarmed\t-7.0\tKim\tPRK\tarmy\tKOR"
    line += "\tPyongyang\tNorth Korea\t39.0\t125.7\tx\t\t"
    (tmp_path / "p.txt").write_text(f"{head}\n{line}\n", encoding="latin-1")
    (row,) = rows_of(tmp_path / "p.txt")
    wanted(row, id="polecat:P-1", mode="armed", intensity=-7.0, country="PRK", recipient_country="KOR")
    assert row["class"] == "THREATEN"


def test_ucdp_keeps_the_stretch_of_days_and_the_deaths(tmp_path):
    head = [
        "id",
        "type_of_violence",
        "side_a",
        "side_b",
        "where_coordinates",
        "country",
        "latitude",
        "longitude",
    ]
    head += ["where_prec", "date_start", "date_end", "best"]
    cells = ["88", "1", "Government of Mali", 'JNIM, "the group"', "Gao", "Mali", "16.27", "-0.04", "1"]
    with (tmp_path / "ged.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [head, [*cells, "2019-03-01 00:00:00.000", "2019-03-04 00:00:00.000", "12"]]
        )
    (row,) = rows_of(tmp_path / "ged.csv")
    wanted(
        row, start="2019-03-01", end="2019-03-04", fatalities=12, recipient='JNIM, "the group"', country="MLI"
    )


def test_acled_days_are_written_out_and_its_kinds_get_a_class(tmp_path):
    head = (
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude"
    )
    line = 'MLI1,"03 May 2021",Protests,Peaceful protest,Protesters,,Mali,Bamako,12.6,-8.0'
    (tmp_path / "a.csv").write_text(f"{head},fatalities\n{line},0\n", encoding="utf-8")
    (row,) = rows_of(tmp_path / "a.csv")
    wanted(row, start="2021-05-03", kind="Protests", mode="Peaceful protest", fatalities=0)
    assert row["class"] == "PROTEST"


def test_two_launches_of_one_day_in_the_missile_list_are_two_events(tmp_path):
    text = "date,series,missile,facility\n2022-11-02,1.0,scud,wonsan\n2022-11-02,2.0,scud,wonsan\n"
    (tmp_path / "cns.csv").write_text(text, encoding="utf-8")
    first, second = rows_of(tmp_path / "cns.csv")
    assert first["id"] != second["id"]
    wanted(first, actor_country="PRK", kind="missile-test", place="wonsan")


def test_plover_json_may_nest_its_actors_and_leave_things_out(tmp_path):
    events = [
        {"id": "1", "date": "2020-02-03", "event": "threaten", "source": {"text": "A", "country": "PRK"}},
        {"id": "2", "date": "2020-02-04", "event": "AID", "source": [{"text": "B"}], "status": "planned"},
    ]
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(each) + "\n" for each in events), encoding="utf-8")
    first, second = rows_of(tmp_path / "p.jsonl")
    wanted(first, actor="A", actor_country="PRK", status="occurred")
    wanted(second, actor="B", status="planned")


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_archives_are_read_as_they_are(tmp_path, kind):
    text = (gdelt_line(7) + "\n").encode()
    path = tmp_path / f"x.csv.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.csv", text)
    assert rows_of(path)[0]["id"] == "gdelt:7"


# --- into the store ----------------------------------------------------------------------------------


def test_bad_rows_are_named_and_counted_and_the_rest_is_taken_in_once(tmp_path):
    lines = [
        gdelt_line(1),
        gdelt_line(1),
        gdelt_line(2, "19200101"),
        gdelt_line(3, "20241340"),
        gdelt_line(4, code="X"),
        gdelt_line(5).rsplit("\t", 9)[0],
        gdelt_line(6, c56="999"),
    ]
    (tmp_path / "x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = tocsin("events", "import", "x.csv", "--db", "d.db", cwd=tmp_path)
    assert done.returncode == 1
    said = done.stderr.splitlines()
    assert "line 3 of events is left out: its day, 1920-01-01, lies more than 50 years before" in said[0]
    assert "line 4" in said[1] and "'20241340' is no day" in said[1]
    assert "is no CAMEO code" in said[2] and "it has 52 columns of 61" in said[3]
    assert said[4].endswith("2 events new, 1 known already; 4 lines left out")
    rows = {row[0]: row for row in table(tmp_path / "d.db")}
    assert list(rows) == ["gdelt:1", "gdelt:6"]
    assert rows["gdelt:6"][CODED_COLUMNS.index("latitude")] is None
    again = tocsin("events", "import", "x.csv", "--db", "d.db", cwd=tmp_path)
    assert (again.returncode, "nothing new" in again.stderr) == (0, True)


def test_an_import_killed_in_the_middle_goes_on_and_doubles_nothing(tmp_path):
    path = write_gdelt(tmp_path / "big.csv", 60_000)
    words = [sys.executable, "-m", "tocsin.cli", "events", "import", str(path), "--db"]
    subprocess.run([*words, str(tmp_path / "whole.db")], capture_output=True, check=False, timeout=120)
    kills = 0
    for _ in range(20):
        process = subprocess.Popen(
            [*words, str(tmp_path / "cut.db")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        before = _lines_done(tmp_path / "cut.db")
        while process.poll() is None and _lines_done(tmp_path / "cut.db") == before:
            time.sleep(0.01)
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        kills += 1
    assert kills >= 1
    finished = subprocess.run([*words, str(tmp_path / "cut.db")], capture_output=True, text=True, timeout=120)
    assert finished.returncode in (0, 1), finished.stderr
    assert table(tmp_path / "cut.db") == table(tmp_path / "whole.db")


def _lines_done(db: Path) -> int:
    try:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
            row = connection.execute("SELECT done FROM coded_files").fetchone()
    except sqlite3.OperationalError:
        return 0
    return row[0] if row else 0


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("none.csv", None, "cannot be read (No such file or directory)"),
        ("other.csv", b"a,b\n1,2\n", "its first line is that of no format of coded events known here"),
        ("cut.csv.gz", gzip.compress((gdelt_line(7) + "\n").encode() * 50)[:-40], "the archive is broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_the_next_is_taken(tmp_path, name, content, line):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.csv").write_text(gdelt_line(9) + "\n", encoding="utf-8")
    done = tocsin("events", "import", name, "good.csv", "--db", "d.db", cwd=tmp_path)
    assert done.returncode == 1
    assert line in done.stderr
    assert "1 events new" in done.stderr
    assert "Traceback" not in done.stderr


# --- out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "gdelt", "polecat"])
def test_every_form_holds_every_event_that_happened(tmp_path, form):
    (tmp_path / "x.csv").write_text(gdelt_line(1) + "\n" + gdelt_line(2, "20240101") + "\n", encoding="utf-8")
    tocsin("events", "import", "x.csv", "--db", "d.db", cwd=tmp_path)
    done = tocsin("events", "export", "--to", form, "--out", "y", "--db", "d.db", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "tocsin: 2 events written: y\n")
    if form == "parquet":
        import pyarrow.parquet as pq

        days = pq.read_table(tmp_path / "y").column("start").to_pylist()
    elif form in ("gdelt", "polecat"):
        days = [row["start"] for row in rows_of(tmp_path / "y")]
    elif form == "csv":
        with (tmp_path / "y").open(encoding="utf-8", newline="") as file:
            days = [row["start"] for row in csv.DictReader(file)]
    else:
        days = [json.loads(line)["start"] for line in (tmp_path / "y").read_text("utf-8").splitlines()]
    assert sorted(days) == ["2024-01-01", "2024-05-25"]


def test_gdelt_columns_keep_who_what_when_and_where(tmp_path):
    (tmp_path / "x.csv").write_text(gdelt_line(1) + "\n", encoding="utf-8")
    tocsin("events", "import", "x.csv", "--db", "d.db", cwd=tmp_path)
    tocsin("events", "export", "--to", "gdelt", "--out", "y", "--db", "d.db", cwd=tmp_path)
    before, after = rows_of(tmp_path / "x.csv")[0], rows_of(tmp_path / "y")[0]
    same = [name for name in CODED_COLUMNS if name not in ("id", "source_id")]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_planned_feared_and_denied_events_leave_only_when_asked_for(root, tmp_path):
    text = (
        "North Korea launched a missile on 3 May 2024. North Korea plans to launch a satellite in June 2024. "
        "North Korea did not test a nuclear device on 4 May 2024."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    tocsin("run", "a.txt", "--published", "2024-05-10", "--as-of", "2024-05-10", "--db", "d.db", cwd=tmp_path)
    statuses = {}
    for more in ((), ("--status", "planned"), ("--status", "did-not-occur")):
        done = tocsin("events", "export", "--db", "d.db", *more, cwd=tmp_path)
        statuses[more] = [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert set(statuses[()]) == {"occurred"}
    assert "planned" in statuses["--status", "planned"]
    assert "did-not-occur" in statuses["--status", "did-not-occur"]
    marking = "EXERCISE: made up"
    (tmp_path / "b.json").write_text(
        json.dumps({"id": "b", "text": text, "published": "2024-05-10", "marking": marking}), "utf-8"
    )
    tocsin("run", "b.json", "--as-of", "2024-05-10", "--db", "m.db", cwd=tmp_path)
    rows = tocsin("events", "export", "--db", "m.db", cwd=tmp_path).stdout.splitlines()
    assert rows and {json.loads(row)["marking"] for row in rows} == {marking}
    told = tocsin("events", "export", "--to", "gdelt", "--out", "y", "--db", "m.db", cwd=tmp_path).stderr
    assert told.endswith("these events carry: EXERCISE: made up\n")
    wrong = tocsin("events", "export", "--status", "dreamt", "--db", "d.db", cwd=tmp_path)
    assert wrong.stderr.startswith("tocsin: --status dreamt: is no status; use ")


# --- what was read here, joined ------------------------------------------------------------------------

REPORTS = {
    "a": "North Korea fired two ballistic missiles on Monday.",
    "b": "North Korea fired three ballistic missiles on 27 May, Seoul said.",
    "c": "North Korea may conduct a nuclear test in November.",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("joined")
    lines = [
        json.dumps({"id": name, "text": text, "published": "2024-05-28"}) for name, text in REPORTS.items()
    ]
    (folder / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = tocsin("run", "reports.jsonl", "--db", "desk.db", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_told_says_each_act_once_of_paths_and_of_the_store_alike(reports):
    of_paths = tocsin("events", "told", "reports.jsonl", cwd=reports)
    assert "told 2 times in 2 documents" in of_paths.stdout
    assert "counts: 2 missiles (a#e1); 3 missiles (b#e1)" in of_paths.stdout
    assert "nuclear-test" not in of_paths.stdout, "what is only feared leaves when asked for"
    of_store = tocsin("events", "told", "--db", "desk.db", cwd=reports)
    assert of_store.stdout == of_paths.stdout
    feared = tocsin("events", "told", "--status", "possible", "--db", "desk.db", cwd=reports)
    assert "2024-11-01 to 2024-11-30: nuclear-test (possible) by PRK" in feared.stdout


def test_joined_events_leave_with_how_many_tell_of_them(reports):
    done = tocsin("events", "export", "--joined", "--db", "desk.db", cwd=reports)
    (row,) = (json.loads(line) for line in done.stdout.splitlines())
    assert (row["mentions"], row["articles"], row["kind"]) == (2, 2, "ballistic-missile-test")
    form = ("--to", "gdelt", "--out", "x.csv")
    tocsin("events", "export", "--joined", *form, "--db", "desk.db", cwd=reports)
    cells = (reports / "x.csv").read_text(encoding="utf-8").rstrip("\n").split("\t")
    assert (len(cells), cells[31], cells[33]) == (61, "2", "2")
    refused = tocsin("events", "export", "--joined", "--source", "gdelt", "--db", "desk.db", cwd=reports)
    assert (refused.returncode, refused.stdout) == (2, "")
