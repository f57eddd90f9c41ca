"""Answers a draft as it is typed: what the rules hold against it, what differs, how it would read.

Comes in: a form with a version and a draft. Goes out: a fragment of a page. Nothing is kept: publishing is an
action of its own. Knows nothing about rules.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tocsin.web.doing import Shelves, read_form
from tocsin.web.editing import check_draft
from tocsin.web.rendering import render
from tocsin.web.visitors import Visitor

LONGEST = 400_000  # characters of a draft


def draft_routes(shelf: Shelves) -> list[Route]:
    """The address that a draft is sent to while it is typed."""
    return [Route("/do/check-draft", _check(shelf), methods=["POST"])]


def _check(shelf: Shelves) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        visitor, sent = await read_form(request)
        if not visitor.may("editor"):
            raise HTTPException(403, "This takes the role editor. Ask an admin of this desk.")
        version, draft = sent.fields.get("version", ""), sent.fields.get("draft", "")[:LONGEST]
        return await run_in_threadpool(_answer, shelf, visitor, version, draft)

    return answer


def _answer(shelf: Shelves, visitor: Visitor, version: str, draft: str) -> Response:
    ready = shelf()
    brief = ready.for_visitor(visitor).store.brief(version) if ready else None
    if brief is None:
        raise HTTPException(404)
    return HTMLResponse(render("draft.html.j2", check_draft(brief, draft), visitor=visitor))
