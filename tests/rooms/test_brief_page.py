"""The page: whole without a network, safe against hostile text, and every link leads somewhere."""

import html
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.brief_sample import DOCUMENTS, MARKING, sample_brief, sample_without_watch

from tocsin.brief import to_html, to_markdown
from tocsin.brief.charts.curve import height_of
from tocsin.brief.marks import Mark, mark_text
from tocsin.terms import Brief, Span

CHART = "<svg(?! class=.bar).*?</svg>"  # bars are hidden from hearing: their figures stand beside them


class Page(HTMLParser):
    """Ids, local links, outside addresses, scripts, handlers and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.scripts = 0
        self.handlers: list[str] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.scripts += tag in ("script", "iframe", "object", "embed", "link", "base", "form")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name == "href" and value.startswith("#"):
                self.links.append(value[1:])
            elif name in ("href", "src", "srcset", "action", "data"):
                self.outside.append(value)
            elif name.startswith("on"):
                self.handlers.append(name)


@pytest.fixture(scope="module")
def brief() -> Brief:
    return sample_brief()


@pytest.fixture(scope="module", params=["watch", "no watch"])
def page(request) -> Page:
    return Page(to_html(sample_brief() if request.param == "watch" else sample_without_watch()))


def test_the_page_asks_nothing_of_any_other(page):
    assert page.outside == [] and page.scripts == 0 and page.handlers == []


def test_every_link_leads_to_one_place_on_the_page(page):
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert set(page.links) <= set(page.ids)


def test_headings_go_down_one_step_at_a_time(page):
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_a_strict_policy_a_language_and_a_way_past_the_head_are_given(brief):
    text = to_html(brief)
    assert "default-src 'none'; style-src 'sha256-" in text and "style=" not in text
    assert '<html lang="en">' in text and 'class="skip" href="#main"' in text


def test_hostile_text_stays_text():
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }}"
    documents = tuple(
        each.model_copy(update={"title": attack, "outlet": attack, "url": "javascript:alert(3)"})
        for each in DOCUMENTS
    )
    text = to_html(sample_brief(documents=documents, watch_reason=attack))
    page = Page(text)
    assert page.scripts == 0 and page.handlers == [] and page.outside == []
    assert "<img" not in text and "{{ 7*7 }}" in text


def test_hostile_text_stays_text_in_markdown():
    documents = tuple(each.model_copy(update={"outlet": "<b>[x](javascript:1)</b>|"}) for each in DOCUMENTS)
    text = to_markdown(sample_brief(documents=documents))
    assert "[x](" not in text and "<b>" not in text.replace("\\<b\\>", "")


def test_the_cited_words_are_marked_in_the_document_and_reachable(brief):
    text = to_html(brief)
    assert re.search(r'<mark class="content" id="c-h1_23c1"[^>]*>Vostria might ', text)
    assert 'href="#c-h1_23c1"' in text


def test_a_denial_follows_what_it_denies_in_the_table(brief):
    text = to_html(brief)
    table = text[text.index("What is claimed, by whom") :]
    assert table.index("#c-h1_23c1") < table.index("#c-d5_23c1") < table.index("#c-h1_23c2")


def test_the_marking_stands_on_top_at_the_foot_over_the_documents_and_in_every_chart(brief):
    text = to_html(brief)
    assert text.index(MARKING) < text.index("<h1>") and text.rindex(MARKING) > text.index("</main>")
    charts = re.findall(CHART, text, re.DOTALL)
    assert len(charts) == len(brief.judgements) + 2
    assert all(MARKING in chart for chart in charts)
    assert MARKING in to_markdown(brief).splitlines()[0]


def test_every_chart_is_whole_svg_with_title_and_description(brief):
    for chart in re.findall(CHART, to_html(brief), re.DOTALL):
        root = ElementTree.fromstring(chart)
        names = [child.tag.rpartition("}")[2] for child in root]
        has_links = any(child.tag.endswith("}a") for child in root.iter())
        assert names[:2] == ["title", "desc"] and root.get("role") == ("group" if has_links else "img")


def test_the_same_brief_gives_the_same_page(brief):
    assert to_html(brief) == to_html(sample_brief())


def test_a_likelier_date_stands_higher_on_the_chart():
    heights = [height_of(number / 1000) for number in range(1001)]
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == len(heights)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(text=st.text(max_size=40), spans=SPANS)
def test_marks_that_nest_or_cross_change_no_letter_and_close_in_order(text, spans):
    marks = [Mark(Span(*span), "content", f"m{number}") for number, span in enumerate(spans)]
    marked = mark_text(text, marks)
    assert html.unescape(re.sub("</?mark[^>]*>", "", marked)) == text
    depth = 0
    for tag in re.findall("</?mark", marked):
        depth += 1 if tag == "<mark" else -1
        assert depth >= 0
    assert depth == 0
    shown = {f"m{n}" for n, (start, end) in enumerate(spans) if start < end <= len(text)}
    assert set(re.findall('id="(m[0-9]+)"', marked)) == shown


@given(text=st.text(alphabet="ab<&c", min_size=6, max_size=30), spans=SPANS)
def test_each_letter_is_marked_by_exactly_the_marks_that_cover_it(text, spans):
    marks = [Mark(Span(*span), f"k{number}") for number, span in enumerate(spans)]
    opened: list[str] = []
    position = 0
    for tag, letter in (
        re.findall(r'<mark class="(k\d+)">|(&\w+;|[^<])|</mark>', mark_text(text, marks)) or []
    ):
        if tag:
            opened.append(tag)
        elif letter:
            cover = {f"k{n}" for n, (s, e) in enumerate(spans) if s <= position < e <= len(text)}
            assert set(opened) == cover
            position += 1
        else:
            opened.pop()
    assert position == len(text)
