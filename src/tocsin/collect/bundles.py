"""Read the reports and notes of a STIX 2.1 bundle as documents.

Comes in: a bundle as JSON gave it. Goes out: a draft for each report and note that has words, with its
author, date, references and markings, or what is wrong with it. It knows no other kind of object; a brief of
our own is refused, since what we said ourselves is no reporting.
"""

from collections.abc import Iterator
from typing import Any, TypeGuard

from tocsin.collect.drafts import Draft, Note
from tocsin.errors import UnreadableDocument
from tocsin.terms import Link

_OURS = "extension-definition--"
_NAME_OF_OURS = "Tocsin brief"
_REMEDY = "ask its author for a bundle with report or note objects that have words"


def is_bundle(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is a STIX bundle."""
    return (
        isinstance(value, dict) and value.get("type") == "bundle" and isinstance(value.get("objects"), list)
    )


def parse_bundle(
    value: dict[str, Any], notes: tuple[Note, ...], where: str
) -> Iterator[Draft | UnreadableDocument]:
    """The draft of each report and note, in the bundle's order, or what is wrong with one."""
    objects = {str(each.get("id")): each for each in value["objects"] if isinstance(each, dict)}
    ours = any(key.startswith(_OURS) and each.get("name") == _NAME_OF_OURS for key, each in objects.items())
    told = [each for each in objects.values() if each.get("type") in ("report", "note")]
    if not told:
        yield UnreadableDocument(where, "is a STIX bundle without a report or a note", _REMEDY)
    if ours:
        remedy = "what we said ourselves is no reporting; to read it use tocsin export"
        yield UnreadableDocument(where, "is a brief of Tocsin", remedy)
        return
    for each in told:
        yield _read(each, objects, notes, f"{where} ({each.get('id')})")


def _read(
    told: dict[str, Any], objects: dict[str, Any], notes: tuple[Note, ...], where: str
) -> Draft | UnreadableDocument:
    if told.get("revoked") is True:
        return UnreadableDocument(where, "was revoked by its author", "leave it out")
    is_report = told["type"] == "report"
    parts = (told.get("description"),) if is_report else (told.get("abstract"), told.get("content"))
    text = "\n\n".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
    if not text:
        return UnreadableDocument(where, "has no words", _REMEDY)
    references = list(_references(told))
    authors = told.get("authors")
    return Draft(
        text=text,
        media_type="application/stix+json",
        name=_words(told.get("id")),
        title=_words(told.get("name") if is_report else told.get("abstract")),
        outlet=_name_of(told.get("created_by_ref"), objects),
        byline=", ".join(map(str, authors)) if isinstance(authors, list) and authors else None,
        published=_words(told.get("published") or told.get("created")),
        url=references[0].url if references else None,
        links=tuple(references),
        language=_words(told.get("lang")),
        marking="; ".join(_markings(told, objects)) or None,
        notes=notes,
    )


def _references(told: dict[str, Any]) -> Iterator[Link]:
    references = told.get("external_references")
    for each in references if isinstance(references, list) else ():
        if isinstance(each, dict) and (url := _words(each.get("url"))):
            words = (_words(each.get("source_name")), _words(each.get("description")))
            yield Link(url=url, text=": ".join(part for part in words if part))


def _markings(told: dict[str, Any], objects: dict[str, Any]) -> Iterator[str]:
    """The statements and traffic lights that it is under, as lines."""
    references = told.get("object_marking_refs")
    for named in references if isinstance(references, list) else ():
        marking = objects.get(str(named), {})
        definition = marking.get("definition")
        said = definition if isinstance(definition, dict) else {}
        light = _LIGHTS.get(str(named)) or _words(marking.get("name"))
        if line := _words(said.get("statement")) or light or f"marking {named}":
            yield line


# TLP 1.0, whose definitions every program knows and few bundles repeat.
_LIGHTS = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:WHITE",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}


def _name_of(id: object, objects: dict[str, Any]) -> str | None:
    return _words(objects.get(str(id), {}).get("name"))


def _words(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
