"""What the workbench is made of: vendored files as published, a gate that holds, text that stays text."""

import asyncio
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.brief_sample import DOCUMENTS, READINGS

from tocsin.brief.marks import mark_text
from tocsin.web.assets import KINDS, asset, asset_address
from tocsin.web.gate import Entrance, Gate
from tocsin.web.headers import HEADERS
from tocsin.web.known import Known
from tocsin.web.reading import Told, marks_of
from tocsin.web.rendering import render
from tocsin.web.running import Place
from tocsin.web.sessions import IDLE_SECONDS, MOST_OF_ONE, SESSION_SECONDS, Keys, Sessions

WEB = Path(asset.__wrapped__.__code__.co_filename).parent


def test_what_is_not_ours_is_as_its_makers_published_it_with_its_licence():
    manifest = json.loads((WEB / "assets/manifest.json").read_text())
    for name, told in manifest.items():
        assert hashlib.sha256((WEB / "assets" / name).read_bytes()).hexdigest() == told["sha256"], name
        assert told["licence"] and (WEB / "assets" / told["licence_file"]).is_file()
    minified = {path.name for path in (WEB / "assets").glob("*.min.*")}
    assert minified == set(manifest), "a vendored file without a hash, or a hash without a file"


def test_a_changed_file_has_another_address_so_that_a_kept_one_is_never_shown():
    for name in KINDS:
        found = asset(name)
        assert found is not None
        assert hashlib.sha256(found.content).hexdigest()[:12] in asset_address(name)
    assert asset("../gate.py") is None and asset("manifest.json") is None


def test_no_template_holds_an_inline_style_script_or_handler_or_a_foreign_address():
    for path in (WEB / "templates").iterdir():
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)|javascript:", text), path.name
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), path.name
        assert "|safe" not in text, path.name
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


# --- the gate --------------------------------------------------------------------------------------


class Now:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def gate(now: Any = None, **more: Any) -> tuple[Gate, list[str]]:
    """A gate before a site of one page, and the tokens that it announced."""
    tokens: list[str] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"inside"})

    sessions = Sessions(**({"now": now} if now else {}))
    keys, hosts = Keys(tokens.append, sessions), frozenset({"127.0.0.1:8642"})
    entrance = Entrance(Known(lambda: None), sessions, keys, hosts=hosts, cookie="t", **more)
    return Gate(page, entrance=entrance), tokens


def ask(
    app: Gate, path: str, *, query: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """One request as a server hands it on."""
    given = {"host": "127.0.0.1:8642"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 8642),
        "root_path": "",
    }
    told: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    headers_ = {k.decode(): v.decode() for k, v in told[0]["headers"]}
    return told[0]["status"], headers_, b"".join(m.get("body", b"") for m in told[1:]).decode()


def sign_in(app: Gate, token: str) -> tuple[int, str]:
    status, headers, _ = ask(app, "/sign-in", query=f"token={token}")
    return status, headers.get("set-cookie", "")


def test_a_link_is_good_once_and_its_cookie_is_out_of_reach_of_scripts_and_other_sites():
    app, tokens = gate()
    status, cookie = sign_in(app, tokens[0])
    assert status == 303
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower() and "path=/" in cookie.lower()
    assert sign_in(app, tokens[0])[0] == 403
    assert len(tokens) == 2 and tokens[0] != tokens[1], "using a link announces the next"
    assert ask(app, "/watch", cookie=cookie.partition(";")[0])[2] == "inside"


def test_nothing_but_a_live_session_gets_in():
    now = Now()
    app, tokens = gate(now)
    _, cookie = sign_in(app, tokens[0])
    session = cookie.partition(";")[0]
    for wrong in ("", "t=", "t=guess", f"x={session}", session[:-1]):
        assert ask(app, "/watch", cookie=wrong)[0] == 403
    assert ask(app, "/watch.json")[0] == 403 and ask(app, "/problem/x/feed.atom")[0] == 403
    now.at = IDLE_SECONDS + 1
    assert ask(app, "/watch", cookie=session)[0] == 403, "nobody was there for two hours"


def test_a_session_ends_even_if_it_is_never_left_alone():
    now = Now()
    app, tokens = gate(now)
    session = sign_in(app, tokens[0])[1].partition(";")[0]
    while now.at < SESSION_SECONDS:
        assert ask(app, "/watch", cookie=session)[0] == 200
        now.at += IDLE_SECONDS / 2
    assert ask(app, "/watch", cookie=session)[0] == 403


def test_sessions_do_not_pile_up():
    app, tokens = gate()
    first = sign_in(app, tokens[-1])[1].partition(";")[0]
    for _ in range(MOST_OF_ONE):
        last = sign_in(app, tokens[-1])[1].partition(";")[0]
    assert ask(app, "/watch", cookie=last)[0] == 200
    assert ask(app, "/watch", cookie=first)[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_elsewhere_that_resolves_to_this_machine_is_refused(host):
    """DNS rebinding: a foreign page whose name points here would read everything with our cookie."""
    app, tokens = gate()
    assert ask(app, "/sign-in", query=f"token={tokens[0]}", host=host)[0] == 421
    assert ask(app, "/assets/keys.js", host=host)[0] == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_answered(method):
    app, _ = gate()
    assert ask(app, "/watch", method=method)[0] == 405


def test_a_link_from_a_mail_finds_the_session_that_a_strict_cookie_hides():
    app, tokens = gate()
    session = sign_in(app, tokens[0])[1].partition(";")[0]
    status, _, text = ask(app, "/problem/x", sec_fetch_site="cross-site")
    assert status == 200 and 'http-equiv="refresh"' in text and "inside" not in text
    assert ask(app, "/problem/x", sec_fetch_site="same-origin", cookie=session)[2] == "inside"
    assert ask(app, "/problem/x", sec_fetch_site="same-origin")[0] == 403, "no loop for a stranger"


def test_a_feed_reader_shows_the_key_and_the_key_opens_feeds_only():
    app, _ = gate(feed_key="the-key")
    assert ask(app, "/problem/x/feed.atom", query="key=the-key")[0] == 200
    assert ask(app, "/problem/x/feed.atom", query="key=another")[0] == 403
    assert ask(app, "/watch", query="key=the-key")[0] == 403
    assert ask(gate()[0], "/problem/x/feed.atom", query="key=")[0] == 403


def test_only_loopback_is_this_machine():
    assert all(Place(host, 1).is_this_machine for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9"))
    assert not any(
        Place(host, 1).is_this_machine for host in ("0.0.0.0", "::", "192.168.1.4", "desk.example")
    )


# --- text ------------------------------------------------------------------------------------------


def test_hostile_text_stays_text():
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }}"
    page = render("search.html.j2", _Searched(attack), markings=(attack,))
    assert "<script>alert" not in page and "<img" not in page and "{{ 7*7 }}" in page


class _Searched:
    """A search page as its template reads it."""

    def __init__(self, words: str) -> None:
        self.words, self.found, self.is_cut = words, (), False


def test_marks_take_nothing_from_a_text_and_add_nothing_to_it():
    for document, reading in zip(DOCUMENTS, READINGS, strict=True):
        marked = mark_text(document.text, list(marks_of(Told(document=document, reading=reading))))
        plain = re.sub(r"<[^>]+>", "", marked).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert plain == document.text
