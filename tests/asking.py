"""The workbench asked within the test's own process, as a server would hand requests on to it."""

import asyncio
import json
import shutil
from collections.abc import Mapping
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette

from tocsin.clock import now
from tocsin.people import change_access, hash_password, make_token
from tocsin.store import Store
from tocsin.web.gate import Entrance
from tocsin.web.known import Known
from tocsin.web.sessions import Keys, Sessions
from tocsin.web.shelf import Shelf
from tocsin.web.site import build_site

HOST = "127.0.0.1:8642"
PASSWORD = "a quiet harbour in may"
NAMES = {"reader": "a reader", "analyst": "an analyst", "editor": "an editor", "admin": "an admin"}


class Answer(NamedTuple):
    """What the site answered."""

    status: int
    headers: dict[str, str]
    text: str
    cookies: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Desk(NamedTuple):
    """A site over a copy of a store, its parts, and the tokens of the terminal's link."""

    app: Starlette
    shelf: Shelf
    entrance: Entrance
    tokens: list[str]

    def close(self) -> None:
        self.shelf.close()
        self.shelf.store.close()


class Browser:
    """Keeps cookies, and knows the word that forms carry once it has seen a page."""

    def __init__(self, desk: Desk, token: str = "", host: str = HOST, client: str = "127.0.0.1") -> None:
        self.desk, self.token, self.host, self.client = desk, token, host, client
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        headers = {"content_type": "application/x-www-form-urlencoded"} | headers
        return self._ask("POST", path, urlencode(fields or {}).encode(), headers)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        return self._ask(method, path, body, headers)

    def act(self, action: str, /, **fields: Any) -> Answer:
        """Send a form as its page does."""
        return self.post(f"/do/{action}", {"csrf": self.word, **fields})

    def order(self, action: str, /, **fields: Any) -> Answer:
        """Do the same by the API."""
        body = json.dumps(fields).encode()
        return self._ask("POST", f"/api/v1/actions/{action}", body, {"content_type": "application/json"})

    @property
    def word(self) -> str:
        session = self.desk.entrance.sessions.find(self.cookies.get(self.desk.entrance.cookie, ""))
        return session.csrf if session else ""

    def sign_in(self, name: str, password: str = PASSWORD, then: str = "") -> Answer:
        return self.post("/sign-in", {"name": name, "password": password, "then": then})

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        given = {"host": self.host, "content_length": str(len(body)), **headers}
        if self.cookies:
            given.setdefault("cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if self.token:
            given.setdefault("authorization", f"Bearer {self.token}")
        answer = asyncio.run(_call(self.desk.app, method, path, body, given, self.client))
        self.cookies |= answer.cookies
        return answer


def open_desk(store: Path, folder: Path, **more: Any) -> Desk:
    """A site over a copy of the store; nobody has an account yet."""
    path = folder / "desk.db"
    shutil.copy(store, path)
    shelf, tokens, sessions = Shelf(Store(path, read_only=True)), list[str](), Sessions()
    entrance = Entrance(
        Known(lambda: shelf.store),
        sessions,
        Keys(tokens.append, sessions),
        hosts=frozenset({HOST}),
        cookie="tocsin",
        **more,
    )
    return Desk(build_site(lambda: shelf, entrance), shelf, entrance, tokens)


def let_in_all(desk: Desk) -> None:
    """One person of each role, and a reader who sees no problem; all with the same password."""
    store, hashed = desk.shelf.writable(), hashed_password()
    people = [*NAMES.items(), ("analyst", "a stranger")]
    for role, name in people:
        store.put_person(name, role, hashed, stamp=name, at=now(), by="a test", because="a test")  # type: ignore[arg-type]
    change_access(store, "a stranger", [], at=now(), by="a test", because="a test")


@cache
def hashed_password() -> str:
    """The password's hash, made once: making one takes its time on purpose."""
    return hash_password(PASSWORD)


def token_of(desk: Desk, name: str) -> str:
    """A token of a person's."""
    made = make_token(desk.shelf.writable(), name, name="a test", role=None, days=1, at=now(), by="a test")
    return made[1]


def browser_of(desk: Desk, name: str) -> Browser:
    """Somebody's browser, signed in without a password: hashing takes its time."""
    browser, person = Browser(desk), desk.shelf.store.person(name)
    assert person is not None
    browser.cookies[desk.entrance.cookie] = desk.entrance.sessions.begin(person.name, person.stamp)
    return browser


async def _call(
    app: Starlette, method: str, path: str, body: bytes, headers: Mapping[str, str], client: str
) -> Answer:
    parts = urlsplit(path)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in headers.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 8642),
        "client": (client, 40_000),
        "root_path": "",
    }
    told: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    await app(scope, receive, send)
    start = next(m for m in told if m["type"] == "http.response.start")
    pairs = [(k.decode().lower(), v.decode()) for k, v in start["headers"]]
    cookies: dict[str, str] = {}
    for name, value in pairs:
        if name == "set-cookie":
            cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
    text = b"".join(m.get("body", b"") for m in told).decode()
    return Answer(start["status"], dict(pairs), text, cookies)
