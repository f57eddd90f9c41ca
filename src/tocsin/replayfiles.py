"""A watch's history as the files that `tocsin replay` takes: coded events (TSV) and series (JSONL).

Comes in: a watch's history and the table of CAMEO names beside it (replay.yaml). Goes out: two pairs of
files, and what they hold in words. Knows nothing about forecasts.

A TSV has no coverage, so that a kind which is no longer listed would look quiet. Hence `covered` holds the
kinds that are listed to the end, from the day from which all of them are; `listed` holds everything, as one
series only, for comparison with earlier counts, and changes its meaning where lists end.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from tocsin.errors import ConfigurationError
from tocsin.forecast.past import covered_kinds
from tocsin.reference.cameo import find_root
from tocsin.terms import History, HistoryEvent, Record

_CLASS = 4  # material conflict: every relation of the table must be of it


class Coding(Record):
    """What replay.yaml says: the one source, and the CAMEO name of each kind."""

    source: str
    relations: dict[str, str]


def read_coding(file: Path) -> Coding:
    """The table beside a watch.

    Raises:
        ConfigurationError: it is not there, has other fields, or names no relation of class 4.
    """
    try:
        coding = Coding.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        remedy = "write it, with source and a CAMEO name for each kind; see docs/replay.md"
        raise ConfigurationError(str(file), "there is no such file", remedy) from None
    except (ValueError, yaml.YAMLError):
        raise ConfigurationError(
            str(file), "is not a table of relations", "give source, and relations: a CAMEO name for each kind"
        ) from None
    for kind, name in coding.relations.items():
        root = find_root(name)
        if root is None or root[1] != _CLASS:
            what = f"{name} of {kind} is no CAMEO name of class {_CLASS}"
            raise ConfigurationError(
                str(file), what, "take a name of reference/cameo.tsv with a root of 14 up"
            )
    return coding


def write_replay_files(history: History, coding: Coding, folder: Path) -> Iterator[str]:
    """Write covered.tsv, covered.jsonl, listed.tsv and listed.jsonl; say in a line what each pair holds."""
    if not history.coverage:
        raise ConfigurationError(
            "history", "it covers nothing", "name a watch with history.csv and coverage.csv"
        )
    missing = [kind for kind in covered_kinds(history) if kind not in coding.relations]
    if missing:
        raise ConfigurationError("replay.yaml", f"no relation for {', '.join(missing)}", "add a CAMEO name")
    folder.mkdir(parents=True, exist_ok=True)
    kinds, since = _covered_to_the_end(history)
    for name, taken, first, single in (
        ("covered", kinds, since, kinds),
        ("listed", covered_kinds(history), dt.date.min, ()),
    ):
        rows = [event for event in history.events if event.kind in taken and event.start >= first]
        dated = sorted((event for event in rows if event.start == event.end), key=lambda event: event.start)
        _write_rows(folder / f"{name}.tsv", dated, coding)
        _write_series(folder / f"{name}.jsonl", single, coding)
        yield (
            f"{name}: {len(dated)} rows of {', '.join(taken)}, from {dated[0].start if dated else '-'}; "
            f"{len(rows) - len(dated)} known only to a longer interval left out"
        )


def _covered_to_the_end(history: History) -> tuple[tuple[str, ...], dt.date]:
    """The kinds that are listed on the last covered day, and the day from which all of them are."""
    end = max(interval.end for interval in history.coverage)
    kinds = tuple(dict.fromkeys(interval.kind for interval in history.coverage if interval.end == end))
    begins = [min(interval.start for interval in history.coverage if interval.kind == kind) for kind in kinds]
    return kinds, max(begins)


def _write_rows(file: Path, events: Sequence[HistoryEvent], coding: Coding) -> None:
    lines = ["source\trelation\ttarget\tdate"]
    for event in events:
        relation = coding.relations[event.kind]
        lines.append(f"{coding.source}\t{relation}\t{event.kind}\t{event.start}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_series(file: Path, kinds: Sequence[str], coding: Coding) -> None:
    any_kind = {"id": "any", "source": coding.source, "root": None, "quad": _CLASS, "target": None}
    series = [any_kind, *(any_kind | {"id": kind, "target": kind} for kind in kinds)]
    file.write_text("".join(json.dumps(each) + "\n" for each in series), encoding="utf-8")
