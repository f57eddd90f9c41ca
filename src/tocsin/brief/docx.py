"""Shows a brief as a file for a word processor: the same front and parts, tables instead of charts.

Comes in: a brief. Goes out: bytes. Knows nothing about files. The kept texts stay out: a file that people
edit and pass on names its documents and quotes what the sentences quote. Needs the extra `report`.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tocsin.brief.confidence import words_of
from tocsin.brief.draft import HEADINGS
from tocsin.brief.front import choose_front, moved_by
from tocsin.brief.naming import scenario_of
from tocsin.brief.pointer import Pointers, short
from tocsin.brief.wording import band, day, flat, percent, quoted, upper_first
from tocsin.errors import ConfigurationError
from tocsin.terms import Brief, Part, Sentence

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph

SHOWN_CLAIMS = 60
STAMP = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def to_docx(brief: Brief) -> bytes:
    """The brief as a DOCX file; headings are the processor's own, so that it can be navigated and restyled.

    Raises:
        ConfigurationError: python-docx is not installed.
    """
    file = _new_file(brief)
    from docx.enum.text import WD_BREAK

    _head(file, brief)
    _front(file, brief)
    file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for part, heading in HEADINGS.items():
        if part != "bottom-line":
            _part(file, brief, part, heading)
    _documents(file, brief)
    written = io.BytesIO()
    file.save(written)
    return _without_clock(written.getvalue())


def _without_clock(packed: bytes) -> bytes:
    """The same archive with one date on all of its members, so that the same brief is the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.infolist():
            plain = zipfile.ZipInfo(member.filename, STAMP.timetuple()[:6])
            new.writestr(plain, old.read(member), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _new_file(brief: Brief) -> "WordFile":
    try:
        from docx import Document
        from docx.shared import Mm, Pt
    except ImportError as missing:
        raise ConfigurationError(
            "DOCX", f"python-docx is not installed ({missing.name})", "pip install 'tocsin[report]'"
        ) from None
    file = Document()
    about = file.core_properties
    about.title, about.author, about.comments = brief.title, brief.analyst or "", f"version {brief.version}"
    about.created = about.modified = STAMP
    file.styles["Normal"].font.size = Pt(9.5)
    file.styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, size, before in (("Title", 18, 0), ("Heading 1", 12, 8), ("Heading 2", 10, 4)):
        style = file.styles[name]
        style.font.size, style.paragraph_format.space_before = Pt(size), Pt(before)
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(15)
    page.header.paragraphs[0].add_run("   ".join(_markings(brief))).bold = True
    page.footer.paragraphs[0].text = f"{brief.title}, {day(brief.as_of)}, version {brief.version}"
    return file


def _markings(brief: Brief) -> list[str]:
    incomplete = [f"INCOMPLETE: published by {brief.incomplete} although rules of the craft block it"]
    return [*brief.markings, *(incomplete if brief.incomplete else [])]


def _head(file: "WordFile", brief: Brief) -> None:
    file.add_heading(brief.title, level=0)
    if brief.problem:
        file.add_paragraph(flat(brief.problem))
    analyst = brief.analyst or "none named; unattended run"
    reviewer = brief.reviewer or "none named"
    file.add_paragraph(f"As of {day(brief.as_of)}. Analyst: {analyst}. Reviewer: {reviewer}.")
    if not brief.analyst:
        file.add_paragraph("Machine matches are suggestions until a person accepts them.")


def _front(file: "WordFile", brief: Brief) -> None:
    file.add_heading(HEADINGS["bottom-line"], level=1)
    for sentence in _of(brief, "bottom-line"):
        _say(file.add_paragraph(), sentence)
    if brief.judgements:
        file.add_heading("At a glance", level=1)
        _table(
            file,
            {"What": 62, "Probability": 28, "Band": 22, "By": 23, "Confidence": 20, "Plan": 19},
            _glance(brief),
        )
    file.add_heading("In short", level=1)
    for each in choose_front(brief):
        if each.sentences:
            file.add_heading(HEADINGS[each.part], level=2)
        for sentence in each.sentences:
            _say(file.add_paragraph(style="List Bullet"), sentence, size=8)


def _glance(brief: Brief) -> Iterable[Sequence[str]]:
    for each in brief.judgements:
        plans = [plan.state.replace("-", " ") for plan in brief.plans if plan.scenario == each.scenario]
        why = moved_by(brief, each.scenario)
        yield (
            f"{each.name}\n{why}" if why else each.name,
            f"{percent(each.probability)} ({words_of(each.low, each.probability, each.high, brief.scale)})",
            band(each.low, each.high),
            day(each.by),
            each.confidence,
            ", ".join(plans) or "none",
        )


def _part(file: "WordFile", brief: Brief, part: Part, heading: str) -> None:
    file.add_heading(heading, level=1)
    told, names = None, {judgement.scenario: judgement.name for judgement in brief.judgements}
    for sentence in _of(brief, part):
        scenario = scenario_of(sentence) if part == "judgements" else None
        if scenario in names and scenario != told:
            file.add_heading(names[scenario], level=2)
            told = scenario
        _say(file.add_paragraph(), sentence)
    if part == "evidence" and brief.claims:
        _table(
            file, {"Claim": 66, "Laid to": 38, "Stance, status": 24, "Grade": 12, "In": 34}, _claims(brief)
        )
        if len(brief.claims) > SHOWN_CLAIMS:
            file.add_paragraph(f"{len(brief.claims) - SHOWN_CLAIMS} more claims stand in brief.json.")


def _claims(brief: Brief) -> Iterable[Sequence[str]]:
    pointers = Pointers(brief)
    for claim in brief.claims[:SHOWN_CLAIMS]:
        hedged = ", hedged" if claim.hedged else ""
        yield (
            quoted(claim.text, 200),
            " → ".join(claim.chain) or "the author",
            f"{claim.stance}{hedged}, {claim.status}",
            f"{claim.grade.reliability} {claim.grade.credibility}",
            f"{short(pointers.documents[claim.document])} {claim.id}",
        )


def _documents(file: "WordFile", brief: Brief) -> None:
    file.add_heading("Documents", level=1)
    rows = [
        (
            short(document),
            document.outlet or "outlet unknown",
            day(document.published) if document.published else "date unknown",
            document.url or document.label,
        )
        for document in brief.documents
    ]
    _table(file, {"Document": 40, "Outlet": 44, "Published": 28, "Where": 62}, rows)


def _of(brief: Brief, part: Part) -> list[Sentence]:
    return [sentence for sentence in brief.sentences if sentence.part == part]


def _say(paragraph: "Paragraph", sentence: Sentence, size: float | None = None) -> None:
    """One sentence: what it is, its words, and in small letters what it rests on; in front, without that."""
    from docx.shared import Pt

    runs = []
    if sentence.kind != "information":
        runs.append(paragraph.add_run(f"{upper_first(sentence.kind)}: "))
        runs[0].bold = True
    runs.append(paragraph.add_run(sentence.text))
    runs[-1].italic = sentence.kind == "assumption"
    if size:
        for run in runs:
            run.font.size = Pt(size)
        paragraph.paragraph_format.space_after = Pt(1)
    elif sentence.evidence:
        named = ", ".join(sentence.evidence[:4]) + (" …" if len(sentence.evidence) > 4 else "")
        paragraph.add_run(f" [{named}]").font.size = Pt(7)


def _table(file: "WordFile", head: dict[str, int], rows: Iterable[Sequence[str]]) -> None:
    """A table whose columns have the widths (mm) that the head gives; a second line is smaller."""
    from docx.shared import Mm, Pt

    table = file.add_table(rows=1, cols=len(head), style="Light List Accent 1")
    table.autofit = False
    for column, width in zip(table.columns, head.values(), strict=True):
        column.width = Mm(width)
    for texts in (tuple(head), *rows):
        cells = table.rows[0].cells if texts == tuple(head) else table.add_row().cells
        for cell, text, width in zip(cells, texts, head.values(), strict=True):
            cell.width = Mm(width)
            first, _, rest = text.partition("\n")
            cell.paragraphs[0].add_run(first).font.size = Pt(8)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            if rest:
                small = cell.add_paragraph().add_run(rest)
                small.font.size, small.bold = Pt(7), False
