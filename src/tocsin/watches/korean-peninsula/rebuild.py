"""Rebuild history.csv of this watch from the two public lists that its facts come from.

Comes in: the CSV (or .csv.gz) files of the CNS/NTI missile tests (dates and times in UTC) and of the CSIS
Beyond Parallel provocations (Korean dates). Goes out: history.csv with one row for each kind and Korean
day, in our own words, and on the screen how many events a join on the listed dates would have doubled.
Knows nothing about watches; what counts as which kind stands in mapping.yaml.

    python rebuild.py CNS.csv CSIS.csv [--out history.csv]
"""

import argparse
import csv
import datetime as dt
import gzip
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).parent
KOREAN_TIME = dt.timedelta(hours=9)
ONE_DAY = dt.timedelta(days=1)

Mapping = dict[str, Any]  # mapping.yaml as it stands
Row = dict[str, str]


class Happening(NamedTuple):
    """One kind on one Korean day (or interval of days) in one list, with the date as that list gives it."""

    start: dt.date
    end: dt.date
    kind: str
    source: str
    place: str
    note: str
    listed: str


class Report(NamedTuple):
    """What the join did, in missile days that both lists hold."""

    shared: int  # days that both lists hold
    doubled: int  # of these, days that a join on the listed dates would have counted twice
    moved: int  # of these, days that still differed in Korean time and were joined by the one-day rule


def main() -> None:
    """Read both lists, write history.csv, print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cns", type=Path, help="CNS/NTI missile tests, CSV or CSV.gz")
    parser.add_argument("csis", type=Path, help="CSIS provocations, CSV or CSV.gz")
    parser.add_argument("--out", type=Path, default=HERE / "history.csv")
    arguments = parser.parse_args()
    happenings, report = rebuild(read_rows(arguments.cns), read_rows(arguments.csis), read_mapping())
    write_history(happenings, arguments.out)
    print(f"{len(happenings)} rows written to {arguments.out}")
    print(
        f"missile days in both lists: {report.shared}; counted twice on the listed dates: {report.doubled}; "
        f"joined across one day: {report.moved}"
    )


def read_mapping() -> Mapping:
    """The tables of mapping.yaml."""
    mapping: Mapping = yaml.safe_load((HERE / "mapping.yaml").read_text(encoding="utf-8"))
    return mapping


def read_rows(file: Path) -> list[Row]:
    """The rows of a CSV file, compressed or not; only dates, codes and labels of it are used."""
    if file.suffix == ".gz":
        with gzip.open(file, "rt", encoding="utf-8", errors="replace", newline="") as text:
            return list(csv.DictReader(text))
    with file.open(encoding="utf-8", errors="replace", newline="") as text:
        return list(csv.DictReader(text))


def rebuild(cns: list[Row], csis: list[Row], mapping: Mapping) -> tuple[list[Happening], Report]:
    """Both lists as one: each kind and Korean day once."""
    missiles = set(mapping["same_day_groups"]["missile"])
    tests, others = cns_happenings(cns, mapping["cns"]), csis_happenings(csis, mapping["csis"])
    shots = [other for other in others if other.kind in missiles]
    joined, report = join_missiles(tests, shots)
    rest = [other for other in others if other.kind not in missiles]
    return sorted({(h.kind, h.start, h.end): h for h in [*joined, *rest]}.values()), report


# --- the CNS/NTI list: one row a missile, in UTC ------------------------------------------------------


def cns_happenings(rows: list[Row], mapping: Mapping) -> list[Happening]:
    """Missiles of one kind on one Korean day as one happening; the note counts them by type."""
    salvos: dict[tuple[dt.date, dt.date, str], list[Row]] = defaultdict(list)
    timed = _timed_days(rows)
    for row in rows:
        start, end = _cns_days(row, timed, mapping)
        salvos[start, end, _cns_kind(row, mapping)].append(row)
    return [
        Happening(
            start,
            end,
            kind,
            mapping["name"],
            _places(salvo, mapping),
            _fired(salvo, mapping),
            salvo[0]["date"],
        )
        for (start, end, kind), salvo in salvos.items()
    ]


def _timed_days(rows: Iterable[Row]) -> dict[str, dt.date]:
    """Listed date -> Korean day of the first entry of that date that has a time."""
    days: dict[str, dt.date] = {}
    for row in rows:
        if row["time"] != "unknown":
            moment = dt.datetime.fromisoformat(f"{row['date']}T{row['time'][:5]}")
            days.setdefault(row["date"], (moment + KOREAN_TIME).date())
    return days


def _cns_days(row: Row, timed: dict[str, dt.date], mapping: Mapping) -> tuple[dt.date, dt.date]:
    """First and last Korean day on which the missile may have flown.

    An entry without a time goes with the timed entries of its listed date; where there are none, the
    listed date is taken as the Korean day (and may move by one when the lists are joined).
    """
    listed = row["date"]
    if listed in mapping["intervals"]:
        interval = mapping["intervals"][listed]
        return dt.date.fromisoformat(interval["start"]), dt.date.fromisoformat(interval["end"])
    if len(listed) == len("1984-09"):
        return _month(listed)
    if row["time"] == "unknown":
        day = timed.get(listed, dt.date.fromisoformat(listed))
    else:
        day = (dt.datetime.fromisoformat(f"{listed}T{row['time'][:5]}") + KOREAN_TIME).date()
    return day, day


def _cns_kind(row: Row, mapping: Mapping) -> str:
    entry = _cns_entry(row, mapping)
    if entry:
        return str(entry["kind"])
    kinds: dict[str, list[str]] = mapping["kinds"]
    return next((kind for kind, types in kinds.items() if row["missile"] in types), "ballistic-missile-test")


def _cns_entry(row: Row, mapping: Mapping) -> Mapping | None:
    """The exception that mapping.yaml makes for this entry, if any."""
    for entry in mapping["entries"]:
        same_time = "time" not in entry or row["time"].startswith(entry["time"])
        if entry["date"] == row["date"] and entry["missile"] == row["missile"] and same_time:
            return dict(entry)
    return None


def _fired(salvo: list[Row], mapping: Mapping) -> str:
    """`KN-25, 4 fired; Scud-C, 1 fired`."""
    counts: dict[str, int] = defaultdict(int)
    for row in salvo:
        entry = _cns_entry(row, mapping)
        counts[str(entry["name"]) if entry else mapping["missiles"][row["missile"]]] += 1
    return "; ".join(f"{name}, {count} fired" for name, count in counts.items())


def _places(salvo: list[Row], mapping: Mapping) -> str:
    names = [mapping["places"].get(row["facility"], row["facility"].title()) for row in salvo]
    return "; ".join(dict.fromkeys(name for name in names if name))


# --- the CSIS list: one row a provocation, in Korean dates --------------------------------------------


def csis_happenings(rows: list[Row], mapping: Mapping) -> list[Happening]:
    """Each entry as one happening of each of its kinds."""
    exceptions = {(entry["date"], entry["event"]): entry for entry in mapping["entries"]}
    found: list[Happening] = []
    for row in rows:
        entry = exceptions.get((row["date"], row["event"])) or mapping["events"][row["event"]]
        start, end = _csis_days(row["date"], mapping)
        words = (mapping["name"], entry.get("place", ""), entry["note"], row["date"])
        found.extend(Happening(start, end, kind, *words) for kind in entry["kinds"])
    return found


def _csis_days(listed: str, mapping: Mapping) -> tuple[dt.date, dt.date]:
    """The Korean day of an entry; a whole month where the list says that it does not know the day."""
    if listed in mapping["months"]:
        return _month(listed[:7])
    day = dt.date.fromisoformat(mapping["days"].get(listed, listed))
    return day, day


# --- both lists as one --------------------------------------------------------------------------------


def join_missiles(tests: list[Happening], shots: list[Happening]) -> tuple[list[Happening], Report]:
    """Missile happenings of both lists, each once; the specialised list (CNS/NTI) names kind and type.

    The same Korean day is the same happening. Entries of the two lists one day apart, each without a
    partner on its own day, are one happening too, on the day of the list that keeps Korean dates.
    """
    moves = _one_day_moves(tests, shots)
    tests = [_moved(test, moves) for test in tests]
    shared = [shot for shot in shots if _partners(shot, tests)]
    alone = [shot for shot in shots if not _partners(shot, tests)]
    joined = [test._replace(source=_sources(test, shared)) for test in tests]
    return [*joined, *alone], _report(tests, shared, moves)


def _one_day_moves(tests: list[Happening], shots: list[Happening]) -> dict[dt.date, dt.date]:
    """Day of a lone CNS/NTI entry -> day of the lone CSIS entry next to it; each is joined once."""
    lone_tests = {test.start for test in tests if test.start == test.end and not _partners(test, shots)}
    lone_shots = {shot.start for shot in shots if shot.start == shot.end and not _partners(shot, tests)}
    moves: dict[dt.date, dt.date] = {}
    for day in sorted(lone_tests):
        beside = {day - ONE_DAY, day + ONE_DAY} & lone_shots
        if beside:
            moves[day] = min(beside)
            lone_shots.remove(moves[day])
    return moves


def _moved(test: Happening, moves: dict[dt.date, dt.date]) -> Happening:
    if test.start != test.end or test.start not in moves:
        return test
    return test._replace(start=moves[test.start], end=moves[test.start])


def _partners(one: Happening, others: list[Happening]) -> list[Happening]:
    """Happenings of the other list that may be the same: the same day, or intervals that meet."""
    return [other for other in others if other.start <= one.end and one.start <= other.end]


def _sources(test: Happening, shared: list[Happening]) -> str:
    partners = _partners(test, shared)
    return f"{test.source}+{partners[0].source}" if partners else test.source


def _report(tests: list[Happening], shared: list[Happening], moves: dict[dt.date, dt.date]) -> Report:
    days = {shot.start: shot for shot in shared if shot.start == shot.end}
    listed = {day: {test.listed for test in _partners(shot, tests)} for day, shot in days.items()}
    doubled = sum(shot.listed not in listed[day] for day, shot in days.items())
    return Report(shared=len(days), doubled=doubled, moved=len(moves))


def _month(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of `1984-09`."""
    year, month = int(text[:4]), int(text[5:7])
    return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])


def write_history(happenings: Iterable[Happening], file: Path) -> None:
    """Write history.csv: start, end, kind, source, place, note."""
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["start", "end", "kind", "source", "place", "note"])
        writer.writerows([h.start, h.end, h.kind, h.source, h.place, h.note] for h in happenings)


if __name__ == "__main__":
    main()
