"""The brief in other forms: two pages in front, PDF, DOCX, and a desk's own templates."""

import io
import zipfile

import pytest
from tests.rooms.brief_sample import MARKING, sample_brief, sample_without_watch

from tocsin.brief import write_brief
from tocsin.brief.docx import to_docx
from tocsin.brief.front import CHARACTERS, ROW, choose_front, moved_by
from tocsin.brief.house import fill_template
from tocsin.brief.pdf import to_pdf
from tocsin.errors import ConfigurationError
from tocsin.terms import Sentence


def pango() -> bool:
    try:
        import weasyprint
    except OSError:
        return False
    return bool(weasyprint)


needs_pango = pytest.mark.skipif(not pango(), reason="needs Pango (Debian's package libpangoft2-1.0-0)")


def full(brief, part: str, number: int, words: int = 60):
    """The brief with many long sentences in one part."""
    text = " ".join(["word"] * words) + "."
    many = tuple(
        Sentence(id=f"x{n}", part=part, kind="information", text=text, evidence=("o1",))
        for n in range(number)
    )
    return brief.model_copy(update={"sentences": (*brief.sentences, *many)})


def test_every_part_with_something_to_say_stands_in_front_and_none_crowds_out_another():
    brief = full(sample_brief(), "evidence", 200)
    front = {each.part: each for each in choose_front(brief)}
    spoken = {sentence.part for sentence in brief.sentences} - {"bottom-line", "judgements", "yardstick"}
    assert {part for part, each in front.items() if each.sentences} == spoken
    assert front["evidence"].rest >= 196


def test_the_front_stays_within_what_two_pages_hold():
    brief = sample_brief()
    for part in ("changes", "evidence", "alternatives", "assumptions", "gaps", "implications"):
        brief = full(brief, part, 40, words=400)
    shown = sum(len(sentence.text) for each in choose_front(brief) for sentence in each.sentences)
    first = sum(len(each.sentences[0].text) for each in choose_front(brief) if each.sentences)
    assert shown <= max(CHARACTERS - ROW * len(brief.judgements), first)


def test_a_plan_that_is_due_stands_before_those_that_stand_by():
    brief = sample_brief()
    due = [plan.id for plan in brief.plans if plan.state in ("advised", "active")]
    front = next(each for each in choose_front(brief) if each.part == "plans")
    assert due
    assert front.sentences[0].evidence[0] == f"plan:{due[0]}"


def test_what_moved_a_number_is_told_beside_it_and_nothing_where_nothing_did():
    told = {j.scenario: moved_by(sample_brief(), j.scenario) for j in sample_brief().judgements}
    assert any(told.values())
    assert all(words is None or words[0].isupper() for words in told.values())


@needs_pango
def test_every_page_of_the_pdf_carries_the_marking_and_the_judgements_begin_a_page():
    import pypdfium2

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(to_pdf(sample_brief()))]
    assert all(MARKING in page for page in pages)
    assert any(page.strip().startswith("Key judgements") for page in pages)


@needs_pango
def test_a_brief_without_a_watch_is_a_pdf_too():
    assert to_pdf(sample_without_watch()).startswith(b"%PDF")


def test_the_word_file_has_the_parts_as_headings_and_the_marking_on_every_page():
    from docx import Document

    file = Document(io.BytesIO(to_docx(sample_brief())))
    headings = [p.text for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    order = ["Bottom line", "At a glance", "In short", "Key judgements", "Evidence", "Plans", "Documents"]
    places = [headings.index(name) for name in order[:3]] + [
        len(headings) - 1 - headings[::-1].index(name) for name in order[3:]
    ]
    assert places == sorted(places)
    assert MARKING in file.sections[0].header.paragraphs[0].text


def test_the_same_brief_is_the_same_word_file():
    assert to_docx(sample_brief()) == to_docx(sample_brief())


def test_a_template_of_the_desk_sees_the_record_and_escapes_it_in_html():
    brief = sample_brief().model_copy(update={"title": "A <b> brief"})
    name, made = fill_template("note.html.j2", b"<h1>{{ brief.title }}</h1>", brief)
    assert (name, made) == ("note.html", b"<h1>A &lt;b&gt; brief</h1>")
    row = b"{% for j in brief.judgements %}{{ j.name }}: {{ j.probability|percent }}\n{% endfor %}"
    assert fill_template("note.md", row, brief)[1].decode().count("%") == len(brief.judgements)


@pytest.mark.parametrize(
    ("name", "template", "message"),
    [
        ("x.md", b"line\n{% for %}", r"x\.md:2: "),
        ("x.md", b"{{ brif.title }}", "'brif' is undefined"),
        ("x.md", b"{{ ''.__class__.__mro__ }}", "unsafe"),
        ("x.md", b"{% include '/etc/passwd' %}", "cannot be filled"),
        ("x.md", b"\xff\xfe", "cannot be filled"),
        ("x.odt", b"", "is no template that can be filled"),
        ("x.docx", b"no archive", "cannot be filled"),
    ],
)
def test_a_template_that_is_wrong_or_reaches_out_is_refused_in_one_line(name, template, message):
    with pytest.raises(ConfigurationError, match=message):
        fill_template(name, template, sample_brief())


def test_a_word_template_is_filled():
    from docx import Document

    file, packed = Document(), io.BytesIO()
    file.add_paragraph("{{ brief.title }} as of {{ brief.as_of|day }}")
    file.save(packed)
    name, made = fill_template("note.docx", packed.getvalue(), sample_brief())
    words = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert name == "note.docx"
    assert sample_brief().title in words


def test_a_template_that_would_overwrite_the_brief_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "brief.md.j2").write_text("x", encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(ConfigurationError, match=r"would take the place of brief\.md"):
        write_brief(sample_brief(), out, templates=[tmp_path / "brief.md.j2"])
    assert not out.exists()


def test_forms_and_templates_are_written_together(tmp_path):
    (tmp_path / "note.txt").write_text("{{ brief.title }}", encoding="utf-8")
    written = write_brief(sample_brief(), tmp_path / "out", ["docx"], [tmp_path / "note.txt"])
    assert {path.name for path in written} == {
        *("brief.html", "brief.md", "brief.json", "brief.docx", "note.txt")
    }
