"""Which page stands at which address: the role it takes, its template, and what it shows.

Comes in: a shelf and a request. Goes out: a page's contents as a record, or None where there is nothing of
that name. It knows nothing of how pages are sent or how they look.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tocsin.clock import now, today
from tocsin.config import load_settings
from tocsin.store.people import Role
from tocsin.terms import Record
from tocsin.web.calibration import show_forecasts, show_postmortem
from tocsin.web.editing import show_difference, show_editor
from tocsin.web.explanations import show_explanations
from tocsin.web.inbox import show_inbox
from tocsin.web.mapping import show_map
from tocsin.web.people_pages import show_me, show_people
from tocsin.web.problem import show_forecast, show_indicator, show_problem
from tocsin.web.reading import show_document, show_story
from tocsin.web.ready import show_plans
from tocsin.web.settings import look_of, show_settings
from tocsin.web.shelf import Shelf
from tocsin.web.shelves import show_briefs, show_search, show_stories
from tocsin.web.sourcing import show_sources
from tocsin.web.trail import show_audit
from tocsin.web.visitors import visitor_of
from tocsin.web.watching import show_watch

Show = Callable[[Shelf, Request], Record | None]


class Page(NamedTuple):
    """One kind of page: the role it takes, its template, what it shows."""

    role: Role
    template: str
    show: Show


# address -> its page
PAGES: Mapping[str, Page] = {
    "/watch": Page("reader", "watch.html.j2", lambda shelf, _: show_watch(shelf, now())),
    "/problem/{watch}": Page(
        "reader",
        "problem.html.j2",
        lambda shelf, asked: show_problem(shelf, asked.path_params["watch"], _day(asked)),
    ),
    "/problem/{watch}/forecast/{scenario}": Page(
        "reader",
        "forecast.html.j2",
        lambda shelf, asked: show_forecast(shelf, **asked.path_params, as_of=_day(asked)),
    ),
    "/problem/{watch}/indicator/{id}": Page(
        "reader",
        "indicator.html.j2",
        lambda shelf, asked: show_indicator(shelf, **asked.path_params, as_of=_day(asked)),
    ),
    "/problem/{watch}/explanations": Page(
        "reader",
        "explanations.html.j2",
        lambda shelf, asked: show_explanations(
            shelf, asked.path_params["watch"], _day(asked), _word(asked, "order")
        ),
    ),
    "/inbox": Page(
        "reader",
        "inbox.html.j2",
        lambda shelf, asked: show_inbox(shelf, visitor_of(asked).name, _word(asked, "tray")),
    ),
    "/forecasts": Page("reader", "forecasts.html.j2", lambda shelf, _: show_forecasts(shelf)),
    "/forecasts/{version}": Page(
        "reader",
        "postmortem.html.j2",
        lambda shelf, asked: show_postmortem(shelf, asked.path_params["version"]),
    ),
    "/plans": Page("reader", "plans.html.j2", lambda shelf, _: show_plans(shelf, today())),
    "/map": Page(
        "reader",
        "map.html.j2",
        lambda shelf, asked: show_map(
            shelf, asked.query_params.get("watch"), is_world=_word(asked, "extent") == "world"
        ),
    ),
    "/audit": Page(
        "editor",
        "audit.html.j2",
        lambda shelf, asked: show_audit(shelf, _word(asked, "words"), _word(asked, "page")),
    ),
    "/settings": Page(
        "reader",
        "settings.html.j2",
        lambda shelf, asked: show_settings(shelf, load_settings(), look_of(asked)),
    ),
    "/stories": Page("reader", "stories.html.j2", lambda shelf, _: show_stories(shelf)),
    "/story/{id}": Page(
        "reader", "story.html.j2", lambda shelf, asked: show_story(shelf, asked.path_params["id"])
    ),
    "/document/{id}": Page(
        "reader",
        "document.html.j2",
        lambda shelf, asked: show_document(shelf, asked.path_params["id"]),
    ),
    "/brief": Page("reader", "brief.html.j2", lambda shelf, _: show_briefs(shelf, None)),
    "/brief/{version}": Page(
        "reader",
        "brief.html.j2",
        lambda shelf, asked: show_briefs(shelf, asked.path_params["version"]),
    ),
    "/brief/{version}/edit": Page(
        "editor", "editor.html.j2", lambda shelf, asked: show_editor(shelf, asked.path_params["version"])
    ),
    "/brief/{version}/difference": Page(
        "reader",
        "difference.html.j2",
        lambda shelf, asked: show_difference(shelf, asked.path_params["version"], _word(asked, "from")),
    ),
    "/sources": Page("reader", "sources.html.j2", lambda shelf, _: show_sources(shelf, now())),
    "/search": Page(
        "reader",
        "search.html.j2",
        lambda shelf, asked: show_search(shelf, _word(asked, "q"), _day(asked)),
    ),
    "/people": Page("admin", "people.html.j2", lambda shelf, _: show_people(shelf)),
    "/me": Page("reader", "me.html.j2", lambda shelf, asked: show_me(shelf, visitor_of(asked))),
}

# Pages that depend on their address, on the role and on which problems may be seen, and not on who asks: each
# is made once for all, and kept until the store changes. One that shows what is a person's own must not stand
# here.
SHARED: frozenset[str] = frozenset(
    {
        "/watch",
        "/problem/{watch}",
        "/problem/{watch}/forecast/{scenario}",
        "/problem/{watch}/indicator/{id}",
        "/problem/{watch}/explanations",
        "/forecasts",
        "/forecasts/{version}",
        "/plans",
        "/map",
        "/stories",
        "/story/{id}",
        "/document/{id}",
        "/brief",
        "/brief/{version}",
        "/sources",
        "/search",
    }
)
# Those of them that hold nothing but published briefs, which are frozen: they are kept until there is a new
# one or a text was erased.
FROZEN: frozenset[str] = frozenset({"/brief", "/brief/{version}"})


def _word(request: Request, name: str) -> str:
    """A word of the address's query, cut to a sane length."""
    return request.query_params.get(name, "")[:300]


def _day(request: Request) -> dt.date | None:
    asked = request.query_params.get("as_of")
    try:
        return dt.date.fromisoformat(asked) if asked else None
    except ValueError:
        raise HTTPException(400, "as_of is not a day; write it as YYYY-MM-DD") from None
