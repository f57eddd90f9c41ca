"""Turn bytes into text without changing a character, and refuse what is not text.

Comes in: bytes. Goes out: the decoded text (line ends as they stand, no stripping, so that offsets count
in the file's own characters) and, where the encoding had to be guessed, a note. Knows nothing about
what the text means.
"""

import codecs

from tocsin.collect.drafts import Draft, Note
from tocsin.errors import UnreadableDocument

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.05  # of all bytes; text has none, a short binary file without a NUL has many

# The first bytes of files that people drop into a folder by mistake, and what to call them.
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"%PDF-", "a PDF document"),
)


def parse_text(data: bytes, where: str) -> Draft:
    """A draft whose text is exactly the decoded bytes."""
    text, notes = decode_bytes(data, where)
    return Draft(text=text, media_type="text/plain", notes=notes)


def parse_markdown(data: bytes, where: str) -> Draft:
    """A draft of a Markdown file: its text as written, marks and all."""
    return parse_text(data, where).model_copy(update={"media_type": "text/markdown"})


def decode_bytes(data: bytes, where: str) -> tuple[str, tuple[Note, ...]]:
    """UTF-8 (with or without a byte order mark), UTF-16 with one, else Windows-1252 with a note.

    Raises:
        UnreadableDocument: the bytes are not text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf16(data, where), ()
    _refuse_binary(data, where)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as fault:
        return _decode_windows(data, where), (_guess(fault.start),)


def _decode_utf16(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError:
        raise UnreadableDocument(
            where, "begins as UTF-16 but is not", "save it as UTF-8 text and run again"
        ) from None


def _decode_windows(data: bytes, where: str) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise UnreadableDocument(
            where,
            f"is neither UTF-8 nor Windows-1252 text (byte {fault.start})",
            "save it as UTF-8 text and run again",
        ) from None


def _guess(byte: int) -> Note:
    return Note(
        what=f"not UTF-8 (byte {byte}): read as Windows-1252",
        remedy="check accents and quotation marks, or save it as UTF-8 and run again",
    )


def _refuse_binary(data: bytes, where: str) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableDocument(where, f"is {name}, not text", "export it as text, HTML or PDF")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > _MOST_CONTROLS * len(data):
        raise UnreadableDocument(where, "is binary, not text", "export it as text, HTML or PDF")
