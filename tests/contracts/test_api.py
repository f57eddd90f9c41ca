"""The API as programs meet it: what its description promises, lists to the end, changes as they come."""

import importlib.util
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from tests.asking import NAMES, Desk, let_in_all, open_desk, token_of

from tocsin.client import Client, Refused
from tocsin.web.actions import ACTIONS
from tocsin.web.openapi import describe_api
from tocsin.web.resources import RESOURCES, ROOT

WATCH = "korean-peninsula"


class Served(NamedTuple):
    """A desk that is served on a port of this machine."""

    desk: Desk
    url: str


@pytest.fixture(scope="module")
def served(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_desk(example_store, tmp_path_factory.mktemp("api")) as made:
        yield made


@pytest.fixture(scope="module")
def attacked(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Another one, which generated requests may change as they like."""
    with serving_desk(example_store, tmp_path_factory.mktemp("attacked")) as made:
        yield made


@contextmanager
def serving_desk(store: Path, folder: Path) -> Iterator[Served]:
    """A copy of a store, served to people of each role."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        desk = open_desk(store, folder)
        desk.entrance.hosts = frozenset({f"127.0.0.1:{port}"})
        let_in_all(desk)
        server = uvicorn.Server(uvicorn.Config(desk.app, log_level="error", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield Served(desk, f"http://127.0.0.1:{port}")
        server.should_exit = True
        thread.join(timeout=20)
        desk.close()


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with Client(served.url, token_of(served.desk, NAMES["editor"])) as opened:
        yield opened


def test_the_file_is_what_the_tables_say(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_openapi", root / "docs/make_openapi.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    held = (root / "docs/openapi.json").read_text(encoding="utf-8")
    assert held == script.openapi_file(), "run: python docs/make_openapi.py"


def test_every_address_is_described_once_and_every_reference_leads_somewhere() -> None:
    described = describe_api()
    actions = {f"{ROOT}/actions/{name}" for name, each in ACTIONS.items() if not each.is_by_hand}
    assert set(described["paths"]) == {f"{ROOT}{path}" for path in RESOURCES} | actions | {f"{ROOT}/events"}
    text = json.dumps(described)
    for reference in set(re.findall(r'"#/([^"]+)"', text)):
        found: Any = described
        for part in reference.split("/"):
            found = found[part]
    operations = re.findall(r'"operationId": "(\w+)"', text)
    assert len(operations) == len(set(operations))


def operations() -> list[Any]:
    """Every operation that is described, but the stream, which does not end by itself."""
    schema = schemathesis.openapi.from_dict(describe_api())
    found = [result.ok() for result in schema.get_all_operations()]
    return [each for each in found if not each.path.endswith("/events")]


@pytest.mark.parametrize("operation", operations(), ids=lambda each: f"{each.method} {each.path}")
def test_no_request_breaks_it_and_no_answer_is_undescribed(attacked: Served, operation: Any) -> None:
    """Generated requests, right and wrong: no 5xx, no status, kind or shape that the description lacks."""
    token = token_of(attacked.desk, NAMES["admin"])
    modes = schemathesis.GenerationMode

    for mode in (modes.POSITIVE, modes.NEGATIVE):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except Exception as fault:  # nothing can be wrong where nothing is asked
            assert mode == modes.NEGATIVE, fault
            continue

        @given(case=strategy)
        @settings(
            max_examples=4,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Any) -> None:
            case.call_and_validate(
                base_url=attacked.url, headers={"Authorization": f"Bearer {token}"}, timeout=30
            )

        check()


def test_a_stream_tells_what_is_new_once_and_goes_on_where_it_was_left(
    served: Served, client: Client
) -> None:
    token_of_analyst(served)
    news = client.news()
    threading.Timer(0.3, lambda: client_grades(served, "Harbour TV")).start()
    place, first = next(news)
    assert first.kind == "decision" and first.told.endswith("source Harbour TV")
    news.close()  # type: ignore[attr-defined]
    client_grades(served, "Minato Broadcasting")
    again = client.news(after=place)
    _, second = next(again)
    assert second.told.endswith("source Minato Broadcasting") and second.number == first.number + 1
    again.close()  # type: ignore[attr-defined]


def client_grades(served: Served, source: str) -> None:
    """Somebody else decides something."""
    with Client(served.url, token_of_analyst(served)) as other:
        other.act("grade-source", source=source, letter="B", because="a long record")


def token_of_analyst(served: Served) -> str:
    """One token for the module: making one is news too."""
    if not hasattr(served.desk.app.state, "analyst"):
        served.desk.app.state.analyst = token_of(served.desk, NAMES["analyst"])
    return str(served.desk.app.state.analyst)


def test_what_people_decide_is_not_told_to_readers_and_nothing_of_other_problems(served: Served) -> None:
    from tocsin.store.narrowed import Narrowed
    from tocsin.store.news import Place
    from tocsin.web.streams import may_hear
    from tocsin.web.visitors import Visitor

    store = served.desk.shelf.store
    everything, end = store.news(Place())
    assert {each.kind for each in everything} >= {"document", "alert", "brief", "decision"}
    assert store.news(end) == ([], end)
    none, _ = Narrowed(store, ()).news(Place())
    assert {each.kind for each in none} <= {"run"}
    mine, _ = Narrowed(store, (WATCH,)).news(Place())
    assert {each.kind for each in mine} >= {"document", "alert", "brief"}
    assert not [
        each for each in everything if each.kind == "decision" and may_hear(Visitor("x", "reader"), each)
    ]


def test_the_client_reads_every_list_to_its_end_and_gives_records(served: Served, client: Client) -> None:
    (line,) = client.watches()
    state = client.state(line.watch)
    assert client.outlook(line.watch) == state.outlook and client.plans(line.watch) == state.plans
    first = state.outlook.forecasts[0]
    assert client.forecast(line.watch, first.scenario) == first
    documents = list(client.documents())
    store = served.desk.shelf.store
    assert len(documents) == store.holdings().documents == len({each.id for each in documents})
    assert {each.id for each in client.stories()} == {each.id for each in store.stories()}
    document = client.document(documents[0].id)
    assert client.reading(document.id).claims == tuple(client.claims(document.id))
    claim = client.reading(document.id).claims[0]
    assert client.claim(claim.key) == claim
    assert client.brief(next(client.briefs()).version).watch == line.watch
    assert next(client.alerts()).alert.watch == line.watch
    assert {each.document.id for each in client.search("missile")} <= {each.id for each in documents}
    assert len(list(client.audit())) == store.audit_end()[0]
    assert client.me().role == "editor" and "set-plan" in {each.name for each in client.actions()}


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_of_a_list_hold_each_record_once(served: Served, client: Client, limit: int) -> None:
    import tocsin.client

    for path in ("/stories", "/outlets", "/documents") if limit > 1 else ("/outlets",):
        held, after = [], ""
        for _ in range(300):
            asked = f"{ROOT}{path}?limit={limit}" + (f"&after={after}" if after else "")
            page = client._web.get(asked).json()  # the shape on the wire
            held += [json.dumps(each, sort_keys=True) for each in page["items"]]
            assert len(page["items"]) <= limit
            if page["next"] is None:
                break
            after = page["next"]
        assert len(held) == len(set(held)) and held, path
    assert tocsin.client.PAGE <= 200


def test_the_client_says_what_was_refused_and_which_field(client: Client) -> None:
    with pytest.raises(Refused) as wrong:
        client.act("grade-source", source="X", letter="Z", because="y")
    assert wrong.value.status == 422 and list(wrong.value.faults) == ["letter"]
    with pytest.raises(Refused) as gone:
        client.document("nothing-of-that-name")
    assert gone.value.status == 404
    with pytest.raises(Refused) as more:
        client.act("erase", document="x", because="y", sure="erase")
    assert more.value.status == 403 and "admin" in str(more.value)


def test_the_client_says_that_nobody_is_there(client: Client) -> None:
    from tocsin.client import Unreachable

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", "x") as nobody, pytest.raises(Unreachable, match="tocsin serve"):
        nobody.me()


def test_two_who_write_at_once_lose_nothing(served: Served) -> None:
    """Each word that was taken is in the store, once, and the trail holds."""
    token, taken = token_of_analyst(served), list[str]()

    def write(number: int) -> None:
        with Client(served.url, token, seconds=60) as one:
            for turn in range(10):
                source = f"Outlet {number} {turn}"
                one.act("grade-source", source=source, letter="C", because="two at once")
                taken.append(source)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [
        grade.source for grade in served.desk.shelf.store.source_grades() if grade.because == "two at once"
    ]
    assert sorted(kept) == sorted(taken) and len(taken) == 40
    assert served.desk.shelf.store.integrity_check() == ()
