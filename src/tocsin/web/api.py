"""The API: each resource and action at its address, answers as JSON, faults as problem details (RFC 9457).

Comes in: requests that the gate let through. Goes out: records as JSON, or what is wrong with the request. It
knows which role an address takes, and nothing of what it gives.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tocsin.errors import ConfigurationError
from tocsin.store.narrowed import NotForYou
from tocsin.web.doing import act, find_action
from tocsin.web.faults import problem_answer
from tocsin.web.forms import Action
from tocsin.web.openapi import describe_api
from tocsin.web.resources import RESOURCES, ROOT, Resource
from tocsin.web.shelf import Shelf
from tocsin.web.visitors import visitor_of

Shelves = Callable[[], Shelf | None]
WAIT = {"Retry-After": "5"}


def api_routes(shelf: Shelves, actions: Mapping[str, Action]) -> list[Route]:
    """An address for each resource and for each action, and the description of them all."""
    routes = [Route(f"{ROOT}/openapi.json", _describe)]
    routes += [Route(f"{ROOT}{path}", _show(shelf, each)) for path, each in RESOURCES.items()]
    routes.append(Route(f"{ROOT}/actions/{{name}}", _act(shelf, actions), methods=["POST"]))
    return routes


def _show(shelf: Shelves, resource: Resource) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        visitor, ready = visitor_of(request), _ready(shelf)
        if not visitor.may(resource.role):
            raise HTTPException(403, f"This takes the role {resource.role}. Ask an admin of this desk.")
        try:
            asked = resource.asks.model_validate(dict(request.query_params))
            found = resource.show(ready.for_visitor(visitor), visitor, request.path_params, asked)
        except ValidationError as error:
            return _refuse({".".join(map(str, each["loc"])): each["msg"] for each in error.errors()})
        except ConfigurationError as fault:
            return problem_answer(404, "No such page", str(fault))
        except NotForYou as fault:
            raise HTTPException(403, str(fault)) from None
        if found is None:
            return problem_answer(404, "Not found", "there is nothing of that name, or not for you")
        return Response(found.model_dump_json(by_alias=True), media_type="application/json")

    return answer


def _act(shelf: Shelves, actions: Mapping[str, Action]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        action, visitor, ready = find_action(actions, request), visitor_of(request), _ready(shelf)
        if action.is_by_hand:
            raise HTTPException(403, "Passwords, people and tokens are changed by a person, at a form.")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise HTTPException(415, "Send the fields as application/json.")
        try:
            fields = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise HTTPException(400, "The body is no JSON.") from None
        if not isinstance(fields, dict):
            return _refuse({"body": "should be an object with the action's fields"})
        outcome = await run_in_threadpool(act, ready, action, visitor, fields)
        if outcome.faults:
            return _refuse(outcome.faults, outcome.status)
        return Response(json.dumps({"done": outcome.said}), media_type="application/json")

    return answer


def _refuse(faults: Mapping[str, str], status: int = 422) -> Response:
    detail = "; ".join(f"{where}: {what}" for where, what in faults.items())
    return problem_answer(status, "Refused", detail, faults=dict(faults))


def _ready(shelf: Shelves) -> Shelf:
    ready = shelf()
    if ready is None:
        raise HTTPException(503, "The store is still being prepared. Ask again.", WAIT)
    return ready


def _describe(_: Request) -> Response:
    return Response(_described(), media_type="application/json")


@cache
def _described() -> str:
    return json.dumps(describe_api())
