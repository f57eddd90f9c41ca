"""What our STIX objects are called and how they are marked: ids, the extension, statements, TLP.

Comes in: names and marking lines. Goes out: ids that are the same on every machine, and the definitions
that a bundle needs. Knows nothing about briefs.
"""

import json
import re
import uuid
from typing import Any

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:stix")
WRITTEN = "2026-11-24T00:00:00.000Z"  # when this mapping was written: of all that belongs to no one brief

# The four markings of TLP 1.0; 2.0 calls white clear, and its stricter amber goes by its statement alone.
_TLP = {
    "clear": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "white": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "green": "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    "red": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
}
_TLP_WORDS = re.compile(r"\bTLP:\s?(clear|white|green|amber|red)\b", re.IGNORECASE)


def stix_id(kind: str, *parts: str | int) -> str:
    """An id computed from names (UUID version 5): the same thing is called the same everywhere."""
    return f"{kind}--{uuid.uuid5(NAMESPACE, json.dumps([kind, *parts], ensure_ascii=False))}"


EXTENSION = stix_id("extension-definition", "brief")
PROGRAM = stix_id("identity", "Tocsin", "program")


def statement_id(marking: str) -> str:
    """The id of the statement that carries one marking line."""
    return stix_id("marking-definition", marking)


def tlp_ids(markings: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the traffic-light markings that the lines name, if any."""
    found = [word.lower() for line in markings for word in _TLP_WORDS.findall(line)]
    return tuple(dict.fromkeys(_TLP[word] for word in found))


def extension(record: str, position: int, **carried: Any) -> dict[str, Any]:
    """Our properties on an object: which record it carries, its place among its like, and the record."""
    told = {"extension_type": "property-extension", "record": record, "position": position}
    return {EXTENSION: {**told, **carried}}


MEANING = (
    "Properties of a Tocsin brief on STIX objects. 'record' says which record of a brief the object carries: "
    "brief, judgement, claim, indicator (a warning indicator: an observable written down beforehand, never a "
    "detection pattern) or plan; the property of that name holds it, with the keys of brief.json. "
    "'position' is its place among its like. 'probability', 'low' and 'high' are between 0 and 1 and are "
    "likelihoods; the STIX property 'confidence' is analytic confidence alone (low 15, moderate 50, high 85) "
    "and never a likelihood."
)
