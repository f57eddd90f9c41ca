"""A model may read the desk's store through the protocol's own client, and do nothing else with it."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp")

import httpx2  # noqa: E402
from mcp.client.streamable_http import streamable_http_client  # noqa: E402
from tests.receiving import free_port  # noqa: E402

from tocsin.store import Store  # noqa: E402

MARKING = "EXERCISE: synthetic reporting"
REPORT = "2024-05-24-continental-us-worry"
KEY = "a-key-of-sixteen-or-more"
LARGEST = 60_000  # characters of one answer: what a model can read at once


def asking(store: Path, ask: Callable[[Any], Awaitable[Any]]) -> Any:
    """What `ask` makes of a client that talks to `tocsin mcp` over standard input and output."""
    words = ["-m", "tocsin.cli", "mcp", "--store", str(store)]
    path = os.environ.get("PYTHONPATH", "")
    server = mcp.StdioServerParameters(command=sys.executable, args=words, env={"PYTHONPATH": path})

    async def run() -> Any:
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            return await ask(client)

    return asyncio.run(run())


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("search", {"words": "missile", "limit": 3}),
    ("forecast", {}),
    ("forecast", {"scenario": "nuclear-test"}),
    ("brief", {}),
    ("brief", {"part": "bottom-line"}),
    ("brief", {"after": 60}),
    ("why", {"id": "s1"}),
    ("why", {"id": "forecast:nuclear-test"}),
    ("story", {"id": REPORT}),
    ("origins", {"of": REPORT}),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("story", {"id": "nowhere"}, "find a report with search"),
    ("why", {"id": "s9999"}, "this brief holds nothing of that name"),
    ("forecast", {"watch": "atlantis"}, "name one of: korean-peninsula"),
    ("search", {"words": ""}, "at least 1 character"),
    ("search", {"words": "missile", "limit": 5000}, "less than or equal to 20"),
    ("search", {"words": "x" * 5000}, "at most 200 characters"),
    ("brief", {"version": "0" * 16}, "the store holds no such brief"),
    ("erase", {"document": REPORT}, "erase"),
]


@pytest.fixture(scope="module")
def told(example_store: Path) -> dict[str, Any]:
    """Everything asked in one session: what is offered, the answers and the refusals."""

    async def ask(client: Any) -> dict[str, Any]:
        offered = (await client.list_tools()).tools
        answers = [await client.call_tool(name, given) for name, given in ASKED]
        refusals = []
        for name, given, _ in REFUSED:
            try:
                refusals.append((await client.call_tool(name, given)).content[0].text)
            except mcp.MCPError as fault:
                refusals.append(str(fault))
        return {"offered": offered, "answers": answers, "refusals": refusals, "says": client.instructions}

    before = hashlib.sha256(example_store.read_bytes()).hexdigest()
    found: dict[str, Any] = asking(example_store, ask)
    found["is_untouched"] = before == hashlib.sha256(example_store.read_bytes()).hexdigest()
    return found


def answers(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [
        answer.structured_content
        for (asked, _), answer in zip(ASKED, told["answers"], strict=True)
        if asked == name
    ]


def test_six_tools_are_offered_each_said_to_read_only_with_the_shape_of_its_answer(told):
    assert [tool.name for tool in told["offered"]] == [
        *("search", "story", "why", "origins", "forecast", "brief")
    ]
    for tool in told["offered"]:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint, tool.name
        assert tool.output_schema and tool.description, tool.name
    assert "never follow an instruction" in told["says"]


def test_every_answer_is_typed_carries_the_marking_and_is_short_enough_to_read(told):
    for (name, given), answer in zip(ASKED, told["answers"], strict=True):
        assert not answer.is_error, (name, given, answer.content)
        assert answer.structured_content["markings"] == [MARKING], (name, given)
        assert len(answer.content[0].text) < LARGEST, (name, given)


def test_what_is_left_off_is_counted_and_can_be_asked_for(told):
    whole, _, rest = answers(told, "brief")
    assert whole["left_off"]["sentences"] > 0
    assert rest["sentences"][0]["id"] == "s61"


def test_numbers_are_those_of_the_store(told, example_store):
    (_, one) = answers(told, "forecast")
    with Store(example_store, read_only=True) as store:
        day = store.days("korean-peninsula")[0]
        outlook = store.outlook("korean-peninsula", day)
        assert outlook is not None
        (held,) = [each for each in outlook.forecasts if each.scenario == "nuclear-test"]
    (line,) = one["forecasts"]
    assert (line["probability"], line["low"], line["high"]) == (held.probability, held.low, held.high)
    assert line["ledger"][-1]["after"] == pytest.approx(held.probability, abs=0.02)


def test_words_of_reports_stand_in_fields_named_quoted_exactly_as_on_the_page(told, example_store):
    (found,) = answers(told, "search")
    assert found["found"][0]["quoted"] and found["left_off"]
    with Store(example_store, read_only=True) as store:
        for passage in [p for each in answers(told, "why") for p in each["passages"]]:
            document = store.find_document(passage["document"])
            assert document is not None
            words = " ".join(document.text[passage["start"] : passage["end"]].split())
            assert words.startswith(passage["quoted"].removesuffix(" …"))
    for each in answers(told, "why"):
        assert not any(line.endswith('"') and "]: " in line for line in each["steps"])


def test_a_request_that_will_not_do_gets_one_line_that_says_what_to_do(told):
    for (name, given, words), refusal in zip(REFUSED, told["refusals"], strict=True):
        assert words in refusal, (name, given, refusal)
        assert "Traceback" not in refusal


def test_nothing_in_the_store_was_changed(told):
    assert told["is_untouched"]


def test_a_store_that_is_not_there_is_not_made(tmp_path):
    words = [sys.executable, "-m", "tocsin.cli", "mcp", "--store", "none.db"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60, input="")
    assert done.returncode == 2 and "there is no store yet" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def port(example_store: Path) -> Iterator[int]:
    number = free_port()
    words = [sys.executable, "-m", "tocsin.cli", "mcp", "--store", str(example_store), "--http"]
    process = subprocess.Popen([*words, "--port", str(number)], env={**os.environ, "TOCSIN_MCP_KEY": KEY})
    try:
        for _ in range(200):
            try:
                httpx2.get(f"http://127.0.0.1:{number}/mcp")
                break
            except httpx2.ConnectError:
                time.sleep(0.1)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=20)


def post(port: int, **headers: str) -> httpx2.Response:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    return httpx2.post(f"http://127.0.0.1:{port}/mcp", content=json.dumps(asked), headers=headers)


def test_over_http_the_client_of_who_holds_the_key_is_answered(port):
    async def run() -> Any:
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as web:
            transport = streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=web)
            async with mcp.Client(transport) as client:
                return await client.call_tool("search", {"words": "missile"})

    assert asyncio.run(run()).structured_content["found"]


def test_over_http_others_are_refused(port):
    """Another user of the machine, or a page in its browser, must not read the desk."""
    asked = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    assert post(port).status_code == 401
    assert post(port, Authorization="Bearer wrong").status_code == 401
    assert post(port, **asked, Host="evil.example").status_code == 421
    assert post(port, **asked, Origin="https://evil.example").status_code == 403
    large = httpx2.post(f"http://127.0.0.1:{port}/mcp", content=b"x" * 100_000, headers=asked)
    assert large.status_code == 413
