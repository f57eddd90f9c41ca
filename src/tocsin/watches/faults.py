"""Faults of a watch: turning "this value is wrong" into file, line, key, value and remedy.

Comes in: the marked files of one watch, and what validation refused in them. Goes out: `Problem`s in
the order of the files. Knows nothing about what a good watch is; `rules` does.
"""

import typing
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tocsin.terms import Problem, Record, Watch
from tocsin.watches.marked import KeyPath, MarkedFile


class Fault(NamedTuple):
    """One wrong key or value of a watch, before it is known on which line it stands."""

    path: KeyPath
    what: str  # reads on from the key: "is 1.3"
    remedy: str
    fatal: bool = True


class WatchFiles(NamedTuple):
    """The watch file and its plan files; plan `i` holds playbook `inline + i` of the watch."""

    watch: MarkedFile
    plans: tuple[MarkedFile, ...]
    inline: int  # playbooks that stand in the watch file itself

    def locate(self, path: KeyPath) -> tuple[MarkedFile, KeyPath]:
        """The file that holds `path`, and the path within that file."""
        if len(path) > 1 and path[0] == "playbooks" and isinstance(path[1], int) and path[1] >= self.inline:
            return self.plans[path[1] - self.inline], path[2:]
        return self.watch, path


def place_faults(faults: Iterable[Fault], files: WatchFiles) -> tuple[Problem, ...]:
    """The faults as problems with FILE:LINE, the watch file's first, by line."""
    order = [files.watch, *files.plans]
    placed = []
    for fault in faults:
        file, path = files.locate(fault.path)
        line = file.line(path)
        what = f"{spell(path)} {fault.what}".strip()
        problem = Problem(where=f"{file.file}:{line}", what=what, remedy=fault.remedy, fatal=fault.fatal)
        placed.append((order.index(file), line, problem))
    return tuple(problem for _, _, problem in sorted(placed, key=lambda entry: entry[:2]))


def spell(path: KeyPath) -> str:
    """A key path as people write it: `indicators[3].likelihood.nuclear-test`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{_printable(part)}" for part in path)
    return words.removeprefix(".") or "the file"


def faults_of(error: ValidationError, root: type[Record] = Watch) -> tuple[Fault, ...]:
    """What pydantic refused in a file with a `root`, in our words; a misspelt key is one fault, not two."""
    refused = error.errors()
    misspelt = {_meant(details["loc"], root) for details in refused if details["type"] == "extra_forbidden"}
    return tuple(
        _fault(details, root)
        for details in refused
        if details["type"] != "missing" or details["loc"] not in misspelt
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy for a word that is not known: the nearest known one, or all of them."""
    words = tuple(known)
    close = get_close_matches(word, words, n=1) or (words if len(words) == 1 else ())
    if close:
        return f"write {close[0]!r}"
    return f"write one of: {', '.join(words)}" if words else "remove it"


def _fault(details: ErrorDetails, root: type[Record]) -> Fault:
    path, kind = details["loc"], details["type"]
    if kind == "missing":
        return Fault(path, "is missing", f"add the line `{path[-1]}: ...`")
    if kind == "extra_forbidden":
        return Fault(path, "is not a key known here", nearest(str(path[-1]), _keys_beside(path, root)))
    remedy = _REMEDIES.get(kind, "write what docs/watch-files.md asks for here")
    return Fault(path, f"is {_shown(details['input'])}", remedy.format(**details.get("ctx", {})))


def _printable(key: str) -> str:
    return key if key.isprintable() else repr(key)


def _shown(value: object) -> str:
    """The value as written, cut where it would not fit into a line."""
    if value is None:
        return "empty"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


_REMEDIES = {
    "greater_than": "write a number above {gt}",
    "greater_than_equal": "write a number of at least {ge}",
    "less_than": "write a number below {lt}",
    "less_than_equal": "write a number of at most {le}",
    "literal_error": "write {expected}",
    "string_type": "write text, in quotes where it could be read as a number, a date or yes/no",
    "tuple_type": "write a list, one `- item` a line",
    "dict_type": "write `name: number` lines",
    "model_type": "write the keys of this part on lines of their own, indented",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "date_from_datetime_parsing": "write a date as YYYY-MM-DD",
    "date_parsing": "write a date as YYYY-MM-DD",
    "date_type": "write a date as YYYY-MM-DD",
}


def _meant(path: KeyPath, root: type[Record]) -> KeyPath | None:
    """The path with its unknown last key replaced by the nearest known one, if there is one."""
    close = get_close_matches(str(path[-1]), _keys_beside(path, root), n=1)
    return (*path[:-1], close[0]) if close else None


def _keys_beside(path: KeyPath, root: type[Record]) -> tuple[str, ...]:
    """The keys that the record holding `path` knows."""
    record = root
    for part in path[:-1]:
        if isinstance(part, str):
            record = record_in(record.model_fields[part].annotation) or record
    return tuple(record.model_fields)


def record_in(annotation: object) -> type[Record] | None:
    """The record named in a type such as `tuple[Action, ...]` or `History | None`, if any."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Record) else None
    return next(filter(None, map(record_in, typing.get_args(annotation))), None)
