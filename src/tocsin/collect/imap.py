"""Read new messages of a mailbox over IMAP with TLS, and leave it as it is.

Comes in: a channel (`imaps://user@host/FOLDER`), where reading stopped last time, and its password. Goes
out: the messages since then, and where reading stopped now. Knows nothing about what is in a message.
"""

import imaplib
import re
import socket
import ssl
from typing import NamedTuple
from urllib.parse import unquote

from tocsin.collect.addresses import mask, urlsplit_safely
from tocsin.collect.answers import FetchFault
from tocsin.collect.connecting import AddressRefused, NameUnknown, Resolve, connect

_PORT = 993
_NEXT_TIME = "it is tried again at the next run"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")


class Mail(NamedTuple):
    """One message: its number in the folder, and its bytes; None where it is over the limit."""

    uid: int
    data: bytes | None


class Post(NamedTuple):
    """The new messages of a folder, and the cursor to go on from."""

    messages: tuple[Mail, ...]
    cursor: str


def fetch_post(
    address: str,
    password: str,
    cursor: str | None,
    *,
    allowed: str,
    resolve: Resolve,
    tls: ssl.SSLContext,
    seconds: float,
    most: int,
    max_bytes: int,
) -> Post:
    """The messages that came since the cursor, oldest first, at most `most` of them.

    Raises:
        FetchFault: the mailbox cannot be read.
    """
    where = mask(address, (password,))
    try:
        with _Client(address, allowed, resolve, tls, seconds, max_bytes) as client:
            return _read_folder(client, address, password, cursor, most, max_bytes, where)
    except AddressRefused as refused:
        what = f"stands at the inner address {refused}, which is refused"
        raise FetchFault(where, what, "if you mean it, add it with --allow-private") from None
    except NameUnknown as fault:
        raise FetchFault(
            where, "its host is unknown", "check the address", is_passing=fault.is_passing
        ) from None
    except ssl.SSLError:
        raise FetchFault(where, "does not speak TLS with a valid certificate", "check the server") from None
    except (OSError, imaplib.IMAP4.abort):
        raise FetchFault(where, "cannot be reached, or broke off", _NEXT_TIME, is_passing=True) from None
    except (imaplib.IMAP4.error, ValueError, IndexError, TypeError):
        raise FetchFault(where, "does not speak IMAP as it should", _NEXT_TIME, is_passing=True) from None


class _Client(imaplib.IMAP4_SSL):
    """The standard client over a checked address, which takes no more than the limit at once."""

    def __init__(
        self, address: str, allowed: str, resolve: Resolve, tls: ssl.SSLContext, seconds: float, most: int
    ) -> None:
        parts = urlsplit_safely(address)
        self._allowed, self._resolve, self._seconds, self._most = allowed, resolve, seconds, most
        super().__init__(parts.hostname or "", parts.port or _PORT, ssl_context=tls, timeout=seconds)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        opened = connect(
            self.host,
            self.port,
            allowed=self._allowed,
            seconds=timeout or self._seconds,
            resolve=self._resolve,
        )
        wrapped: socket.socket = self.ssl_context.wrap_socket(opened, server_hostname=self.host)
        return wrapped

    def read(self, size: int) -> bytes:
        """So many bytes of a message; a server that announces more than the limit is left."""
        if size > self._most + 100_000:
            raise imaplib.IMAP4.abort("too large")
        return super().read(size)


def _read_folder(
    client: imaplib.IMAP4,
    address: str,
    password: str,
    cursor: str | None,
    most: int,
    max_bytes: int,
    where: str,
) -> Post:
    parts = urlsplit_safely(address)
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    if any(ord(sign) < 32 for sign in user + folder + password):
        raise FetchFault(where, "has a control character in user name, folder or password", "correct it")
    try:
        client.login(user, password)
    except imaplib.IMAP4.error:
        raise FetchFault(where, "refused the user name or the password", "check --secret") from None
    status, _ = client.select(_quote(folder), readonly=True)
    if status != "OK":
        raise FetchFault(where, f"has no folder {folder!r}", "check the end of its address")
    validity = str(int((client.response("UIDVALIDITY")[1] or [b"0"])[0] or 0))
    known, _, last = (cursor or "").partition(":")
    after = int(last) if known == validity and last.isdigit() else 0
    _, found = client.uid("SEARCH", f"UID {after + 1}:*")
    uids = sorted({int(each) for each in (found[0] or b"").split()[:100_000] if int(each) > after})[:most]
    messages = tuple(Mail(uid, _read_message(client, uid, max_bytes)) for uid in uids)
    return Post(messages, f"{validity}:{max(uids, default=after)}")


def _read_message(client: imaplib.IMAP4, uid: int, max_bytes: int) -> bytes | None:
    """The message's bytes, not marked as read; None where its size is over the limit."""
    _, sizes = client.uid("FETCH", str(uid), "(RFC822.SIZE)")
    said = _SIZE.search(b" ".join(each for each in sizes if isinstance(each, bytes)))
    if said and int(said[1]) > max_bytes:
        return None
    _, parts = client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    found = next((part[1] for part in parts if isinstance(part, tuple)), None)
    return bytes(found) if found else None


def _quote(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
