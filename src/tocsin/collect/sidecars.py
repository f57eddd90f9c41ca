"""Read what a file cannot say of itself from the small file beside it: `a17.txt`, `a17.meta.yaml`.

Comes in: the path of a document's file. Goes out: the fields that its sidecar gives (title, outlet,
published, byline, credit, url, marking, first_seen, language), with a note on each that cannot be taken.
Knows nothing about the document itself.
"""

import json
from pathlib import Path

import yaml

from tocsin.collect.drafts import Note
from tocsin.collect.records import FIELDS, take_fields

_ENDINGS = (".meta.yaml", ".meta.yml", ".meta.json")
_MOST_BYTES = 100_000


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes another file and is no document itself."""
    return name.lower().endswith(_ENDINGS)


def read_sidecar(path: str) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The fields that the sidecar of `path` gives; none where there is no sidecar."""
    beside = [Path(path).with_suffix(ending) for ending in _ENDINGS]
    sidecar = next((file for file in beside if file.is_file()), None)
    if sidecar is None:
        return {}, ()
    try:
        value = _load(sidecar)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as fault:
        return {}, (_unreadable(sidecar, str(fault).splitlines()[0] if str(fault) else type(fault).__name__),)
    if not isinstance(value, dict):
        return {}, (_unreadable(sidecar, "not a list of fields"),)
    fields, doubts = take_fields({str(name): _word(field) for name, field in value.items()})
    return fields, doubts + _name_strangers(value, sidecar)


def _load(sidecar: Path) -> object:
    with sidecar.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"over {_MOST_BYTES:,} bytes")
    text = data.decode("utf-8-sig")
    if sidecar.suffix.lower() == ".json":
        return json.loads(text)
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # words only: dates stay as written


def _word(field: object) -> object:
    """A number is a word like any other here; what YAML writes for nothing is nothing."""
    if isinstance(field, int | float) and not isinstance(field, bool):
        return str(field)
    return None if field in ("null", "~") else field


def _unreadable(sidecar: Path, why: str) -> Note:
    return Note(
        what=f"its sidecar {sidecar.name} cannot be read ({why})",
        remedy='write it as lines of "field: value" and run again',
    )


def _name_strangers(value: dict[object, object], sidecar: Path) -> tuple[Note, ...]:
    strangers = [repr(name)[:40] for name in value if name not in FIELDS]
    if not strangers:
        return ()
    more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
    return (
        Note(
            what=f"its sidecar {sidecar.name} has the unknown field {', '.join(strangers[:3])}{more}",
            remedy=f"use {', '.join(FIELDS)}",
        ),
    )
