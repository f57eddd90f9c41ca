"""Read mailboxes: an mbox file message by message.

Comes in: the file of a mailbox. Goes out: a draft for each message, with the message's own bytes. Knows
nothing about which messages were read before.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.collect.parsing import parse_bytes
from tocsin.collect.records import Found
from tocsin.collect.sizes import too_large
from tocsin.errors import UnreadableDocument

_SEPARATOR = b"From "
_LONGEST_LINE = 1_000_000


def parse_mailbox(file: BinaryIO, where: str, max_bytes: int) -> Iterator[Found | UnreadableDocument]:
    """The messages of an mbox file, one in memory at a time, and what is wrong with the others."""
    number = 0
    for number, data in enumerate(_split_messages(file, max_bytes), 1):
        yield read_message(data, f"{where}#{number}", number, max_bytes)
    if not number:
        yield UnreadableDocument(where, "is no mailbox in mbox format, or an empty one", "export it as .mbox")


def read_message(data: bytes, where: str, number: int, max_bytes: int) -> Found | UnreadableDocument:
    """One message as a draft, called by its own id."""
    if len(data) > max_bytes:
        return too_large(where, None, max_bytes)
    try:
        draft = parse_bytes(data, "e-mail", where)
    except UnreadableDocument as fault:
        return fault
    return Found(draft.model_copy(update={"name": name_message(data)}), data, number, where)


def name_message(data: bytes) -> str:
    """What a message is called: by its content, since its own id is missing or shared too often."""
    return f"mail-{hashlib.sha256(data).hexdigest()[:12]}"


def _split_messages(file: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Messages apart at lines that begin with "From " after an empty one; no more than the limit of each."""
    message: bytearray | None = None
    after_blank = True
    while line := file.readline(_LONGEST_LINE):
        if after_blank and line.startswith(_SEPARATOR):
            if message:
                yield bytes(message)
            message = bytearray()
        elif message is not None and len(message) <= max_bytes:
            message += line[1:] if line.startswith(b">From ") else line
        after_blank = line in (b"\n", b"\r\n")
    if message:
        yield bytes(message)
