"""Which file of coded events is which: by the columns of its head line, or by their number.

Comes in: the first line of a file. Goes out: the format, from formats.yaml. Knows nothing about rows.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from pydantic import Field

from tocsin.errors import ConfigurationError
from tocsin.reference.tables import parse_table
from tocsin.terms import Record


class Format(Record):
    """One maker's layout: a field is one column, or several of which the first that is filled counts."""

    name: str
    title: str
    separator: str
    width: int | None = None  # columns of a file without a head line
    needs: tuple[str, ...] = ()  # columns by which a head line is known
    encoding: str = "utf-8"
    id: tuple[str, ...] = ("source_id",)
    always: dict[str, str] = Field(default_factory=dict)  # what the file does not say since it is always so
    classes: dict[str, str] = Field(default_factory=dict)  # PLOVER class of what the maker calls the kind
    fields: dict[str, int | str | tuple[str, ...]]

    @property
    def is_json(self) -> bool:
        """Whether each line is a JSON object."""
        return self.separator == "json"


@cache
def known_formats() -> dict[str, Format]:
    """Every format, by its name."""
    table = _table()
    return {name: Format(name=name, **row) for name, row in table.items() if name != "plover_of_root"}


@cache
def plover_of_root() -> dict[str, str]:
    """The PLOVER class of each CAMEO root that has one."""
    found: dict[str, str] = _table()["plover_of_root"]
    return found


def find_format(first: str, where: str, name: str | None = None) -> Format:
    """The format of a file whose first line is `first`, or the one that was named.

    Raises:
        ConfigurationError: no format is called so, or the line is that of none.
    """
    formats = known_formats()
    if name is not None:
        if name not in formats:
            raise ConfigurationError(
                f"--format {name}", "there is no such format", f"use {', '.join(formats)}"
            )
        return formats[name]
    for each in formats.values():
        if _is(each, first):
            return each
    raise ConfigurationError(
        where, "its first line is that of no format of coded events known here", "name one with --format"
    )


def _is(each: Format, first: str) -> bool:
    if each.is_json:
        return first.lstrip().startswith("{") and _has_keys(first, each.needs)
    cells = [cell.strip().strip('"') for cell in first.rstrip("\r\n").split(each.separator)]
    if each.width:
        return len(cells) == each.width and cells[0].isdigit()
    return bool(each.needs) and set(each.needs) <= set(cells)


def _has_keys(line: str, keys: tuple[str, ...]) -> bool:
    try:
        return set(keys) <= set(json.loads(line))
    except (ValueError, TypeError):
        return False


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("formats.yaml").read_text("utf-8")
    table: dict[str, Any] = parse_table(text)
    return table
