"""Loading a watch: a folder with watch.yaml, plans/*.yaml, history.csv and coverage.csv becomes one record.

Comes in: the name of a packaged watch, a folder, or a watch file. Goes out: a `Watch` that holds every
rule, or an error before any work is done. Knows nothing about who uses the watch for what.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from tocsin.errors import ConfigurationError
from tocsin.terms import Problem, Watch
from tocsin.watches.faults import Fault, WatchFiles, faults_of, nearest, place_faults
from tocsin.watches.histories import find_record_faults, load_record
from tocsin.watches.marked import Value, read_marked
from tocsin.watches.matrices import with_matrix
from tocsin.watches.rules import find_faults, find_history_faults

_PACKAGED = Path(__file__).parent


def packaged_watches() -> tuple[str, ...]:
    """The names of the watches that come with Tocsin."""
    return tuple(sorted(file.parent.name for file in _PACKAGED.glob("*/watch.yaml")))


def load_watch(name_or_path: str) -> Watch:
    """The watch of a packaged name (`korean-peninsula`), a folder, or a watch.yaml.

    Raises:
        ConfigurationError: there is none, or it is wrong: the first fault, with FILE:LINE, key and remedy.
    """
    watch, problems = _load(_watch_file(name_or_path))
    fatal = [problem for problem in problems if problem.fatal]
    if fatal:
        more = f" (and {len(fatal) - 1} more faults)" if len(fatal) > 1 else ""
        raise ConfigurationError(fatal[0].where, fatal[0].what, fatal[0].remedy + more)
    assert watch is not None
    return watch


def watch_folder(name_or_path: str) -> Path:
    """The folder that holds the files of a watch.

    Raises:
        ConfigurationError: there is no such watch.
    """
    return _watch_file(name_or_path).parent


def check_watch(name_or_path: str) -> tuple[Problem, ...]:
    """Every fault and warning of a watch (warnings have `fatal` False); empty where all is well.

    Where a file cannot be read as YAML or CSV, what is wrong with the files is all that can be told.

    Raises:
        ConfigurationError: there is no such watch.
    """
    file = _watch_file(name_or_path)
    unreadable = tuple(
        Problem(where=fault.where, what=fault.what, remedy=fault.remedy) for fault in _unreadable(file)
    )
    return unreadable or _load(file)[1]


def _unreadable(file: Path) -> Iterator[ConfigurationError]:
    """What is wrong with each file of the watch as YAML or CSV."""
    for each in (file, *sorted((file.parent / "plans").glob("*.yaml"))):
        try:
            read_marked(each)
        except ConfigurationError as fault:
            yield fault
    yield from find_record_faults(file.parent)


def example_places(name_or_path: str) -> tuple[str, ...]:
    """FILE:LINE of each example of a watch, in their order.

    Raises:
        ConfigurationError: there is no such watch, or its file is not YAML.
    """
    marked = read_marked(_watch_file(name_or_path))
    listed = marked.values.get("examples")
    number = len(listed) if isinstance(listed, list) else 0
    return tuple(f"{marked.file}:{marked.line(('examples', index))}" for index in range(number))


def _watch_file(name_or_path: str) -> Path:
    packaged = packaged_watches()
    path = _PACKAGED / name_or_path if name_or_path in packaged else Path(name_or_path)
    file = path / "watch.yaml" if path.is_dir() else path
    if not file.is_file():
        what = "no such watch: neither the name of a packaged one, nor a folder with watch.yaml, nor a file"
        raise ConfigurationError(name_or_path, what, f"{nearest(name_or_path, packaged)}, or give a path")
    return file


def _load(file: Path) -> tuple[Watch | None, tuple[Problem, ...]]:
    """The watch, if its types are right, and everything that is wrong with it."""
    files = _read_files(file)
    values = {**files.watch.values, "playbooks": _playbook_values(files)}
    reserved = [
        Fault((key,), "does not belong in this file", remedy)
        for key, remedy in _BESIDE.items()
        if key in values
    ]
    values["history"], lines = load_record(file.parent)
    values.pop("matrix", None)
    try:
        watch = Watch.model_validate(values)
    except ValidationError as error:
        return None, place_faults([*reserved, *faults_of(error)], files)
    problems = place_faults([*reserved, *find_faults(watch)], files)
    if not any(problem.fatal for problem in problems):
        watch = with_matrix(watch, file.parent / "matrix.yaml", is_asked=False)
    return watch, problems + _history_problems(watch, file.parent / "history.csv", lines)


_BESIDE = {
    "history": "put the dated events into history.csv and coverage.csv beside it",
    "matrix": "put it into matrix.yaml beside it",
}


def _read_files(file: Path) -> WatchFiles:
    watch = read_marked(file)
    plans = tuple(read_marked(plan) for plan in sorted((file.parent / "plans").glob("*.yaml")))
    inline = watch.values.get("playbooks")
    return WatchFiles(watch, plans, len(inline) if isinstance(inline, list) else 0)


def _playbook_values(files: WatchFiles) -> Value:
    inline = files.watch.values.get("playbooks", [])
    if not isinstance(inline, list):
        return inline  # the wrong type is refused in validation, with its line
    return [*inline, *(plan.values for plan in files.plans)]


def _history_problems(watch: Watch, file: Path, lines: tuple[int, ...]) -> tuple[Problem, ...]:
    return tuple(
        Problem(where=f"{file}:{lines[index]}", what=what, remedy=remedy)
        for index, what, remedy in find_history_faults(watch)
    )
