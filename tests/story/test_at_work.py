"""A desk at work in a real browser: what a person decides there, and what comes of it at once."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browsing import browsing, kept_cookie, needs_chromium
from tests.receiving import web_receiver
from tests.serving import Site, serving

pytestmark = needs_chromium
PROBLEM = "/problem/korean-peninsula"


@pytest.fixture(scope="module")
def told() -> Iterator[Any]:
    """A web server of this machine that takes alerts."""
    with web_receiver() as server:
        yield server


@pytest.fixture(scope="module")
def site(root: Path, example_store: Path, told: Any, tmp_path_factory: Any) -> Iterator[Site]:
    copy = tmp_path_factory.mktemp("desk") / "desk.db"
    shutil.copy(example_store, copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_WEBHOOK_URLS", told.url)
        patch.setenv("TOCSIN_WEBHOOK_SECRET", "a-long-shared-secret-of-the-desk")
        with serving("--db", str(copy), cwd=root) as running:
            yield running


@pytest.fixture(scope="module")
def page(site: Site) -> Iterator[Any]:
    """A page signed in; at the end nothing was asked for outside and no script complained."""
    asked: list[str] = []
    errors: list[str] = []
    with browsing() as browser:
        context = browser.new_context(viewport={"width": 1000, "height": 900})
        context.add_cookies([kept_cookie(site.address, site.sign_in())])
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        yield opened
    assert [url for url in asked if not url.startswith(site.address)] == []
    refused = [text for text in errors if "409 (Conflict)" in text]  # the one draft that breaks a rule
    assert errors == refused and len(refused) <= 1


def test_stories_are_read_and_set_aside_by_keys_alone_and_stay_so(page, site):
    page.goto(site.address + "/inbox")
    first, second = page.locator(".inbox .row-link").all_inner_texts()[:2]
    unread = page.locator(".inbox > li").count()
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_function("n => document.querySelectorAll('.inbox > li').length === n", arg=unread - 1)
    assert page.evaluate("document.activeElement.innerText") == second, "reading goes on at the next"
    page.keyboard.press("s")
    page.wait_for_function("n => document.querySelectorAll('.inbox > li').length === n", arg=unread - 2)
    page.goto(site.address + "/inbox?tray=read")
    assert page.locator(".inbox .row-link").all_inner_texts() == [first]
    page.goto(site.address + "/inbox?tray=aside")
    page.keyboard.press("j")
    page.keyboard.press("u")
    page.wait_for_selector(".inbox .empty")
    page.goto(site.address + "/inbox")
    assert page.locator(".inbox > li").count() == unread - 1


def test_the_words_of_a_claim_tell_who_says_them_on_hovering_and_by_keys(page, site):
    page.goto(site.address + "/inbox")
    page.click(".inbox .row-link >> nth=0")
    page.wait_for_url("**/story/*")
    page.keyboard.press("n")
    first = page.locator("#said").inner_text()
    page.keyboard.press("n")
    assert re.match(r"c\d+: .+; \w+", first) and page.locator("#said").inner_text() != first
    page.hover("mark.content[id] >> nth=0")
    assert page.locator("#said").inner_text() == first


def test_a_link_that_is_cut_changes_the_count_at_once_and_who_said_so_stands_beside_it(page, site):
    page.goto(site.address + "/watch")
    page.click("text=All recent stories")
    widest = page.locator("tr", has=page.get_by_role("link", name="11", exact=True))
    widest.locator(".row-link").click()
    page.wait_for_url("**/story/*")
    before = page.locator(".answer").inner_text()
    page.locator("summary", has_text="How we know").click()
    rows = page.locator("#origins details table tbody tr")
    cited = rows.filter(has=page.get_by_role("cell", name="The Kremlin")).first
    cited.locator("summary").click()
    cited.locator("input[name=because]").fill("It names another outlet.")
    cited.get_by_role("button", name="Cut the link").click()
    page.wait_for_selector(".said-so")
    assert "counted anew" in page.locator(".said-so").inner_text()
    assert (
        "Cut:" in page.locator("li.decided").inner_text()
        and "by desk" in page.locator("li.decided").inner_text()
    )
    assert page.locator(".answer").inner_text() != before
    page.goto(site.address + "/audit")
    assert "cut a link" in page.locator("main").inner_text()
    assert "Verified just now" in page.locator(".verified").inner_text()


def test_a_number_in_the_brief_leads_to_the_words_on_the_page(page, site):
    page.goto(site.address + "/brief")
    page.click("#glance a.number >> nth=0")
    page.wait_for_url("**/brief#*")
    page.click(":target a[href^='#c-'] >> nth=0")
    target = page.locator("mark:target")
    assert target.count() == 1 and target.inner_text().strip()


def test_a_plan_that_a_person_sets_is_told_to_a_receiver_once_the_brief_is_published(page, site, told):
    page.goto(site.address + "/plans")
    plan = page.locator("article.plan", has=page.locator(".state.active")).first
    plan.locator("summary", has_text="Set its state").click()
    plan.locator("select[name=state]").select_option("stood-down")
    plan.locator("input[name=because]").fill("The launch is settled in the log.")
    plan.get_by_role("button", name="Set the plan").click()
    page.wait_for_selector(".said-so")
    assert "set by a person" in page.locator("article.plan .decided").first.inner_text()
    page.goto(site.address + "/do/write-brief?watch=korean-peninsula")
    page.get_by_role("button", name="Write the brief").click()
    page.wait_for_url("**/brief")
    assert told.posts, "the alert arrived"
    body = told.posts[-1][1]
    assert b"stood down" in body and b"EXERCISE: synthetic reporting" in body


def test_a_draft_is_held_to_the_rules_as_it_is_typed_and_published_with_dissent(page, site):
    page.goto(site.address + "/brief")
    page.click("text=Edit, sign and publish")
    page.wait_for_selector("#told-draft .verified")
    text = page.locator("#draft").input_value()
    line = next(each for each in text.splitlines() if each.startswith("[s"))
    page.locator("#draft").fill(text.replace(line, f"{line} It is likely with high confidence.", 1))
    page.wait_for_selector("#told-draft .faults .blocks")
    assert "C1" in page.locator("#told-draft .faults").inner_text()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".fault")
    assert "rules of the craft block it" in page.locator(".fault").first.inner_text()
    page.go_back()
    page.locator("#draft").fill(text.replace(line, line.replace(".", " as told.", 1), 1))
    page.wait_for_selector("#told-draft ins")
    page.locator("textarea[name=dissent]").fill("Second desk: the launch notice should weigh more.")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".said-so")
    assert "signed by desk" in page.locator(".tools").inner_text()
    assert (
        "Second desk differs: the launch notice should weigh more." in page.locator("#dissent").inner_text()
    )
    page.click("text=What differs from the one before")
    page.wait_for_selector(".shifts ins")
    assert "Second desk differs" in page.locator(".shifts").inner_text()
