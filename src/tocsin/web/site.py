"""The site: which address shows which page, as HTML or as its `.json` twin.

Comes in: a shelf and a gate's keys. Goes out: an application. It knows which page belongs to which address,
and nothing of what pages hold or how they look. No text of an exception reaches a reader.
"""

import datetime as dt
import sys
import traceback
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tocsin.clock import now, today
from tocsin.config import load_settings
from tocsin.errors import StoreError
from tocsin.sending.atom import to_atom
from tocsin.terms import Record
from tocsin.web.assets import asset
from tocsin.web.calibration import show_forecasts, show_postmortem
from tocsin.web.explanations import show_explanations
from tocsin.web.gate import Gate, Keys
from tocsin.web.headers import FOR_EVER, GuardedHeaders
from tocsin.web.inbox import show_inbox
from tocsin.web.mapping import show_map
from tocsin.web.problem import show_forecast, show_indicator, show_problem
from tocsin.web.reading import show_document, show_story
from tocsin.web.ready import show_plans
from tocsin.web.rendering import render
from tocsin.web.settings import LOOK_COOKIE, choose_look, show_settings
from tocsin.web.shelf import Shelf
from tocsin.web.shelves import show_briefs, show_search, show_stories
from tocsin.web.sourcing import show_sources
from tocsin.web.trail import show_audit
from tocsin.web.watching import show_watch

Show = Callable[[Shelf, Request], Record | None]

# address -> template, what it shows
PAGES: Mapping[str, tuple[str, Show]] = {
    "/watch": ("watch.html.j2", lambda shelf, _: show_watch(shelf, now())),
    "/problem/{watch}": (
        "problem.html.j2",
        lambda shelf, asked: show_problem(shelf, asked.path_params["watch"], _day(asked)),
    ),
    "/problem/{watch}/forecast/{scenario}": (
        "forecast.html.j2",
        lambda shelf, asked: show_forecast(shelf, **asked.path_params, as_of=_day(asked)),
    ),
    "/problem/{watch}/indicator/{id}": (
        "indicator.html.j2",
        lambda shelf, asked: show_indicator(shelf, **asked.path_params, as_of=_day(asked)),
    ),
    "/problem/{watch}/explanations": (
        "explanations.html.j2",
        lambda shelf, asked: show_explanations(
            shelf, asked.path_params["watch"], _day(asked), asked.query_params.get("order", "")
        ),
    ),
    "/inbox": (
        "inbox.html.j2",
        lambda shelf, asked: show_inbox(shelf, _person(asked), asked.query_params.get("tray", "")),
    ),
    "/forecasts": ("forecasts.html.j2", lambda shelf, _: show_forecasts(shelf)),
    "/forecasts/{version}": (
        "postmortem.html.j2",
        lambda shelf, asked: show_postmortem(shelf, asked.path_params["version"]),
    ),
    "/plans": ("plans.html.j2", lambda shelf, _: show_plans(shelf, today())),
    "/map": (
        "map.html.j2",
        lambda shelf, asked: show_map(
            shelf, asked.query_params.get("watch"), is_world=asked.query_params.get("extent") == "world"
        ),
    ),
    "/audit": (
        "audit.html.j2",
        lambda shelf, asked: show_audit(
            shelf, asked.query_params.get("words", ""), asked.query_params.get("page", "")
        ),
    ),
    "/settings": (
        "settings.html.j2",
        lambda shelf, asked: show_settings(shelf, load_settings(), _look(asked)),
    ),
    "/stories": ("stories.html.j2", lambda shelf, _: show_stories(shelf)),
    "/story/{id}": ("story.html.j2", lambda shelf, asked: show_story(shelf, asked.path_params["id"])),
    "/document/{id}": (
        "document.html.j2",
        lambda shelf, asked: show_document(shelf, asked.path_params["id"]),
    ),
    "/brief": ("brief.html.j2", lambda shelf, _: show_briefs(shelf, None)),
    "/brief/{version}": (
        "brief.html.j2",
        lambda shelf, asked: show_briefs(shelf, asked.path_params["version"]),
    ),
    "/sources": ("sources.html.j2", lambda shelf, _: show_sources(shelf, now())),
    "/search": (
        "search.html.j2",
        lambda shelf, asked: show_search(shelf, asked.query_params.get("q", "")[:300], _day(asked)),
    ),
}


def build_site(
    shelf: Callable[[], Shelf | None],
    keys: Keys,
    *,
    hosts: frozenset[str],
    cookie: str,
    feed_key: str | None = None,
    address: str = "",
) -> Starlette:
    """The application; `shelf` gives None as long as the store is still being prepared.

    `address` is the site's own, for feeds, whose readers need whole addresses.
    """
    routes = [Route("/", lambda _: RedirectResponse("/watch", 307)), Route("/assets/{name}", _asset)]
    routes.append(Route("/help", lambda _: _help(shelf)))
    routes.append(Route("/problem/{watch}/feed.atom", lambda request: _feed(shelf, request, address)))
    for path, (template, show) in PAGES.items():
        routes.append(Route(f"{path}.json", _twin(shelf, show)))
        routes.append(Route(path, _page(shelf, template, show)))
    gate = Middleware(Gate, keys=keys, hosts=hosts, cookie=cookie, feed_key=feed_key)
    return Starlette(
        routes=routes,
        middleware=[Middleware(GuardedHeaders), gate],
        exception_handlers={
            HTTPException: _say_http,
            StoreError: _say_store,
            Exception: _say_broken,
        },
    )


def _page(shelf: Callable[[], Shelf | None], template: str, show: Show) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ready = shelf()
        if ready is None:
            return HTMLResponse(render("waiting.html.j2", None), 200)
        page = show(ready, request)
        if page is None:
            raise HTTPException(404)
        nav = request.url.path.split("/")[1]
        look = _look(request)
        frame = {"nav": nav, "markings": ready.store.markings(), "names": ready.names, "look": look}
        sent = HTMLResponse(render(template, page, **frame))
        if "look" in request.query_params:
            sent.set_cookie(LOOK_COOKIE, look, max_age=365 * 24 * 3600, httponly=True, samesite="strict")
        return sent

    return answer


def _twin(shelf: Callable[[], Shelf | None], show: Show) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ready = shelf()
        if ready is None:
            return PlainTextResponse("The store is still being prepared; ask again.\n", 503)
        page = show(ready, request)
        if page is None:
            raise HTTPException(404)
        return Response(page.model_dump_json(by_alias=True), media_type="application/json")

    return answer


def _help(shelf: Callable[[], Shelf | None]) -> Response:
    ready = shelf()
    markings = ready.store.markings() if ready else ()
    return HTMLResponse(render("help.html.j2", None, nav="help", markings=markings))


def _feed(shelf: Callable[[], Shelf | None], request: Request, address: str) -> Response:
    ready, watch = shelf(), request.path_params["watch"]
    if ready is None or watch not in dict(ready.store.watched()):
        raise HTTPException(404)
    alerts = ready.store.alerts(watch, limit=50)
    return Response(to_atom(watch, ready.title(watch), alerts, address), media_type="application/atom+xml")


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": FOR_EVER})


def _person(request: Request) -> str:
    return "desk"


def _look(request: Request) -> str:
    """Light or dark, as this browser was told last; it is asked for in the address once."""
    return choose_look(request.query_params.get("look") or request.cookies.get(LOOK_COOKIE, ""))


def _day(request: Request) -> dt.date | None:
    asked = request.query_params.get("as_of")
    try:
        return dt.date.fromisoformat(asked) if asked else None
    except ValueError:
        raise HTTPException(400, "as_of is not a day; write it as YYYY-MM-DD") from None


# --- what goes wrong -------------------------------------------------------------------------------


def _say_http(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    if fault.status_code == 404:
        return _fault(404, "There is nothing at this address. A search may find it.")
    return _fault(fault.status_code, fault.detail)


def _say_store(_: Request, fault: Exception) -> Response:
    sys.stderr.write(f"tocsin: {fault}\n")
    return _fault(503, "The store cannot be read just now. The terminal says why.")


def _say_broken(_: Request, fault: Exception) -> Response:
    sys.stderr.write("".join(traceback.format_exception(fault)))
    return _fault(
        500, "This page broke on a mistake of ours. The terminal holds the details; please report them."
    )


def _fault(status: int, line: str) -> Response:
    return HTMLResponse(render("fault.html.j2", None, line=line), status)
