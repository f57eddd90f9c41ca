"""Read one e-mail message: a newsletter, an alert, a forwarded article.

Comes in: the bytes of an .eml file. Goes out: a draft with the message's text (the plain part, else the
HTML part), its subject, sender and date. Knows nothing about attachments, mailing lists or mailboxes,
and does not take a sender for an outlet.
"""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy
from itertools import islice

from tocsin.collect.drafts import Draft
from tocsin.collect.pages import parse_page
from tocsin.errors import UnreadableDocument

_LONGEST_HEADING = 1_000  # characters: the standard library takes minutes over a heading of a megabyte
_MOST_PARTS = 500
_BOUNDARY = re.compile(rb"^--[^\s-]", re.MULTILINE)


class _Clipped(EmailPolicy):
    """Headings cut to a length that can be parsed; none that matters here is longer."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The heading's name and the beginning of its value."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADING]


def parse_mail(data: bytes, where: str) -> Draft:
    """The message's body and headings.

    Raises:
        UnreadableDocument: no headings of a message, or no text in it.
    """
    if sum(1 for _ in islice(_BOUNDARY.finditer(data), _MOST_PARTS + 1)) > _MOST_PARTS:
        raise UnreadableDocument(where, f"has more than {_MOST_PARTS} parts", "give its text as .txt")
    message = BytesParser(policy=_Clipped()).parsebytes(data)
    if not isinstance(message, EmailMessage) or not any(
        name in message for name in ("From", "Subject", "Date")
    ):
        raise UnreadableDocument(
            where, "is not an e-mail message (no From, Subject or Date)", "give it as .txt if it is text"
        )
    body = _take_body(message, where)
    return body.model_copy(
        update={
            "media_type": "message/rfc822",
            "title": _heading(message, "Subject"),
            "byline": _sender(message),
            "published": _sent(message),
            "marking": _heading(message, "X-Tocsin-Marking") or body.marking,
        }
    )


def _take_body(message: EmailMessage, where: str) -> Draft:
    plain = message.get_body(preferencelist=("plain",))
    text = _content(plain) if plain is not None else ""
    if text.strip():
        return Draft(text=text, media_type="message/rfc822")
    page = message.get_body(preferencelist=("html",))
    if page is None:
        raise UnreadableDocument(where, "is a message without text", "save its attachment and give that")
    return parse_page(_content(page).encode("utf-8", "replace"), where)


def _content(part: MIMEPart) -> str:
    """The part's text; an unknown character set is read as UTF-8 with marks for what does not fit."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _heading(message: EmailMessage, name: str) -> str | None:
    return " ".join(str(message.get(name, "")).split()) or None


def _sender(message: EmailMessage) -> str | None:
    """The sender's name as written, else the address."""
    addresses: tuple[Address, ...] = getattr(message.get("From"), "addresses", ())
    first = addresses[0] if addresses else None
    return (first.display_name or first.addr_spec or None) if first else _heading(message, "From")


def _sent(message: EmailMessage) -> str | None:
    sent: datetime | None = getattr(message.get("Date"), "datetime", None)
    return sent.isoformat() if sent else None
