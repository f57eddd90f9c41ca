"""The addresses that write: a form's page, what becomes of a sent form, and the same for programs.

Comes in: requests that the gate let through. Goes out: a page with the form, a step to the next page with one
line of what was done, or what is wrong. Whoever may not do a thing is refused before it is looked at. Knows
nothing about single actions.
"""

import base64
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tocsin.clock import now
from tocsin.errors import StoreError, TocsinError
from tocsin.store.narrowed import Narrowed, NotForYou
from tocsin.web.forms import Action, Desk, Form, Sent, carries_word, fill, list_fields, read_sent
from tocsin.web.gate import is_own_path
from tocsin.web.rendering import render
from tocsin.web.shelf import Shelf
from tocsin.web.visitors import Visitor, visitor_of

SAID = "tocsin-said"  # the cookie that carries one line to the next page
MOST_SAID = 300  # characters
FORM = "application/x-www-form-urlencoded"

Shelves = Callable[[], Shelf | None]


class Outcome(NamedTuple):
    """What came of an action: one line, or what is wrong with its fields."""

    said: str
    faults: Mapping[str, str]
    status: int = 200


def form_routes(shelf: Shelves, actions: Mapping[str, Action]) -> list[Route]:
    """The page of each action's form, and the address that it is sent to."""
    return [
        Route("/do/{name}", _show_form(shelf, actions), methods=["GET"]),
        Route("/do/{name}", _take_form(shelf, actions), methods=["POST"]),
    ]


def act(shelf: Shelf, action: Action, visitor: Visitor, fields: Mapping[str, object]) -> Outcome:
    """Do what is asked, as the visitor; a fault that was written for readers is handed on."""
    filled = fill(action, fields)
    if not isinstance(filled, Form):
        return Outcome("", filled, 422)
    whole, seen = shelf.writable(), shelf.for_visitor(visitor)
    store = whole if visitor.watches is None else Narrowed(whole, visitor.watches)
    desk = Desk(store, whole, tuple(seen.watches.values()), visitor, now())
    try:
        return Outcome(action.do(desk, filled), {})
    except NotForYou as fault:
        return Outcome("", {"form": str(fault)}, 403)
    except StoreError as fault:
        return Outcome("", {"form": str(fault)}, 503)
    except TocsinError as fault:  # each field will do, but what it names is not there, or refuses
        return Outcome("", {"form": str(fault)}, 409)


async def read_fields(request: Request) -> Sent:
    """What a form holds, whoever sends it.

    Raises:
        HTTPException: it is no form (400, 415).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, f"Send it as {FORM}.")
    try:
        return read_sent(await request.body())
    except ValueError:
        raise HTTPException(400, "This is no form; send it again from its page.") from None


async def read_form(request: Request) -> tuple[Visitor, Sent]:
    """A form with who sends it; refused where it does not carry the word of the session.

    Raises:
        HTTPException: it is no form (400, 415), or another page may have sent it (403).
    """
    visitor, sent = visitor_of(request), await read_fields(request)
    if not carries_word(visitor, sent.csrf):
        raise HTTPException(403, "This form is from another session. Open its page again and send it anew.")
    return visitor, sent


def find_action(actions: Mapping[str, Action], request: Request) -> Action:
    """The action at that address, if the visitor may do it.

    Raises:
        HTTPException: there is none (404), or it takes more than they may do (403).
    """
    action = actions.get(request.path_params["name"])
    if action is None:
        raise HTTPException(404)
    if not visitor_of(request).may(action.role):
        raise HTTPException(403, f"This takes the role {action.role}. Ask an admin of this desk.")
    return action


def said_to(request: Request) -> str:
    """The line that the page before left for this one."""
    try:
        text = base64.urlsafe_b64decode(request.cookies.get(SAID, "")).decode()
    except ValueError:
        return ""
    return text if text.isprintable() else ""


def _show_form(shelf: Shelves, actions: Mapping[str, Action]) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        action = find_action(actions, request)
        sent = Sent(dict(request.query_params), "", request.query_params.get("then", ""))
        return _page(shelf, request, action, sent, Outcome("", {}))

    return answer


def _take_form(shelf: Shelves, actions: Mapping[str, Action]) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        action = find_action(actions, request)
        visitor, sent = await read_form(request)
        ready = shelf()
        if ready is None:
            raise HTTPException(503, "The store is still being prepared. Send it again in some seconds.")
        outcome = await run_in_threadpool(act, ready, action, visitor, sent.fields)
        if outcome.faults or action.is_shown_once:
            return await run_in_threadpool(_page, shelf, request, action, sent, outcome)
        return _go_on(request, sent.then if is_own_path(sent.then) else action.then, outcome.said)

    return answer


def _go_on(request: Request, to: str, said: str) -> Response:
    answer = RedirectResponse(to, 303)
    line = " ".join(said.split())[:MOST_SAID]
    answer.set_cookie(
        SAID,
        base64.urlsafe_b64encode(line.encode()).decode(),
        max_age=30,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _page(shelf: Shelves, request: Request, action: Action, sent: Sent, outcome: Outcome) -> Response:
    visitor, ready = visitor_of(request), shelf()
    return HTMLResponse(
        render(
            "form.html.j2",
            None,
            nav="",
            markings=ready.for_visitor(visitor).store.markings() if ready else (),
            visitor=visitor,
            action=action,
            address=request.url.path,
            fields=list(list_fields(action, sent.fields, outcome.faults)),
            fault=outcome.faults.get("form", ""),
            then=sent.then if is_own_path(sent.then) else "",
            told=outcome.said,
        ),
        outcome.status,
    )
