"""What goes wrong, said to whoever asked: a page for people, problem details (RFC 9457) for programs.

Comes in: a status and words. Goes out: an answer. No text of an exception reaches a reader, save those that
were written for readers. Knows nothing about what was asked.
"""

import sys
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from tocsin.web.rendering import render

PROBLEM = "application/problem+json"
NOTHING = "There is nothing at this address. A search may find it."
BROKEN = "This page broke on a mistake of ours. The terminal holds the details; please report them."


def problem_answer(
    status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> Response:
    """A problem as programs read it; `more` are further members."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return JSONResponse(body, status, headers, media_type=PROBLEM)


def say_http(request: Request, fault: Exception) -> Response:
    """What a route refused."""
    assert isinstance(fault, HTTPException)
    line = NOTHING if fault.status_code == 404 else fault.detail
    return fault_page(request, fault.status_code, line, dict(fault.headers or {}))


def say_store(request: Request, fault: Exception) -> Response:
    """The database cannot be read."""
    sys.stderr.write(f"tocsin: {fault}\n")
    return fault_page(request, 503, "The store cannot be read just now. The terminal says why.")


def say_broken(request: Request, fault: Exception) -> Response:
    """A mistake of ours."""
    sys.stderr.write("".join(traceback.format_exception(fault)))
    return fault_page(request, 500, BROKEN)


def fault_page(request: Request, status: int, line: str, headers: dict[str, str] | None = None) -> Response:
    """One line that says what is wrong and what to do."""
    if request.url.path.startswith("/api/"):
        title = line.partition(".")[0].partition(";")[0]
        return problem_answer(status, title, line, headers)
    return HTMLResponse(render("fault.html.j2", None, line=line), status, headers)
