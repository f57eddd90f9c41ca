"""Choose the parser for an input and see that whatever happens ends in a draft or one clear refusal.

Comes in: a file's name and bytes. Goes out: a draft. Knows nothing about where the bytes came from or
what becomes of the draft.
"""

from collections.abc import Callable
from pathlib import PurePath

from tocsin.collect.decoding import parse_markdown, parse_text
from tocsin.collect.drafts import Draft
from tocsin.collect.mail import parse_mail
from tocsin.collect.pages import parse_page
from tocsin.collect.pdf import parse_pdf
from tocsin.errors import UnreadableDocument

PARSERS: dict[str, Callable[[bytes, str], Draft]] = {
    "text": parse_text,
    "Markdown": parse_markdown,
    "HTML": parse_page,
    "e-mail": parse_mail,
    "PDF": parse_pdf,
}
RECORDS = "JSON"
RECORD_LINES = "JSON lines"
ARCHIVE = "web archive"
MAILBOX = "mailbox"

_ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".eml": "e-mail",
    ".pdf": "PDF",
    ".json": RECORDS,
    ".stix": RECORDS,
    ".jsonl": RECORD_LINES,
    ".ndjson": RECORD_LINES,
    ".warc": ARCHIVE,
    ".mbox": MAILBOX,
}


def kind_of(name: str) -> str | None:
    """The kind of input that a file's ending names; None where the bytes must tell."""
    lower = name.lower()
    return ARCHIVE if lower.endswith(".warc.gz") else _ENDINGS.get(PurePath(lower).suffix)


def sniff(data: bytes) -> str:
    """The kind of input that the first bytes look like; anything else is tried as text."""
    head = data[:1_000].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return "PDF"
    return "HTML" if head.startswith((b"<!doctype html", b"<html")) else "text"


def parse_bytes(data: bytes, kind: str, where: str) -> Draft:
    """The draft of one input.

    Raises:
        UnreadableDocument: whatever went wrong.
    """
    if not data:
        raise UnreadableDocument(where, "is empty", "give it text or leave it out")
    if not data.strip():
        raise UnreadableDocument(where, "holds white space only", "give it text or leave it out")
    try:
        return PARSERS[kind](data, where)
    except UnreadableDocument:
        raise
    except Exception as fault:
        # The parsers of pages, mail and PDF are others' code and raise all kinds of errors on hostile bytes;
        # one bad input must not end a run over ten thousand good ones.
        raise UnreadableDocument(
            where, f"cannot be read as {kind} ({type(fault).__name__})", "save it as text and give that"
        ) from fault
