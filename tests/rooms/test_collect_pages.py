"""A web page, a message or a PDF gives its own words and what it says of itself, and nothing made up."""

import datetime as dt
import email.message
import time
from pathlib import Path

import pytest

from tocsin.collect import Collected, collect_paths
from tocsin.terms import Document, Link, Problem

FIRST = "Officials told Other Wire on Saturday that a vehicle had been moved to the site near the coast."
SECOND = "A second paragraph follows, with more words, so that the page is long enough to be an article."


def page(head: str = "", body: str = "", foot: str = "") -> str:
    link = FIRST.replace("Other Wire", '<a href="https://wire.example/a">Other Wire</a>')
    return (
        f"<!doctype html><html><head><title>Launch seen | Harbour TV</title>{head}</head><body>"
        f'<nav><a href="/home">Home</a> <a href="/world">World</a></nav><article><h1>Launch seen</h1>'
        f"<p>{link}</p>{body}<p>{SECOND}</p></article><footer>{foot}</footer></body></html>"
    )


def collect(
    folder: Path, name: str, data: str | bytes, limit: int = 20_000_000
) -> tuple[list[Document], list[str]]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    found = list(collect_paths([folder / name], today=dt.date(2024, 6, 1), max_bytes=limit))
    return [one.document for one in found if isinstance(one, Collected)], [
        str(one) for one in found if isinstance(one, Problem)
    ]


def read(folder: Path, name: str, data: str | bytes) -> Document:
    (document,), problems = collect(folder, name, data)
    assert problems == []
    return document


# --- web pages ---


def test_the_article_is_kept_in_paragraphs_and_the_menu_is_not(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", page(foot="Terms of use and all that."))
    assert document.text.split("\n\n")[-2:] == [FIRST, SECOND]
    assert "Home" not in document.text
    assert "Terms of use" not in document.text
    assert document.media_type == "text/html"


def test_a_link_keeps_its_words_in_the_text_and_its_target_beside_it(tmp_path: Path) -> None:
    """Who a report links to shows what it rests on; brackets in the text would break quotations."""
    document = read(tmp_path, "a.html", page())
    assert document.links == (Link(url="https://wire.example/a", text="Other Wire"),)
    assert "](" not in document.text


def test_what_the_page_says_of_itself_is_taken_as_printed(tmp_path: Path) -> None:
    head = (
        '<meta property="og:site_name" content="Harbour TV"><meta name="author" content="A. Writer">'
        '<meta property="article:published_time" content="2024-05-25T08:00:00+09:00">'
        '<meta property="og:url" content="https://harbour.example/1">'
        '<meta name="copyright" content="(c) Harbour TV / Pool">'
    )
    document = read(tmp_path, "a.html", page(head))
    assert (document.outlet, document.byline, document.credit) == (
        "Harbour TV",
        "A. Writer",
        "(c) Harbour TV / Pool",
    )
    assert document.published == dt.date(2024, 5, 25)
    assert document.published_at == dt.datetime(2024, 5, 24, 23, tzinfo=dt.UTC)
    assert document.url == "https://harbour.example/1"
    assert document.title is not None
    assert document.title.startswith("Launch seen")
    assert document.unknown == ()


def test_a_date_in_structured_data_is_taken(tmp_path: Path) -> None:
    data = (
        '{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2024-05-25T01:00:00Z"}'
    )
    document = read(tmp_path, "a.html", page(f'<script type="application/ld+json">{data}</script>'))
    assert document.published == dt.date(2024, 5, 25)


def test_a_date_that_the_article_only_speaks_of_is_not_its_own(tmp_path: Path) -> None:
    """Guessing that a report about 3 May is of 3 May would put it into the wrong window."""
    document = read(
        tmp_path, "a.html", page(body="<p>The launch of 3 May 2024 failed, officials said then.</p>")
    )
    assert document.published is None
    assert "publication date of a" in document.unknown


def test_a_page_dated_in_the_future_is_taken_without_its_date(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2099-01-01">'
    (document,), (said,) = collect(tmp_path, "a.html", page(head))
    assert document.published is None
    assert "lies in the future" in said


def test_a_printed_copyright_line_is_the_credit_and_not_a_part_of_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", page(foot="<p>\u00a9 2024 Harbour TV. All rights reserved.</p>"))
    assert document.credit == "\u00a9 2024 Harbour TV. All rights reserved."


def test_lists_quotations_and_line_breaks_do_not_run_together(tmp_path: Path) -> None:
    body = (
        "<ul><li>The first demand of the statement</li><li>The second demand of the statement</li></ul>"
        "<blockquote><p>A statement that was quoted at some length.</p></blockquote>"
        "<p>One line<br>and the next.</p>"
    )
    blocks = read(tmp_path, "a.html", page(body=body)).text.split("\n\n")
    for block in (
        "The first demand of the statement",
        "The second demand of the statement",
        "A statement that was quoted at some length.",
        "One line\nand the next.",
    ):
        assert block in blocks


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("euc-kr", "\ubd81\ud55c\uc774 \ubbf8\uc0ac\uc77c\uc744 \ubc1c\uc0ac\ud588\ub2e4"),
        ("cp1252", "caf\u00e9 \u201cx\u201d"),
        ("utf-16", "caf\u00e9"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str, words: str) -> None:
    whole = page(f'<meta charset="{encoding}">', f"<p>{words} {SECOND}</p>")
    assert words in read(tmp_path, "a.html", whole.encode(encoding)).text


def test_a_script_that_looks_like_tags_does_not_swallow_the_article(tmp_path: Path) -> None:
    script = '<script>for(i=0;i<n;i++){x=\'"\'+"<b";' + "y();" * 2_000 + "}</script><!-- <script> -->"
    assert FIRST in read(tmp_path, "a.html", page(body=script)).text


def test_a_picture_written_into_the_page_does_not_cost_the_article(tmp_path: Path) -> None:
    picture = '<img alt="a > b" src="data:image/png;base64,' + "QUJD" * 50_000 + '">'
    assert FIRST in read(tmp_path, "a.html", page(body=picture)).text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 90_000 + "words",
        "<p " + " ".join(f"a{n}='x'" for n in range(100_000)) + ">words",
        "<p " + " ".join(f"a{n}=\">\"" for n in range(100_000)) + ">words",
        ("<p " + " ".join(f"a{n}" for n in range(700)) + ">words</p>") * 3_000,
        "<script " * 90_000,
        "<a b=\" " * 90_000,
        "<" * 200_000,
        "<!--" * 90_000,
        "<table><tr><td>" * 30_000,
    ],
    ids=["deep", "attributes", "quoted", "many long", "scripts", "quotes", "signs", "comments", "tables"],
)  # fmt: skip
def test_a_page_made_to_stall_the_parser_is_done_with_in_seconds(tmp_path: Path, body: str) -> None:
    began = time.process_time()
    collect(tmp_path, "a.html", f"<html><body>{body}</body></html>")
    assert time.process_time() - began < 10


def test_a_page_of_more_markup_than_an_article_has_is_refused_in_one_line(tmp_path: Path) -> None:
    _, (said,) = collect(tmp_path, "a.html", "<p>x" * 150_000)
    assert "has more than 100,000 HTML tags; save the article's own text as .txt" in said


# --- messages ---


def message(**headings: str) -> email.message.EmailMessage:
    made = email.message.EmailMessage()
    for name, value in {"From": "Harbour Desk <desk@harbour.example>", "Subject": "Launch seen"}.items():
        made[name] = headings.get(name, value)
    made["Date"] = headings.get("Date", "Sat, 25 May 2024 08:00:00 +0900")
    return made


def test_a_message_gives_its_plain_text_and_its_headings(tmp_path: Path) -> None:
    made = message(Subject="Launch \u2014 seen")
    made.set_content("A launch was seen \u2014 twice.\n")
    made.add_alternative("<p>Another wording.</p>", subtype="html")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="x.bin")
    document = read(tmp_path, "a.eml", made.as_bytes())
    assert document.text == "A launch was seen \u2014 twice.\n"
    assert (document.title, document.byline, document.outlet) == ("Launch \u2014 seen", "Harbour Desk", None)
    assert document.published == dt.date(2024, 5, 25)
    assert document.published_at == dt.datetime(2024, 5, 24, 23, tzinfo=dt.UTC)
    assert document.media_type == "message/rfc822"


def test_a_message_that_is_a_page_gives_the_pages_text_and_links(tmp_path: Path) -> None:
    made = message()
    made.set_content(page(), subtype="html")
    document = read(tmp_path, "a.eml", made.as_bytes())
    assert FIRST in document.text
    assert document.links == (Link(url="https://wire.example/a", text="Other Wire"),)
    assert document.title == "Launch seen"


def test_an_unknown_character_set_and_a_wrong_date_do_not_cost_the_message(tmp_path: Path) -> None:
    data = (
        b"Subject: x\r\nDate: someday\r\nContent-Type: text/plain; charset=klingon\r\n\r\n"
        b"A text caf\xc3\xa9.\r\n"
    )
    document = read(tmp_path, "a.eml", data)
    assert "A text caf\u00e9." in document.text
    assert document.published is None


@pytest.mark.parametrize(
    "headings",
    [
        "From: " + "a <b@c.example>, " * 50_000,
        "From: " + "(" * 100_000,
        "Subject: " + "=?utf-8?q?a?= " * 50_000,
        "Subject: x\r\nContent-Type: text/plain; " + "a=b; " * 100_000,
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n" * 100_000,
    ],
    ids=["senders", "brackets", "subject", "type", "parts"],
)
def test_a_message_made_to_stall_the_parser_is_done_with_in_seconds(tmp_path: Path, headings: str) -> None:
    began = time.process_time()
    collect(tmp_path, "a.eml", headings + "\r\n\r\nA text.\r\n")
    assert time.process_time() - began < 5


# --- PDF ---


def pdf(words: str) -> bytes:
    """A one-page PDF that holds `words` (ASCII)."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Launch seen) >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def test_a_pdf_gives_its_text_and_title(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", pdf("A launch was seen near the coast."))
    assert document.text == "A launch was seen near the coast."
    assert document.title == "Launch seen"
    assert document.published is None


def test_a_pdf_of_pictures_is_refused_with_a_remedy(tmp_path: Path) -> None:
    _, (said,) = collect(tmp_path, "a.pdf", pdf(""))
    assert "is a PDF without text (pictures of pages); run text recognition on it first" in said


def test_without_the_extra_a_pdf_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    _, (said,) = collect(tmp_path, "a.pdf", pdf("x"))
    assert 'pip install "tocsin[pdf]"' in said


def test_the_marking_of_a_page_or_a_message_is_kept_so_that_an_exercise_is_never_taken_for_news(
    tmp_path: Path,
) -> None:
    marking = "EXERCISE: synthetic reporting"
    marked = page(head=f'<meta name="tocsin-marking" content="{marking}">')
    assert read(tmp_path, "a.html", marked).marking == marking
    mail = message()
    mail["X-Tocsin-Marking"] = marking
    mail.set_content("A launch was seen.")
    assert read(tmp_path, "a.eml", mail.as_bytes()).marking == marking
