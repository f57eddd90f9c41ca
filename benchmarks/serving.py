"""How the workbench holds with many readers at once: `python -m benchmarks.serving` prints one line of JSON.

It serves a store (`--db FILE`; default: the packaged example) on loopback, signs `--users` in, lets each open
pages for `--seconds` with a pause of `--think` seconds between two, and every tenth of them decide something
beside. It gives the time from asking to the last byte at the middle, at p95 and at most, by kind of page; how
many answers were none; and whether every decision that was taken is in the store. With `--db`, decisions are
written into that file: give a copy. It knows addresses, and nothing of what stands there.
"""

import argparse
import http.client
import json
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

WORDS = ("missile", "border", "exercise", "launch", "statement", "navy")
REASON = "a decision of the benchmark"


class Site(NamedTuple):
    """What is served, and the sessions of its readers."""

    process: subprocess.Popen[str]
    host: str
    port: int
    cookies: list[str]


class Taken(NamedTuple):
    """One answer: of which kind of page, after how many seconds, whether it was one."""

    kind: str
    seconds: float
    is_well: bool


class Reader(threading.Thread):
    """One person at a browser, who keeps one connection open."""

    def __init__(
        self, site: Site, number: int, pages: dict[str, list[str]], asked: argparse.Namespace
    ) -> None:
        super().__init__(daemon=True)
        self._site, self._number, self._pages, self._asked = site, number, pages, asked
        self._chance = random.Random(number)
        self.taken: list[Taken] = []
        self.decided: list[str] = []

    def run(self) -> None:
        """Open page after page until the time is over."""
        self._connection = http.client.HTTPConnection(self._site.host, self._site.port, timeout=60)
        end = time.monotonic() + self._asked.seconds
        time.sleep(self._chance.uniform(0, max(self._asked.think, 0.1)))
        while time.monotonic() < end:
            kind = self._chance.choice(list(self._pages))
            self._take(kind, "GET", self._chance.choice(self._pages[kind]))
            if self._number % 10 == 0 and self._asked.think:
                self._decide()
            time.sleep(self._chance.uniform(0.5, 1.5) * self._asked.think)
        self._connection.close()

    def _decide(self) -> None:
        page = self._take("form", "GET", "/do/grade-source")
        word = re.search(r'name="csrf" value="([^"]+)"', page)
        source = f"Outlet {self._number} {len(self.decided)}"
        fields = {"csrf": word[1] if word else "", "source": source, "letter": "C", "because": REASON}
        before = len(self.taken)
        self._take("decision", "POST", "/do/grade-source", urlencode(fields))
        if self.taken[before].is_well:
            self.decided.append(source)

    def _take(self, kind: str, method: str, path: str, body: str = "") -> str:
        headers = {"Cookie": self._site.cookies[self._number]}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        try:
            self._connection.request(method, path, body or None, headers)
            answer = self._connection.getresponse()
            text, is_well = answer.read().decode(), answer.status in (200, 303)
        except OSError:
            self._connection.close()
            text, is_well = "", False
        self.taken.append(Taken(kind, time.perf_counter() - start, is_well))
        return text


def measure(asked: argparse.Namespace) -> dict[str, object]:
    """The figures of one round."""
    with _store(asked.db) as db, _serving(db, asked.users) as site:
        pages = _find_pages(site)
        for kind, addresses in pages.items():  # once, as the day's first reader opens them
            for address in addresses[:1]:
                _ask(site, address)
            assert addresses, f"the store has no {kind}"
        spent = _cpu(site.process.pid)
        readers = [Reader(site, number, pages, asked) for number in range(asked.users)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        spent = _cpu(site.process.pid) - spent
        memory = _peak(site.process.pid)
        kept = _kept(db)
    taken = [each for reader in readers for each in reader.taken]
    decided = [source for reader in readers for source in reader.decided]
    return _sum_up(asked, taken) | {
        "decisions": len(decided),
        "decisions_lost": len(set(decided) - kept),
        "server_cpu_seconds": round(spent, 1),
        "server_peak_mb": round(memory),
    }


def _sum_up(asked: argparse.Namespace, taken: list[Taken]) -> dict[str, object]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for each in taken:
        kinds[each.kind].append(each.seconds * 1000)
    everything = [each.seconds * 1000 for each in taken]
    return {
        "users": asked.users,
        "think_seconds": asked.think,
        "answers": len(taken),
        "errors": sum(not each.is_well for each in taken),
        "per_second": round(len(taken) / asked.seconds, 1),
        "median_ms": round(statistics.median(everything), 1),
        "p95_ms": _p95(everything),
        "worst_ms": round(max(everything), 1),
        "p95_ms_by_page": {kind: _p95(found) for kind, found in sorted(kinds.items())},
    }


def _p95(found: list[float]) -> float:
    return round(sorted(found)[min(int(len(found) * 0.95), len(found) - 1)], 1)


@contextmanager
def _store(db: Path | None) -> Iterator[Path]:
    """The file that was named, or the example, prepared for this."""
    if db is not None:
        yield db
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        words = [sys.executable, "-m", "tocsin.web.example", "examples/korea-2024", str(path)]
        subprocess.run(words, check=True)
        yield path


@contextmanager
def _serving(db: Path, users: int) -> Iterator[Site]:
    words = [sys.executable, "-m", "tocsin.cli", "serve", "--db", str(db), "--port", "0"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        cookies = []
        for _ in range(users):
            link = urlsplit(process.stderr.readline().rpartition(" ")[2].strip())
            connection = http.client.HTTPConnection(link.hostname or "", link.port, timeout=60)
            connection.request("GET", f"{link.path}?{link.query}")
            cookies.append((connection.getresponse().getheader("set-cookie") or "").partition(";")[0])
            connection.close()
        yield Site(process, link.hostname or "", link.port or 0, cookies)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stderr.close()


def _find_pages(site: Site) -> dict[str, list[str]]:
    """Addresses of each kind of page, of what is there."""
    watch = json.loads(_ask(site, "/watch.json"))["problems"][0]["watch"]
    problem = json.loads(_ask(site, f"/problem/{watch}.json"))
    stories = [each["id"] for each in json.loads(_ask(site, "/api/v1/stories?limit=40"))["items"]]
    documents = [each["id"] for each in json.loads(_ask(site, "/api/v1/documents?limit=200"))["items"]]
    return {
        "watch": ["/watch"],
        "problem": [f"/problem/{watch}"],
        "forecast": [f"/problem/{watch}/forecast/{each['scenario']}" for each in problem["scenarios"]],
        "indicator": [f"/problem/{watch}/indicator/{each['id']}" for each in problem["grid"]],
        "stories": ["/stories"],
        "story": [f"/story/{quote(each)}" for each in stories],
        "document": [f"/document/{quote(each)}" for each in documents],
        "brief": ["/brief"],
        "sources": ["/sources"],
        "search": [f"/search?q={one}+{other}" for one in WORDS for other in WORDS],
    }


def _ask(site: Site, path: str) -> str:
    connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
    connection.request("GET", path, headers={"Cookie": site.cookies[0]})
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, f"{path}: {answer.status} {text[:200]}"
    connection.close()
    return text


def _kept(db: Path) -> set[str]:
    with sqlite3.connect(db) as connection:
        rows = connection.execute("SELECT source FROM source_grades WHERE because = ?", (REASON,)).fetchall()
    return {source for (source,) in rows}


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> None:
    """Measure once and print the figures."""
    parser = argparse.ArgumentParser(description="Many readers of one workbench.")
    parser.add_argument("--db", type=Path, help="a copy of a store; default: the packaged example")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--think", type=float, default=2.0, help="mean pause of a reader; 0: none")
    print(json.dumps(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
