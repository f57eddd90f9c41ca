"""Reads a desk's workbench from a program and does what its forms do, with records in and records out.

Comes in: the address of a workbench and a token. Goes out: records of the contract, lists to their end, news
as they come. `Client("http://127.0.0.1:8642", token)`; close it, or use it in a `with` statement. Knows
nothing about how the other side makes what it gives.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import BaseModel, TypeAdapter

from tocsin.errors import TocsinError
from tocsin.interface import ActionLine, FoundLine, Listed, Me, SourceLine, WatchLine
from tocsin.store.news import News
from tocsin.store.outbox import Posted
from tocsin.store.pages import BriefLine, OutletLine, Sighting
from tocsin.terms import (
    AuditEntry,
    Brief,
    Claim,
    Document,
    Forecast,
    IndicatorState,
    Outlook,
    Plan,
    Reading,
    Stance,
    Status,
    Story,
    WatchState,
)

ROOT = "/api/v1"
PAGE = 100  # records asked for at once

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)
Asked = Mapping[str, object]


class Refused(TocsinError):
    """The workbench did not do what was asked; `status` is that of HTTP, `faults` name fields."""

    def __init__(self, where: str, status: int, what: str, faults: Mapping[str, str]) -> None:
        super().__init__(where, what, f"status {status}")
        self.status = status
        self.faults = dict(faults)


class Unreachable(TocsinError):
    """There is no answer from that address."""


class Client:
    """A workbench's API; every method raises `Refused` or `Unreachable`, and None is never a fault."""

    def __init__(self, address: str, token: str, *, seconds: float = 30.0) -> None:
        self._address = address.rstrip("/")
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._web = httpx2.Client(
            base_url=self._address, headers=headers, timeout=seconds, follow_redirects=False, trust_env=False
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._web.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- who asks ---

    def me(self) -> Me:
        """Who the token stands for, and what they may do and see."""
        return self._one("/me", Me)

    def actions(self) -> tuple[ActionLine, ...]:
        """What the token may do."""
        return tuple(self._many("/actions", ActionLine))

    def act(self, action: str, /, **fields: object) -> str:
        """Do what the form of that name does; one line of what was done."""
        given = {name: value for name, value in fields.items() if value is not None}
        answer = self._ask("POST", f"/actions/{_word(action)}", json=_plain(given))
        return str(answer.json()["done"])

    # --- problems ---

    def watches(self) -> tuple[WatchLine, ...]:
        """Every problem with its status."""
        return tuple(self._many("/watches", WatchLine))

    def state(self, watch: str, *, as_of: dt.date | None = None) -> WatchState:
        """All that a problem concluded as of a day, or of its last."""
        return self._one(f"/watches/{_word(watch)}", WatchState, as_of=as_of)

    def outlook(self, watch: str, *, as_of: dt.date | None = None) -> Outlook:
        """All forecasts of a problem."""
        return self._one(f"/watches/{_word(watch)}/outlook", Outlook, as_of=as_of)

    def forecast(self, watch: str, scenario: str, *, as_of: dt.date | None = None) -> Forecast:
        """One forecast with its ledger and curve."""
        return self._one(f"/watches/{_word(watch)}/forecasts/{_word(scenario)}", Forecast, as_of=as_of)

    def indicators(self, watch: str, *, as_of: dt.date | None = None) -> tuple[IndicatorState, ...]:
        """The states of a problem's indicators, with what matched."""
        return tuple(self._many(f"/watches/{_word(watch)}/indicators", IndicatorState, as_of=as_of))

    def plans(self, watch: str, *, as_of: dt.date | None = None) -> tuple[Plan, ...]:
        """A problem's plans."""
        return tuple(self._many(f"/watches/{_word(watch)}/plans", Plan, as_of=as_of))

    # --- reporting ---

    def stories(self, *, watch: str | None = None) -> Iterator[Story]:
        """Stories with their origins and edges, those that began last first."""
        return self._many("/stories", Story, watch=watch, limit=PAGE)

    def story(self, id: str) -> Story:
        """One story."""
        return self._one(f"/stories/{_word(id)}", Story)

    def documents(
        self,
        *,
        outlet: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        watch: str | None = None,
    ) -> Iterator[Sighting]:
        """Documents without their texts, those stored last first."""
        return self._many(
            "/documents", Sighting, outlet=outlet, since=since, until=until, watch=watch, limit=PAGE
        )

    def document(self, id: str) -> Document:
        """One document with its text: by its id, name or label."""
        return self._one(f"/documents/{_word(id)}", Document)

    def reading(self, id: str) -> Reading:
        """What was read in a document."""
        return self._one(f"/documents/{_word(id)}/reading", Reading)

    def claims(
        self, document: str, *, stance: Stance | None = None, status: Status | None = None
    ) -> Iterator[Claim]:
        """The claims of a document."""
        return self._many("/claims", Claim, document=document, stance=stance, status=status, limit=PAGE)

    def claim(self, key: str) -> Claim:
        """One claim by its key, DOCUMENT#ID."""
        return self._one(f"/claims/{_word(key)}", Claim)

    def search(self, words: str, *, as_of: dt.date | None = None, limit: int = 20) -> tuple[FoundLine, ...]:
        """Documents that hold all the words, best first."""
        return tuple(self._many("/search", FoundLine, q=words, as_of=as_of, limit=limit))

    def sources(self) -> tuple[SourceLine, ...]:
        """Channels with their health."""
        return tuple(self._many("/sources", SourceLine))

    def outlets(self) -> Iterator[OutletLine]:
        """Outlets with how much came of each."""
        return self._many("/outlets", OutletLine, limit=PAGE)

    # --- what goes out ---

    def briefs(self, *, watch: str | None = None) -> Iterator[BriefLine]:
        """Published briefs, the last first."""
        return self._many("/briefs", BriefLine, watch=watch, limit=PAGE)

    def brief(self, version: str) -> Brief:
        """One brief."""
        return self._one(f"/briefs/{_word(version)}", Brief)

    def alerts(self, *, watch: str | None = None) -> Iterator[Posted]:
        """Alerts with how each reached its receivers, the last first."""
        return self._many("/alerts", Posted, watch=watch, limit=PAGE)

    def audit(self) -> Iterator[AuditEntry]:
        """The audit trail, the newest entry first."""
        return self._many("/audit", AuditEntry, limit=PAGE)

    def news(self, *, after: str | None = None, silence: float = 60.0) -> Iterator[tuple[str, News]]:
        """What is new, as it comes, each with the place to go on `after`; ends when the stream does."""
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": after} if after else {})
        try:
            with self._web.stream("GET", f"{ROOT}/events", headers=headers, timeout=silence) as answer:
                if answer.status_code != 200:
                    answer.read()
                    raise self._refused(answer)
                yield from _read_events(answer.iter_lines())
        except httpx2.TransportError as fault:
            raise self._unreachable(fault) from fault

    # --- how it is asked ---

    def _one(self, path: str, kind: type[AnyRecord], **asked: object) -> AnyRecord:
        return kind.model_validate_json(self._ask("GET", path, params=_plain(asked)).content)

    def _many(self, path: str, kind: type[AnyRecord], **asked: object) -> Iterator[AnyRecord]:
        reader: TypeAdapter[Listed[AnyRecord]] = TypeAdapter(Listed[kind])  # type: ignore[valid-type]
        after: str | None = None
        while True:
            page = reader.validate_json(
                self._ask("GET", path, params=_plain(asked | {"after": after})).content
            )
            yield from page.items
            if page.next is None:
                return
            after = page.next

    def _ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        try:
            answer = self._web.request(method, f"{ROOT}{path}", **more)
        except httpx2.TransportError as fault:
            raise self._unreachable(fault) from fault
        if answer.status_code != 200:
            raise self._refused(answer)
        return answer

    def _refused(self, answer: httpx2.Response) -> Refused:
        try:
            told = answer.json()
        except ValueError:
            told = {}
        what = told.get("detail") or "no workbench of this version is there"
        return Refused(str(answer.url), answer.status_code, what, told.get("faults") or {})

    def _unreachable(self, fault: Exception) -> Unreachable:
        what = f"does not answer ({type(fault).__name__})"
        return Unreachable(self._address, what, "check the address, and that tocsin serve runs there")


def _read_events(lines: Iterator[str]) -> Iterator[tuple[str, News]]:
    """Events of a stream (WHATWG HTML, section 9.2), those with data."""
    place, data = "", ""
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "id":
            place = value
        elif name == "data":
            data += value
        elif not line and data:
            yield place, News.model_validate_json(data)
            data = ""


def _plain(asked: Asked) -> dict[str, Any]:
    given = {name: value for name, value in asked.items() if value is not None}
    return {name: each.isoformat() if isinstance(each, dt.date) else each for name, each in given.items()}


def _word(name: str) -> str:
    return quote(name, safe="")
