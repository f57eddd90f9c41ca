"""Read the text of a PDF document, page by page.

Comes in: the bytes of a PDF. Goes out: a draft with the text of its pages and its title. Knows nothing
about scanned pages (a picture of words has no text) and needs the extra `tocsin[pdf]`.
"""

from typing import Any

from tocsin.collect.drafts import Draft
from tocsin.errors import UnreadableDocument

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000


def parse_pdf(data: bytes, where: str) -> Draft:
    """The text of all pages, apart by an empty line.

    Raises:
        UnreadableDocument: the extra is missing, the file is broken or locked, or it holds no text.
    """
    document = _open(data, where)
    try:
        text = _read_pages(document, where)
        title = document.get_metadata_dict().get("Title", "").strip()
    finally:
        document.close()
    if not text.strip():
        raise UnreadableDocument(
            where, "is a PDF without text (pictures of pages)", "run text recognition on it first"
        )
    return Draft(text=text, media_type="application/pdf", title=title.replace("\0", "") or None)


def _open(data: bytes, where: str) -> Any:
    try:
        import pypdfium2
    except ImportError:
        raise UnreadableDocument(
            where, "is a PDF, which needs an extra", 'pip install "tocsin[pdf]" and run again'
        ) from None
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise UnreadableDocument(
            where, f"is a broken or locked PDF ({fault})", "open it, save it anew without a password"
        ) from None


def _read_pages(document: Any, where: str) -> str:
    """The pages' words; PDFium's marks for line ends and split words are made plain."""
    if len(document) > _MOST_PAGES:
        raise UnreadableDocument(where, f"has more than {_MOST_PAGES:,} pages", "split it")
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage().get_text_bounded()
        page.close()
        pages.append(words.replace("\r\n", "\n").replace("\ufffe", "-").replace("\0", "").strip())
        size += len(words)
        if size > _MOST_CHARACTERS:
            raise UnreadableDocument(where, f"holds over {_MOST_CHARACTERS:,} characters", "split it")
    return "\n\n".join(page for page in pages if page)
