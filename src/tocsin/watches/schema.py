"""The form of a watch file as JSON Schema, for editors, and as a table, for people.

Comes in: the records of `terms` and the meanings in fields.yaml. Goes out: a JSON Schema (2020-12) and
Markdown. Knows nothing about rules that span several keys; `rules` holds those.
"""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from tocsin.reference.tables import parse_table
from tocsin.terms import (
    Action,
    Assumption,
    Costs,
    Coverage,
    Example,
    Hypothesis,
    Indicator,
    Match,
    Pair,
    PairSign,
    PlanTrigger,
    Playbook,
    Record,
    RecordWords,
    ReferenceClass,
    Scenario,
    Settlement,
    Trigger,
    Watch,
)

PARTS: tuple[type[Record], ...] = (
    Watch,
    Scenario,
    Settlement,
    ReferenceClass,
    Indicator,
    Match,
    Coverage,
    Trigger,
    Hypothesis,
    Assumption,
    Playbook,
    Costs,
    PlanTrigger,
    Action,
    RecordWords,
    Pair,
    PairSign,
    Example,
)
NOT_IN_FILE = {"history", "matrix"}  # stand in history.csv with coverage.csv, and in matrix.yaml


def watch_schema() -> dict[str, Any]:
    """The JSON Schema of watch.yaml; a plan file follows its `#/$defs/Playbook`."""
    schema = Watch.model_json_schema()
    schema["properties"] = {
        name: part for name, part in schema["properties"].items() if name not in NOT_IN_FILE
    }
    for unused in ("History", "HistoryEvent", "CoverageInterval", "Matrix", "MatrixRow"):
        del schema["$defs"][unused]
    chance = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
    schema["$defs"]["Indicator"]["properties"]["likelihood"]["additionalProperties"] = chance
    for name, part in [("Watch", schema), *schema["$defs"].items()]:
        for field, entry in part["properties"].items():
            entry["description"] = meanings()[name][field]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def field_table() -> str:
    """Markdown: for each part of a watch file its keys, their types, whether needed, and what they mean."""
    return "\n".join(line for part in PARTS for line in _part_lines(part))


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Part -> key -> what it means, from fields.yaml."""
    text = (Path(__file__).parent / "fields.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = parse_table(text)
    return loaded


def _part_lines(part: type[Record]) -> Iterator[str]:
    yield f"### {part.__name__}\n"
    yield "| key | type | needed | meaning |"
    yield "|---|---|---|---|"
    for name, field in part.model_fields.items():
        if name not in NOT_IN_FILE:
            needed = "yes" if field.is_required() else _default(field.default)
            yield f"| `{name}` | {_type(field.annotation)} | {needed} | {meanings()[part.__name__][name]} |"
    yield ""


def _default(value: object) -> str:
    """What is taken where the key is left out, if that is something that fits into a word."""
    if isinstance(value, bool):
        return f"no; {str(value).lower()}"
    return f"no; {value}" if isinstance(value, str | int) else "no"


def _type(annotation: object) -> str:
    """A type as people say it: `list of Action`, `one of: act, signal`."""
    inside = [part for part in get_args(annotation) if part not in (NoneType, ...)]
    if get_origin(annotation) is Literal:
        return "one of: " + ", ".join(map(str, inside))
    if get_origin(annotation) is tuple:
        return f"list of {_type(inside[0])}"
    if get_origin(annotation) is dict:
        return ": ".join(map(_type, inside))
    if inside:  # a union with None: the table's third column says that it may be left out
        return " or ".join(map(_type, inside))
    assert isinstance(annotation, type)
    return _SAID.get(annotation, annotation.__name__)


_SAID = {str: "text", float: "number", int: "whole number", bool: "true or false", dt.date: "date"}
