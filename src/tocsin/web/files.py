"""The forms in which a brief is taken away: as a file each, made when it is asked for.

Comes in: a brief and the name of a file. Goes out: its bytes and kind, or None where there is no such form.
Knows nothing about requests; what a form is made of is the rooms' business.
"""

from collections.abc import Callable, Mapping

from tocsin.terms import Brief

# name of the file -> what a page calls it
FILES: Mapping[str, str] = {
    "brief.html": "HTML",
    "brief.md": "Markdown",
    "brief.json": "JSON",
    "brief.docx": "Word",
    "brief.pdf": "PDF",
    "brief.stix.json": "STIX",
    "brief.cap.xml": "CAP",
}
KINDS: Mapping[str, str] = {
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xml": "application/xml",
}


def make_file(brief: Brief, name: str) -> tuple[bytes, str] | None:
    """The brief as that file, with its media type.

    Raises:
        ConfigurationError: what makes it is not installed here.
    """
    make = _makers().get(name)
    if make is None:
        return None
    made = make(brief)
    return made.encode() if isinstance(made, str) else made, KINDS[name.rpartition(".")[2]]


def _makers() -> dict[str, Callable[[Brief], str | bytes]]:
    """Loaded only when a file is asked for: pages need none of it."""
    from tocsin.brief import to_html, to_json, to_markdown
    from tocsin.brief.docx import to_docx
    from tocsin.brief.pdf import to_pdf
    from tocsin.exchange import to_cap, to_stix

    return {
        "brief.html": to_html,
        "brief.md": to_markdown,
        "brief.json": to_json,
        "brief.docx": to_docx,
        "brief.pdf": to_pdf,
        "brief.stix.json": to_stix,
        "brief.cap.xml": to_cap,
    }
