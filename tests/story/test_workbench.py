"""The workbench as a reader meets it, in a real browser: phone to desk, nothing outside, words behind all."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.browsing import axe_script, browsing, kept_cookie, needs_chromium
from tests.serving import Site, serving

PROBLEM = "/problem/korean-peninsula"
MARKING = "EXERCISE: synthetic reporting"


@pytest.fixture(scope="module")
def site(root: Path, example_store: Path) -> Iterator[Site]:
    with serving("--db", str(example_store), cwd=root) as running:
        yield running


@pytest.fixture(scope="module")
def cookie(site: Site) -> str:
    return site.sign_in()


@pytest.fixture(scope="module")
def pages(site: Site, cookie: str) -> dict[str, str]:
    """One address of every kind of page, with its HTML."""
    watch = json.loads(site.ask("/watch.json", cookie).text)
    problem = json.loads(site.ask(f"{PROBLEM}.json", cookie).text)
    brief = json.loads(site.ask("/brief.json", cookie).text)
    addresses = ["/watch", PROBLEM, f"{PROBLEM}?as_of=2024-05-18", "/stories", "/brief", "/sources", "/help"]
    addresses += ["/inbox", "/inbox?tray=all", "/forecasts", "/plans", "/map", "/map?extent=world", "/audit"]
    addresses += ["/settings", f"{PROBLEM}/explanations", f"{PROBLEM}/explanations?order=apart"]
    forecasts = json.loads(site.ask("/forecasts.json", cookie).text)
    addresses += [f"/forecasts/{forecasts['postmortems'][0][0]}"]
    addresses += [f"/story/{watch['stories'][0]['id']}", f"/document/{watch['documents'][0]['id']}"]
    addresses += [f"{PROBLEM}/forecast/{problem['scenarios'][0]['scenario']}"]
    addresses += [f"{PROBLEM}/indicator/{problem['grid'][0]['id']}"]
    addresses += [f"/brief/{brief['others'][-1]['version']}", "/search?q=missile", "/search?q=%00%22%27*"]
    return {address: site.ask(address, cookie).text for address in addresses}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def signed_in(site: Site, cookie: str) -> dict[str, Any]:
    """The session's cookie as a browser keeps it."""
    return kept_cookie(site.address, cookie)


def open_page(browser: Any, signed_in: dict[str, Any], width: int, **options: Any) -> tuple[Any, Any]:
    """A page in a signed-in browser of that width."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    context.add_cookies([signed_in])
    return context, context.new_page()


# --- without a browser -----------------------------------------------------------------------------


def test_every_page_answers_and_carries_the_marking_on_top_and_at_the_foot(pages):
    for address, text in pages.items():
        assert text.count(f'<p class="marking" role="note">{MARKING}</p>') >= 2, address
        assert f"<title>{MARKING}" in text, address


def test_every_link_of_every_page_leads_somewhere(site, cookie, pages):
    """A dead link on the way from a number to the words breaks the promise of the whole."""
    links = {link for text in pages.values() for link in re.findall(r'href="(/[^"]*)"', text)}
    texts = {address.partition("#")[0]: text for address, text in pages.items()}
    for link in sorted(links):
        address, _, anchor = link.replace("&amp;", "&").partition("#")
        if "/file/" in address:
            continue  # each is made anew: the test of files asks for one of each
        if address not in texts:
            answer = site.ask(address, cookie)
            assert answer.status == 200, f"{link}: {answer.status}"
            texts[address] = answer.text
        assert not anchor or f'id="{anchor}"' in texts[address], f"{link} leads to no place on that page"
    assert len(links) > 150


def test_a_brief_is_taken_away_in_every_form_that_the_page_names(site, cookie, pages):
    for link in sorted(set(re.findall(r'href="(/brief/[^"]*/file/[^"]*)"', pages["/brief"]))):
        if not link.endswith(".pdf"):  # held by the brief's own tests, and slow
            answer = site.ask(link, cookie)
            assert answer.status == 200 and "attachment" in answer.headers["content-disposition"], link
            assert MARKING in answer.text or answer.text.startswith("PK"), link
    assert site.ask(f"{link.rpartition('/')[0]}/passwd", cookie).status == 404


def test_anchors_within_a_page_are_there_and_stand_once(pages):
    for address, text in pages.items():
        names = re.findall(r'\sid="([^"]+)"', text)
        assert len(names) == len(set(names)), f"{address}: an id stands twice"
        assert {link[1:] for link in re.findall(r'href="(#[^"]+)"', text)} <= set(names), address


def test_each_page_has_a_twin_with_the_same_contents(site, cookie, pages):
    for address in pages:
        path, mark, query = address.partition("?")
        if path == "/help":
            continue
        answer = site.ask(f"{path}.json{mark}{query}", cookie)
        assert answer.status == 200 and answer.headers["content-type"] == "application/json", address
        assert json.loads(answer.text)
    twin = json.loads(site.ask(f"{PROBLEM}.json", cookie).text)
    assert (
        twin["scenarios"][0]["forecast"]["question"].rstrip("?")
        in pages[f"{PROBLEM}/forecast/{twin['scenarios'][0]['scenario']}"]
    )


def test_every_answer_carries_the_headers_and_nothing_is_kept_but_assets(site, cookie):
    for address in ("/watch", "/watch.json", "/nothing", "/sign-in", f"{PROBLEM}/feed.atom"):
        headers = site.ask(address, cookie).headers
        assert "default-src 'none'" in headers["content-security-policy"], address
        assert headers["cache-control"] == "no-store" and headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_a_stranger_sees_nothing_and_a_wrong_day_or_id_is_said_in_one_line(site, cookie):
    assert site.ask("/watch").status == 403
    assert site.ask(f"{PROBLEM}?as_of=yesterday", cookie).status == 400
    for address in ("/problem/none", "/story/none", "/document/none", f"{PROBLEM}/forecast/none", "/brief/0"):
        answer = site.ask(address, cookie)
        assert answer.status == 404 and "Traceback" not in answer.text, address


def test_a_number_leads_in_two_clicks_to_the_words_without_a_browser(site, cookie, pages):
    """Every probability that reporting moved: its page quotes words, each of them marked in its text."""
    numbers = set(re.findall(r'class="number" href="([^"]+)"', pages[PROBLEM]))
    assert len(numbers) > 5
    with_words = 0
    for number in numbers:
        first = site.ask(number, cookie).text
        words = re.findall(r'<blockquote class="words-behind"><a href="(/document/[^#"]+)#([^"]+)"', first)
        for document, anchor in words[:2]:
            assert f'id="{anchor}"' in site.ask(document, cookie).text
        with_words += bool(words)
        assert words or "The record behind the base rate" in first
    assert with_words >= len(numbers) - 1, "only the complement rests on the other forecasts alone"


# --- in a browser ----------------------------------------------------------------------------------


CONTRAST = """
() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const f = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const c = parse(getComputedStyle(n).backgroundColor);
      if (c.length === 3 || (c.length === 4 && c[3] === 1)) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const node of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !node.offsetParent) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(found)].slice(0, 5);
}
"""


@needs_chromium
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1600, "dark")])
def test_nothing_comes_from_outside_or_runs_over_the_side_and_every_word_can_be_read(
    browser, site, signed_in, pages, width, scheme
):
    context, page = open_page(browser, signed_in, width, color_scheme=scheme)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for address in pages:
        page.goto(site.address + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(CONTRAST) == [], f"{address}: under 4.5 to 1 (WCAG AA), as the browser paints it"
    assert [url for url in asked if not url.startswith(site.address)] == []
    assert errors == [], "the policy or a script complained"
    context.close()


BARE = """
() => [...document.querySelectorAll("svg:not([aria-hidden])")]
  .filter((chart) => !chart.closest("section").querySelector("table"))
  .map((chart) => chart.textContent.slice(0, 60))
"""


@needs_chromium
def test_headings_come_in_order_and_every_chart_has_words_and_a_table(browser, site, signed_in, pages):
    context, page = open_page(browser, signed_in, 1000)
    for address in pages:
        page.goto(site.address + address)
        levels = page.eval_on_selector_all("h1,h2,h3,h4", "nodes => nodes.map(n => +n.tagName[1])")
        assert levels[0] == 1 and levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)
        assert page.evaluate(BARE) == [], f"{address}: a chart without a table"
        untitled = page.locator("svg:not([aria-hidden]):not(:has(title))").count()
        assert untitled == 0, address
        assert page.locator("main").count() == 1 and page.locator("header nav").count() >= 1
    context.close()


@needs_chromium
def test_two_clicks_on_a_number_show_the_words_marked(browser, site, signed_in):
    context, page = open_page(browser, signed_in, 1000, java_script_enabled=False)
    page.goto(site.address + PROBLEM)
    page.click("table.glance a.number >> nth=0")
    page.wait_for_url("**/forecast/**")
    page.click("blockquote.words-behind a >> nth=0")
    page.wait_for_url("**/document/*#c-*")
    target = page.locator("mark:target")
    assert target.count() == 1 and target.inner_text().strip()
    assert target.evaluate("node => node.getBoundingClientRect().top") < 900, "the words are on the screen"
    context.close()


@needs_chromium
def test_keys_lead_through_lists_and_pages_and_a_search_answers_as_one_types(browser, site, signed_in):
    context, page = open_page(browser, signed_in, 1000)
    page.goto(site.address + "/watch")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/problem/korean-peninsula")
    page.keyboard.press("[")
    page.wait_for_url("**as_of=2024-05-24")
    page.goto(site.address + "/search")
    page.keyboard.press("/")
    page.keyboard.type("artillery")
    page.wait_for_selector("#found .hits li")
    assert "artillery" in page.locator("#found").inner_text().lower()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/stories")
    context.close()


GRAVE = """
async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}
"""


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_checker_of_accessibility_finds_nothing_serious_on_any_page(
    browser, site, signed_in, pages, scheme
):
    """axe-core with all its rules; pages that only repeat another kind are left out."""
    context, page = open_page(browser, signed_in, 1000, color_scheme=scheme, bypass_csp=True)
    page.add_init_script(axe_script())
    found = {}
    for address in pages:
        if "as_of=" in address or "order=apart" in address or "%00" in address:
            continue
        page.goto(site.address + address)
        if grave := page.evaluate(GRAVE):
            found[address] = grave
    assert found == {}
    context.close()
