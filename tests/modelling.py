"""A server of the OpenAI protocol on this machine, a real one, that answers as a test wants and remembers."""

import http.server
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Answer = Callable[["Asked"], Any]


class Asked:
    """One request: what stands in it, and the fenced material taken out."""

    def __init__(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> None:
        self.path, self.headers, self.body = path, headers, body
        self.system, self.user = (message["content"] for message in body["messages"])

    @property
    def material(self) -> Any:
        """What stands between the fences, as JSON where it is some."""
        (inner,) = re.findall(r"<<<\w+ \w+\n(.*)\n\w+ \w+>>>", self.user, re.DOTALL)
        try:
            return json.loads(inner)
        except ValueError:
            return inner


class Talk:
    """What was asked, in order, and how it is answered: by a value, bytes, or a function of `Asked`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Any = {}
        self.status = 200
        self.statuses: list[int] = []  # of the first requests
        self.seconds = 0.0  # before the answer
        self.finish = "stop"
        self.to = ""
        self.address = ""


@contextmanager
def model_server() -> Iterator[Talk]:
    """The server on a free port of this machine."""
    talk = Talk()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(self.path, dict(self.headers), body)
            talk.asked.append(asked)
            time.sleep(talk.seconds)
            status = talk.statuses.pop(0) if talk.statuses else talk.status
            told = talk.answer(asked) if callable(talk.answer) else talk.answer
            self.send_response(status)
            if talk.to:
                self.send_header("Location", talk.to)
            self.end_headers()
            self.wfile.write(told if isinstance(told, bytes) else _wrapped(told, talk.finish))

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    talk.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield talk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _wrapped(content: Any, finish: str) -> bytes:
    """The content as the protocol wraps it; what is no text goes as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": finish}]}).encode()
