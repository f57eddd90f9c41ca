"""The example brief on paper: what a reader of two pages knows before any table begins."""

import shutil

import pytest
from tests.rooms.test_brief_forms import needs_pango
from tests.running import EXAMPLE, tocsin

pytestmark = needs_pango


@pytest.fixture(scope="module")
def pages(root, tmp_path_factory) -> list[str]:
    import pypdfium2

    out = tmp_path_factory.mktemp("forms")
    words = ["brief", EXAMPLE, "--watch", "korean-peninsula", "--as-of", "2024-05-25", "--out", str(out)]
    done = tocsin(*words, "--also", "pdf", "--also", "docx", cwd=root)
    assert done.returncode == 0, done.stderr
    assert (out / "brief.docx").stat().st_size > 10_000
    read = pypdfium2.PdfDocument(out / "brief.pdf")
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in read]


def test_two_pages_of_print_come_before_the_tables(pages):
    starts = [n for n, text in enumerate(pages) if text.startswith("Key judgements")]
    assert starts == [2]


def test_the_first_page_says_what_is_likely_by_when_how_surely_and_what_stands_ready(pages):
    first = pages[0]
    for words in (
        "Nuclear test",
        "20%",
        "21 November 2024",
        "low",
        "active",
        "independent origins",
        "Changed",
    ):
        assert words in first


def test_the_two_pages_touch_every_part(pages):
    front = pages[0] + pages[1]
    parts = ["What changed", "Evidence", "Alternatives", "Assumptions", "Indicators", "Gaps", "Dissent"]
    assert [part for part in [*parts, "Implications", "Plans", "Track record"] if part not in front] == []


def test_the_marking_stands_on_every_page(pages):
    assert all("EXERCISE: synthetic reporting" in page for page in pages)


def test_a_form_or_template_that_cannot_be_is_one_line(root, tmp_path):
    for words, line in (
        (("--also", "odt"), "--also odt: there is no such form; use pdf or docx"),
        (("--scale", "sherman"), "--scale sherman: there is no such scale; use icd203 or phia"),
        (("--template", str(tmp_path / "no.md")), "cannot be read"),
    ):
        done = tocsin("brief", EXAMPLE, "--out", str(tmp_path / "out"), *words, cwd=root)
        assert done.returncode != 0
        assert line in done.stderr
        assert len(done.stderr.strip().splitlines()) <= 3, done.stderr
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
