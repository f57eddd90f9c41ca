"""Reads the tables of this room: YAML files beside the code, each checked against its record.

A file name and a record type come in, the filled record goes out. It does not know what the numbers mean.
"""

from importlib import resources
from typing import TypeVar

from tocsin.reference.tables import parse_table
from tocsin.terms import Record

Table = TypeVar("Table", bound=Record)


def read_table(name: str, shape: type[Table]) -> Table:
    """The table `name` as a record; fails loudly where the file and the record disagree."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return shape.model_validate(parse_table(text))
