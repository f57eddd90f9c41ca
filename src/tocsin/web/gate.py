"""Lets in who holds the one-time link from the terminal, and nobody else: host, method, then session.

Comes in: every request before any page. Goes out: the request itself, or a refusal that says what to do.
A link is good for one browser; using it makes the next. Nothing secret is kept: only hashes, in memory.
Knows nothing about pages.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

SESSION_SECONDS = 12 * 3600
MOST_SESSIONS = 50
METHODS = frozenset({"GET", "HEAD"})


class Keys:
    """The link that is good now, and the sessions that links were changed for.

    `announce` is given each new token, to print the link on the terminal.
    """

    def __init__(self, announce: Callable[[str], None], *, now: Callable[[], float] = time.monotonic) -> None:
        self._announce = announce
        self._now = now
        self._sessions: dict[str, float] = {}
        self._token = ""
        self._renew()

    def exchange(self, token: str) -> str | None:
        """A session for the token of the link, once; None for any other."""
        if not hmac.compare_digest(_hash(token), self._token):
            return None
        session = secrets.token_urlsafe(32)
        for old in sorted(self._sessions, key=self._sessions.__getitem__)[: -MOST_SESSIONS + 1]:
            del self._sessions[old]
        self._sessions[_hash(session)] = self._now() + SESSION_SECONDS
        self._renew()
        return session

    def is_session(self, session: str) -> bool:
        """Whether the session is one of ours and not yet over."""
        return self._sessions.get(_hash(session), 0.0) > self._now()

    def _renew(self) -> None:
        token = secrets.token_urlsafe(32)
        self._token = _hash(token)
        self._announce(token)


class Gate:
    """Stands before the pages.

    `hosts` are the Host headers that are taken (a page elsewhere that resolves to this machine names
    another one); `feed_key`, where set, opens addresses that end in .atom.
    """

    def __init__(
        self, app: ASGIApp, *, keys: Keys, hosts: frozenset[str], cookie: str, feed_key: str | None = None
    ) -> None:
        self.app = app
        self.keys = keys
        self.hosts = hosts
        self.cookie = cookie
        self.feed_key = feed_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            return
        answer = self._stop(Request(scope))
        await (answer or self.app)(scope, receive, send)

    def _stop(self, request: Request) -> Response | None:
        if request.headers.get("host", "").lower() not in self.hosts:
            return _refuse(421, "This address is not served here. Use the link that tocsin serve printed.")
        if request.method not in METHODS:
            return _refuse(405, "These pages are for reading only.", {"Allow": "GET, HEAD"})
        if request.url.path == "/sign-in":
            return self._sign_in(request)
        is_open = request.url.path.startswith("/assets/") or self._opens_feed(request)
        if is_open or self.keys.is_session(request.cookies.get(self.cookie, "")):
            return None
        return self._ask_for_link(request)

    def _sign_in(self, request: Request) -> Response:
        session = self.keys.exchange(request.query_params.get("token", ""))
        if session is None:
            return _refuse(
                403, "This link has been used or is not ours. The terminal shows the one that is good now."
            )
        answer = RedirectResponse("/watch", 303)
        answer.set_cookie(
            self.cookie, session, max_age=SESSION_SECONDS, path="/", httponly=True, samesite="strict"
        )
        return answer

    def _opens_feed(self, request: Request) -> bool:
        """A feed reader holds no session; it may show the key in the address instead."""
        if self.feed_key is None or not request.url.path.endswith(".atom"):
            return False
        shown = parse_qs(request.url.query).get("key", [""])[0]
        return hmac.compare_digest(_hash(shown), _hash(self.feed_key))

    def _ask_for_link(self, request: Request) -> Response:
        """A link in a mail comes from another site, so the browser holds the cookie back: ask once more."""
        comes_from_outside = request.headers.get("sec-fetch-site") == "cross-site"
        if comes_from_outside and request.cookies.get(self.cookie) is None:
            return Response(_AGAIN, media_type="text/html")
        return _refuse(
            403, "Sign in first: open the link that tocsin serve printed on the terminal (it is good once)."
        )


_AGAIN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0">'
    "<title>Tocsin</title></head><body><p>Opening the page.</p></body></html>"
)


def _refuse(status: int, line: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{line}\n", status, headers)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
