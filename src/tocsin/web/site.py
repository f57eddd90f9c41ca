"""The site: every page at its address, to whoever may see it, as HTML or as its `.json` twin.

Comes in: a shelf and what lets people in. Goes out: an application. It knows how a page is asked for and
sent, and nothing of which pages there are, what they hold or how they look.
"""

import secrets
from collections.abc import Callable, Hashable
from functools import partial

from markupsafe import escape
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tocsin.errors import ConfigurationError, StoreError
from tocsin.sending.atom import to_atom
from tocsin.terms import Record
from tocsin.web.actions import ACTIONS
from tocsin.web.api import api_routes
from tocsin.web.assets import asset
from tocsin.web.bounded import Bounded
from tocsin.web.doing import SAID, form_routes, said_to
from tocsin.web.drafting import draft_routes
from tocsin.web.faults import say_broken, say_http, say_store
from tocsin.web.files import make_file
from tocsin.web.gate import Entrance, Gate, recognize
from tocsin.web.headers import FOR_EVER, GuardedHeaders
from tocsin.web.kept import Kept
from tocsin.web.pages import FROZEN, PAGES, SHARED, Page
from tocsin.web.rendering import render
from tocsin.web.settings import LOOK_COOKIE, look_of
from tocsin.web.shelf import Shelf
from tocsin.web.signing_in import sign_in_routes
from tocsin.web.streams import stream_routes
from tocsin.web.visitors import Visitor, visitor_of

YEAR = 365 * 24 * 3600  # seconds
Shelves = Callable[[], Shelf | None]  # None as long as the store is still being prepared


def build_site(shelf: Shelves, entrance: Entrance, *, address: str = "") -> Starlette:
    """The application; `address` is the site's own, for feeds, whose readers need whole addresses."""
    routes = [Route("/", lambda _: RedirectResponse("/watch", 307)), Route("/assets/{name}", _asset)]
    routes += [Route("/help", _help(shelf)), Route("/signed-out", _signed_out)]
    routes.append(Route("/problem/{watch}/feed.atom", lambda request: _feed(shelf, request, address)))
    routes += [*sign_in_routes(shelf, entrance), *draft_routes(shelf), *form_routes(shelf, ACTIONS)]
    routes.append(Route("/brief/{version}/file/{name}", lambda request: _file(shelf, request)))
    routes += [*stream_routes(shelf, partial(recognize, entrance)), *api_routes(shelf, ACTIONS)]
    kept = Kept()
    for path, page in PAGES.items():
        routes.append(Route(f"{path}.json", _twin(shelf, path, page, kept)))
        routes.append(Route(path, _page(shelf, path, page, kept)))
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(GuardedHeaders, is_https=entrance.is_https),
            Middleware(Bounded),
            Middleware(Gate, entrance=entrance),
        ],
        exception_handlers={HTTPException: say_http, StoreError: say_store, Exception: say_broken},
    )


def _page(shelf: Shelves, path: str, page: Page, kept: Kept) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ready = shelf()
        if ready is None:
            return HTMLResponse(render("waiting.html.j2", None), 200)
        said, visitor = said_to(request), visitor_of(request)
        if path in SHARED and not said:
            anybody = visitor._replace(name=_NAME, csrf=_CSRF)
            html = kept.take(
                *_key("html", request, path, ready), lambda: _html(request, ready, page, anybody)
            )
            html = html.replace(_NAME, str(escape(visitor.name))).replace(_CSRF, visitor.csrf)
        else:
            html = _html(request, ready, page, visitor, said)
        return _send(request, html, said)

    return answer


# stand in a page that is kept for all of a role, and are put in for each
_NAME, _CSRF = secrets.token_hex(16), secrets.token_hex(16)


def _key(kind: str, request: Request, path: str, shelf: Shelf) -> tuple[Hashable, Hashable]:
    """What a page is kept under, and what it was made from: another one of that and it is made anew."""
    visitor, store = visitor_of(request), shelf.store
    version = store.briefs_version() if path in FROZEN else store.version()
    asked = (kind, request.url.path, request.url.query, visitor.role, visitor.watches, look_of(request))
    return asked, version


def _html(request: Request, shelf: Shelf, page: Page, visitor: Visitor, said: str = "") -> str:
    seen, shown = _open(shelf, page, request)
    return render(
        page.template,
        shown,
        nav=request.url.path.split("/")[1],
        markings=seen.store.markings(),
        names=seen.names,
        visitor=visitor,
        said=said,
        here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        look=look_of(request),
    )


def _send(request: Request, html: str, said: str) -> Response:
    answer = HTMLResponse(html)
    if said:
        answer.delete_cookie(SAID, httponly=True, samesite="strict")
    if "look" in request.query_params:
        answer.set_cookie(LOOK_COOKIE, look_of(request), max_age=YEAR, httponly=True, samesite="strict")
    return answer


def _twin(shelf: Shelves, path: str, page: Page, kept: Kept) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ready = shelf()
        if ready is None:
            return PlainTextResponse("The store is still being prepared; ask again.\n", 503)

        def make() -> str:
            return _open(ready, page, request)[1].model_dump_json(by_alias=True)

        made = kept.take(*_key("json", request, path, ready), make) if path in SHARED else make()
        return Response(made, media_type="application/json")

    return answer


def _open(shelf: Shelf, page: Page, request: Request) -> tuple[Shelf, Record]:
    """The shelf as the visitor may see it, and what the page shows of it.

    Raises:
        HTTPException: they may not see it (403), or there is nothing of that name (404).
    """
    visitor = visitor_of(request)
    if not visitor.may(page.role):
        raise HTTPException(403, f"This page takes the role {page.role}. Ask an admin of this desk.")
    seen = shelf.for_visitor(visitor)
    shown = page.show(seen, request)
    if shown is None:
        raise HTTPException(404)
    return seen, shown


def _help(shelf: Shelves) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        ready = shelf()
        markings = ready.store.markings() if ready else ()
        return HTMLResponse(
            render(
                "help.html.j2",
                None,
                nav="help",
                markings=markings,
                visitor=visitor_of(request),
                look=look_of(request),
            )
        )

    return answer


def _signed_out(_: Request) -> Response:
    return HTMLResponse(render("fault.html.j2", None, line="You are signed out."))


def _feed(shelf: Shelves, request: Request, address: str) -> Response:
    ready, watch = shelf(), request.path_params["watch"]
    seen = ready.for_visitor(visitor_of(request)) if ready else None
    if seen is None or watch not in dict(seen.store.watched()):
        raise HTTPException(404)
    alerts = seen.store.alerts(watch, limit=50)
    return Response(to_atom(watch, seen.title(watch), alerts, address), media_type="application/atom+xml")


def _file(shelf: Shelves, request: Request) -> Response:
    """A brief to be taken away; what cannot be made here is said in one line."""
    ready, version = shelf(), request.path_params["version"]
    brief = ready.for_visitor(visitor_of(request)).store.brief(version) if ready else None
    try:
        made = make_file(brief, request.path_params["name"]) if brief else None
    except ConfigurationError as fault:
        raise HTTPException(501, f"{fault}.") from None
    if made is None:
        raise HTTPException(404)
    named = f'attachment; filename="{request.path_params["name"]}"'
    return Response(made[0], media_type=made[1], headers={"Content-Disposition": named})


def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found.content, media_type=found.media_type, headers={"Cache-Control": FOR_EVER})
