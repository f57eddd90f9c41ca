"""The workbench served as a person would serve it, for the tests that need it whole."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit


class Site(NamedTuple):
    """A running workbench: its process, its address, and the link that signs in."""

    process: subprocess.Popen[str]
    address: str
    link: str

    def ask(self, path: str, cookie: str = "", method: str = "GET", **headers: str) -> "Answer":
        """One request, without following redirects."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            sent = {"Cookie": cookie, **{name.replace("_", "-"): value for name, value in headers.items()}}
            connection.request(method, path, headers={k: v for k, v in sent.items() if v})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def sign_in(self) -> str:
        """The cookie that the link is changed for."""
        answer = self.ask(self.link.removeprefix(self.address))
        assert answer.status == 303, answer.text
        return answer.headers["set-cookie"].partition(";")[0]


class Answer(NamedTuple):
    """What the site answered."""

    status: int
    headers: dict[str, str]
    text: str


@contextmanager
def serving(*words: str, cwd: Path) -> Iterator[Site]:
    """`tocsin serve WORDS` on a free port, until the end of the block."""
    given = [sys.executable, "-m", "tocsin.cli", "serve", "--port", "0", *words]
    process = subprocess.Popen(
        given, cwd=cwd, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env={**os.environ}
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "sign in" in line, line + process.stderr.read()
        link = line.rpartition(" ")[2].strip()
        yield Site(process, link.partition("/sign-in")[0], link)
    finally:
        process.terminate()
        process.wait(timeout=20)
        assert process.stderr is not None
        process.stderr.close()
