"""Describes the API as an OpenAPI 3.1 document, from the tables of its resources and actions.

Comes in: nothing but the tables. Goes out: the document, in which every answer that the API gives has its
place. OpenAPI 3.1 takes JSON Schema as it is, so that the records' own schemas stand in it unchanged. Knows
nothing about requests.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from tocsin import __version__
from tocsin.web.actions import ACTIONS
from tocsin.web.faults import PROBLEM
from tocsin.web.forms import Action
from tocsin.web.resources import RESOURCES, ROOT, Resource

_REF = "#/components/schemas/{model}"
_INTRODUCTION = """What the workbench of a desk knows, for programs; actions do what its forms do.

Show a token: `Authorization: Bearer tocsin_...`. Lists come page by page: `limit` records, and `next`, which
is given as `after` for the page that follows. Faults are problem details (RFC 9457). Within this version
fields are added, and none is changed or taken away."""

# status -> what it means; every address may give these
FAULTS = {
    "400": "The request cannot be read",
    "401": "No token, or one that is no longer good",
    "403": "The token's role does not do",
    "404": "There is nothing of that name, or not for you",
    "405": "Not with this method",
    "409": "The fields will do, but what they name is not there, or the desk as it stands refuses",
    "413": "The body is too large",
    "415": "The body is of another kind",
    "421": "The site is not served under this name",
    "422": "A filter or field will not do; `faults` says which",
    "500": "A mistake of ours",
    "503": "The store cannot be read or written just now",
}


class Fault(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    faults: dict[str, str] = Field(default_factory=dict, description="What is wrong with which field.")


class Done(BaseModel):
    """One line of what was done."""

    done: str


def describe_api() -> dict[str, Any]:
    """The document."""
    gives = [(each.gives, "serialization") for each in RESOURCES.values()]
    asks = [(each.form, "validation") for _, each in _open_actions()]
    kinds = [*dict.fromkeys([*gives, *asks, (Done, "serialization"), (Fault, "serialization")])]
    places, schemas = models_json_schema(kinds, ref_template=_REF)  # type: ignore[arg-type]
    paths = {
        f"{ROOT}{path}": {"get": _operation(path, each, places[(each.gives, "serialization")])}
        for path, each in RESOURCES.items()
    }
    for name, action in _open_actions():
        paths[f"{ROOT}/actions/{name}"] = {
            "post": _act(name, action, places[(action.form, "validation")], places[(Done, "serialization")])
        }
    paths[f"{ROOT}/events"] = {"get": _events()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tocsin",
            "version": __version__,
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {f"Fault{code}": _fault(told) for code, told in FAULTS.items()},
        },
    }


def _open_actions() -> Iterator[tuple[str, Action]]:
    return ((name, each) for name, each in ACTIONS.items() if not each.is_by_hand)


def _operation(path: str, resource: Resource, gives: dict[str, Any]) -> dict[str, Any]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    return {
        "operationId": _identify("get", path),
        "summary": resource.told,
        "description": f"Takes the role {resource.role}.",
        "parameters": [*named, *_parameters(resource)],
        "responses": {"200": _answer(resource.told, gives), **_faults()},
    }


def _act(name: str, action: Action, asks: dict[str, Any], gives: dict[str, Any]) -> dict[str, Any]:
    does = (action.do.__doc__ or "").strip()
    return {
        "operationId": name.replace("-", "_"),
        "summary": action.title,
        "description": f"{does} Takes the role {action.role}; does what `tocsin {action.command}` does.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": asks}}},
        "responses": {"200": _answer("What was done", gives), **_faults()},
    }


def _events() -> dict[str, Any]:
    told = "What changes, as server-sent events; `Last-Event-ID` goes on from where another stream ended"
    last = {"name": "Last-Event-ID", "in": "header", "required": False, "schema": {"type": "string"}}
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    return {
        "operationId": "get_events",
        "summary": told,
        "description": "Takes the role reader.",
        "parameters": [last],
        "responses": {"200": {"description": told, "content": stream}, **_faults()},
    }


def _parameters(resource: Resource) -> list[dict[str, Any]]:
    schema = resource.asks.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": told.get("description", ""),
            "schema": _without_null(told),
        }
        for name, told in schema.get("properties", {}).items()
    ]


def _without_null(told: dict[str, Any]) -> dict[str, Any]:
    """The schema of a filter: left out, it is null; given, it cannot be."""
    kinds = [kind for kind in told.get("anyOf", [told]) if kind.get("type") != "null"]
    return {name: value for name, value in kinds[0].items() if name not in ("title", "description")}


def _answer(told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": schema}}}


def _faults() -> dict[str, Any]:
    return {code: {"$ref": f"#/components/responses/Fault{code}"} for code in FAULTS}


def _fault(told: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model="Fault")}
    return {"description": told, "content": {PROBLEM: {"schema": schema}}}


def _identify(method: str, path: str) -> str:
    return "_".join([method, *(part.strip("{}") for part in path.split("/") if part)])
