"""Loading an analyst's matrix of competing hypotheses, and writing one to be filled.

Comes in: a YAML file and the watch that it is for. Goes out: the watch with the matrix, or the first fault
with file and line; and a matrix as YAML. Knows nothing about what follows from the ratings.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import yaml
from pydantic import ValidationError

from tocsin.errors import ConfigurationError
from tocsin.terms import Matrix, MatrixRow, Rating, Watch
from tocsin.watches.faults import Fault, WatchFiles, faults_of, nearest, place_faults
from tocsin.watches.marked import KeyPath, read_marked

RATINGS = get_args(Rating)


def with_matrix(watch: Watch, file: Path, *, is_asked: bool = True) -> Watch:
    """The watch with the matrix of this file; unchanged where none is there and none was asked for.

    Raises:
        ConfigurationError: it is wrong: the first fault, with FILE:LINE, key and remedy.
    """
    if not is_asked and not file.is_file():
        return watch
    marked = read_marked(file)
    try:
        matrix = Matrix.model_validate(marked.values)
        faults = tuple(find_matrix_faults(matrix, watch))
    except ValidationError as error:
        matrix, faults = None, faults_of(error, Matrix)
    if problems := place_faults(faults, WatchFiles(marked, (), 0)):
        more = f" (and {len(problems) - 1} more faults)" if len(problems) > 1 else ""
        raise ConfigurationError(problems[0].where, problems[0].what, problems[0].remedy + more)
    return watch.model_copy(update={"matrix": matrix})


def find_matrix_faults(matrix: Matrix, watch: Watch) -> Iterator[Fault]:
    """What is wrong with a matrix beyond its types: names that are nowhere, rows that are not filled."""
    if matrix.watch != watch.id:
        yield Fault(("watch",), f"is {matrix.watch!r}", f"write {watch.id!r}, or name the other watch")
    if not matrix.rows:
        yield Fault(("rows",), "has no entry", "add a row; `tocsin ach --write FILE` makes a start")
    met: set[str] = set()
    for index, row in enumerate(matrix.rows):
        if row.id in met:
            yield Fault(("rows", index, "id"), f"is {row.id!r}, which stands above", "choose another id")
        met.add(row.id)
        yield from _row_faults(("rows", index), row, watch)


def write_matrix(matrix: Matrix) -> str:
    """The matrix as YAML, with the rules' proposals beside empty ratings for an analyst to fill."""
    values = matrix.model_dump(mode="json", exclude_none=True)
    for row in values["rows"]:
        for key in ("indicators", "claims"):
            if not row[key]:
                del row[key]
    head = (
        "# Rate each row across all hypotheses (CC, C, N, I, II, NA) under `ratings:` and your role, as in\n"
        "#   ratings: {missile analyst: {prepares-act: C, nothing-by-date: I, ...}}\n"
        "# `suggested` is a rule's proposal; it gives way to any analyst's rating of the row.\n"
    )
    return head + yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110)


def _row_faults(path: KeyPath, row: MatrixRow, watch: Watch) -> Iterator[Fault]:
    indicators = [each.id for each in watch.indicators]
    for position, name in enumerate(row.indicators):
        if name not in indicators:
            what = f"is {name!r}, and there is no such indicator"
            yield Fault((*path, "indicators", position), what, nearest(name, indicators))
    if not row.ratings and not row.suggested:
        yield Fault(path, "has no rating", "rate it across all hypotheses, or leave the row out")
    hypotheses = [each.id for each in watch.hypotheses]
    for analyst, ratings in row.ratings.items():
        yield from _rating_faults((*path, "ratings", analyst), ratings, hypotheses)
    if row.suggested:
        yield from _rating_faults((*path, "suggested"), row.suggested, hypotheses)


def _rating_faults(path: KeyPath, ratings: Iterable[str], hypotheses: list[str]) -> Iterator[Fault]:
    """A row is filled across all hypotheses (H2): one left blank cannot be told from one not thought of."""
    given = list(ratings)
    for name in given:
        if name not in hypotheses:
            yield Fault((*path, name), "is no hypothesis of the watch", nearest(name, hypotheses))
    if missing := [each for each in hypotheses if each not in given]:
        what = f"leaves out {', '.join(missing)}"
        yield Fault(path, what, "rate the whole row; NA where one does not apply")
