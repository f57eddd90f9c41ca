"""Reads an exercise: one YAML file, held against the watch that it plays with.

Comes in: a file. Goes out: an `Exercise` with its watch, or an error with FILE:LINE, key and remedy before
any work is done. Knows nothing about how it is played.
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from tocsin.errors import ConfigurationError
from tocsin.reference.countries import country_codes
from tocsin.reference.kinds import kinds
from tocsin.terms import Exercise, Watch
from tocsin.watches import load_watch
from tocsin.watches.faults import Fault, faults_of, nearest, spell
from tocsin.watches.marked import KeyPath, MarkedFile, read_marked
from tocsin.watches.names import covered_kinds

_WAYS = ("report", "event", "outcome", "indicator")


def load_exercise(path: Path) -> tuple[Exercise, Watch]:
    """The exercise of a file, and its watch; `reports` become paths that can be opened.

    Raises:
        ConfigurationError: the file or its watch is wrong: the first fault.
    """
    file = read_marked(path)
    try:
        exercise = Exercise.model_validate(file.values)
    except ValidationError as error:
        raise _refusal(file, faults_of(error, Exercise)) from None
    watch = load_watch(_beside(path, exercise.watch))
    if faults := list(_find_faults(exercise, watch)):
        raise _refusal(file, faults)
    reports = tuple(_beside(path, each) for each in exercise.reports)
    return exercise.model_copy(update={"reports": reports}), watch


def _beside(file: Path, name: str) -> str:
    """A path as seen from the file, where there is such a one; else the name as it stands."""
    path = file.parent / name
    return str(path) if path.exists() else name


def _refusal(file: MarkedFile, faults: Sequence[Fault]) -> ConfigurationError:
    first = faults[0]
    more = f" (and {len(faults) - 1} more faults)" if len(faults) > 1 else ""
    where = f"{file.file}:{file.line(first.path)}"
    return ConfigurationError(where, f"{spell(first.path)} {first.what}", first.remedy + more)


def _find_faults(exercise: Exercise, watch: Watch) -> Iterator[Fault]:
    for number, inject in enumerate(exercise.injects):
        path: KeyPath = ("injects", number)
        ways = [way for way in _WAYS if getattr(inject, way) is not None]
        if len(ways) != 1:
            yield Fault(
                path, f"brings in {' and '.join(ways) or 'nothing'}", f"give one of {', '.join(_WAYS)}"
            )
        if inject.at < exercise.as_of:
            yield Fault((*path, "at"), f"is {inject.at}, before as_of", "let the exercise begin earlier")
        if inject.event:
            yield from _unknown((*path, "event", "kind"), inject.event.kind, tuple(kinds()), "warning kind")
            if inject.event.by:
                yield from _unknown((*path, "event", "by"), inject.event.by, country_codes(), "country")
        if inject.outcome:
            known = covered_kinds(watch)
            yield from _unknown(
                (*path, "outcome", "kind"), inject.outcome.kind, known, "kind of coverage.csv"
            )
            if inject.outcome.on and not exercise.as_of < inject.outcome.on <= inject.at:
                what = f"is {inject.outcome.on}, not after as_of and by the inject's own day"
                yield Fault((*path, "outcome", "on"), what, "what came before stands in the record already")
        if inject.indicator:
            known = tuple(each.id for each in watch.indicators)
            yield from _unknown((*path, "indicator", "id"), inject.indicator.id, known, "indicator")


def _unknown(path: KeyPath, name: str, known: Collection[str], noun: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(path, f"is {name!r}, and there is no such {noun}", nearest(name, sorted(known)))
