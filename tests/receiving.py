"""Receivers of alerts on this machine, real ones: a mail server and a web server that keep what they get."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Mails:
    """What a mail server took: mails in order; `refusing` makes it answer 451 instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.readers: list[list[str]] = []
        self.refusing = False
        self.port = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.refusing:
            return "451 try again later"
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        self.readers.append(envelope.rcpt_tos)
        return "250 taken"


@contextmanager
def mail_server(password: str | None = None, tls: Any = None) -> Iterator[Mails]:
    """A mail server on a free port of this machine; with a password it wants a sign-in over TLS."""
    mails = Mails()

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password.decode() == password, handled=False)

    wants = {"authenticator": check, "auth_required": True} if password else {}
    controller = Controller(
        mails, hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=tls is not None, **wants
    )
    controller.port = free_port()
    controller.start()
    mails.port = controller.port
    try:
        yield mails
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Posts:
    """What a web server was sent: headers and body in order; `answer` is the status that it gives."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.answer = 200
        self.to = ""  # a place to redirect to
        self.url = ""


@contextmanager
def web_receiver() -> Iterator[Posts]:
    """A web server on a free port of this machine."""
    posts = Posts()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posts.posts.append((dict(self.headers), body))
            self.send_response(posts.answer)
            if posts.to:
                self.send_header("Location", posts.to)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    posts.url = f"http://127.0.0.1:{server.server_port}/hook/secret-path"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield posts
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
