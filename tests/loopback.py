"""A web of our own on loopback: real servers on 127.0.0.1 that behave well, badly, or with intent.

Comes in: routes, each a path with what to answer. Goes out: addresses, and a count of what was asked.
Bounded: servers end with the test, and nothing listens on any other address.
"""

import socketserver
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Said(NamedTuple):
    """What a route answers: a status, headings and a body, or a body that is written piece by piece."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    pieces: Callable[[], Iterator[bytes]] | None = None
    raw: Callable[[Any], None] | None = None  # writes to the socket itself


class Asked(NamedTuple):
    """A request as it came: its headings (names in lower case) and how often the path was asked before."""

    headers: Mapping[str, str]
    before: int


Route = Said | Callable[[Asked], Said]


class Site:
    """One server at an address of its own: `site.url("/feed")`; `site.asked["/feed"]` counts."""

    def __init__(self, host: str, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 20

            def do_GET(self) -> None:
                self.close_connection = True
                site.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def handle_error(self, *_: Any) -> None:  # a client that leaves is no error here
                pass

            def server_bind(self) -> None:  # without the lookup of a name that http.server does
                socketserver.TCPServer.server_bind(self)
                self.server_name, self.server_port = self.server_address[:2]

        self.server = Server((host, 0), Handler)
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.host = f"{host}:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        with self.lock:
            before = self.asked[request.path]
            self.asked[request.path] += 1
        route = self.routes.get(request.path, Said(b"nothing here", 404))
        headers = {name.lower(): value for name, value in request.headers.items()}
        said = route if isinstance(route, Said) else route(Asked(headers, before))
        if said.raw is not None:
            said.raw(request)
            return
        request.send_response(said.status)
        for name, value in said.headers.items():
            request.send_header(name, value)
        if said.pieces is None and "Content-Length" not in said.headers:
            request.send_header("Content-Length", str(len(said.body)))
        request.end_headers()
        for piece in said.pieces() if said.pieces else [said.body]:
            request.wfile.write(piece)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def sites(number: int, tls: ssl.SSLContext | None = None) -> Iterator[list[Site]]:
    """So many servers, each at a port of its own."""
    made = [Site("127.0.0.1", tls) for _ in range(number)]
    try:
        yield made
    finally:
        for site in made:
            site.close()


def drip(piece: bytes, pause: float, times: int) -> Callable[[], Iterator[bytes]]:
    """A body that comes piece by piece, with pauses."""

    def pieces() -> Iterator[bytes]:
        for _ in range(times):
            yield piece
            time.sleep(pause)

    return pieces
