"""Lets in who is known, and nobody else: host, method, where the request comes from, then session or token.

Comes in: every request before any page. Goes out: the request with its visitor, or a refusal that says what
to do. Where nobody has an account, the one-time link of the terminal lets in; where somebody has, a name and
a password do. Knows nothing about pages.
"""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tocsin.web.faults import problem_answer
from tocsin.web.known import Known
from tocsin.web.sessions import SESSION_SECONDS, Brake, Keys, Sessions
from tocsin.web.visitors import DESK, Visitor

READING = frozenset({"GET", "HEAD"})
WRITING = ("/do/", "/sign-in", "/sign-out", "/api/v1/actions/")  # the only addresses that take a POST
API = "/api/"


@dataclass
class Entrance:
    """What gate and sign-in share.

    `hosts` are the Host headers that are taken (a page elsewhere that resolves to this machine names
    another one); `feed_key`, where set, opens addresses that end in .atom; `is_https`: a proxy in front
    speaks TLS, so that cookies travel over nothing else.
    """

    known: Known
    sessions: Sessions
    keys: Keys
    hosts: frozenset[str]
    cookie: str
    feed_key: str | None = None
    is_https: bool = False

    def __post_init__(self) -> None:
        self.brake = Brake()

    def session_of(self, request: Request) -> str:
        """The id of the session that the browser shows, good or not."""
        return request.cookies.get(self.cookie, "")

    def let_in(self, session: str, to: str) -> Response:
        """On to a page with a session that began just now; what the browser held before is worth nothing."""
        answer = RedirectResponse(to, 303)
        answer.set_cookie(
            self.cookie,
            session,
            max_age=SESSION_SECONDS,
            path="/",
            httponly=True,
            samesite="strict",
            secure=self.is_https,
        )
        return answer


class Gate:
    """Stands before the pages."""

    def __init__(self, app: ASGIApp, *, entrance: Entrance) -> None:
        self.app = app
        self.entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with its visitor, or answer it here."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        answer = self._stop(request) or self._admit(request)
        await (answer or self.app)(scope, receive, send)

    def _stop(self, request: Request) -> Response | None:
        """What is refused whoever asks."""
        path = request.url.path
        if request.headers.get("host", "").lower() not in self.entrance.hosts:
            return _refuse(
                request, 421, "This address is not served here. Use the one that tocsin serve printed."
            )
        if request.method in READING:
            return None
        if request.method != "POST" or not path.startswith(WRITING):
            return _refuse(request, 405, "This address is for reading only.", {"Allow": "GET, HEAD"})
        if comes_from_elsewhere(request, self.entrance.is_https):
            return _refuse(request, 403, "A form must be sent from a page of this site.")
        return None

    def _admit(self, request: Request) -> Response | None:
        """Note who asks, or ask who it is."""
        path = request.url.path
        if path == "/sign-in":
            return self._sign_in_by_link(request)
        if path.startswith("/assets/") or self._opens_feed(request):
            return None
        visitor = recognize(self.entrance, request)
        if visitor is None:
            return self._ask_who(request)
        request.scope["visitor"] = visitor
        return None

    def _sign_in_by_link(self, request: Request) -> Response | None:
        """The terminal's link where nobody has an account; else on to the page of names and passwords."""
        if self.entrance.known.has_accounts:
            return None
        token = request.query_params.get("token", "")
        session = self.entrance.keys.exchange(token) if request.method in READING else None
        if session is None:
            return _refuse(
                request,
                403,
                "This link has been used or is not ours. The terminal shows the one that is good now.",
            )
        self.entrance.sessions.end(self.entrance.session_of(request))
        return self.entrance.let_in(session, "/watch")

    def _opens_feed(self, request: Request) -> bool:
        """A feed reader holds no session; it may show the key in the address instead."""
        key = self.entrance.feed_key
        if key is None or request.method not in READING or not request.url.path.endswith(".atom"):
            return False
        shown = parse_qs(request.url.query).get("key", [""])[0]
        if not hmac.compare_digest(_hash(shown), _hash(key)):
            return False
        request.scope["visitor"] = Visitor(DESK, "reader")
        return True

    def _ask_who(self, request: Request) -> Response:
        """A link in a mail comes from another site, so the browser holds the cookie back: ask once more."""
        if request.url.path.startswith(API):
            return problem_answer(
                401,
                "Not signed in",
                "show a token that is good: Authorization: Bearer ...",
                {"WWW-Authenticate": "Bearer"},
            )
        comes_from_outside = request.headers.get("sec-fetch-site") == "cross-site"
        is_reading = request.method in READING
        if is_reading and comes_from_outside and not self.entrance.session_of(request):
            return Response(_AGAIN, media_type="text/html")
        if not self.entrance.known.has_accounts:
            line = "Sign in first: open the link that tocsin serve printed on the terminal (it is good once)."
            return _refuse(request, 403, line)
        if is_reading and not request.url.path.endswith((".json", ".atom")):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?{urlencode({'then': wanted})}", 303)
        return _refuse(request, 401, "Sign in first; your session is over, or there was none.")


def recognize(entrance: Entrance, request: Request) -> Visitor | None:
    """Whose session or token a request shows, if it is good; a token opens nothing but the API."""
    given = request.headers.get("authorization", "")
    if given:
        kind, _, words = given.partition(" ")
        is_bearer = kind.lower() == "bearer" and request.url.path.startswith(API)
        return entrance.known.bearer(words.strip()) if is_bearer else None
    if request.method == "POST" and request.url.path.startswith(API):
        return None  # a browser's cookie writes nothing here: forms do, and carry their word
    session = entrance.sessions.find(entrance.session_of(request))
    return entrance.known.visitor(session) if session else None


def comes_from_elsewhere(request: Request, is_https: bool) -> bool:
    """Whether a browser says that a page of another site sends this; a program says nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{'https' if is_https else 'http'}://{request.headers.get('host', '').lower()}"
    return site not in (None, "same-origin") or (origin is not None and origin.lower() != own)


def is_own_path(path: str) -> bool:
    """Whether an address leads to a page of this site, in every browser's reading of it."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and "\\" not in path
        and path.isprintable()
        and path.isascii()
    )


_AGAIN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0">'
    "<title>Tocsin</title></head><body><p>Opening the page.</p></body></html>"
)


def _refuse(request: Request, status: int, line: str, headers: dict[str, str] | None = None) -> Response:
    if request.url.path.startswith(API):
        return problem_answer(status, line.partition(".")[0], line, headers)
    return PlainTextResponse(f"{line}\n", status, headers)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
