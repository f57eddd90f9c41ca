"""Server-sent events: what is new in the store, told to whoever listens, from where they left off.

Comes in: a listener with the place that it has reached. Goes out: one event for each new thing, and a sign of
life when nothing is new. Listeners are few, and each is sent away after an hour, to come back by itself.
Knows nothing about what is done with the news.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tocsin.errors import TocsinError
from tocsin.store import Store
from tocsin.store.news import News, Place
from tocsin.web.resources import ROOT
from tocsin.web.shelf import Shelf
from tocsin.web.visitors import Visitor, visitor_of

MOST_LISTENERS = 100
SIGN_SECONDS = 15.0  # without news, after which a sign of life is sent
LONGEST_SECONDS = 3600.0


class Pace(NamedTuple):
    """How often is looked, in seconds, and after how long without news a sign of life is sent."""

    look: float = 1.0
    sign: float = SIGN_SECONDS


def stream_routes(
    shelf: Callable[[], Shelf | None],
    still_here: Callable[[Request], Visitor | None],
    *,
    pace: Pace = Pace(),  # noqa: B008  frozen
) -> list[Route]:
    """The one address; `still_here` says who a listener is now, None where they are let in no more."""
    listening: set[object] = set()

    async def listen(request: Request) -> Response:
        visitor, ready = visitor_of(request), shelf()
        if ready is None:
            raise HTTPException(503, "The store is still being prepared. Ask again.")
        if len(listening) >= MOST_LISTENERS:
            raise HTTPException(503, "Too many listen already. Ask again.", {"Retry-After": "60"})
        store = ready.for_visitor(visitor).store
        after = read_place(request.headers.get("last-event-id"))
        if after is None:
            after = await run_in_threadpool(store.news_end)
        told = _tell(request, store, visitor, after, pace, still_here, listening)
        return StreamingResponse(told, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    return [Route(f"{ROOT}/events", listen)]


def read_place(text: str | None) -> Place | None:
    """The place that an event's id names; None where it names none."""
    if text is None or not re.fullmatch(r"\d{1,18}(?:-\d{1,18}){4}", text, re.ASCII):
        return None
    return Place(*map(int, text.split("-")))


async def _tell(
    request: Request,
    store: Store,
    visitor: Visitor,
    after: Place,
    pace: Pace,
    still_here: Callable[[Request], Visitor | None],
    listening: set[object],
) -> AsyncIterator[str]:
    me = object()
    listening.add(me)
    version, silent, open_for = None, 0.0, 0.0
    try:
        yield f"retry: 5000\nid: {write_place(after)}\ndata:\n\n"
        while open_for < LONGEST_SECONDS and not await request.is_disconnected():
            now = await run_in_threadpool(store.version)
            if now != version:
                version = now
                if still_here(request) != visitor:
                    return
                found, after = await run_in_threadpool(store.news, after)
                for each in (one for one in found if may_hear(visitor, one)):
                    yield _event(each, after)
                    silent = 0.0
            if silent >= pace.sign:
                yield ": still here\n\n"
                silent = 0.0
            await asyncio.sleep(pace.look)
            silent += pace.look
            open_for += pace.look
    except TocsinError:
        return  # the store cannot be read; the listener comes back by itself
    finally:
        listening.discard(me)


def may_hear(visitor: Visitor, news: News) -> bool:
    """Whether news is for a visitor: what people decide is for editors, as the audit trail is."""
    return news.kind != "decision" or visitor.may("editor")


def write_place(place: Place) -> str:
    """A place as an event's id."""
    return "-".join(map(str, place))


def _event(news: News, after: Place) -> str:
    return f"id: {write_place(after)}\nevent: {news.kind}\ndata: {news.model_dump_json()}\n\n"
