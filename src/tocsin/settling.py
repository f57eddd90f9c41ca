"""The corridor walked once more, later: what a brief said, held against what the record says came.

Comes in: a brief, a watch, a history and rulings as files. Goes out: settled questions, and a track record
file that only grows. It knows the order of the steps and nothing of how a question is settled or shown.
"""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from tocsin import __version__
from tocsin.brief.wording import unended
from tocsin.errors import ConfigurationError
from tocsin.forecast import add_to_record, ask_questions, settle_questions, tally_record
from tocsin.forecast.words import say_date
from tocsin.terms import Brief, History, PostMortem, Ruling, SettledQuestion, Watch
from tocsin.watches import load_record, load_watch

RULING_COLUMNS = ("scenario", "outcome", "day", "settler", "basis")


def settle_brief(
    brief: Brief, watch: Watch, history: History, *, on: dt.date, rulings: Sequence[Ruling] = ()
) -> tuple[SettledQuestion, ...]:
    """Every question of the brief as far as it can be settled on a day.

    Raises:
        ConfigurationError: the brief is of another watch, or a ruling cannot stand.
    """
    if on < brief.as_of:
        raise ConfigurationError(
            f"--as-of {on}", f"lies before the brief's own {brief.as_of}", "settle it on a later day"
        )
    questions = ask_questions(brief, watch)
    return settle_questions(
        questions, history, on=on, rulings=rulings, illustration=why_illustration(brief, watch)
    )


def examine_brief(brief: Brief, watch: Watch, settled: Sequence[SettledQuestion], on: dt.date) -> PostMortem:
    """The record behind the post-mortem page of one brief."""
    return PostMortem(
        title=brief.title,
        brief=brief.version,
        as_of=brief.as_of,
        settled_on=on,
        markings=brief.markings,
        code_version=__version__,
        illustration=why_illustration(brief, watch),
        track_record=tally_record(settled),
    )


def why_illustration(brief: Brief, watch: Watch) -> str | None:
    """Why the scores are no record of foresight: the watch was written after the day that it speaks of."""
    if watch.written <= brief.as_of:
        return None
    told = f"The watch was written on {say_date(watch.written)}, after the day that the brief speaks of"
    return f"{told}. {unended(watch.outcome_known)}." if watch.outcome_known else f"{told}."


def find_watch(brief: Brief, name: str | None) -> Watch:
    """The watch that was named, or the brief's own.

    Raises:
        ConfigurationError: the brief has none, or it is not there.
    """
    if name is None and brief.watch is None:
        raise ConfigurationError(
            f"brief {brief.version}", "has no watch, so it asked no question", "settle a brief with a watch"
        )
    return load_watch(name or str(brief.watch))


def open_history(path: Path) -> History:
    """The history of a folder, or of a history.csv with coverage.csv beside it.

    Raises:
        ConfigurationError: it is not there, or is wrong: FILE:LINE with the remedy.
    """
    folder = path if path.is_dir() else path.parent
    if not (folder / "history.csv").is_file() or (path.is_file() and path.name != "history.csv"):
        raise ConfigurationError(
            str(path), "is no history", "name a history.csv, with coverage.csv beside it, or their folder"
        )
    return load_record(folder)[0]


def read_rulings(path: Path) -> tuple[Ruling, ...]:
    """People's rulings from a CSV file: scenario, outcome (yes or no), day (or empty), settler, basis.

    Raises:
        ConfigurationError: FILE:LINE, what is wrong, and what to write.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read ({type(error).__name__})"
        raise ConfigurationError(str(path), what, "name a CSV file in UTF-8") from error
    columns = ",".join(RULING_COLUMNS)
    if not rows or tuple(cell.strip() for cell in rows[0]) != RULING_COLUMNS:
        raise ConfigurationError(f"{path}:1", "the header is another", f"write {columns}")
    return tuple(_ruling(row, f"{path}:{n}", columns) for n, row in enumerate(rows[1:], start=2) if row)


def _ruling(row: Sequence[str], where: str, columns: str) -> Ruling:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(RULING_COLUMNS) or not (cells[0] and cells[3] and cells[4]):
        raise ConfigurationError(
            where, "a field is missing or empty", f"write {columns}; only day may be empty"
        )
    if cells[1] not in ("yes", "no"):
        raise ConfigurationError(where, f"the outcome is {cells[1]!r}", "write yes or no")
    try:
        day = dt.date.fromisoformat(cells[2]) if cells[2] else None
    except ValueError:
        raise ConfigurationError(where, f"{cells[2]!r} is not a date", "write YYYY-MM-DD") from None
    return Ruling(scenario=cells[0], outcome=cells[1] == "yes", day=day, settler=cells[3], basis=cells[4])


def read_record(path: Path) -> tuple[SettledQuestion, ...]:
    """The track record kept in a file, one JSON line a settled question; none where there is no file yet.

    Raises:
        ConfigurationError: FILE:LINE holds something else.
    """
    if not path.exists():
        return ()
    settled = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            settled.append(SettledQuestion.model_validate_json(line))
        except ValidationError as error:
            what = f"is no settled question ({error.errors()[0]['msg'].lower()})"
            raise ConfigurationError(
                f"{path}:{number}", what, "name a track record that tocsin settle wrote"
            ) from None
    return tuple(settled)


def append_record(path: Path, new: Sequence[SettledQuestion]) -> int:
    """Put new outcomes behind those in the file, and say how many; what stands there is not touched.

    Raises:
        ConfigurationError: the file holds something else, or a question settled before otherwise.
        OSError: it cannot be written.
    """
    before = read_record(path)
    added = add_to_record(before, new)[len(before) :]
    if added:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(each.model_dump_json() + "\n" for each in added)
    return len(added)
