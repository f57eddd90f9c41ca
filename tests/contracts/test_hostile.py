"""Articles, channels and people are hostile: what they write is shown as text, on every page."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.asking import NAMES, Browser, Desk, browser_of, let_in_all, open_desk
from tests.contracts.test_people import WATCH, fill
from tests.serving import serving

from tocsin.web.actions import ACTIONS
from tocsin.web.site import PAGES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><a href=javascript:alert(3)>{{7*7}}</a>"

# whatever a stranger can have a hand in and a page shows
FIELDS = {
    "documents": ("title", "outlet", "byline", "credit", "url"),
    "claims": ("source_name",),
    "origins": ("name",),
    "stories": ("claim",),
    "indicator_states": ("reason",),
    "plans": ("title", "reason", "owner"),
    "forecasts": ("base_note", "question"),
    "alerts": ("headline",),
    "events": ("place_name",),
}


@pytest.fixture(scope="module")
def poisoned(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with an attack in every such field, and in the words of every text."""
    path = tmp_path_factory.mktemp("poisoned") / "poisoned.db"
    shutil.copy(example_store, path)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for table, columns in FIELDS.items():
            for column in columns:
                connection.execute(
                    f'UPDATE {table} SET "{column}" = ? || "{column}" WHERE "{column}" IS NOT NULL', (ATTACK,)
                )
        connection.execute("UPDATE documents SET text = ? || substr(text, ?)", (ATTACK, len(ATTACK) + 1))
        briefs = connection.execute("SELECT number, body FROM briefs").fetchall()
        quoted = ATTACK.replace('"', '\\"')
        for number, body in briefs:
            spoiled = re.sub(r'("(?:text|title|name|reason|outlet)": ?")', lambda m: m[1] + quoted, body)
            connection.execute("UPDATE briefs SET body = ? WHERE number = ?", (spoiled, number))
    connection.close()
    return path


@pytest.fixture(scope="module")
def desk(poisoned: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(poisoned, tmp_path_factory.mktemp("hostile"))
    let_in_all(opened)
    channel = f"https://news.example/{'x' * 10}"
    editor = browser_of(opened, NAMES["editor"])
    editor.act("add-source", address=channel, name=ATTACK, outlet=ATTACK)
    editor.act("grade-source", source=ATTACK, letter="F", because=ATTACK)
    editor.act("observe", text=ATTACK, origin=ATTACK, place=ATTACK)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def addresses(desk: Desk) -> list[str]:
    """One address of each kind of page, and a search."""
    admin = browser_of(desk, NAMES["admin"])
    state = admin.get(f"/api/v1/watches/{WATCH}").json
    names = {
        "watch": WATCH,
        "scenario": state["outlook"]["forecasts"][0]["scenario"],
        "indicator": next(each["id"] for each in state["indicators"] if each["matches"]),
        "story": admin.get("/api/v1/stories?limit=1").json["items"][0]["id"],
        "document": admin.get("/api/v1/documents?limit=2").json["items"][1]["id"],
        "version": admin.get("/api/v1/briefs?limit=1").json["items"][0]["version"],
    }
    forms = [f"/do/{name}?name={ATTACK}&source={ATTACK}&then={ATTACK}" for name in ACTIONS]
    return [*(fill(path, names) for path in PAGES), "/search?q=missile", f"/search?q={ATTACK}", *forms]


def led_to(text: str) -> list[str]:
    """Where the elements of a page lead."""
    found: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attributes if name in ("href", "src", "action"))

    Parser().feed(text)
    return found


def test_what_strangers_wrote_is_text_on_every_page(desk: Desk, addresses: list[str]) -> None:
    admin = browser_of(desk, NAMES["admin"])
    seen = 0
    for address in addresses:
        text = admin.get(address).text
        assert "<script>alert" not in text and "<img src=x" not in text, address
        assert not [each for each in led_to(text) if each.strip().lower().startswith("javascript:")], address
        seen += "&lt;script&gt;alert(1)" in text
    assert seen > 10, "the attack was on too few pages to prove anything"


def test_what_a_form_sent_comes_back_as_text_beside_its_fault(desk: Desk) -> None:
    admin = browser_of(desk, NAMES["admin"])
    for action in ("grade-source", "observe", "set-plan", "cut-edge", "add-person"):
        fields = dict.fromkeys(ACTIONS[action].form.model_fields, ATTACK)
        text = admin.act(action, **fields).text
        assert "<script>alert" not in text and "<img src=x" not in text, action
    stranger = Browser(desk)
    assert "<script>alert" not in stranger.sign_in(ATTACK, ATTACK, then=ATTACK).text


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian's package chromium)")
def test_no_attack_runs_in_a_real_browser(
    root: Path, poisoned: Path, tmp_path: Path, addresses: list[str]
) -> None:
    from playwright.sync_api import sync_playwright

    shutil.copy(poisoned, tmp_path / "p.db")
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with serving("--db", str(tmp_path / "p.db"), cwd=root) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        said: list[str] = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: said.append(asked.url) if site.address not in asked.url else None)
        page.on("console", lambda told: said.append(told.text) if "Content Security" in told.text else None)
        page.goto(site.link)
        for address in [each for each in addresses if not each.startswith("/do/")]:
            page.goto(site.address + address)
            assert page.evaluate("typeof document.body") == "object"
            assert (
                page.evaluate("document.querySelectorAll('main img, [onerror], script:not([src])').length")
                == 0
            )
        browser.close()
    assert said == []
