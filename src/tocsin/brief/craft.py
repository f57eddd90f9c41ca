"""All rules of the craft in one list: those that the linter holds, and those that other places hold.

Comes in: the linter's table and craft.yaml. Goes out: one row a rule, with where it is held and an example of
what is refused. Knows nothing about briefs.
"""

import re
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

from tocsin.brief.rules import RULES
from tocsin.reference.tables import parse_table

LINTER = "tocsin.brief.rules"


class Held(NamedTuple):
    """One rule: what it asks, the module that holds it, and an example of a refusal."""

    id: str
    text: str
    where: str
    refused: str


def list_rules() -> tuple[Held, ...]:
    """Every rule, by letter and number."""
    return tuple(sorted([*_of_the_linter(), *_held_elsewhere()], key=_place))


def _of_the_linter() -> Iterator[Held]:
    for rule in RULES:
        yield Held(rule.id, rule.text, LINTER, rule.refused)


def _held_elsewhere() -> Iterator[Held]:
    text = resources.files(__package__).joinpath("craft.yaml").read_text("utf-8")
    for row in parse_table(text):
        yield Held(**row)


def _place(rule: Held) -> tuple[str, int, str]:
    letter, number, rest = re.fullmatch(r"([A-Z])(\d+)(.*)", rule.id).groups()  # type: ignore[union-attr]
    return letter, int(number), rest
