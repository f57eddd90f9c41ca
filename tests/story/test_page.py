"""The page as a reader meets it, in a real browser: phone to desk, no request outside, words behind all."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.browsing import browsing, needs_chromium
from tests.running import EXAMPLE, tocsin

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def page_file(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("brief")
    words = ["brief", EXAMPLE, "--watch", "korean-peninsula", "--as-of", "2024-05-25", "--out", str(out)]
    done = tocsin(*words, cwd=root)
    assert done.returncode == 0, done.stderr
    return out / "brief.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def open_page(browser: Any, page_file: Path, width: int, **options: Any) -> tuple[Any, list[str], list[str]]:
    """The page at a width, with the addresses that it asked for and the errors that it logged."""
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(page_file.as_uri())
    return page, asked, errors


@pytest.mark.parametrize("width", [360, 400, 800, 1400])
def test_nothing_is_asked_for_outside_and_nothing_runs_over_the_side(browser, page_file, width):
    page, asked, errors = open_page(browser, page_file, width)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_click_on_any_number_or_sentence_leads_to_marked_words_in_the_file(browser, page_file):
    page, _, _ = open_page(browser, page_file, 1000, java_script_enabled=False)
    links = page.eval_on_selector_all("a[href^='#']", "nodes => nodes.map(n => n.getAttribute('href'))")
    assert len(links) > 50
    missing = page.evaluate(
        "links => links.filter(l => !document.getElementById(decodeURIComponent(l.slice(1))))", links
    )
    assert missing == []
    marks = page.eval_on_selector_all("mark[id]", "nodes => nodes.length")
    assert marks > 20
    page.close()


def test_the_marking_is_seen_on_the_first_screen_and_on_each_printed_chart(browser, page_file):
    page, _, _ = open_page(browser, page_file, 400)
    first = page.evaluate("document.elementFromPoint(200, 10).closest('body').innerText.slice(0, 400)")
    assert "EXERCISE: synthetic reporting" in first
    charts = page.eval_on_selector_all("svg:not([aria-hidden])", "nodes => nodes.map(n => n.textContent)")
    assert charts and all("EXERCISE: synthetic reporting" in text for text in charts)
    page.close()


def test_headings_come_in_order_and_pictures_have_words(browser, page_file):
    page, _, _ = open_page(browser, page_file, 1000)
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "nodes => nodes.map(n => +n.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    untitled = page.eval_on_selector_all(
        "svg:not([aria-hidden])", "nodes => nodes.filter(n => !n.querySelector('title')).length"
    )
    assert untitled == 0
    assert page.evaluate("document.documentElement.lang") == "en"
    page.close()


@pytest.mark.parametrize("width", [400, 1000])
def test_the_post_mortem_fits_any_screen_says_it_is_an_illustration_and_asks_for_nothing(
    browser, page_file, width, root
):
    words = ["--from", str(page_file.parent / "brief.json"), "--as-of", "2026-11-24"]
    done = tocsin("settle", *words, "--out", str(page_file.parent), cwd=root)
    assert done.returncode == 0, done.stderr
    page, asked, errors = open_page(browser, page_file.parent / "postmortem.html", width)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == [] and errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = page.evaluate("document.body.innerText.slice(0, 300)")
    assert "EXERCISE: synthetic reporting" in first and "ILLUSTRATION: no record of foresight" in first
    bars = page.eval_on_selector_all(".answers .outcome", "nodes => nodes.map(n => n.offsetWidth)")
    assert len(bars) == 15 and min(bars) > 100  # four answers to three questions, three to the fourth
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "nodes => nodes.map(n => +n.tagName[1])")
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    page.close()
