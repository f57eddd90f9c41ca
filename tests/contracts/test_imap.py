"""A mailbox over IMAP: new messages once, nothing changed in it, hostile servers borne."""

import datetime as dt
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.collect.channels import Fetched, fetch_channel
from tocsin.collect.web import Limits, Web
from tocsin.gathering import make_channel
from tocsin.terms import ChannelState

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
PEM = Path(__file__).parent.parent / "loopback.pem"
LIMITS = Limits(max_bytes=20_000, seconds=3.0, items=3)


class Post:
    """A small IMAP server with one folder, one user, and a list of what it was asked for."""

    def __init__(self) -> None:
        self.messages: dict[int, bytes] = {}
        self.validity = 7
        self.asked: list[str] = []
        self.announced: int | None = None  # a size that it claims for every message
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(PEM)
        self.tls = tls
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            try:
                with self.tls.wrap_socket(plain, server_side=True) as connection:
                    self._talk(connection)
            except OSError:
                continue

    def _talk(self, connection: ssl.SSLSocket) -> None:
        connection.sendall(b"* OK ready\r\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                tag, _, command = line.decode().strip().partition(" ")
                self.asked.append(command)
                connection.sendall(self._answer(tag, command))
                if command == "LOGOUT":
                    return

    def _answer(self, tag: str, command: str) -> bytes:
        done = f"{tag} OK done\r\n".encode()
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n" + done
        if command.startswith("LOGIN"):
            return done if command.replace('"', "") == "LOGIN desk word" else f"{tag} NO no\r\n".encode()
        if command.startswith("EXAMINE"):
            if command != 'EXAMINE "INBOX/Wires"':
                return f"{tag} NO no such folder\r\n".encode()
            return (
                f"* {len(self.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] x\r\n".encode() + done
            )
        if command.startswith("UID SEARCH"):
            first = int(re.findall(r"UID (\d+):", command)[0])
            uids = [uid for uid in self.messages if uid >= first] or sorted(self.messages)[-1:]
            return f"* SEARCH {' '.join(map(str, uids))}\r\n".encode() + done
        if command.startswith("UID FETCH"):
            uid = int(command.split()[2])
            data = self.messages[uid]
            if "SIZE" in command:
                return f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(data)})\r\n".encode() + done
            size = self.announced or len(data)
            return f"* {uid} FETCH (UID {uid} BODY[] {{{size}}}\r\n".encode() + data + b")\r\n" + done
        return b"* BYE\r\n" + done


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_WORD", "word")


def message(number: int) -> bytes:
    heading = f"From: wire@x.example\r\nSubject: No. {number}\r\n\r\n"
    return f"{heading}Officials said that {number} had left.\r\n".encode()


def ask(
    post: Post, state: ChannelState | None = None, folder: str = "INBOX/Wires", *, allow: bool = True
) -> Fetched:
    address = f"imaps://desk@mail.example:{post.port}/{folder}"
    one = make_channel(address, added=NOW, outlet="Wire", secret="env:DESK_WORD", allow_private=allow)
    trusting = ssl.create_default_context(cafile=str(PEM))
    with Web(LIMITS, resolve=lambda *_: ["127.0.0.1"], verify=trusting) as web:
        return fetch_channel(one, state, now=NOW, web=web)


def titles(fetched: Fetched) -> list[str | None]:
    return [one.document.title for one in fetched.documents]


def test_new_messages_come_once_and_oldest_first_and_the_mailbox_is_left_as_it_is(post: Post) -> None:
    post.messages = {uid: message(uid) for uid in (2, 3, 5, 8)}
    first = ask(post)
    second = ask(post, first.state)
    third = ask(post, second.state)
    assert [titles(each) for each in (first, second, third)] == [["No. 2", "No. 3", "No. 5"], ["No. 8"], []]
    assert first.documents[0].document.outlet == "Wire"
    assert all(command.startswith("EXAMINE") for command in post.asked if "INBOX" in command)
    assert not [command for command in post.asked if "STORE" in command or "BODY[]" in command]


def test_a_mailbox_that_was_made_anew_is_read_anew_and_nothing_is_doubled(post: Post) -> None:
    post.messages = {1: message(1), 2: message(2)}
    first = ask(post)
    post.validity, post.messages = 8, {1: message(2), 2: message(3)}
    assert titles(ask(post, first.state)) == ["No. 3"]


def test_a_message_over_the_limit_is_named_and_the_others_are_taken(post: Post) -> None:
    post.messages = {1: message(1) + b"x" * 30_000, 2: message(2)}
    fetched = ask(post)
    assert titles(fetched) == ["No. 2"]
    assert "over the limit" in str(fetched.problems[0])


def test_a_server_that_announces_gigabytes_is_left_at_once(post: Post) -> None:
    post.messages, post.announced = {1: message(1)}, 9_000_000_000
    assert "broke off" in str(ask(post).problems[0])


def test_what_is_wrong_is_said_without_the_password(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(fetched: Fetched) -> str:
        (problem,) = fetched.problems
        assert "hunter2" not in str(problem) and fetched.state.failures == 1
        return problem.what

    assert "no folder 'INBOX'" in said(ask(post, folder=""))
    assert "inner address 127.0.0.1" in said(ask(post, allow=False))
    monkeypatch.setenv("DESK_WORD", "hunter2")
    assert "refused the user name or the password" in said(ask(post))
    monkeypatch.delenv("DESK_WORD")
    assert "env:DESK_WORD holds no secret" in said(ask(post))
