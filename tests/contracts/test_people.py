"""Who may do and see what: every address for every role, and what an attacker tries at the door."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.asking import HOST, NAMES, PASSWORD, Browser, Desk, browser_of, let_in_all, open_desk, token_of

from tocsin.errors import ConfigurationError
from tocsin.people import ROLES, check_name, check_password, may
from tocsin.store.narrowed import SHARED, Narrowed
from tocsin.store.store import Store
from tocsin.web.actions import ACTIONS
from tocsin.web.resources import RESOURCES, ROOT
from tocsin.web.sessions import FREE_TRIES, FREE_TRIES_FROM
from tocsin.web.site import PAGES

WATCH = "korean-peninsula"
# every other address, with who may open it; a new one must be added here with a thought, or to a table
OPEN = {
    "/": "everybody who is signed in",
    "/assets/{name}": "anybody",
    "/help": "everybody who is signed in",
    "/signed-out": "everybody who is signed in",
    "/sign-in": "anybody",
    "/sign-out": "everybody who is signed in",
    "/do/{name}": "by the table of actions",
    "/do/check-draft": "editors: it writes nothing, and holds a draft to the rules",
    "/brief/{version}/file/{name}": "everybody who is signed in, of briefs that they may see",
    "/problem/{watch}/feed.atom": "everybody who is signed in, or the key of feeds",
    f"{ROOT}/actions/{{name}}": "by the table of actions",
    f"{ROOT}/events": "everybody who is signed in",
    f"{ROOT}/openapi.json": "everybody who is signed in",
}


@pytest.fixture(scope="module")
def desk(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(example_store, tmp_path_factory.mktemp("desk"))
    let_in_all(opened)
    yield opened
    opened.close()


@pytest.fixture
def fresh(example_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of one test's own, with everybody let in."""
    opened = open_desk(example_store, tmp_path)
    let_in_all(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def names(desk: Desk) -> dict[str, str]:
    """What stands in addresses, of things that are there."""
    admin = browser_of(desk, NAMES["admin"])
    state = admin.get(f"{ROOT}/watches/{WATCH}").json
    return {
        "watch": WATCH,
        "scenario": state["outlook"]["forecasts"][0]["scenario"],
        "indicator": state["indicators"][0]["id"],
        "story": admin.get(f"{ROOT}/stories?limit=1").json["items"][0]["id"],
        "document": admin.get(f"{ROOT}/documents?limit=1").json["items"][0]["id"],
        "version": admin.get(f"{ROOT}/briefs?limit=1").json["items"][0]["version"],
    }


def fill(path: str, names: dict[str, str]) -> str:
    """An address with something that is there in each place."""
    kind = next((each for each in ("indicator", "story", "stories", "document") if each in path), "")
    id_ = names.get({"stories": "story"}.get(kind, kind), "none")
    made = path.replace("{id}", id_).replace("{key}", f"{names['document']}%23c1")
    return re.sub(r"{(\w+)}", lambda match: names.get(match[1], "none"), made)


# --- every address for every role ------------------------------------------------------------------


def test_no_address_is_served_without_a_thought_about_who_may_open_it(desk: Desk) -> None:
    served = {route.path for route in desk.app.routes}  # type: ignore[attr-defined]
    tables = {*PAGES, *(f"{path}.json" for path in PAGES), *(f"{ROOT}{path}" for path in RESOURCES)}
    assert served == tables | set(OPEN)
    assert {each.role for table in (PAGES, RESOURCES, ACTIONS) for each in table.values()} <= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(desk: Desk, names: dict[str, str], role: Any) -> None:
    browser, program = browser_of(desk, NAMES[role]), Browser(desk, token_of(desk, NAMES[role]))
    for path, page in PAGES.items():
        answer = browser.get(fill(f"{path}.json", names))
        assert answer.status in ({200, 404} if may(role, page.role) else {403}), (path, answer.status)
    for path, resource in RESOURCES.items():
        answer = program.get(ROOT + fill(path, names))
        right = {200, 404, 422} if may(role, resource.role) else {403}
        assert answer.status in right, (path, answer.status, answer.text[:200])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_nothing_else(desk: Desk, role: Any) -> None:
    browser, program = browser_of(desk, NAMES[role]), Browser(desk, token_of(desk, NAMES[role]))
    for name, action in ACTIONS.items():
        allowed = may(role, action.role)
        assert browser.act(name).status in ({409, 422} if allowed else {403}), name
        assert browser.get(f"/do/{name}").status == (200 if allowed else 403), name
        assert program.order(name).status in ({409, 422} if allowed and not action.is_by_hand else {403}), (
            name
        )


def test_a_stranger_opens_nothing(desk: Desk, names: dict[str, str]) -> None:
    nobody, wrong = Browser(desk), Browser(desk, "tocsin_wrong")
    for path in PAGES:
        assert nobody.get(fill(path, names)).status == 303
        assert nobody.get(fill(f"{path}.json", names)).status == 401
    for path in [*RESOURCES, "/openapi.json", "/events"]:
        for each in (nobody, wrong):
            answer = each.get(ROOT + fill(path, names))
            assert answer.status == 401 and answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["content-type"] == "application/problem+json"
    for name in ACTIONS:
        assert nobody.post(f"/do/{name}", {"csrf": ""}).status == 401
        assert nobody.order(name).status == 401


def test_a_token_opens_the_api_and_no_page_and_a_cookie_writes_nothing_by_the_api(desk: Desk) -> None:
    program = Browser(desk, token_of(desk, NAMES["admin"]))
    assert program.get("/watch").status == 303 and program.get("/watch.json").status == 401
    assert program.act("accept-match").status == 401
    assert browser_of(desk, NAMES["admin"]).order("prune", before="2000-01-01").status == 401


# --- some problems only ----------------------------------------------------------------------------


def test_who_may_see_no_problem_finds_nothing_of_it_anywhere(desk: Desk, names: dict[str, str]) -> None:
    browser, program = browser_of(desk, "a stranger"), Browser(desk, token_of(desk, "a stranger"))
    secret = [names["document"], names["story"], names["version"], names["scenario"]]
    answers = [browser.get(fill(path, names)) for path, page in PAGES.items() if page.role == "reader"]
    answers += [program.get(ROOT + fill(path, names)) for path in RESOURCES]
    answers += [browser.get("/search?q=missile"), program.get(f"{ROOT}/search?q=missile")]
    answers += [browser.get(f"/problem/{WATCH}/feed.atom")]
    for answer in answers:
        assert answer.status in (200, 403, 404, 422), answer.text[:300]
        assert not [each for each in secret if each in answer.text], answer.text[:300]


def test_who_may_see_a_problem_sees_what_bears_on_it(fresh: Desk, names: dict[str, str]) -> None:
    admin = browser_of(fresh, NAMES["admin"])
    done = admin.act("set-access", name="a stranger", watches=WATCH, because="the night's problem")
    assert done.status == 303, done.text
    seen = browser_of(fresh, "a stranger")
    for path in (f"/problem/{WATCH}", f"/story/{names['story']}", f"/brief/{names['version']}", "/stories"):
        assert seen.get(path).status == 200, path
    everything = admin.get("/search.json?q=missile").json["found"]
    mine = seen.get("/search.json?q=missile").json["found"]
    assert 0 < len(mine) <= len(everything)
    listed = Browser(fresh, token_of(fresh, "a stranger")).get(f"{ROOT}/documents?limit=200").json["items"]
    for each in listed:
        assert seen.get(f"/document/{each['id']}").status == 200
    ids = {each["id"] for each in listed}
    for each in admin.get(f"{ROOT}/documents?limit=200").json["items"]:
        if each["id"] not in ids:
            assert seen.get(f"/document/{each['id']}").status == 404


def test_who_may_see_no_problem_decides_nothing_about_it(desk: Desk, names: dict[str, str]) -> None:
    state = browser_of(desk, NAMES["admin"]).get(f"{ROOT}/watches/{WATCH}/indicators").json
    match = next(each["item"] for state in state["items"] for each in state["matches"])
    stranger = browser_of(desk, "a stranger")
    for action, fields in {
        "accept-match": {"match": match, "because": "x"},
        "cut-edge": {"document": names["document"], "to": "Harbour TV", "because": "x"},
        "observe": {"text": "x", "origin": "y", "watch": WATCH},
    }.items():
        answer = stranger.act(action, **fields)
        assert answer.status == 409, (action, answer.status)
    assert desk.shelf.store.match_decisions(WATCH) == ()


def test_what_a_store_can_do_is_cut_or_refused_by_name_for_who_sees_some_problems_only() -> None:
    """A new method of the store must not give everything to everybody by oversight."""
    public = {name for name in dir(Store) if not name.startswith("_")}
    assert public | {"address"} >= SHARED
    cut = {name for name in vars(Narrowed) if not name.startswith("_")}
    assert not cut & SHARED - {"version", "close"}
    refused = public - cut - SHARED
    assert {"documents", "stories", "audit", "stream_view", "erase", "kept", "people"} <= refused


# --- forms from elsewhere --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_right_word(
    desk: Desk, headers: dict[str, str]
) -> None:
    browser = browser_of(desk, NAMES["admin"])
    fields = {"csrf": browser.word, "source": "X", "letter": "A", "because": "y"}
    for path in ("/do/grade-source", "/sign-out", "/sign-in"):
        assert browser.post(path, fields, **headers).status == 403
    assert browser.post("/do/grade-source", fields, origin=f"http://{HOST}").status == 303


def test_a_form_without_the_word_of_its_session_is_refused_at_every_address_that_writes(desk: Desk) -> None:
    browser, other = browser_of(desk, NAMES["admin"]), browser_of(desk, NAMES["admin"])
    writing = [f"/do/{name}" for name in ACTIONS] + ["/sign-out", "/do/check-draft"]
    routes = {route.path for route in desk.app.routes if "POST" in (route.methods or ())}  # type: ignore[attr-defined]
    assert routes == {"/do/{name}", "/do/check-draft", "/sign-in", "/sign-out", f"{ROOT}/actions/{{name}}"}
    for path in writing:
        for word in ("", "guess", other.word, browser.word[:-1]):
            assert browser.post(path, {"csrf": word}).status == 403, path
        assert browser.post(path, {"csrf": browser.word}, content_type="text/plain").status == 415
    assert browser.get("/watch.json").status == 200, "still signed in"


@pytest.mark.parametrize(
    "then",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "http:evil.example",
        "/%0d%0aSet-Cookie: a=b\r\nX: y",
        "evil.example",
        "",
    ],
)
def test_no_form_leads_to_another_site(fresh: Desk, then: str) -> None:
    browser = browser_of(fresh, NAMES["analyst"])
    answer = browser.act("grade-source", source="X", letter="A", because="y", then=then)
    assert answer.status == 303 and answer.headers["location"] == "/sources"
    signed = Browser(fresh).sign_in(NAMES["reader"], then=then)
    assert signed.status == 303 and signed.headers["location"] == "/watch"


# --- signing in ------------------------------------------------------------------------------------


def test_a_session_begins_anew_at_sign_in_whatever_the_browser_showed(fresh: Desk) -> None:
    browser = browser_of(fresh, NAMES["reader"])
    planted = browser.cookies["tocsin"]
    browser.sign_in("An Editor")
    assert browser.cookies["tocsin"] != planted and browser.get("/me.json").json["name"] == NAMES["editor"]
    assert Browser(fresh).get("/me.json", cookie=f"tocsin={planted}").status == 401, "the old one has ended"
    guess = Browser(fresh)
    guess.cookies["tocsin"] = "chosen-by-an-attacker"
    guess.sign_in(NAMES["reader"])
    assert guess.cookies["tocsin"] != "chosen-by-an-attacker"
    assert Browser(fresh).get("/me.json", cookie="tocsin=chosen-by-an-attacker").status == 401


def test_signing_out_ends_the_session_and_not_only_the_cookie(fresh: Desk) -> None:
    browser = browser_of(fresh, NAMES["reader"])
    held = browser.cookies["tocsin"]
    assert browser.post("/sign-out", {"csrf": browser.word}).status == 303
    assert Browser(fresh).get("/me.json", cookie=f"tocsin={held}").status == 401


def test_a_wrong_name_and_a_wrong_password_say_the_same_after_the_same_work(fresh: Desk) -> None:
    spent: dict[str, list[float]] = {"known": [], "unknown": []}
    said = set()
    for number in range(3):
        for kind, name in (("known", NAMES["reader"]), ("unknown", f"nobody {number}")):
            browser, start = Browser(fresh, client=f"127.0.0.{number}"), time.process_time()
            answer = browser.sign_in(name, "a wrong password indeed")
            spent[kind].append(time.process_time() - start)
            said.add((answer.status, answer.text, answer.headers["content-length"]))
    assert len(said) == 1
    known, unknown = (min(each) for each in spent.values())
    assert 0.6 < known / unknown < 1.7, spent


def test_guessing_is_slowed_down_for_names_that_are_there_and_not_and_the_right_one_waits_too(
    fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tocsin.web import signing_in

    looked: list[str] = []
    monkeypatch.setattr(signing_in, "is_password", lambda stored, given: bool(looked.append(given)))
    for name in (NAMES["reader"], "nobody at all"):
        tries = [Browser(fresh).sign_in(name, "wrong") for _ in range(FREE_TRIES + 3)]
        assert [answer.status for answer in tries] == [403] * FREE_TRIES + [429] * 3
        assert int(tries[-1].headers["retry-after"]) >= 1 and len(looked) == FREE_TRIES
        looked.clear()
    assert Browser(fresh).sign_in(NAMES["reader"]).status == 429, "a right password waits too"
    others = [Browser(fresh).sign_in(f"nobody {n}", "wrong").status for n in range(FREE_TRIES_FROM)]
    assert others[-1] == 429, "one address that goes through names"
    assert Browser(fresh, client="127.0.0.9").sign_in(NAMES["editor"], "wrong").status == 403
    told = [entry.what for entry in fresh.shelf.store.audit()]
    assert told.count("had to wait after wrong passwords") == 1, "a name that nobody has is not written down"


def test_what_is_taken_away_is_gone_with_the_next_request(fresh: Desk) -> None:
    admin, analyst = browser_of(fresh, NAMES["admin"]), browser_of(fresh, NAMES["analyst"])
    program = Browser(fresh, token_of(fresh, NAMES["analyst"]))
    assert analyst.get("/do/grade-source").status == 200
    admin.act("set-role", name=NAMES["analyst"], role="reader", because="moved to another desk")
    assert analyst.get("/me.json").status == 401, "the session has ended"
    assert program.order("grade-source", source="X", letter="A", because="y").status == 403
    assert program.get(f"{ROOT}/me").json["role"] == "reader"
    admin.act("remove-person", name=NAMES["analyst"], because="left")
    assert program.get(f"{ROOT}/me").status == 401
    reader = browser_of(fresh, NAMES["reader"])
    admin.act("reset-password", name=NAMES["reader"], password="another harbour in june")
    assert reader.get("/me.json").status == 401
    assert Browser(fresh).sign_in(NAMES["reader"]).status == 403
    assert Browser(fresh).sign_in(NAMES["reader"], "another harbour in june").status == 303


def test_the_last_admin_stays_and_every_change_of_an_account_is_in_the_trail(fresh: Desk) -> None:
    admin = browser_of(fresh, NAMES["admin"])
    for action, fields in {"set-role": {"role": "reader"}, "remove-person": {}}.items():
        answer = admin.act(action, name=NAMES["admin"], because="x", **fields)
        assert answer.status == 409 and "is the last admin" in answer.text
    admin.act("add-person", name="night shift", role="analyst", password=PASSWORD, because="reads at night")
    newest = fresh.shelf.store.audit(limit=1)[0]
    assert (newest.who, newest.record) == (NAMES["admin"], "person night shift")
    assert newest.what == "let in as analyst: reads at night"
    assert fresh.shelf.store.integrity_check() == ()


def test_no_password_and_no_token_is_in_the_file(fresh: Desk) -> None:
    words = token_of(fresh, NAMES["reader"])
    Browser(fresh).sign_in(NAMES["reader"])
    file = Path(fresh.shelf.store.address)
    held = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    assert PASSWORD.encode() not in held and words.encode() not in held
    assert b"$argon2id$v=19$m=65536,t=3," in held


def test_a_made_token_is_shown_once_and_not_kept_in_a_cookie(fresh: Desk) -> None:
    browser = browser_of(fresh, NAMES["reader"])
    answer = browser.act("make-token", name="the morning mail", days="5")
    words = re.search(r"tocsin_[\w-]{40,}", answer.text)
    assert answer.status == 200 and words is not None
    assert "tocsin-said" not in browser.cookies and answer.headers["cache-control"] == "no-store"
    program = Browser(fresh, words[0])
    assert program.get(f"{ROOT}/me").json["name"] == NAMES["reader"]
    more = browser.act("make-token", name="more", role="admin")
    assert more.status == 409 and "is more than" in more.text
    other = browser_of(fresh, NAMES["analyst"])
    id_ = fresh.shelf.store.tokens(NAMES["reader"])[0].id
    assert other.act("take-token-back", id=id_).status == 409, "another's token"
    assert browser.act("take-token-back", id=id_).status == 303
    assert program.get(f"{ROOT}/me").status == 401


def test_the_link_of_the_terminal_opens_nothing_once_somebody_has_an_account(
    example_store: Path, tmp_path: Path
) -> None:
    desk = open_desk(example_store, tmp_path)
    browser = Browser(desk)
    assert browser.get(f"/sign-in?token={desk.tokens[0]}").status == 303
    assert browser.get("/people").status == 200
    done = browser.act("add-person", name="first", role="admin", password=PASSWORD, because="the first")
    assert done.status == 303
    assert browser.get("/people").status == 303, "on to the page of names and passwords"
    late = Browser(desk)
    assert late.get(f"/sign-in?token={desk.tokens[-1]}").status == 200
    assert late.get("/watch").status == 303
    desk.close()


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 65, "<script>", "a\u202eb", "-dash", "\x00"])
def test_a_name_that_could_deceive_is_refused(name: str) -> None:
    if name == "a\nb":
        assert check_name(name) == "a b"
        return
    with pytest.raises(ConfigurationError):
        check_name(name)


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaaaaa", "Night Shift 12345", "Password1234!", "x" * 1001]
)
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ConfigurationError):
        check_password(password, "night shift")


# --- what is sent ----------------------------------------------------------------------------------


def test_a_bomb_is_refused_before_it_is_held(desk: Desk) -> None:
    browser = browser_of(desk, NAMES["admin"])
    big = b"opml=" + b"x" * 1_100_000
    kind = "application/x-www-form-urlencoded"
    for path in ("/do/import-sources", "/sign-in"):
        assert browser.send("POST", path, big, content_type=kind).status == 413
        assert browser.send("POST", path, big, content_type=kind, content_length="5").status == 413
        packed = browser.send("POST", path, b"\x1f\x8b", content_type=kind, content_encoding="gzip")
        assert packed.status == 413, "nothing is unpacked"
    many = b"&".join(b"a=1" for _ in range(1000))
    assert browser.send("POST", "/do/observe", many, content_type=kind).status == 400
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 9}">' for n in range(9)
    )
    bomb = f"{entities}]><opml><body><outline xmlUrl='&j;'/></body></opml>"
    start = time.process_time()
    assert browser.act("import-sources", opml=bomb).status in (303, 409)
    assert time.process_time() - start < 2
    deep = Browser(desk, token_of(desk, NAMES["admin"]))
    assert deep.send("POST", f"{ROOT}/actions/observe", b" " * 1_100_000, content_length="9").status in (
        413,
        415,
    )
    nested = b"[" * 400_000
    answer = deep.send("POST", f"{ROOT}/actions/observe", nested, content_type="application/json")
    assert answer.status == 400


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/feed",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/feed",
        "http://localhost:8642/watch",
        "http://10.0.0.1/feed",
        "http://2130706433/feed",
        "http://0x7f.1/feed",
        "http://127.1/feed",
        "http://desk.internal/feed",
        "http://localhost./feed",
        "file:///etc/passwd",
        "/etc/passwd",
        "../secrets",
        "imaps://user@10.0.0.1/INBOX",
        "gopher://127.0.0.1:25/",
        "https://user:pass@news.example/feed",
    ],
)
def test_no_form_makes_the_server_read_its_own_files_or_its_inner_network(desk: Desk, address: str) -> None:
    browser, before = browser_of(desk, NAMES["editor"]), len(desk.shelf.store.channels())
    assert browser.act("add-source", address=address).status == 409
    listed = f'<opml version="2.0"><body><outline xmlUrl="{address}"/></body></opml>'
    browser.act("import-sources", opml=listed)
    assert len(desk.shelf.store.channels()) == before
    assert "secret" not in ACTIONS["add-source"].form.model_fields, "it names a place of the server"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../gate.py",
        "/assets/..%2fgate.py",
        "/assets/%2e%2e/site.py",
        "/document/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_address_leads_out_of_its_folder(desk: Desk, path: str) -> None:
    assert browser_of(desk, NAMES["admin"]).get(path).status == 404
    answer = browser_of(desk, NAMES["editor"]).act("write-brief", watch="../../etc")
    assert answer.status == 409 and "is no problem of this desk" in answer.text


def test_a_secret_that_was_written_is_never_sent_back(desk: Desk) -> None:
    answer = browser_of(desk, NAMES["admin"]).act("add-person", name="x", role="reader", password="hunter22")
    assert answer.status in (409, 422) and "hunter22" not in answer.text
