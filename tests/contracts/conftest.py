"""One store for each kind of database: what holds for one must hold for the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.postgres import Server, find_programs, run_server

from tocsin.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    yield from run_server(programs)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def make_address(
    backend: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """The address of a new and empty store."""
    if backend == "sqlite":
        return lambda: str(tmp_path_factory.mktemp("store") / "t.db")
    server: Server = request.getfixturevalue("server")
    return lambda: server.address(server.make_database())


@pytest.fixture
def address(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty store for one test."""
    if backend == "sqlite":
        yield str(tmp_path / "t.db")
        return
    server: Server = request.getfixturevalue("server")
    database = server.take_store()
    yield server.address(database)
    server.give_back(database)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store(address) as opened:
        yield opened


@pytest.fixture
def read_files(backend: str, request: pytest.FixtureRequest) -> Callable[[str], bytes]:
    """Every byte of the files that a store stands in."""
    if backend == "postgresql":
        server: Server = request.getfixturevalue("server")
        return server.read_files
    return lambda address: b"".join(path.read_bytes() for path in Path(address).parent.glob("t.db*"))
