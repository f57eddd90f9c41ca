"""Our own briefs out of STIX again, whatever other program held them in between.

Comes in: a bundle. Goes out: the brief, with all that STIX carries of it. It needs no library, since it looks
at our own extension alone. Of the documents it has everything but the words and links; a page of other
people's text does not travel in an exchange file.
"""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from tocsin.errors import ConfigurationError
from tocsin.exchange.stix import NOT_CARRIED
from tocsin.exchange.stix_names import EXTENSION
from tocsin.terms import Brief

_LISTS = {"judgement": "judgements", "claim": "claims", "indicator": "indicators", "plan": "plans"}


def carried_by_stix(brief: Brief) -> Brief:
    """The brief less what STIX does not carry: events, the record of the past, the documents' words."""
    bare = {name: Brief.model_fields[name].default for name in NOT_CARRIED}
    documents = tuple(each.model_copy(update={"text": "", "links": ()}) for each in brief.documents)
    return brief.model_copy(update={**bare, "documents": documents})


def is_stix(data: bytes) -> bool:
    """Whether these bytes are a STIX bundle."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(value, dict) and value.get("type") == "bundle" and isinstance(value.get("objects"), list)
    )


def read_stix(data: bytes, where: str) -> Brief:
    """The one brief that a bundle carries.

    Raises:
        ConfigurationError: the bundle carries none, or several, or one that was changed beyond reading.
    """
    told = [each for each in _extended(data) if isinstance(each.get("record"), str)]
    heads = [each for each in told if each["record"] == "brief"]
    if len(heads) != 1:
        what = "carries no brief of Tocsin" if not heads else f"carries {len(heads)} briefs"
        remedy = (
            "other programs' reports are read with tocsin read" if not heads else "export them one by one"
        )
        raise ConfigurationError(where, what, remedy)
    try:
        return Brief.model_validate({**heads[0]["brief"], **_lists(told)})
    except (ValidationError, KeyError, TypeError) as fault:
        what = f"carries a brief that cannot be read ({type(fault).__name__})"
        raise ConfigurationError(where, what, "export it again from its brief.json") from None


def _extended(data: bytes) -> Iterator[dict[str, Any]]:
    """Our properties on each object that has them, in order of their places."""
    found = []
    for each in json.loads(data)["objects"]:
        ours = each.get("extensions", {}).get(EXTENSION) if isinstance(each, dict) else None
        if isinstance(ours, dict):
            found.append(ours)
    yield from sorted(
        found, key=lambda ours: ours["position"] if isinstance(ours.get("position"), int) else 0
    )


def _lists(told: list[dict[str, Any]]) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = {name: [] for name in _LISTS.values()}
    for each in told:
        if each["record"] in _LISTS:
            lists[_LISTS[each["record"]]].append(each[each["record"]])
    return lists
