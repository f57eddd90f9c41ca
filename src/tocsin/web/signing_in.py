"""Signing in with a name and a password, and out again.

Comes in: the page's form. Goes out: a new session, or one line that says the same whether the name or the
password is wrong, after the same time. Whoever guesses has to wait, longer each time, by name and by where
they come from. Knows nothing about what is behind the gate.
"""

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tocsin.clock import now
from tocsin.people import is_password
from tocsin.store import Store
from tocsin.store.people import key_of
from tocsin.web.doing import read_fields, read_form
from tocsin.web.gate import Entrance, is_own_path
from tocsin.web.rendering import render
from tocsin.web.shelf import Shelf

WRONG = "No such name with that password."
Shelves = Callable[[], Shelf | None]


class Tried(NamedTuple):
    """What came of a try: a session, or a status with one line."""

    session: str
    status: Literal[200, 403, 429]
    line: str
    wait: float = 0.0


def sign_in_routes(shelf: Shelves, entrance: Entrance) -> list[Route]:
    """The page, where it is sent to, and the way out."""

    def show(request: Request) -> Response:
        return _page("", request.query_params.get("then", ""), 200)

    async def take(request: Request) -> Response:
        sent = await read_fields(request)
        ready = shelf()
        if ready is None:
            raise HTTPException(503, "The store is still being prepared. Try again in some seconds.")
        name, password = sent.fields.get("name", "").strip(), sent.fields.get("password", "")
        address = request.client.host if request.client else ""
        tried = await run_in_threadpool(try_sign_in, entrance, ready, name, password, address)
        if not tried.session:
            return _page(tried.line, sent.then, tried.status, tried.wait)
        entrance.sessions.end(entrance.session_of(request))
        return entrance.let_in(tried.session, sent.then if is_own_path(sent.then) else "/watch")

    async def leave(request: Request) -> Response:
        await read_form(request)
        entrance.sessions.end(entrance.session_of(request))
        answer = RedirectResponse("/sign-in" if entrance.known.has_accounts else "/signed-out", 303)
        answer.delete_cookie(
            entrance.cookie, path="/", httponly=True, samesite="strict", secure=entrance.is_https
        )
        return answer

    return [
        Route("/sign-in", show, methods=["GET"]),
        Route("/sign-in", take, methods=["POST"]),
        Route("/sign-out", leave, methods=["POST"]),
    ]


def try_sign_in(entrance: Entrance, shelf: Shelf, name: str, password: str, address: str) -> Tried:
    """A session for a name with its password; a wrong one of either costs the same time and says the same."""
    key = key_of(name)
    wait = entrance.brake.wait(key, address)
    if wait > 0:
        minutes = max(1, math.ceil(wait / 60))
        line = f"Too many tries. Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again."
        return Tried("", 429, line, wait)
    store = shelf.store
    if not is_password(store.password_hash(name), password):
        if entrance.brake.is_waiting(key):
            _note(shelf, name, "had to wait after wrong passwords")
        return Tried("", 403, WRONG)
    person = store.person(name)
    if person is None:  # gone in the meantime
        return Tried("", 403, WRONG)
    entrance.brake.clear(key)
    _note(shelf, person.name, "signed in")
    return Tried(entrance.sessions.begin(person.name, person.stamp), 200, "")


def _note(shelf: Shelf, name: str, what: str) -> None:
    """An entry in the audit trail; names that nobody has are not written down, for they may be passwords."""
    store: Store = shelf.writable()
    if store.person(name) is not None:
        store.note(at=now(), who=name, what=what, record=f"person {name}")


def _page(fault: str, then: str, status: int, wait: float = 0.0) -> Response:
    headers = {"Retry-After": str(math.ceil(wait))} if wait else None
    path = then if is_own_path(then) else ""
    return HTMLResponse(render("sign-in.html.j2", None, fault=fault, then=path), status, headers)
